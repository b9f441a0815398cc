package import ICalendar

extension AvailabilityRule {
  /// A rule of `rules list --json`.
  ///
  /// - Parameter calendar: what a calendar is called.
  package func json(calendar: (CalendarID) -> String) -> JSON {
    .object([("id", .int(id)), ("kind", .string(word))] + fields(calendar))
  }

  private func fields(_ calendar: (CalendarID) -> String) -> [(String, JSON)] {
    switch kind {
    case .hours(let days, let ranges):
      let names = days.map(\.index).sorted().map { JSON.string(Weekday.names[$0]) }
      return [("days", .array(names)), ("hours", hours(ranges))]
    case .dayOff(let days):
      return [
        ("from", .string(days.lowerBound.description)),
        ("to", .string(days.upperBound.description)),
      ]
    case .buffer(let before, let after, let id):
      return [
        ("before", .int(before)), ("after", .int(after)), ("calendar", .optional(id.map(calendar))),
      ]
    case .notice(let minutes): return [("minutes", .int(minutes))]
    case .travel(let from, let to, let minutes):
      return [("from", .string(from)), ("to", .string(to)), ("minutes", .int(minutes))]
    case .exception(let day, let ranges):
      return [("date", .string(day.description)), ("hours", hours(ranges))]
    }
  }

  private func hours(_ ranges: [Range<Int>]) -> JSON {
    .strings(ranges.map { HoursPhrase.text($0) })
  }
}

extension Weekday {
  /// In the words that `--weekdays` reads, from Monday on.
  package static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
}
