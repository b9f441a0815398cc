/// A rule for repetition (RFC 5545 §3.3.10, RFC 7529), all parts of it open to read.
///
/// Values are kept in the order of the text and are within their ranges; the engine sorts for
/// itself.
public struct RecurrenceRule: Hashable, Sendable {
  /// FREQ: what an interval counts, from the shortest to the longest.
  public enum Frequency: Int, CaseIterable, Comparable, Sendable {
    case secondly, minutely, hourly, daily, weekly, monthly, yearly

    /// `DAILY`.
    public var text: String {
      switch self {
      case .secondly: "SECONDLY"
      case .minutely: "MINUTELY"
      case .hourly: "HOURLY"
      case .daily: "DAILY"
      case .weekly: "WEEKLY"
      case .monthly: "MONTHLY"
      case .yearly: "YEARLY"
      }
    }

    /// Whether it is the shorter.
    public static func < (left: Frequency, right: Frequency) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// A weekday, with a number where only one in the month or year is meant: `-1FR`.
  public struct NumberedWeekday: Hashable, Sendable {
    /// `TH` of `2TH`.
    public var weekday: Weekday
    /// ±1...±53, negative from the end; nil for every such day.
    public var number: Int?

    /// A day of BYDAY; `number` counts from the end where negative, and is never 0.
    public init(_ weekday: Weekday, number: Int? = nil) {
      self.weekday = weekday
      self.number = number
    }
  }

  /// The last moment an instance may begin, itself included.
  public enum Until: Hashable, Sendable {
    case date(Day)
    case utc(Instant)
    case floating(LocalDateTime)
  }

  /// What becomes of a date that does not exist, such as 30 February (RFC 7529 §4.1).
  public enum Skip: Hashable, Sendable {
    case omit, backward, forward
  }

  /// FREQ.
  public var frequency: Frequency
  /// At least 1.
  public var interval = 1
  /// COUNT, at least 1, the first instance included; nil where there is no such end.
  public var count: Int?
  /// UNTIL, itself included; nil where there is no such end.
  public var until: Until?
  /// BYSECOND, 0 to 60; empty does not limit, as in all that follow.
  public var bySecond: [Int] = []
  /// BYMINUTE, 0 to 59.
  public var byMinute: [Int] = []
  /// BYHOUR, 0 to 23.
  public var byHour: [Int] = []
  /// BYDAY.
  public var byDay: [NumberedWeekday] = []
  /// BYMONTHDAY, 1 to 31, or -1 to -31 from the end.
  public var byMonthDay: [Int] = []
  /// BYYEARDAY, 1 to 366, or -1 to -366 from the end.
  public var byYearDay: [Int] = []
  /// BYWEEKNO, 1 to 53, or -1 to -53 from the end.
  public var byWeekNumber: [Int] = []
  /// BYMONTH, 1 to 12.
  public var byMonth: [Int] = []
  /// BYSETPOS, 1 to 366, or -1 to -366 from the end.
  public var bySetPosition: [Int] = []
  /// WKST.
  public var weekStart = Weekday.monday
  /// The calendar the rule counts in, in upper case, where one is named: `GREGORIAN`, `CHINESE`.
  public var scale: String?
  /// SKIP (RFC 7529 §4.1).
  public var skip = Skip.omit

  /// A rule without BY parts; `interval` and `count` are at least 1.
  public init(_ frequency: Frequency, interval: Int = 1, count: Int? = nil, until: Until? = nil) {
    self.frequency = frequency
    self.interval = max(1, interval)
    self.count = count
    self.until = until
  }

  /// Whether the rule counts in the Gregorian calendar; this library expands no other.
  public var isGregorian: Bool { scale == nil || scale == "GREGORIAN" }

  /// Whether the rule never ends.
  public var isEndless: Bool { count == nil && until == nil }
}
