/// What a calendar and a clock on a wall show: a day and a time of it, without a zone.
@frozen
public struct LocalDateTime: Hashable, Comparable, Sendable {
  /// The date.
  public var day: Day
  /// Seconds since the clock showed 00:00, 0 ..< 86400.
  public var second: Int

  /// A day and seconds from its midnight, 0 to 86,399.
  @inlinable
  public init(_ day: Day, second: Int = 0) {
    self.day = day
    self.second = second
  }

  /// A day and a time of it, which must exist: hours to 23, minutes and seconds to 59.
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

  /// 0 to 23.
  @inlinable public var hour: Int { second / 3600 }
  /// 0 to 59.
  @inlinable public var minute: Int { second % 3600 / 60 }

  /// Whether it comes first on the wall, whatever the zones.
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
