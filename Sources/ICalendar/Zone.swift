/// The offsets of one time zone, as a table of transitions and a rule for the years after it.
///
/// A zone is a value made once and asked often: a look-up is a binary search, and an expansion that
/// walks forward in time keeps a `ZoneCursor`, which mostly does not search at all.
public final class Zone: Sendable {
  /// The name this zone goes by: an IANA id, `UTC`, or a TZID that means something in one file only.
  public let identifier: String
  /// Transition instants in seconds since 1970, ascending.
  let transitions: [Int]
  /// The period in force from each transition on; one more than `transitions`, the first being the
  /// one before any.
  let periods: [Period]
  /// What follows the last transition for ever, where the zone still changes its clocks.
  let tail: YearlyChange?

  struct Period: Hashable, Sendable {
    /// Seconds to add to UTC.
    var offset: Int
    var abbreviation: String
  }

  init(identifier: String, transitions: [Int], periods: [Period], tail: YearlyChange?) {
    precondition(periods.count == transitions.count + 1)
    self.identifier = identifier
    self.transitions = transitions
    self.periods = periods
    self.tail = tail
  }

  /// A zone whose clocks never change.
  public init(fixed offset: Int, identifier: String, abbreviation: String? = nil) {
    self.identifier = identifier
    transitions = []
    periods = [Period(offset: offset, abbreviation: abbreviation ?? Zone.text(offset: offset))]
    tail = nil
  }

  /// Coordinated Universal Time: no offset, ever.
  public static let utc = Zone(fixed: 0, identifier: "UTC", abbreviation: "UTC")

  /// Whether the offset is the same at all times.
  public var isFixed: Bool { transitions.isEmpty && tail == nil }

  /// Seconds to add to UTC at `instant` to get the clock on the wall.
  public func offset(at instant: Instant) -> Int {
    stretch(at: instant).offset
  }

  /// The short name in use at `instant`: `CET`, `EDT`, `+0330`.
  public func abbreviation(at instant: Instant) -> String {
    period(at: instant.seconds).period.abbreviation
  }

  /// The stretch of unchanging offset that `instant` lies in.
  public func stretch(at instant: Instant) -> (span: Range<Instant>, offset: Int) {
    let found = period(at: instant.seconds)
    return (
      Instant(seconds: found.from)..<Instant(seconds: found.to), found.period.offset
    )
  }

  /// What the wall shows at `instant`.
  public func local(at instant: Instant) -> LocalDateTime {
    LocalDateTime(wallSeconds: instant.seconds + offset(at: instant))
  }

  /// The instant at which the wall shows `local`: the first of two where the clock is set back, and
  /// read with the offset before the gap where it is set forward (RFC 5545 §3.3.5, erratum 4271).
  public func instant(of local: LocalDateTime) -> Instant {
    let wall = local.wallSeconds
    let before = offset(at: Instant(seconds: wall - 86_400))
    let after = offset(at: Instant(seconds: wall + 86_400))
    let early = Instant(seconds: wall - before)
    if before == after { return early }
    if offset(at: early) == before { return early }
    let late = Instant(seconds: wall - after)
    return offset(at: late) == after ? late : early
  }

  /// The second instant at which the wall shows `local`, where the clock is set back over it;
  /// otherwise the same as `instant(of:)`.
  public func lastInstant(of local: LocalDateTime) -> Instant {
    let late = Instant(
      seconds: local.wallSeconds - offset(at: Instant(seconds: local.wallSeconds + 86_400)))
    return self.local(at: late) == local ? late : instant(of: local)
  }

  /// The first instant of a day, which is not always 00:00.
  public func start(of day: Day) -> Instant {
    let midnight = instant(of: LocalDateTime(day))
    if local(at: midnight).second == 0 { return midnight }
    // Midnight lies in a gap: the day starts when the clock jumps.
    return stretch(at: midnight).span.lowerBound
  }

  /// From the first instant of a day to the first of the next.
  public func span(of day: Day) -> TimeSpan {
    TimeSpan(start(of: day), start(of: day + 1))
  }

  /// The day on the wall at `instant`.
  public func day(at instant: Instant) -> Day {
    local(at: instant).day
  }

  /// `+01:00`, or `+00:00` for UTC; seconds are shown only where there are any.
  public static func text(offset: Int) -> String {
    let size = Int(offset.magnitude)
    let clock = "\(padded(size / 3600, to: 2)):\(padded(size % 3600 / 60, to: 2))"
    let seconds = size % 60 == 0 ? "" : ":\(padded(size % 60, to: 2))"
    return (offset < 0 ? "-" : "+") + clock + seconds
  }

  private func period(at second: Int) -> (from: Int, to: Int, period: Period) {
    if let tail, second >= (transitions.last ?? Int.min) {
      return tail.period(at: second, notBefore: transitions.last ?? Int.min)
    }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return (
      low == 0 ? Int.min : transitions[low - 1],
      low == transitions.count ? Int.max : transitions[low], periods[low]
    )
  }
}

/// Looks offsets up along a walk through time, searching only where the offset changes.
public struct ZoneCursor: Sendable {
  /// Whose offsets it looks up.
  public let zone: Zone
  private var from = 1
  private var to = 0
  private var offset = 0

  /// A cursor that has looked nothing up yet.
  public init(_ zone: Zone) {
    self.zone = zone
  }

  /// Seconds to add to UTC at `instant`.
  public mutating func offset(at instant: Instant) -> Int {
    if instant.seconds < from || instant.seconds >= to { move(to: instant) }
    return offset
  }

  /// As `Zone.instant(of:)`.
  public mutating func instant(of local: LocalDateTime) -> Instant {
    let wall = local.wallSeconds
    // Far enough from both ends of the stretch, no other offset can claim this reading.
    if wall - offset - 86_400 >= from, wall - offset + 86_400 < to {
      return Instant(seconds: wall - offset)
    }
    let instant = zone.instant(of: local)
    move(to: instant)
    return instant
  }

  /// As `instant(of:)`, with both times in seconds since 1970.
  @inline(__always)
  mutating func seconds(ofWall wall: Int) -> Int {
    if wall - offset - 86_400 >= from, wall - offset + 86_400 < to { return wall - offset }
    return instant(of: LocalDateTime(wallSeconds: wall)).seconds
  }

  private mutating func move(to instant: Instant) {
    let (span, found) = zone.stretch(at: instant)
    from = span.lowerBound.seconds
    to = span.upperBound.seconds
    offset = found
  }
}
