/// One rule made ready for being asked again and again: COUNT and UNTIL are limits in time, known
/// beforehand, so that any window is reached by arithmetic.
struct RuleExpansion: Sendable {
  private enum Engine: Sendable {
    case days(DayIntervals)
    case clock(ClockIntervals)
    /// A rule in a calendar other than the Gregorian says nothing that could be computed.
    case none
  }

  private let engine: Engine
  private let zone: Zone?
  /// The last reading of the clock that counts: wall seconds.
  private(set) var lastWall = Int.max
  /// The last instant that counts: UTC seconds, or wall seconds where there is no zone.
  private(set) var lastKey = Int.max
  /// Whether finding the end by COUNT took too much work, so that the rule is cut there.
  private(set) var isCut = false

  /// - Parameters:
  ///   - start: DTSTART as the wall shows it.
  ///   - zone: the zone of the series, nil for floating and all-day ones.
  ///   - countsStart: whether DTSTART is the first of COUNT even where it does not fit the rule.
  init(
    _ rule: RecurrenceRule, start: LocalDateTime, zone: Zone? = nil, countsStart: Bool = true
  ) {
    self.zone = zone
    guard rule.isGregorian else {
      engine = .none
      return
    }
    if rule.frequency < .daily {
      let key = zone?.instant(of: start).seconds ?? start.wallSeconds
      engine = .clock(ClockIntervals(rule, start: key, zone: zone))
    } else {
      engine = .days(DayIntervals(rule, start: start))
    }
    switch rule.until {
    case .date(let day): lastWall = day.number * 86_400 + 86_399
    case .floating(let local): lastWall = local.wallSeconds
    case .utc(let instant):
      if zone == nil { lastWall = instant.seconds } else { lastKey = instant.seconds }
    case nil: break
    }
    if let count = rule.count {
      limit(to: countsStart ? count - 1 : count, after: countsStart ? start : nil)
    }
  }

  /// Calls `body` with each instance from `first` through `last`: its key (UTC seconds, or wall
  /// seconds without a zone) and what the wall shows. Ascending by wall; stops when `body` answers
  /// false. `first` and `last` are keys.
  @inline(__always)
  func forEach(from first: Int, through last: Int, _ body: (_ key: Int, _ wall: Int) -> Bool) {
    let last = min(last, lastKey)
    switch engine {
    case .none: return
    case .clock(let clock):
      var cursor = zone.map { ZoneCursor($0) }
      clock.forEach(from: first, through: last) { key in
        let wall = key + (cursor?.offset(at: Instant(seconds: key)) ?? 0)
        return wall > lastWall || body(key, wall)
      }
    case .days(let days):
      guard let zone else {
        days.forEach(from: first, through: min(last, lastWall)) { body($0, $0) }
        return
      }
      // No zone is further than a day from UTC.
      let from = first < Int.min + 100_000 ? first : first - 93_600
      let through = min(lastWall, last > Int.max - 100_000 ? last : last + 93_600)
      if zone.isFixed {
        let offset = zone.offset(at: Instant(seconds: 0))
        days.forEach(from: from, through: through) { wall in
          let key = wall - offset
          return key < first || key > last || body(key, wall)
        }
        return
      }
      var cursor = ZoneCursor(zone)
      days.forEach(from: from, through: through) { wall in
        let key = cursor.seconds(ofWall: wall)
        return key < first || key > last || body(key, wall)
      }
    }
  }

  /// As `forEach`, for wall times only and without a zone.
  func forEach(from first: Int, through last: Int, _ body: (Int) -> Bool) {
    forEach(from: first, through: last) { _, wall in body(wall) }
  }

  /// More than any person's calendar holds; a rule that counts further is cut.
  private static let longestWalk = 100_000
  /// Nor does it reach further than the calendar's own cycle of 400 years.
  private static let widestWalk = 146_097 * 86_400

  /// Turns COUNT into a last moment.
  private mutating func limit(to count: Int, after start: LocalDateTime?) {
    switch engine {
    case .none: return
    case .clock(let clock):
      let floor = start == nil ? clock.start : clock.start + 1
      if count < 1 {
        lastKey = min(lastKey, clock.start)
      } else if clock.isPlain {
        let steps = start == nil ? count - 1 : count
        let (product, overflow) = steps.multipliedReportingOverflow(by: clock.step)
        let (end, beyond) = clock.start.addingReportingOverflow(product)
        if !overflow, !beyond { lastKey = min(lastKey, end) }
      } else {
        var remaining = count
        var walked = 0
        var end: Int?
        let edge = clock.start + RuleExpansion.widestWalk
        let isEdge = lastKey > edge
        clock.forEach(from: floor, through: min(lastKey, edge)) {
          end = $0
          remaining -= 1
          walked += 1
          return remaining > 0 && walked < RuleExpansion.longestWalk
        }
        lastKey = min(lastKey, end ?? clock.start)
        isCut = remaining > 0 && walked > 0 && (isEdge || walked >= RuleExpansion.longestWalk)
      }
    case .days(let days):
      let floor = days.start.wallSeconds + (start == nil ? 0 : 1)
      if count < 1 {
        lastWall = min(lastWall, days.start.wallSeconds)
      } else if let pattern = days.pattern {
        lastWall = min(lastWall, RuleExpansion.wall(number: count, from: floor, in: pattern))
      } else {
        var remaining = count
        var walked = 0
        var end: Int?
        let edge = floor + RuleExpansion.widestWalk
        let isEdge = lastWall > edge
        days.forEach(from: floor, through: min(lastWall, edge)) {
          end = $0
          remaining -= 1
          walked += 1
          return remaining > 0 && walked < RuleExpansion.longestWalk
        }
        lastWall = min(lastWall, end ?? days.start.wallSeconds)
        isCut = remaining > 0 && walked > 0 && (isEdge || walked >= RuleExpansion.longestWalk)
      }
    }
  }

  /// The `number`th instance, from 1, of a pattern at or after `floor`; `Int.max` beyond all years.
  private static func wall(number: Int, from floor: Int, in pattern: DayIntervals.Pattern) -> Int {
    // The start lies in period 0.
    let passed = pattern.offsets.prefix { pattern.origin + $0 < floor }.count
    let index = passed + number - 1
    let periods = index / pattern.offsets.count
    guard periods < (DayIntervals.horizon - pattern.origin) / pattern.period + 1 else {
      return Int.max
    }
    return pattern.origin + periods * pattern.period
      + pattern.offsets[index % pattern.offsets.count]
  }
}
