package import DaybookCore
package import ICalendar

extension Desk {
  /// What falls due after `last` and until now, by when it begins; each meeting once.
  package func reminders(after last: Instant) throws -> [Reminder] {
    try reminders(until: now).compactMap { all in
      all.last { $0.isDue(after: last, at: now) }
    }
  }

  /// What falls due in so many seconds from now, the first to fall due first.
  package func reminders(within seconds: Int) throws -> [Reminder] {
    let span = TimeSpan(now + 1, now + seconds + 1)
    return try reminders(until: span.end).joined().filter { span.contains($0.at) }
      .sorted { ($0.at, $0.occurrence.span.start) < ($1.at, $1.occurrence.span.start) }
  }

  /// All that may fall due until `end`, by event, and by when it does.
  private func reminders(until end: Instant) throws -> [[Reminder]] {
    // The hour is what a change of the clock can add.
    let soon = TimeSpan(now - Reminder.grace, end + Reminder.near + 3_600)
    let later = TimeSpan(soon.end, end + Reminder.farthest)
    let events = try agenda(touching: soon).occurrences + agendaRemindingEarly(in: later)
    let alarms = try store.alarms(of: Set(events.map(\.event)))
    return events.map { event in
      Reminder.all(
        of: event, alarms: alarms[event.event]?[event.originalStart] ?? [],
        before: settings.reminders.before)
    }
  }

  // MARK: Of several programs one tells

  /// Takes it upon the caller to tell of `due`.
  ///
  /// - Returns: those that another program told, or is about to.
  package func toldElsewhere(of due: [Reminder]) throws -> Set<Reminder> {
    guard let last = due.map(\.at).max(),
      let told = try store.takeReminders(dueUntil: last, now: now)
    else { return [] }
    return Set(due.filter { $0.at <= told })
  }

  /// What fell due in the last hour and was not told. From now on it passes for told.
  package func untoldReminders() throws -> [Reminder] {
    let due = try reminders(after: now - Reminder.missed)
    let told = try toldElsewhere(of: due)
    return due.filter { !told.contains($0) }
  }
}
