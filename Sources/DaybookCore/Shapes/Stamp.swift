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
    clock(zone.local(at: instant))
  }

  /// `Thu 19 Nov 09:30`, with the year where it is not that of `now`.
  package static func moment(_ instant: Instant, in zone: Zone, now: Instant) -> String {
    let year = zone.day(at: now).year
    return DayWords.dayAndDate(zone.day(at: instant), in: year) + " " + clock(instant, in: zone)
  }

  /// `Thu 19 Nov 2026, 09:30–11:00`, `Sat 21 Nov 2026 – Sun 22 Nov 2026, all day`, `Fri 20 Nov 2026,
  /// 22:00 – Sat 21 Nov 2026, 01:00`.
  ///
  /// - Parameter now: leaves out its year: `Thu 19 Nov 09:30–11:00`.
  package static func when(_ occurrence: Occurrence, in zone: Zone, now: Instant? = nil) -> String {
    let (start, end) = (occurrence.span.start, occurrence.span.end)
    let first = zone.day(at: start)
    let last = max(first, zone.day(at: end - 1))
    let comma = now == nil ? ", " : " "
    func name(_ day: Day) -> String {
      let year = now.map { zone.day(at: $0).year }
      return DateText.day(day) + (day.year == year ? "" : " \(day.year)")
    }
    if last == first { return name(first) + comma + clock(occurrence, in: zone) }
    if occurrence.isAllDay { return "\(name(first)) – \(name(last))\(comma)all day" }
    return name(first) + comma + clock(start, in: zone) + " – "
      + name(zone.day(at: end)) + comma + clock(end, in: zone)
  }

  /// `09:30–11:00`, `all day`, or with the days that lie between.
  package static func clock(_ occurrence: Occurrence, in zone: Zone) -> String {
    if occurrence.isAllDay { return "all day" }
    let (start, end) = (occurrence.span.start, occurrence.span.end)
    let from = zone.local(at: start)
    var text = clock(from)
    if start == end { return text }
    text += "–"
    text += clock(end, in: zone)
    let days = zone.day(at: end - 1) - from.day
    if days > 0 { text += " (+\(days)d)" }
    return text
  }

  private static func clock(_ local: LocalDateTime) -> String {
    String(unsafeUninitializedCapacity: 5) { buffer in
      func write(_ number: Int, at place: Int) {
        buffer.initializeElement(at: place, to: UInt8(0x30 + number / 10))
        buffer.initializeElement(at: place + 1, to: UInt8(0x30 + number % 10))
      }
      write(local.hour, at: 0)
      buffer.initializeElement(at: 2, to: UInt8(ascii: ":"))
      write(local.minute, at: 3)
      return 5
    }
  }
}
