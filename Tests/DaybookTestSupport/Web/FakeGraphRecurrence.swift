internal import ICalendar

/// Expands a `patternedRecurrence` day by day: nothing of how the program does it.
struct FakeGraphRecurrence {
  private let type: String
  private let interval: Int
  private let days: [String]
  private let first: String
  private let index: String
  private let dayOfMonth: Int
  private let month: Int
  private let start: Day
  private let end: Day?
  private let count: Int?

  init?(_ value: GraphJSON?) {
    guard let pattern = value?["pattern"], let range = value?["range"],
      let type = pattern["type"]?.string, let start = range["startDate"]?.string,
      let day = Day(iso: start)
    else { return nil }
    self.type = type
    self.start = day
    interval = max(1, pattern["interval"]?.int ?? 1)
    days = pattern["daysOfWeek"]?.array?.compactMap(\.string) ?? []
    first = pattern["firstDayOfWeek"]?.string ?? "sunday"
    index = pattern["index"]?.string ?? "first"
    dayOfMonth = pattern["dayOfMonth"]?.int ?? 0
    month = pattern["month"]?.int ?? 0
    let kind = range["type"]?.string
    end = kind == "endDate" ? range["endDate"]?.string.flatMap { Day(iso: $0) } : nil
    count = kind == "numbered" ? range["numberOfOccurrences"]?.int : nil
  }

  /// Its days up to and without `limit`.
  func days(before limit: Day) -> [Day] {
    var found: [Day] = []
    var day = start
    while day < limit, end.map({ day <= $0 }) ?? true, count.map({ found.count < $0 }) ?? true {
      if isMet(day) { found.append(day) }
      day = day + 1
    }
    return found
  }

  private func isMet(_ day: Day) -> Bool {
    let months = (day.year - start.year) * 12 + day.month - start.month
    switch type {
    case "daily": return (day - start) % interval == 0
    case "weekly":
      let weekStart = Weekday.allCases.first { Self.name($0) == first } ?? .sunday
      let weeks = (day.weekStart(weekStart) - start.weekStart(weekStart)) / 7
      return weeks % interval == 0 && days.contains(Self.name(day.weekday))
    case "absoluteMonthly": return months % interval == 0 && day.day == dayOfMonth
    case "relativeMonthly": return months % interval == 0 && isPlaced(day)
    case "absoluteYearly":
      return (day.year - start.year) % interval == 0 && day.month == month && day.day == dayOfMonth
    case "relativeYearly":
      return (day.year - start.year) % interval == 0 && day.month == month && isPlaced(day)
    default: return false
    }
  }

  private func isPlaced(_ day: Day) -> Bool {
    guard days.contains(Self.name(day.weekday)) else { return false }
    let all = (1...Day.length(ofMonth: day.month, in: day.year)).map {
      Day(day.year, day.month, $0)
    }
    .filter { days.contains(Self.name($0.weekday)) }
    if index == "last" { return all.last == day }
    guard let place = ["first", "second", "third", "fourth"].firstIndex(of: index) else {
      return false
    }
    return all.count > place && all[place] == day
  }

  static func name(_ day: Weekday) -> String {
    [
      "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ][day.index]
  }
}
