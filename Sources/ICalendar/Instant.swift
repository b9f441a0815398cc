/// A moment in time, in whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// iCalendar has no fractions of a second (RFC 5545 §3.3.12), so neither has an instant: two are
/// equal or they are not, and a sweep over a hundred thousand of them compares integers.
@frozen
public struct Instant: Hashable, Comparable, Sendable {
  /// Seconds since the Unix epoch.
  public var seconds: Int

  /// The moment so many seconds after 1970-01-01T00:00:00Z, or before it where negative.
  @inlinable
  public init(seconds: Int) {
    self.seconds = seconds
  }

  /// Whether it comes before the other.
  @inlinable
  public static func < (left: Instant, right: Instant) -> Bool {
    left.seconds < right.seconds
  }

  /// The instant `seconds` later.
  @inlinable
  public static func + (instant: Instant, seconds: Int) -> Instant {
    Instant(seconds: instant.seconds + seconds)
  }

  /// The instant `seconds` earlier.
  @inlinable
  public static func - (instant: Instant, seconds: Int) -> Instant {
    Instant(seconds: instant.seconds - seconds)
  }

  /// Seconds from `right` to `left`.
  @inlinable
  public static func - (left: Instant, right: Instant) -> Int {
    left.seconds - right.seconds
  }

  /// The first moment of year 1 in UTC: nothing on a calendar lies before it.
  public static let earliest = Instant(seconds: -62_135_596_800)
  /// The first moment of year 10000 in UTC: nothing on a calendar lies behind it.
  public static let latest = Instant(seconds: 253_402_300_800)
}

/// A half-open stretch of time: `start` belongs to it, `end` does not.
///
/// Touching spans do not overlap. `end` may equal `start` (a span of no length, which overlaps
/// nothing) and never precedes it.
@frozen
public struct TimeSpan: Hashable, Sendable {
  /// Its first moment.
  public var start: Instant
  /// The moment it is over; not part of it.
  public var end: Instant

  /// A span; an `end` before `start` is taken as `start`.
  @inlinable
  public init(_ start: Instant, _ end: Instant) {
    self.start = start
    self.end = max(start, end)
  }

  /// Length in seconds.
  @inlinable public var seconds: Int { end.seconds - start.seconds }
  @inlinable public var isEmpty: Bool { end == start }

  /// Whether the two share time.
  @inlinable
  public func overlaps(_ other: TimeSpan) -> Bool {
    start < other.end && other.start < end && !isEmpty && !other.isEmpty
  }

  /// Whether the moment lies in it: the start does, the end does not.
  @inlinable
  public func contains(_ instant: Instant) -> Bool {
    start <= instant && instant < end
  }

  /// Whether all of `other` lies in it.
  @inlinable
  public func contains(_ other: TimeSpan) -> Bool {
    start <= other.start && other.end <= end
  }

  /// The span with `seconds` more at either end.
  @inlinable
  public func widened(by seconds: Int) -> TimeSpan {
    TimeSpan(start - seconds, end + seconds)
  }

  /// Whether this span is listed in `window` (RFC 4791 §9.9): it reaches into it, or has no length
  /// and begins in it.
  @inlinable
  public func touches(_ window: TimeSpan) -> Bool {
    isEmpty ? window.contains(start) : start < window.end && window.start < end
  }

  /// The stretch both share, or nil when they share none.
  @inlinable
  public func intersection(_ other: TimeSpan) -> TimeSpan? {
    let from = max(start, other.start)
    let to = min(end, other.end)
    return from < to ? TimeSpan(from, to) : nil
  }
}
