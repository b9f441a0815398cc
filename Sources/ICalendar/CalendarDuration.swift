/// A length of time as calendars write it (RFC 5545 §3.3.6): days are nominal (the same clock time
/// on a later day), seconds are exact.
public struct CalendarDuration: Hashable, Sendable {
  /// Nominal days; weeks are seven of them.
  public var days: Int
  /// Exact seconds, which come after the days.
  public var seconds: Int
  /// Whether a part of time was written, be it of zero length: `P1DT0S`.
  public var hasTimePart: Bool

  /// A duration of these days and seconds, which should have one sign (RFC 5545 §3.3.6).
  public init(days: Int = 0, seconds: Int = 0) {
    self.days = days
    self.seconds = seconds
    hasTimePart = seconds != 0
  }

  /// No time at all: `PT0S`.
  public static let zero = CalendarDuration()

  /// Whether it goes back in time, as a trigger before an event does.
  public var isNegative: Bool { days < 0 || seconds < 0 }
  /// Whether it is no time at all.
  public var isZero: Bool { days == 0 && seconds == 0 }

  /// Reads `P1DT2H`, `-PT15M`, `P2W`.
  ///
  /// - Throws: `ICalendarError.unreadableDuration` for anything else.
  public init(text: some StringProtocol) throws(ICalendarError) {
    guard let read = CalendarDuration.read(Array(text.utf8)) else {
      throw .unreadableDuration(text: String(text))
    }
    self = read
  }

  static func read(_ text: [UInt8]) -> CalendarDuration? {
    var bytes = text[...]
    while let last = bytes.last, Byte.isBlank(last) { bytes.removeLast() }
    while let first = bytes.first, Byte.isBlank(first) { bytes.removeFirst() }
    var sign = 1
    if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") {
      sign = bytes.removeFirst() == UInt8(ascii: "-") ? -1 : 1
    }
    guard let first = bytes.popFirst(), Byte.uppercased(first) == UInt8(ascii: "P") else {
      return nil
    }
    var days = 0
    var seconds = 0
    var isTime = false
    // Units must come in this order, each at most once.
    var rest = Array("WDTHMS".utf8)[...]
    var count = 0
    while let next = bytes.first {
      if Byte.uppercased(next) == UInt8(ascii: "T") {
        guard !isTime else { return nil }
        isTime = true
        bytes.removeFirst()
        guard !bytes.isEmpty, let index = rest.firstIndex(of: UInt8(ascii: "T")) else {
          return nil
        }
        rest = rest[(index + 1)...]
        continue
      }
      guard let value = digits(bytes.prefix { Byte.isDigit($0) }), value < 1_000_000_000 else {
        return nil
      }
      bytes = bytes.drop { Byte.isDigit($0) }
      guard let unit = bytes.popFirst().map(Byte.uppercased),
        let index = rest.firstIndex(of: unit),
        isTime || !rest[...index].contains(UInt8(ascii: "T"))
      else { return nil }
      rest = rest[(index + 1)...]
      count += 1
      switch unit {
      case UInt8(ascii: "W"):
        // Weeks stand alone.
        guard bytes.isEmpty else { return nil }
        days = value * 7
      case UInt8(ascii: "D"): days = value
      case UInt8(ascii: "H"): seconds += value * 3600
      case UInt8(ascii: "M"): seconds += value * 60
      default: seconds += value
      }
    }
    guard count > 0 else { return nil }
    var result = CalendarDuration(days: sign * days, seconds: sign * seconds)
    result.hasTimePart = isTime
    return result
  }

  /// As it is written: `P1DT2H30M`. Where the two parts have different signs, days are turned into
  /// hours, since the form has but one sign.
  public var text: String {
    if isZero { return hasTimePart ? "PT0S" : "P0D" }
    var days = days
    var seconds = seconds
    if (days < 0) != (seconds < 0), days != 0, seconds != 0 {
      seconds += days * 86_400
      days = 0
    }
    var text = days < 0 || seconds < 0 ? "-P" : "P"
    let size = Int(seconds.magnitude)
    if days != 0 {
      let isWeeks = days % 7 == 0 && size == 0
      text += isWeeks ? "\(days.magnitude / 7)W" : "\(days.magnitude)D"
    }
    if size != 0 {
      text += "T"
      if size >= 3600 { text += "\(size / 3600)H" }
      if size % 3600 >= 60 { text += "\(size % 3600 / 60)M" }
      if size % 60 != 0 { text += "\(size % 60)S" }
    }
    return text
  }
}
