package import DaybookCore
package import ICalendar

extension Desk {
  /// What falls due after `last` and until now, by when it begins; each meeting once.
  package func reminders(after last: Instant) throws -> [Reminder] {
    // The hour is what a change of the clock can add.
    let soon = TimeSpan(now - Reminder.grace, now + Reminder.near + 3_600)
    let later = TimeSpan(soon.end, now + Reminder.farthest)
    let events = try agenda(touching: soon).occurrences + agendaRemindingEarly(in: later)
    let alarms = try store.alarms(of: Set(events.map(\.event)))
    return events.compactMap { event in
      Reminder.all(
        of: event, alarms: alarms[event.event]?[event.originalStart] ?? [],
        before: settings.reminders.before
      ).last { $0.isDue(after: last, at: now) }
    }
  }
}
