/// A rule for repetition (RFC 5545 §3.3.10, RFC 7529), all parts of it open to read.
///
/// Values are kept in the order of the text and are within their ranges; the engine sorts for
/// itself.
public struct RecurrenceRule: Hashable, Sendable {
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

    public static func < (left: Frequency, right: Frequency) -> Bool {
      left.rawValue < right.rawValue
    }
  }

  /// A weekday, with a number where only one in the month or year is meant: `-1FR`.
  public struct NumberedWeekday: Hashable, Sendable {
    public var weekday: Weekday
    /// ±1...±53, negative from the end; nil for every such day.
    public var number: Int?

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

  public var frequency: Frequency
  /// At least 1.
  public var interval = 1
  public var count: Int?
  public var until: Until?
  public var bySecond: [Int] = []
  public var byMinute: [Int] = []
  public var byHour: [Int] = []
  public var byDay: [NumberedWeekday] = []
  public var byMonthDay: [Int] = []
  public var byYearDay: [Int] = []
  public var byWeekNumber: [Int] = []
  public var byMonth: [Int] = []
  public var bySetPosition: [Int] = []
  public var weekStart = Weekday.monday
  /// The calendar the rule counts in, in upper case, where one is named: `GREGORIAN`, `CHINESE`.
  public var scale: String?
  public var skip = Skip.omit

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
