package import ICalendar

/// The clock hours of each weekday in which there is time for work.
package struct WorkingHours: Hashable, Sendable {
  /// Half-open ranges of minutes since midnight, 0...1440, ascending and apart, Monday first.
  package private(set) var minutes: [[Range<Int>]]

  /// No hours on any day.
  package init() {
    minutes = Array(repeating: [], count: 7)
  }

  /// Monday to Friday, nine to five.
  package static let standard = WorkingHours(
    days: [.monday, .tuesday, .wednesday, .thursday, .friday], ranges: [540..<1020])

  package init(days: some Sequence<Weekday>, ranges: [Range<Int>]) {
    self.init()
    for day in days { set(ranges, on: day) }
  }

  package subscript(day: Weekday) -> [Range<Int>] { minutes[day.index] }

  /// Replaces a day's hours; overlapping and touching ranges become one.
  package mutating func set(_ ranges: [Range<Int>], on day: Weekday) {
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    minutes[day.index] = merged
  }

  /// The instants of these hours on `day`, ascending and apart, none outside the day. An edge inside
  /// a clock change: in a gap the moment after it; of a reading that occurs twice the first for a
  /// beginning and the second for an end.
  package func spans(on day: Day, in zone: Zone) -> [TimeSpan] {
    Self.spans(self[day.weekday], on: day, in: zone)
  }

  /// As `spans(on:in:)`, for hours given as minutes since midnight.
  package static func spans(_ ranges: [Range<Int>], on day: Day, in zone: Zone) -> [TimeSpan] {
    guard !ranges.isEmpty else { return [] }
    let whole = zone.span(of: day)
    var spans: [TimeSpan] = []
    for range in ranges {
      let from = start(of: reading(day, range.lowerBound), in: zone)
      let to = end(of: reading(day, range.upperBound), in: zone)
      guard from < to, let span = TimeSpan(from, to).intersection(whole) else { continue }
      // Where the clock is set back, the end of one range can lie after the start of the next.
      if let last = spans.last, span.start <= last.end {
        spans[spans.count - 1].end = max(last.end, span.end)
      } else {
        spans.append(span)
      }
    }
    return spans
  }

  private static func reading(_ day: Day, _ minute: Int) -> LocalDateTime {
    LocalDateTime(wallSeconds: day.number * 86_400 + minute * 60)
  }

  private static func start(of local: LocalDateTime, in zone: Zone) -> Instant {
    let instant = zone.instant(of: local)
    return zone.local(at: instant) == local ? instant : afterGap(instant, in: zone)
  }

  private static func end(of local: LocalDateTime, in zone: Zone) -> Instant {
    let instant = zone.lastInstant(of: local)
    return zone.local(at: instant) == local ? instant : afterGap(instant, in: zone)
  }

  /// `instant` was read with the offset before the gap, so it lies just after the jump.
  private static func afterGap(_ instant: Instant, in zone: Zone) -> Instant {
    zone.stretch(at: instant).span.lowerBound
  }
}
