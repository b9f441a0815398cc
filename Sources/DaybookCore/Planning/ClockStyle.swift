package import ICalendar

/// How the readers in a zone write the time of day.
package enum ClockStyle: Sendable {
  case twelve, twentyFour

  /// Twelve hours where English is written with am and pm: the United States, Canada outside
  /// Quebec's own zones, Australia, New Zealand, India, the Philippines; else twenty-four.
  package static func usual(in zone: Zone) -> ClockStyle {
    let id = zone.identifier
    return twelveZones.contains(id) || twelvePrefixes.contains { id.hasPrefix($0) }
      ? .twelve : .twentyFour
  }

  private static let twelvePrefixes = [
    "US/", "Canada/", "Australia/", "America/Indiana/", "America/Kentucky/",
    "America/North_Dakota/",
  ]
  private static let twelveZones: Set<String> = [
    "America/New_York", "America/Detroit", "America/Chicago", "America/Menominee",
    "America/Denver", "America/Boise", "America/Phoenix", "America/Los_Angeles",
    "America/Anchorage", "America/Juneau", "America/Sitka", "America/Metlakatla",
    "America/Yakutat", "America/Nome", "America/Adak", "America/Indianapolis",
    "America/Louisville", "America/Puerto_Rico", "Pacific/Honolulu", "America/Toronto",
    "America/Winnipeg", "America/Regina", "America/Edmonton", "America/Vancouver",
    "America/Halifax", "America/Moncton", "America/St_Johns", "America/Whitehorse",
    "America/Yellowknife", "America/Iqaluit", "Pacific/Auckland", "Asia/Kolkata", "Asia/Calcutta",
    "Asia/Manila", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT",
  ]

  /// A span on the wall of `zone`: `4:00 – 6:30 am`, `11:00 am – 1:00 pm`, `16:00 – 18:30`.
  func range(_ span: TimeSpan, in zone: Zone) -> String {
    let start = zone.local(at: span.start)
    let end = zone.local(at: span.end)
    let isEndOfDay = end.second == 0 && end.day == start.day + 1
    let next = end.day > start.day && !isEndOfDay ? " (next day)" : ""
    switch self {
    case .twentyFour:
      let to = isEndOfDay ? 1440 : end.second / 60
      return DateText.clock(minute: start.second / 60) + " – " + DateText.clock(minute: to) + next
    case .twelve:
      let halves = (half(start.second), half(end.second))
      if isEndOfDay { return "\(hour(start.second)) \(halves.0) – midnight" }
      let from =
        halves.0 == halves.1 && next.isEmpty
        ? hour(start.second) : "\(hour(start.second)) \(halves.0)"
      return "\(from) – \(hour(end.second)) \(halves.1)\(next)"
    }
  }

  private func hour(_ second: Int) -> String {
    let hour = second / 3600 % 12
    return "\(hour == 0 ? 12 : hour):\(DateText.twoDigits(second % 3600 / 60))"
  }

  private func half(_ second: Int) -> String { second < 43_200 ? "am" : "pm" }
}
