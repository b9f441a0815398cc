/// A date or a time as a calendar states it (RFC 5545 §3.3.4 and §3.3.5): what it means in UTC may
/// depend on a zone or on who is looking.
public enum CalendarTime: Sendable {
  /// A day, in no zone.
  case date(Day)
  /// An instant, written in UTC.
  case utc(Instant)
  /// A local time in a zone; `tzid` is what the file calls the zone.
  case zoned(LocalDateTime, Zone, tzid: String)
  /// A local time wherever the viewer is.
  case floating(LocalDateTime)

  /// Whether it is a day without a time: VALUE=DATE (RFC 5545 §3.3.4).
  public var isDate: Bool {
    if case .date = self { true } else { false }
  }

  /// Whether it is a time of no zone (RFC 5545 §3.3.5, form 1).
  public var isFloating: Bool {
    if case .floating = self { true } else { false }
  }

  /// What calendar and clock show, in its own zone or in UTC.
  public var local: LocalDateTime {
    switch self {
    case .date(let day): LocalDateTime(day)
    case .utc(let instant): LocalDateTime(wallSeconds: instant.seconds)
    case .zoned(let local, _, _), .floating(let local): local
    }
  }

  /// The zone the time names, UTC included; nil for dates and floating times.
  public var zone: Zone? {
    switch self {
    case .utc: .utc
    case .zoned(_, let zone, _): zone
    case .date, .floating: nil
    }
  }

  /// The instant meant. A floating time is read in the viewer's zone; a date begins with its first
  /// instant there.
  public func instant(viewer: Zone) -> Instant {
    switch self {
    case .date(let day): viewer.start(of: day)
    case .utc(let instant): instant
    case .zoned(let local, let zone, _): zone.instant(of: local)
    case .floating(let local): viewer.instant(of: local)
    }
  }

  /// The value as it is written: `20260309`, `20260309T090000`, `20260309T090000Z`.
  public var text: String {
    switch self {
    case .date(let day): CalendarTime.text(day)
    case .utc: CalendarTime.text(local) + "Z"
    case .zoned, .floating: CalendarTime.text(local)
    }
  }

  /// The parameters to write with it: `VALUE=DATE`, or `TZID=…` with the zone's own identifier.
  public var parameters: [ContentLine.Parameter] {
    switch self {
    case .date: [ContentLine.Parameter("VALUE", "DATE")]
    case .zoned(_, let zone, let tzid):
      [ContentLine.Parameter("TZID", tzid.isEmpty ? zone.identifier : tzid)]
    case .utc, .floating: []
    }
  }

  static func text(_ day: Day) -> String {
    let (year, month, day) = day.civil
    return padded(year, to: 4) + padded(month, to: 2) + padded(day, to: 2)
  }

  static func text(_ local: LocalDateTime) -> String {
    text(local.day) + "T" + padded(local.hour, to: 2) + padded(local.minute, to: 2)
      + padded(local.second % 60, to: 2)
  }
}

extension CalendarTime: Hashable {
  /// Whether both are of one form, show the same and name the same zone.
  public static func == (left: CalendarTime, right: CalendarTime) -> Bool {
    switch (left, right) {
    case (.date(let left), .date(let right)): left == right
    case (.utc(let left), .utc(let right)): left == right
    case (.floating(let left), .floating(let right)): left == right
    case (.zoned(let left, let leftZone, _), .zoned(let right, let rightZone, _)):
      left == right && leftZone.identifier == rightZone.identifier
    default: false
    }
  }

  /// By the reading on the wall alone: cheap, and the same for equal times.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(local)
  }
}

/// A date or time before its zone is known.
enum RawTime: Hashable, Sendable {
  case date(Day)
  case local(LocalDateTime)
  case utc(LocalDateTime)

  /// Reads `20260309`, `20260309T090000`, `20260309T090000Z`; second 60 is 59, T240000 the next
  /// day's beginning. Nil for anything else and for years outside 1...9999.
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> RawTime? {
    var start = 0
    var end = bytes.count
    while end > start, Byte.isBlank(bytes[end - 1]) { end -= 1 }
    while start < end, Byte.isBlank(bytes[start]) { start += 1 }
    guard end - start >= 8, let year = number(bytes, start, 4),
      let month = number(bytes, start + 4, 2), let dayOfMonth = number(bytes, start + 6, 2),
      let day = Day(year: year, month: month, day: dayOfMonth)
    else { return nil }
    if end - start == 8 { return .date(day) }
    guard end - start >= 15, bytes[start + 8] | 0x20 == 0x74,
      let hour = number(bytes, start + 9, 2), let minute = number(bytes, start + 11, 2),
      let second = number(bytes, start + 13, 2), minute < 60, second <= 60
    else { return nil }
    var local = LocalDateTime(day, hour: hour, minute: minute, second: min(second, 59))
    if hour == 24, minute == 0, second == 0 {
      local = LocalDateTime(day + 1)
    } else if hour > 23 {
      return nil
    }
    if end - start == 15 { return .local(local) }
    return end - start == 16 && bytes[start + 15] | 0x20 == 0x7A ? .utc(local) : nil
  }

  static func read(_ text: some StringProtocol) -> RawTime? {
    Array(text.utf8).withUnsafeBufferPointer { read($0) }
  }

  /// The day it names, whatever the zone.
  var day: Day {
    switch self {
    case .date(let day): day
    case .local(let local), .utc(let local): local.day
    }
  }

  @inline(__always)
  private static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int
  ) -> Int? {
    var value = 0
    for index in start..<start + count {
      guard Byte.isDigit(bytes[index]) else { return nil }
      value = value * 10 + Int(bytes[index] & 0x0F)
    }
    return value
  }
}
