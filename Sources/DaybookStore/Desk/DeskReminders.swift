package import DaybookCore
package import ICalendar

extension Desk {
  /// What falls due after `last` and until now, by when it begins; each meeting once.
  package func reminders(after last: Instant) throws -> [Reminder] {
    let window = TimeSpan(now - Reminder.grace, now + Reminder.farthest)
    let events = try agenda(touching: window).occurrences
    let alarms = try store.alarms(of: Set(events.map(\.event)))
    return events.compactMap { event in
      Reminder.all(
        of: event, alarms: alarms[event.event]?[event.originalStart] ?? [],
        before: settings.reminders.before
      ).last { $0.isDue(after: last, at: now) }
    }
  }
}
