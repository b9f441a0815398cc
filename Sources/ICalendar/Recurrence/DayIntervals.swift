/// The dates and clock times of a rule whose intervals are days, weeks, months or years, in seconds
/// on the wall (`LocalDateTime.wallSeconds`) and ascending.
///
/// Knows no zone: the rule runs on local dates, and instants come at the very end (RFC 5545
/// §3.3.10). Jumps to where it is asked to begin by arithmetic, and does not know about COUNT.
struct DayIntervals: Sendable {
  let rule: RecurrenceRule
  let start: LocalDateTime
  /// Times of day in seconds, ascending.
  let times: [Int]
  let dates: DateParts
  /// For rules that repeat exactly: offsets in seconds from the beginning of each period.
  let pattern: Pattern?

  struct Pattern: Sendable {
    /// Where period 0 begins, in wall seconds.
    var origin: Int
    /// Length of a period in seconds.
    var period: Int
    /// Ascending, each within the period.
    var offsets: [Int]
  }

  /// The end of year 9999: nothing on a calendar lies behind it.
  static let horizon = Instant.latest.seconds
  /// A rule that finds nothing in so many intervals finds nothing at all.
  static let mostEmptyIntervals = 100_000

  init(_ rule: RecurrenceRule, start: LocalDateTime) {
    self.rule = rule
    self.start = start
    times = DayIntervals.times(rule, start: start)
    dates = DateParts(rule, start: start.day)
    pattern = DayIntervals.pattern(rule, start: start, times: times, dates: dates)
  }

  /// Calls `body` with each wall time of the rule from `first` through `last`, until it answers
  /// false. Nothing before the start is ever given.
  @inline(__always)
  func forEach(from first: Int, through last: Int, _ body: (Int) -> Bool) {
    let first = max(first, start.wallSeconds)
    let last = min(last, DayIntervals.horizon - 1)
    guard first <= last else { return }
    if let pattern {
      var base = pattern.origin
      if first - base >= pattern.period {
        base += (first - base) / pattern.period * pattern.period
      }
      pattern.offsets.withUnsafeBufferPointer { offsets in
        while base <= last {
          for offset in offsets {
            let wall = base + offset
            if wall < first { continue }
            if wall > last || !body(wall) { return }
          }
          base += pattern.period
        }
      }
      return
    }
    walk(from: first, through: last, body)
  }

  private func walk(from first: Int, through last: Int, _ body: (Int) -> Bool) {
    let firstDay = LocalDateTime(wallSeconds: first).day
    let lastDay = LocalDateTime(wallSeconds: last).day
    var interval = firstInterval(reaching: firstDay)
    var days: [Int] = []
    var previous = Int.min
    var empty = 0
    while let limit = fill(&days, interval: interval), limit <= lastDay.number,
      empty < DayIntervals.mostEmptyIntervals
    {
      empty += 1
      if rule.bySetPosition.isEmpty {
        if !days.isEmpty { empty = 0 }
        for day in days where day >= firstDay.number {
          for time in times {
            let wall = day * 86_400 + time
            // SKIP can move a date onto one that was given already.
            if wall < first || wall <= previous { continue }
            if wall > last || !body(wall) { return }
            previous = wall
          }
        }
      } else {
        // The set is each day with each time. It is counted, not made: a month has 2.7 million
        // seconds.
        let count = days.count * times.count
        for index in DayIntervals.positions(rule.bySetPosition, count: count) {
          empty = 0
          let wall = days[index / times.count] * 86_400 + times[index % times.count]
          if wall < first || wall <= previous { continue }
          if wall > last || !body(wall) { return }
          previous = wall
        }
      }
      interval += 1
    }
  }

  /// The number of an interval that lies before `day` or holds it, and is not far from it.
  private func firstInterval(reaching day: Day) -> Int {
    let distance: Int
    switch rule.frequency {
    case .weekly: distance = (day - start.day) / 7
    case .monthly: distance = DayIntervals.month(of: day) - DayIntervals.month(of: start.day)
    case .yearly: distance = day.year - start.day.year
    default: distance = day - start.day
    }
    // One earlier: weeks and skipped dates reach over the edge of their interval.
    return max(0, (distance - 1) / rule.interval - 1)
  }

