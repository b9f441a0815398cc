/// The instances of a rule whose intervals are hours, minutes or seconds.
///
/// It steps in exact time, so that every six hours means six hours also in the night the clock
/// changes, and applies the BY parts to what the clock then shows. Values are seconds since 1970:
/// UTC where there is a zone, wall seconds where there is none.
struct ClockIntervals: Sendable {
  let rule: RecurrenceRule
  let start: Int
  let zone: Zone?
  /// Seconds from one interval to the next.
  let step: Int
  private let dates: DateParts
  private let hours: UInt32
  private let minutes: UInt64
  private let seconds: UInt64
  /// Offsets within the interval in seconds, where BYMINUTE or BYSECOND expand it.
  private let expansion: [Int]
  private let hasDateLimits: Bool

  init(_ rule: RecurrenceRule, start: Int, zone: Zone?) {
    self.rule = rule
    self.start = start
    self.zone = zone
    let unit = rule.frequency == .hourly ? 3600 : rule.frequency == .minutely ? 60 : 1
    step = rule.interval * unit
    let local = LocalDateTime(
      wallSeconds: start + (zone?.offset(at: Instant(seconds: start)) ?? 0))
    dates = DateParts(rule, start: local.day)
    hasDateLimits =
      !rule.byMonth.isEmpty || !rule.byYearDay.isEmpty || !rule.byMonthDay.isEmpty
      || !rule.byDay.isEmpty
    hours = rule.byHour.reduce(0) { $0 | 1 << UInt32($1) }
    let listedMinutes = rule.byMinute.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
    let listedSeconds = rule.bySecond.reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
    minutes = rule.frequency == .hourly ? 0 : listedMinutes
    seconds = rule.frequency == .secondly ? listedSeconds : 0
    let seconds = rule.bySecond.isEmpty ? [local.second % 60] : rule.bySecond
    switch rule.frequency {
    case .hourly where !rule.byMinute.isEmpty || !rule.bySecond.isEmpty:
      let minutes = rule.byMinute.isEmpty ? [local.minute] : rule.byMinute
      expansion = Set(minutes.flatMap { minute in seconds.map { minute * 60 + $0 } }).sorted()
    case .minutely where !rule.bySecond.isEmpty:
      expansion = Set(seconds).sorted()
    default:
      expansion = []
    }
  }

  /// Whether every interval has its one instance, so that the n-th can be computed.
  var isPlain: Bool {
    expansion.isEmpty && !hasDateLimits && hours == 0 && minutes == 0 && seconds == 0
      && rule.bySetPosition.isEmpty
  }

  /// Calls `body` with each instance from `first` through `last`, until it answers false.
  func forEach(from first: Int, through last: Int, _ body: (Int) -> Bool) {
    let first = max(first, start)
    let last = min(last, DayIntervals.horizon - 1)
    guard first <= last else { return }
    var cursor = zone.map { ZoneCursor($0) }
    var interval = max(0, (first - start) / step - 1)
    var empty = 0
    while empty < DayIntervals.mostEmptyIntervals {
      let (product, overflow) = interval.multipliedReportingOverflow(by: step)
      guard !overflow else { return }
      let instant = start + product
      // The earliest that its expansion can reach lies less than an hour before.
      guard instant - 3600 <= last else { return }
      let offset = cursor?.offset(at: Instant(seconds: instant)) ?? 0
      let local = instant + offset
      if let target = next(after: instant, local: local, cursor: &cursor) {
        empty += 1
        interval = max(interval + 1, (target - start + step - 1) / step)
        continue
      }
      empty = 0
      if expansion.isEmpty {
        let isPicked = rule.bySetPosition.isEmpty || rule.bySetPosition.contains { abs($0) == 1 }
        if isPicked, instant >= first {
          if instant > last || !body(instant) { return }
        }
      } else {
        let unit = rule.frequency == .hourly ? 3600 : 60
        let base = local - LocalDateTime(wallSeconds: local).second % unit - offset
        let indices =
          rule.bySetPosition.isEmpty
          ? Array(expansion.indices)
          : DayIntervals.positions(rule.bySetPosition, count: expansion.count)
        for index in indices {
          let instant = base + expansion[index]
          if instant < first { continue }
          if instant > last || !body(instant) { return }
        }
      }
      interval += 1
    }
  }

  /// Nil where the instant passes all limits, else the earliest one that may.
  private func next(after instant: Int, local: Int, cursor: inout ZoneCursor?) -> Int? {
    let clock = LocalDateTime(wallSeconds: local)
    if hasDateLimits, !dates.admits(clock.day.number) {
      let midnight = LocalDateTime(clock.day + 1)
      guard cursor != nil else { return midnight.wallSeconds }
      return max(instant + 1, cursor?.instant(of: midnight).seconds ?? 0)
    }
    if hours != 0, hours >> UInt32(clock.hour) & 1 == 0 {
      return instant + 3600 - clock.second % 3600
    }
    if minutes != 0, minutes >> UInt64(clock.minute) & 1 == 0 {
      return instant + 60 - clock.second % 60
    }
    if seconds != 0 {
      let later = seconds >> UInt64(clock.second % 60)
      if later == 0 { return instant + 60 - clock.second % 60 }
      if later & 1 == 0 { return instant + later.trailingZeroBitCount }
    }
    return nil
  }
}
