internal import DaybookCore
internal import ICalendar

/// A rule on its way to Graph, which knows six patterns and three ranges. What it cannot say is
/// refused in words before anything is sent: a series that repeats differently there is worse than
/// none.
struct GraphPattern {
  private(set) var fields: [String: JSONValue]
  private let isMet: (Day) -> Bool

  /// - Throws: `inexpressible`.
  init(_ rule: RecurrenceRule, from start: CalendarTime) throws(ProviderError) {
    let day = start.local.day
    guard rule.isGregorian, rule.skip == .omit, rule.byYearDay.isEmpty, rule.byWeekNumber.isEmpty,
      Self.isClock(rule, of: start)
    else { throw Self.refusal(rule) }
    var rule = rule
    // A day that is named as the whole month's last is the last of all seven.
    if rule.byMonthDay == [-1], rule.byDay.isEmpty, rule.bySetPosition.isEmpty {
      rule.byMonthDay = []
      rule.byDay = Weekday.allCases.map { .init($0) }
      rule.bySetPosition = [-1]
    }
    switch rule.frequency {
    case .daily where rule.byDay.isEmpty: try self.init(daily: rule, day)
    case .daily where rule.interval == 1: try self.init(weekly: rule, day)
    case .weekly: try self.init(weekly: rule, day)
    case .monthly where rule.byMonth.isEmpty: try self.init(monthly: rule, day)
    case .yearly where rule.byMonth.count <= 1: try self.init(yearly: rule, day)
    default: throw Self.refusal(rule)
    }
    guard isMet(day) else {
      throw .notTaken(.inexpressible("a series that does not begin on a day of its own rule"))
    }
  }

  private init(daily rule: RecurrenceRule, _ day: Day) throws(ProviderError) {
    guard rule.byMonth.isEmpty, rule.byMonthDay.isEmpty, rule.bySetPosition.isEmpty else {
      throw Self.refusal(rule)
    }
    self.init("daily", rule, day) { _ in true }
  }

  private init(weekly rule: RecurrenceRule, _ day: Day) throws(ProviderError) {
    guard rule.byMonth.isEmpty, rule.byMonthDay.isEmpty, rule.bySetPosition.isEmpty,
      rule.byDay.allSatisfy({ $0.number == nil })
    else { throw Self.refusal(rule) }
    let days = rule.byDay.isEmpty ? [day.weekday] : Self.sorted(rule.byDay)
    self.init("weekly", rule, day) { days.contains($0.weekday) }
    fields["daysOfWeek"] = Self.names(days)
    fields["firstDayOfWeek"] = .text(Self.name(rule.weekStart))
  }

  private init(monthly rule: RecurrenceRule, _ day: Day) throws(ProviderError) {
    if rule.byDay.isEmpty {
      let date = try Self.date(rule, day)
      self.init("absoluteMonthly", rule, day) { $0.civil.day == date }
      fields["dayOfMonth"] = .number(date)
    } else {
      let (days, position) = try Self.place(rule)
      self.init("relativeMonthly", rule, day) { Self.isPlaced($0, days, position) }
      fields["daysOfWeek"] = Self.names(days)
      fields["index"] = Self.index(position)
    }
  }

  private init(yearly rule: RecurrenceRule, _ day: Day) throws(ProviderError) {
    let month = rule.byMonth.first ?? day.civil.month
    if rule.byDay.isEmpty {
      let date = try Self.date(rule, day)
      self.init("absoluteYearly", rule, day) { $0.civil.day == date && $0.civil.month == month }
      fields["dayOfMonth"] = .number(date)
    } else {
      // Without a month the days are counted through the year, or come every week.
      guard !rule.byMonth.isEmpty else { throw Self.refusal(rule) }
      let (days, position) = try Self.place(rule)
      self.init("relativeYearly", rule, day) {
        $0.civil.month == month && Self.isPlaced($0, days, position)
      }
      fields["daysOfWeek"] = Self.names(days)
      fields["index"] = Self.index(position)
    }
    fields["month"] = .number(month)
  }

  private init(
    _ type: String, _ rule: RecurrenceRule, _ day: Day, isMet: @escaping (Day) -> Bool
  ) {
    fields = ["type": .text(type), "interval": .number(rule.interval)]
    self.isMet = isMet
  }

  // MARK: - Parts

  /// Whether BYHOUR and the like say no more than the start does.
  private static func isClock(_ rule: RecurrenceRule, of start: CalendarTime) -> Bool {
    let local = start.local
    return (rule.byHour.isEmpty || rule.byHour == [local.hour])
      && (rule.byMinute.isEmpty || rule.byMinute == [local.minute])
      && (rule.bySecond.isEmpty || rule.bySecond == [local.second % 60])
  }

