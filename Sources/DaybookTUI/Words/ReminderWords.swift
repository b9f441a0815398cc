internal import DaybookCore
internal import ICalendar

/// What begins soon, said.
extension AppState {
  mutating func remind(_ reminders: [Reminder]) -> [Effect] {
    guard let first = reminders.min(by: { $0.occurrence.span.start < $1.occurrence.span.start })
    else { return [] }
    let rest = reminders.count - 1
    let text = words(for: first.occurrence) + (rest == 0 ? "" : " · and \(rest) more")
    notice = Notice(.plain, "◷ " + text)
    return settings.reminders.by == .silent ? [] : [.notify(text)]
  }

  /// `in 10 min: Acme call, 15:00, Zoom`.
  private func words(for event: Occurrence) -> String {
    let day = zone.day(at: event.span.start)
    let clock =
      event.isAllDay
      ? "all day" : DayText.clock(event.span.start, in: zone)
    let when = day == today ? clock : "\(DayText.medium(day)) \(clock)"
    let place = isMasked ? "" : event.location
    let facts = [title(of: event), when, place].filter { !$0.isEmpty }
    return "\(lead(to: event)): \(facts.joined(separator: ", "))"
  }

  private func lead(to event: Occurrence) -> String {
    if event.isAllDay { return zone.day(at: event.span.start) == today ? "today" : "soon" }
    let passed = (now - event.span.start) / 60
    if event.span.start <= now {
      return passed == 0 ? "now" : "began \(DateText.minutes(passed)) ago"
    }
    let minutes = (event.span.start - now + 59) / 60
    return minutes < 48 * 60
      ? "in \(DateText.minutes(minutes))" : "in \(minutes / (24 * 60)) days"
  }
}
