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
    case .allDay(let days): days.span(in: zone)
    case .timed(let span, _): span
    case .floating(let from, let to):
      TimeSpan(zone.instant(of: from), zone.instant(of: to))
    }
  }

  /// Between these it can be written down in every zone: years have four digits (RFC 5545 §3.3.4), and
  /// clocks are at most a day apart.
  package static let writable = Instant.earliest + 86_400...Instant.latest - 86_400

  /// Whether it can be written down, for a viewer in `zone`.
  package func isOnCalendar(in zone: Zone) -> Bool {
    let span = span(in: zone)
    return EventTime.writable.contains(span.start) && EventTime.writable.contains(span.end)
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
    String(unsafeUninitializedCapacity: Self.compactCapacity, initializingUTF8With: writeCompact)
  }

  /// Bytes that `compact` takes at most.
  static let compactCapacity = 16

  /// Writes `compact` to the beginning of `buffer`, and tells its bytes. Every instance in a list gets
  /// its id from this, so it is written in one go.
  func writeCompact(to buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
    let (local, hasTime, isUTC) =
      switch self {
      case .day(let day): (LocalDateTime(day, second: 0), false, false)
      case .floating(let local): (local, true, false)
      case .instant(let instant): (LocalDateTime(wallSeconds: instant.seconds), true, true)
      }
    var count = 0
    func write(_ number: Int, _ digits: Int) {
      var rest = number
      for place in stride(from: count + digits - 1, through: count, by: -1) {
        buffer.initializeElement(at: place, to: UInt8(0x30 + rest % 10))
        rest /= 10
      }
      count += digits
    }
    func write(_ letter: Unicode.Scalar) {
      buffer.initializeElement(at: count, to: UInt8(ascii: letter))
      count += 1
    }
    let (year, month, date) = local.day.civil
    write(year, 4)
    write(month, 2)
    write(date, 2)
    guard hasTime else { return count }
    write("T")
    write(local.second / 3600, 2)
    write(local.second % 3600 / 60, 2)
    write(local.second % 60, 2)
    if isUTC { write("Z") }
    return count
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

extension Range<Day> {
  /// From the first midnight to the last, in `zone`.
  package func span(in zone: Zone) -> TimeSpan {
    TimeSpan(zone.start(of: lowerBound), zone.start(of: upperBound))
  }
}

extension EventTime {
  /// The same on another day, as long and at the same time of day.
  package func beginning(on day: Day, in zone: Zone) -> EventTime {
    switch self {
    case .allDay(let days): return .allDay(day..<day + days.count)
    case .timed, .floating:
      let span = span(in: zone)
      let start = zone.instant(of: LocalDateTime(day, second: zone.local(at: span.start).second))
      return moved(to: TimeSpan(start, start + span.seconds), in: zone)
    }
  }
}