  private static func date(_ rule: RecurrenceRule, _ start: Day) throws(ProviderError) -> Int {
    guard rule.bySetPosition.isEmpty || rule.bySetPosition == [1] || rule.bySetPosition == [-1],
      rule.byMonthDay.count <= 1
    else { throw refusal(rule) }
    let date = rule.byMonthDay.first ?? start.civil.day
    guard date > 0 else { throw refusal(rule) }
    return date
  }

  /// One day a period: `2TU`, or the n-th of a set that Outlook's own dialog knows. Any other set
  /// gives one event there where RFC 5545 gives several.
  private static func place(_ rule: RecurrenceRule) throws(ProviderError) -> ([Weekday], Int) {
    let positions = GraphRecurrence.indexes.map(\.position)
    guard rule.byMonthDay.isEmpty else { throw refusal(rule) }
    let days = sorted(rule.byDay)
    if rule.byDay.count == 1, let number = rule.byDay[0].number,
      rule.bySetPosition.isEmpty || rule.bySetPosition == [1] || rule.bySetPosition == [-1],
      positions.contains(number)
    {
      return (days, number)
    }
    guard rule.bySetPosition.count == 1, positions.contains(rule.bySetPosition[0]),
      rule.byDay.allSatisfy({ $0.number == nil }), days.count == 1 || sets.contains(Set(days))
    else { throw refusal(rule) }
    return (days, rule.bySetPosition[0])
  }

  private static let sets: Set<Set<Weekday>> = [
    Set(Weekday.allCases), [.monday, .tuesday, .wednesday, .thursday, .friday],
    [.saturday, .sunday],
  ]

  private static func isPlaced(_ day: Day, _ days: [Weekday], _ position: Int) -> Bool {
    let (year, month, _) = day.civil
    let all = (1...Day.length(ofMonth: month, in: year)).map { Day(year, month, $0) }
      .filter { days.contains($0.weekday) }
    return position < 0 ? all.last == day : all.count >= position && all[position - 1] == day
  }

  private static func sorted(_ days: [RecurrenceRule.NumberedWeekday]) -> [Weekday] {
    Set(days.map(\.weekday)).sorted { $0.index < $1.index }
  }

  private static func names(_ days: [Weekday]) -> JSONValue {
    .list(days.map { .text(name($0)) })
  }

  private static func name(_ day: Weekday) -> String {
    GraphRecurrence.weekdays.first { $0.value == day }?.key ?? "sunday"
  }

  private static func index(_ position: Int) -> JSONValue {
    .text(GraphRecurrence.indexes.first { $0.position == position }?.name ?? "first")
  }

  static func refusal(_ rule: RecurrenceRule) -> ProviderError {
    .notTaken(.inexpressible("a repetition like \(rule.text)"))
  }
}

extension GraphZones {
  /// A `patternedRecurrence` for what a master repeats by, with only the members that its types use;
  /// null where it repeats by nothing.
  ///
  /// - Throws: `inexpressible`.
  func recurrence(of event: EventComponent) throws(ProviderError) -> JSONValue {
    let rules = event.recurrence.rules
    let component = event.component
    guard !rules.isEmpty || component.has("RRULE") else { return .null }
    guard rules.count == 1, component.all("RRULE").count == 1, !component.has("EXRULE") else {
      throw .notTaken(.inexpressible("a repetition by several rules"))
    }
    let rule = rules[0]
    let pattern = try GraphPattern(rule, from: event.start)
    let first = event.start.local.day
    guard let zone = name(of: event.start) else {
      throw .notTaken(
        .inexpressible(
          "a series in the zone \(event.start.zone?.identifier ?? "it names"), which Windows lacks")
      )
    }
    var range: [String: JSONValue] = [
      "startDate": .text("\(first)"), "recurrenceTimeZone": .text(zone),
    ]
    if let count = rule.count {
      range["type"] = "numbered"
      range["numberOfOccurrences"] = .number(count)
    } else if let until = rule.until {
      range["type"] = "endDate"
      range["endDate"] = .text("\(max(first, lastDay(until, of: event.start)))")
    } else {
      range["type"] = "noEnd"
    }
    return ["pattern": .object(pattern.fields), "range": .object(range)]
  }

  /// The last day on which an occurrence may begin.
  private func lastDay(_ until: RecurrenceRule.Until, of start: CalendarTime) -> Day {
    let last: LocalDateTime
    switch until {
    case .date(let day): return day
    case .floating(let local): last = local
    case .utc(let instant):
      if start.isDate { return LocalDateTime(wallSeconds: instant.seconds).day }
      let zone = start.isFloating ? fallback : start.zone ?? .utc
      last = zone.local(at: instant)
    }
    if start.isDate { return last.day }
    return last.second < start.local.second ? last.day - 1 : last.day
  }
}
