internal import ICalendar

/// How often something happens, as a person says it: `every weekday`, `every 2 weeks on tue`,
/// `monthly on the last friday`.
struct RecurrencePhrase: Equatable {
  enum Frequency: String {
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"
  }

  var frequency: Frequency
  var interval = 1
  /// Monday first; with `ordinals` the one day that they count.
  var weekdays: [Weekday] = []
  /// Which of the month's weekdays: 1...5, or -1 for the last.
  var ordinals: [Int] = []
  /// Which of the month's days that are among `weekdays`: 1 for the first, -1 for the last.
  var position: Int?
  /// 1...31, or -1 for the month's last day.
  var monthDays: [Int] = []

  /// Whether a series by this rule may begin on `day`.
  func matches(_ day: Day) -> Bool {
    let length = Day.length(ofMonth: day.month, in: day.year)
    if !monthDays.isEmpty {
      return monthDays.contains { day.day == ($0 < 0 ? length + 1 + $0 : $0) }
    }
    guard !weekdays.isEmpty else { return true }
    guard weekdays.contains(day.weekday) else { return false }
    if let position {
      let first = day - (day.day - 1)
      let days = (0..<length).map { first + $0 }.filter { weekdays.contains($0.weekday) }
      let index = position < 0 ? days.count + position : position - 1
      return days.indices.contains(index) && days[index] == day
    }
    return ordinals.isEmpty
      || ordinals.contains { ordinal in
        ordinal < 0 ? (day + 7).month != day.month : (day.day - 1) / 7 + 1 == ordinal
      }
  }

  /// The first day it may begin on, from `day` on.
  func first(from day: Day) -> Day {
    // A fifth Friday or a 31st is never a year away.
    (0..<366).lazy.map { day + $0 }.first(where: matches) ?? day
  }

  /// The RRULE's value, with `end` (`COUNT=10`, `UNTIL=…`) at its end.
  func rule(end: String?) -> String {
    var parts = ["FREQ=\(frequency.rawValue)"]
    if interval > 1 { parts.append("INTERVAL=\(interval)") }
    if !weekdays.isEmpty {
      let counts = ordinals.isEmpty ? [""] : ordinals.map(String.init)
      let days = counts.flatMap { count in weekdays.map { count + Self.code($0) } }
      parts.append("BYDAY=" + days.joined(separator: ","))
    }
    if !monthDays.isEmpty {
      parts.append("BYMONTHDAY=" + monthDays.map(String.init).joined(separator: ","))
    }
    if let position { parts.append("BYSETPOS=\(position)") }
    if let end { parts.append(end) }
    return parts.joined(separator: ";")
  }

  static func code(_ weekday: Weekday) -> String {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][weekday.index]
  }

  static let workdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
}
