internal import ICalendar

/// A `patternedRecurrence` as it is read: members that its type does not use come back filled with
/// zeros, and mean nothing.
struct GraphRecurrence: JSONObject, Sendable {
  struct Pattern: JSONObject, Sendable {
    var type: String?
    var interval: Int?
    var month: Int?
    var dayOfMonth: Int?
    var daysOfWeek: [String] = []
    var firstDayOfWeek: String?
    var index: String?

    mutating func take(_ name: String, from reading: inout JSONReading)
      throws(JSONReading.Malformed)
    {
      switch name {
      case "type": type = try reading.text()
      case "interval": interval = try reading.number()
      case "month": month = try reading.number()
      case "dayOfMonth": dayOfMonth = try reading.number()
      case "daysOfWeek": daysOfWeek = try reading.list(of: String.self)
      case "firstDayOfWeek": firstDayOfWeek = try reading.text()
      case "index": index = try reading.text()
      default: try reading.skip()
      }
    }
  }

  struct Range: JSONObject, Sendable {
    var type: String?
    var startDate: String?
    var endDate: String?
    var numberOfOccurrences: Int?
    var recurrenceTimeZone: String?

    mutating func take(_ name: String, from reading: inout JSONReading)
      throws(JSONReading.Malformed)
    {
      switch name {
      case "type": type = try reading.text()
      case "startDate": startDate = try reading.text()
      case "endDate": endDate = try reading.text()
      case "numberOfOccurrences": numberOfOccurrences = try reading.number()
      case "recurrenceTimeZone": recurrenceTimeZone = try reading.text()
      default: try reading.skip()
      }
    }
  }

  var pattern: Pattern?
  var range: Range?

  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "pattern": pattern = try Pattern(&reading)
    case "range": range = try Range(&reading)
    default: try reading.skip()
    }
  }

  /// The rule for a series that begins at `start`, or nil where the pattern is of a type unknown to
  /// us or lacks what its type needs; the server's occurrences then tell all.
  func rule(from start: CalendarTime) -> RecurrenceRule? {
    guard let pattern else { return nil }
    let interval = min(max(1, pattern.interval ?? 1), 10_000)
    var rule: RecurrenceRule
    let days = pattern.daysOfWeek.compactMap { Self.weekdays[$0.lowercased()] }
    switch pattern.type?.lowercased() {
    case "daily": rule = RecurrenceRule(.daily, interval: interval)
    case "weekly":
      rule = RecurrenceRule(.weekly, interval: interval)
      rule.byDay = (days.isEmpty ? [start.local.day.weekday] : days).map { .init($0) }
      rule.weekStart = pattern.firstDayOfWeek.flatMap { Self.weekdays[$0.lowercased()] } ?? .sunday
    case "absolutemonthly":
      rule = RecurrenceRule(.monthly, interval: interval)
      guard let day = pattern.usableDay else { return nil }
      rule.byMonthDay = [day]
    case "absoluteyearly":
      rule = RecurrenceRule(.yearly, interval: interval)
      guard let day = pattern.usableDay, let month = pattern.usableMonth else { return nil }
      rule.byMonth = [month]
      rule.byMonthDay = [day]
    case "relativemonthly":
      rule = RecurrenceRule(.monthly, interval: interval)
      guard pattern.place(days, in: &rule) else { return nil }
    case "relativeyearly":
      rule = RecurrenceRule(.yearly, interval: interval)
      guard pattern.place(days, in: &rule), let month = pattern.usableMonth else { return nil }
      rule.byMonth = [month]
    default: return nil
    }
    limit(&rule, from: start)
    return rule
  }

  private func limit(_ rule: inout RecurrenceRule, from start: CalendarTime) {
    switch range?.type?.lowercased() {
    case "numbered":
      if let count = range?.numberOfOccurrences, count > 0 { rule.count = count }
    case "enddate":
      guard let day = range?.endDate.flatMap({ Day(iso: $0.prefix(10)) }), day.year > 1 else {
        return
      }
      // The last occurrence may be on that day, at the time of the first.
      let last = LocalDateTime(day, second: start.local.second)
      switch start {
      case .date: rule.until = .date(day)
      case .floating: rule.until = .floating(last)
      case .utc: rule.until = .utc(Instant(seconds: last.wallSeconds))
      case .zoned(_, let zone, _): rule.until = .utc(zone.instant(of: last))
      }
    default: break
    }
  }

  static let weekdays: [String: Weekday] = [
    "monday": .monday, "tuesday": .tuesday, "wednesday": .wednesday, "thursday": .thursday,
    "friday": .friday, "saturday": .saturday, "sunday": .sunday,
  ]

  static let indexes: [(name: String, position: Int)] = [
    ("first", 1), ("second", 2), ("third", 3), ("fourth", 4), ("last", -1),
  ]
}

extension GraphRecurrence.Pattern {
  fileprivate var usableDay: Int? { dayOfMonth.flatMap { (1...31).contains($0) ? $0 : nil } }
  fileprivate var usableMonth: Int? { month.flatMap { (1...12).contains($0) ? $0 : nil } }

  /// One event a period: the n-th of these days, counted together. False where there is no day.
  fileprivate func place(_ days: [Weekday], in rule: inout RecurrenceRule) -> Bool {
    let name = index?.lowercased() ?? "first"
    guard !days.isEmpty,
      let position = GraphRecurrence.indexes.first(where: { $0.name == name })?.position
    else { return false }
    if days.count == 1 {
      rule.byDay = [.init(days[0], number: position)]
    } else {
      rule.byDay = days.map { .init($0) }
      rule.bySetPosition = [position]
    }
    return true
  }
}
