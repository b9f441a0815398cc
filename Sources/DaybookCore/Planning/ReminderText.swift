package import ICalendar

/// Reminders in words, the same on the screen, in a notification and on the command line.
package struct ReminderText: Sendable {
  package let now: Instant
  package let zone: Zone
  /// Whether nobody shall learn what it is.
  package let isMasked: Bool

  package init(now: Instant, zone: Zone, isMasked: Bool = false) {
    self.now = now
    self.zone = zone
    self.isMasked = isMasked
  }

  /// All of them in one sentence: the first to begin, and how many more there are. nil for none.
  package func sentence(_ reminders: [Reminder]) -> String? {
    guard let first = reminders.min(by: { $0.occurrence.span.start < $1.occurrence.span.start })
    else { return nil }
    let rest = reminders.count - 1
    return line(first.occurrence) + (rest == 0 ? "" : " · and \(rest) more")
  }

  /// `in 10 min: Acme call, 15:00, Zoom`.
  package func line(_ event: Occurrence) -> String {
    let start = zone.local(at: event.span.start)
    let clock = event.isAllDay ? "all day" : DateText.clock(minute: start.second / 60)
    let when =
      start.day == zone.day(at: now) ? clock : "\(DateText.day(start.day)) \(clock)"
    let title = event.title.isEmpty ? "(no title)" : event.title
    let facts = isMasked ? ["Busy", when] : [title, when, event.location]
    return "\(lead(to: event)): \(facts.filter { !$0.isEmpty }.joined(separator: ", "))"
  }

  /// `in 10 min`, `now`, `began 3 min ago`.
  package func lead(to event: Occurrence) -> String {
    if event.isAllDay {
      return zone.day(at: event.span.start) == zone.day(at: now) ? "today" : "soon"
    }
    let passed = (now - event.span.start) / 60
    if event.span.start <= now {
      return passed == 0 ? "now" : "began \(DateText.minutes(passed)) ago"
    }
    let minutes = (event.span.start - now + 59) / 60
    return minutes < 48 * 60
      ? "in \(DateText.minutes(minutes))" : "in \(minutes / (24 * 60)) days"
  }
}
