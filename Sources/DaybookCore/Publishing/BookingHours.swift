package import ICalendar

/// A schedule in the words of Cal.com's API v2 (version 2024-06-11): weekdays in English, clock readings
/// of one zone, and the last minute of a day for its end, for `24:00` is refused.
package enum BookingHours {
  /// Hours of some weekdays.
  package struct Block: Hashable, Sendable {
    package var days: [String]
    package var start: String
    package var end: String
  }

  /// Hours of one date in place of those of its weekday; a day off begins when it ends.
  package struct Override: Hashable, Sendable {
    package var date: String
    package var start: String
    package var end: String
  }

  package static let days = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
  package static let lastMinute = 23 * 60 + 59

  /// Weekdays of the same hours together.
  package static func blocks(_ weekly: WorkingHours) -> [Block] {
    var days: [Range<Int>: [String]] = [:]
    for day in Weekday.allCases {
      for range in weekly[day] { days[range, default: []].append(Self.days[day.index]) }
    }
    return days.sorted {
      ($0.key.lowerBound, $0.key.upperBound) < ($1.key.lowerBound, $1.key.upperBound)
    }
    .map { Block(days: $0.value, start: clock($0.key.lowerBound), end: clock($0.key.upperBound)) }
  }

  package static func overrides(_ dates: [Day: [Range<Int>]]) -> [Override] {
    dates.sorted { $0.key < $1.key }.flatMap { day, ranges in
      (ranges.isEmpty ? [0..<0] : ranges).map {
        Override(
          date: day.description, start: clock($0.lowerBound), end: clock($0.upperBound))
      }
    }
  }

  private static func clock(_ minute: Int) -> String {
    let minute = min(minute, lastMinute)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return two(minute / 60) + ":" + two(minute % 60)
  }
}

extension BookingSchedule {
  /// As Cal.com takes it.
  package func json(name: String) -> JSON {
    .object([
      ("name", .string(name)), ("timeZone", .string(timezone)),
      (
        "availability",
        .array(
          BookingHours.blocks(weekly).map {
            .object([
              ("days", .strings($0.days)), ("startTime", .string($0.start)),
              ("endTime", .string($0.end)),
            ])
          })
      ),
      (
        "overrides",
        .array(
          BookingHours.overrides(dates).map {
            .object([
              ("date", .string($0.date)), ("startTime", .string($0.start)),
              ("endTime", .string($0.end)),
            ])
          })
      ),
    ])
  }
}
