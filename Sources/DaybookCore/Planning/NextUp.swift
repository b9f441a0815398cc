package import ICalendar

/// The meeting that is on, or else the one that comes next.
package enum NextUp {
  /// Of those with a time of day that were neither declined nor cancelled: of what is on the one that
  /// began last, else the first to begin.
  package static func of(_ occurrences: [Occurrence], at now: Instant) -> Occurrence? {
    let counted = occurrences.filter {
      !$0.isAllDay && $0.status != .cancelled && $0.response != .declined
    }
    let running = counted.filter { $0.span.contains(now) }
    return running.max { $0.span.start < $1.span.start }
      ?? counted.filter { $0.span.start >= now }.min { $0.span.start < $1.span.start }
  }

  /// `now until 15:00: Acme call, Zoom`, `in 10 min: Acme call, 15:00, Zoom`.
  package static func line(_ event: Occurrence, at now: Instant, in zone: Zone) -> String {
    let words = ReminderText(now: now, zone: zone)
    guard event.span.contains(now) else { return words.line(event) }
    let last = zone.day(at: event.span.end)
    let day = last == zone.day(at: now) ? "" : DateText.day(last) + " "
    let facts = [event.title.isEmpty ? "(no title)" : event.title, event.location]
    return "now until \(day)\(Stamp.clock(event.span.end, in: zone)): "
      + facts.filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
