import DaybookCore
import ICalendar

/// Instants and days as JSON and plain output write them.
enum Stamp {
  /// RFC 3339 with the zone's offset, no fraction: `2026-11-19T09:30:00+01:00`.
  static func text(_ instant: Instant, in zone: Zone) -> String {
    let offset = zone.offset(at: instant)
    // RFC 3339 has no seconds in offsets; old local mean times are shown to the minute.
    let shown = offset - offset % 60
    let local = LocalDateTime(wallSeconds: instant.seconds + shown)
    return "\(local)\(Zone.text(offset: shown))"
  }

  /// The bounds of a time: days for all-day events, instants for the rest.
  static func bounds(of time: EventTime, span: TimeSpan, in zone: Zone) -> (String, String) {
    if case .allDay(let days) = time {
      return (days.lowerBound.description, days.upperBound.description)
    }
    return (text(span.start, in: zone), text(span.end, in: zone))
  }

  static func text(_ original: OriginalStart, in zone: Zone) -> String {
    if case .day(let day) = original { return day.description }
    return text(original.instant(in: zone), in: zone)
  }

  /// `09:30`.
  static func clock(_ instant: Instant, in zone: Zone) -> String {
    let local = zone.local(at: instant)
    return two(local.hour) + ":" + two(local.minute)
  }

  static func two(_ number: Int) -> String {
    number < 10 ? "0\(number)" : String(number)
  }
}
