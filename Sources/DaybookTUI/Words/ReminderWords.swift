internal import DaybookCore

/// What begins soon, said.
extension AppState {
  /// - Parameter told: those among them that another program told outside the screen.
  mutating func remind(_ reminders: [Reminder], told: Set<Reminder>) -> [Effect] {
    let words = ReminderText(now: now, zone: zone, isMasked: isMasked)
    guard let text = words.sentence(reminders) else { return [] }
    notice = Notice(.plain, "◷ " + text)
    guard settings.reminders.by != .silent,
      let news = words.sentence(reminders.filter { !told.contains($0) })
    else { return [] }
    return [.notify(news)]
  }
}
