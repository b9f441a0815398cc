package import ICalendar

/// Times as JSON and plain output write them.
package enum Stamp {
  /// The bounds of a time: days for all-day events, instants for the rest.
  package static func bounds(of time: EventTime, span: TimeSpan, in zone: Zone) -> (String, String)
  {
    if case .allDay(let days) = time {
      return (days.lowerBound.description, days.upperBound.description)
    }
    return (RFC3339.text(span.start, in: zone), RFC3339.text(span.end, in: zone))
  }

  package static func text(_ original: OriginalStart, in zone: Zone) -> String {
    if case .day(let day) = original { return day.description }
    return RFC3339.text(original.instant(in: zone), in: zone)
  }

  /// `09:30`.
  package static func clock(_ instant: Instant, in zone: Zone) -> String {
    let local = zone.local(at: instant)
    return two(local.hour) + ":" + two(local.minute)
  }

  /// `09:30–11:00`, `all day`, or with the days that lie between.
  package static func clock(_ occurrence: Occurrence, in zone: Zone) -> String {
    if occurrence.isAllDay { return "all day" }
    let (start, end) = (occurrence.span.start, occurrence.span.end)
    let from = zone.local(at: start)
    var text = two(from.hour) + ":" + two(from.minute)
    if start == end { return text }
    text += "–"
    text += clock(end, in: zone)
    let days = zone.day(at: end - 1) - from.day
    if days > 0 { text += " (+\(days)d)" }
    return text
  }

  private static func two(_ number: Int) -> String {
    number < 10 ? "0\(number)" : String(number)
  }
}