  private static func month(of day: Day) -> Int {
    let (year, month, _) = day.civil
    return year * 12 + month - 1
  }

  /// Puts the days of an interval into `days`, ascending, and gives a day that none of it precedes;
  /// nil beyond the last year.
  private func fill(_ days: inout [Int], interval: Int) -> Int? {
    days.removeAll(keepingCapacity: true)
    let step = interval * rule.interval
    switch rule.frequency {
    case .weekly:
      let first = start.day.weekStart(rule.weekStart).number + step * 7
      guard first < DayIntervals.horizon / 86_400 else { return nil }
      dates.fillWeek(&days, from: first)
      return first
    case .monthly:
      let month = DayIntervals.month(of: start.day) + step
      guard month < 120_000 else { return nil }
      dates.fillMonth(&days, year: month / 12, month: month % 12 + 1)
      return Day(month / 12, month % 12 + 1, 1).number
    case .yearly:
      let year = start.day.year + step
      guard year < 10_000 else { return nil }
      dates.fillYear(&days, year: year)
      return Day(year, 1, 1).number - 7
    default:
      let day = start.day.number + step
      guard day < DayIntervals.horizon / 86_400 else { return nil }
      if dates.admits(day) { days.append(day) }
      return day
    }
  }

  /// The indices that BYSETPOS picks from a set, ascending.
  static func positions(_ positions: [Int], count: Int) -> [Int] {
    var indices = positions.compactMap { position -> Int? in
      let index = position > 0 ? position - 1 : count + position
      return index >= 0 && index < count ? index : nil
    }
    indices.sort()
    for index in indices.indices.reversed().dropLast() where indices[index] == indices[index - 1] {
      indices.remove(at: index)
    }
    return indices
  }

  private static func times(_ rule: RecurrenceRule, start: LocalDateTime) -> [Int] {
    if rule.byHour.isEmpty, rule.byMinute.isEmpty, rule.bySecond.isEmpty { return [start.second] }
    let hours = rule.byHour.isEmpty ? [start.hour] : rule.byHour
    let minutes = rule.byMinute.isEmpty ? [start.minute] : rule.byMinute
    let seconds = rule.bySecond.isEmpty ? [start.second % 60] : rule.bySecond
    var times: [Int] = []
    times.reserveCapacity(hours.count * minutes.count * seconds.count)
    for hour in Set(hours).sorted() {
      for minute in Set(minutes).sorted() {
        for second in Set(seconds).sorted() { times.append(hour * 3600 + minute * 60 + second) }
      }
    }
    return times
  }

  /// Daily rules that look at most at the weekday, and weekly ones, repeat exactly.
  private static func pattern(
    _ rule: RecurrenceRule, start: LocalDateTime, times: [Int], dates: DateParts
  ) -> Pattern? {
    guard rule.byMonth.isEmpty, rule.interval < 1_000_000 else { return nil }
    var origin = start.day
    var days: [Int] = []
    var length = rule.interval
    switch rule.frequency {
    case .daily where rule.byMonthDay.isEmpty:
      if rule.byDay.isEmpty {
        days = [0]
      } else {
        guard rule.bySetPosition.isEmpty else { return nil }
        length *= 7
        days = (0..<7).map { $0 * rule.interval }.filter { dates.admits(origin.number + $0) }
      }
    case .weekly:
      length *= 7
      origin = start.day.weekStart(rule.weekStart)
      dates.fillWeek(&days, from: origin.number)
      days = days.map { $0 - origin.number }
    default: return nil
    }
    var offsets = days.flatMap { day in times.map { day * 86_400 + $0 } }
    if !rule.bySetPosition.isEmpty {
      offsets = positions(rule.bySetPosition, count: offsets.count).map { offsets[$0] }
    }
    guard !offsets.isEmpty else { return nil }
    return Pattern(origin: origin.number * 86_400, period: length * 86_400, offsets: offsets)
  }
}
