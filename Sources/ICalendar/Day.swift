/// A square on the wall calendar: a date of the proleptic Gregorian calendar without a zone.
@frozen
public struct Day: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01.
  public var number: Int

  /// The day so many days after 1970-01-01, or before it where negative.
  @inlinable
  public init(number: Int) {
    self.number = number
  }

  /// The day with these numbers, which must exist; see `init?(year:month:day:)` for foreign data.
  @inlinable
  public init(_ year: Int, _ month: Int, _ day: Int) {
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  /// The day with these numbers, or nil when there is none (30 February) or the year lies outside
  /// 1...9999.
  @inlinable
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Day.length(ofMonth: month, in: year)
    else { return nil }
    self.init(year, month, day)
  }

  /// Year, month 1...12 and day 1...31.
  @inlinable public var civil: (year: Int, month: Int, day: Int) {
    let z = number + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// Years before 1 are counted astronomically: 0 is 1 BC.
  @inlinable public var year: Int { civil.year }
  /// 1 for January to 12 for December.
  @inlinable public var month: Int { civil.month }
  /// 1 to 31, of the month.
  @inlinable public var day: Int { civil.day }

  /// The day of the week.
  @inlinable public var weekday: Weekday {
    let index = (number + 3) % 7
    return Weekday(index: index < 0 ? index + 7 : index)
  }

  /// 1...366.
  @inlinable public var dayOfYear: Int { number - Day(year, 1, 1).number + 1 }

  /// The ISO 8601 week this day lies in; its year may differ from the day's own.
  public var week: (year: Int, week: Int) {
    let thursday = Day(number: number - weekday.index + 3)
    return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
  }

  /// The Monday of an ISO 8601 week.
  public static func monday(ofWeek week: Int, in year: Int) -> Day {
    let fourth = Day(year, 1, 4)
    return Day(number: fourth.number - fourth.weekday.index + (week - 1) * 7)
  }

  /// The first day of the week that holds this day.
  @inlinable
  public func weekStart(_ first: Weekday) -> Day {
    Day(number: number - (weekday.index - first.index + 7) % 7)
  }

  /// The same day of the month `months` later, or that month's last day where it has fewer.
  public func adding(months: Int) -> Day {
    let (year, month, day) = civil
    let total = year * 12 + month - 1 + months
    let newYear = total >= 0 ? total / 12 : (total - 11) / 12
    let newMonth = total - newYear * 12 + 1
    return Day(newYear, newMonth, min(day, Day.length(ofMonth: newMonth, in: newYear)))
  }

  /// Whether it comes before the other.
  @inlinable
  public static func < (left: Day, right: Day) -> Bool {
    left.number < right.number
  }

  /// The day so many days later.
  @inlinable
  public static func + (day: Day, days: Int) -> Day {
    Day(number: day.number + days)
  }

  /// The day so many days earlier.
  @inlinable
  public static func - (day: Day, days: Int) -> Day {
    Day(number: day.number - days)
  }

  /// Days from `right` to `left`.
  @inlinable
  public static func - (left: Day, right: Day) -> Int {
    left.number - right.number
  }

  /// Whether February has 29 days that year, by the Gregorian rule, for all years.
  @inlinable
  public static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// Days in a month, 28...31.
  @inlinable
  public static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Day: CustomStringConvertible {
  /// ISO 8601: `2026-11-19`.
  public var description: String {
    let (year, month, day) = civil
    return "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
  }

  /// Reads `2026-11-19`; nil for anything else or a day that does not exist.
  public init?(iso text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = digits(bytes[0..<4]), let month = digits(bytes[5..<7]),
      let day = digits(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }
}

extension Day: Strideable {
  /// Days from this one to the other; negative where that one is earlier.
  public func distance(to other: Day) -> Int { other.number - number }
  /// The day so many days later.
  public func advanced(by days: Int) -> Day { Day(number: number + days) }
}

/// Monday to Sunday.
public enum Weekday: Int, CaseIterable, Sendable, Hashable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// 0 for Monday to 6 for Sunday.
  @inlinable public var index: Int { rawValue }

  /// The day with this index, 0 for Monday; from 6 on, and below 0, it is Sunday.
  @inlinable
  public init(index: Int) {
    switch index {
    case 0: self = .monday
    case 1: self = .tuesday
    case 2: self = .wednesday
    case 3: self = .thursday
    case 4: self = .friday
    case 5: self = .saturday
    default: self = .sunday
    }
  }
}

/// `number` in decimal with leading zeros to at least `width` digits.
func padded(_ number: Int, to width: Int) -> String {
  let text = String(number.magnitude)
  let zeros = String(repeating: "0", count: max(0, width - text.utf8.count))
  return (number < 0 ? "-" : "") + zeros + text
}

/// The number that ASCII digits spell; nil for an empty run or any other byte.
func digits(_ bytes: some Sequence<UInt8>) -> Int? {
  var value: Int?
  for byte in bytes {
    guard byte >= 0x30, byte <= 0x39, (value ?? 0) < 1_000_000_000_000 else { return nil }
    value = (value ?? 0) * 10 + Int(byte - 0x30)
  }
  return value
}
