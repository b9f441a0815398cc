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

  /// The instants of these hours on `day`. An edge inside a clock change: in a gap the moment after
  /// it; of a reading that occurs twice the first for a beginning and the second for an end.
  package func spans(on day: Day, in zone: Zone) -> [TimeSpan] {
    self[day.weekday].compactMap { range in
      let start = Self.start(of: LocalDateTime(wallSeconds: wall(day, range.lowerBound)), in: zone)
      let end = Self.end(of: LocalDateTime(wallSeconds: wall(day, range.upperBound)), in: zone)
      return start < end ? TimeSpan(start, end) : nil
    }
  }

  private func wall(_ day: Day, _ minute: Int) -> Int {
    day.number * 86_400 + minute * 60
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
