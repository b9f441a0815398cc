/// What a calendar and a clock on a wall show: a day and a time of it, without a zone.
@frozen
public struct LocalDateTime: Hashable, Comparable, Sendable {
  public var day: Day
  /// Seconds since the clock showed 00:00, 0 ..< 86400.
  public var second: Int

  @inlinable
  public init(_ day: Day, second: Int = 0) {
    self.day = day
    self.second = second
  }

  @inlinable
  public init(_ day: Day, hour: Int, minute: Int, second: Int = 0) {
    self.day = day
    self.second = hour * 3600 + minute * 60 + second
  }

  /// The reading whose seconds since 1970-01-01T00:00:00 on the same wall are `wallSeconds`.
  @inlinable
  public init(wallSeconds: Int) {
    let days = wallSeconds >= 0 ? wallSeconds / 86_400 : (wallSeconds - 86_399) / 86_400
    day = Day(number: days)
    second = wallSeconds - days * 86_400
  }

  /// Seconds since the same wall showed 1970-01-01T00:00:00, each day counted as 86,400.
  @inlinable public var wallSeconds: Int { day.number * 86_400 + second }

  @inlinable public var hour: Int { second / 3600 }
  @inlinable public var minute: Int { second % 3600 / 60 }

  @inlinable
  public static func < (left: LocalDateTime, right: LocalDateTime) -> Bool {
    left.day == right.day ? left.second < right.second : left.day < right.day
  }
}

extension LocalDateTime: CustomStringConvertible {
  /// ISO 8601 without a zone: `2026-11-19T09:30:00`.
  public var description: String {
    "\(day)T\(padded(hour, to: 2)):\(padded(minute, to: 2)):\(padded(second % 60, to: 2))"
  }
}
