package import ICalendar

/// When something happens.
package enum EventTime: Hashable, Sendable {
  /// Whole days of whoever looks; the upper bound does not belong to it.
  case allDay(Range<Day>)
  /// Instants, and the name of the zone it was written in (`UTC` for UTC).
  case timed(TimeSpan, zone: String)
  /// Clock readings, wherever the viewer is.
  case floating(from: LocalDateTime, to: LocalDateTime)

  /// The time it takes for a viewer in `zone`.
  package func span(in zone: Zone) -> TimeSpan {
    switch self {
    case .allDay(let days):
      TimeSpan(zone.start(of: days.lowerBound), zone.start(of: days.upperBound))
    case .timed(let span, _): span
    case .floating(let from, let to):
      TimeSpan(zone.instant(of: from), zone.instant(of: to))
    }
  }

  package var isAllDay: Bool {
    if case .allDay = self { true } else { false }
  }

  /// The zone's name as it was read; nil for all-day and floating times.
  package var zoneName: String? {
    if case .timed(_, let zone) = self { zone } else { nil }
  }
}

/// The start that a series first gave an instance; it names the instance for ever.
package enum OriginalStart: Hashable, Sendable {
  case instant(Instant)
  case day(Day)
  case floating(LocalDateTime)

  /// As RECURRENCE-ID writes it, times in UTC: `20261119T083000Z`, `20261119`.
  package var compact: String {
    switch self {
    case .day(let day): Self.compact(day)
    case .floating(let local): Self.compact(local)
    case .instant(let instant):
      Self.compact(LocalDateTime(wallSeconds: instant.seconds)) + "Z"
    }
  }

  /// Reads `compact` back; nil for anything else.
  package init?(compact text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 8, let day = Self.day(bytes[0..<8]) else { return nil }
    if bytes.count == 8 {
      self = .day(day)
      return
    }
    guard bytes.count == 15 || (bytes.count == 16 && bytes[15] == UInt8(ascii: "Z")),
      bytes[8] == UInt8(ascii: "T"), let hour = Self.number(bytes[9..<11]), hour < 24,
      let minute = Self.number(bytes[11..<13]), minute < 60,
      let second = Self.number(bytes[13..<15]), second < 60
    else { return nil }
    let local = LocalDateTime(day, hour: hour, minute: minute, second: second)
    self =
      bytes.count == 16 ? .instant(Instant(seconds: local.wallSeconds)) : .floating(local)
  }

  /// The moment it stands for, for a viewer in `zone`.
  package func instant(in zone: Zone) -> Instant {
    switch self {
    case .instant(let instant): instant
    case .day(let day): zone.start(of: day)
    case .floating(let local): zone.instant(of: local)
    }
  }

  private static func compact(_ day: Day) -> String {
    let (year, month, date) = day.civil
    return digits(year, 4) + digits(month, 2) + digits(date, 2)
  }

  private static func compact(_ local: LocalDateTime) -> String {
    compact(local.day) + "T" + digits(local.hour, 2) + digits(local.minute, 2)
      + digits(local.second % 60, 2)
  }

  private static func digits(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
  }

  private static func day(_ bytes: ArraySlice<UInt8>) -> Day? {
    let base = bytes.startIndex
    guard let year = number(bytes[base..<base + 4]), let month = number(bytes[base + 4..<base + 6]),
      let day = number(bytes[base + 6..<base + 8])
    else { return nil }
    return Day(year: year, month: month, day: day)
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard byte >= 0x30, byte <= 0x39 else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    return value
  }
}
