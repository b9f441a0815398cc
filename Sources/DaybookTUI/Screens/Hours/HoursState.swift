package import DaybookCore
package import ICalendar

/// Which hours are asked for.
package struct HoursQuery: Hashable, Sendable {
  package var days: Range<Day>
  package var grouping: HoursReport.Grouping

  package init(days: Range<Day>, grouping: HoursReport.Grouping) {
    self.days = days
    self.grouping = grouping
  }
}

/// Where the hours of a period went.
package struct HoursState: Sendable {
  /// A stretch around the focused day.
  package enum Period: Int, CaseIterable, Sendable {
    case week, month, quarter, year
  }

  package var period = Period.month
  package var grouping = HoursReport.Grouping.client
  package var list = ListPosition()
  /// What was answered last; of another query while a newer one is under way.
  package private(set) var report: HoursReport?
  private(set) var asked: HoursQuery?

  init() {}

  func query(around day: Day, weekStarts: Weekday) -> HoursQuery {
    HoursQuery(days: days(around: day, weekStarts: weekStarts), grouping: grouping)
  }

  private func days(around day: Day, weekStarts: Weekday) -> Range<Day> {
    let (year, month, _) = day.civil
    switch period {
    case .week:
      let start = day.weekStart(weekStarts)
      return start..<start + 7
    case .month:
      let first = Day(year, month, 1)
      return first..<first.adding(months: 1)
    case .quarter:
      let first = Day(year, (month - 1) / 3 * 3 + 1, 1)
      return first..<first.adding(months: 3)
    case .year: return Day(year, 1, 1)..<Day(year + 1, 1, 1)
    }
  }

  /// The line that is chosen.
  var chosen: HoursReport.Row? {
    report.flatMap { $0.rows.indices.contains(list.index) ? $0.rows[list.index] : nil }
  }

  mutating func ask(_ query: HoursQuery) { asked = query }

  /// What is shown may no longer be true.
  mutating func forget() { asked = nil }

  mutating func take(_ report: HoursReport, for query: HoursQuery) {
    guard query == asked else { return }
    self.report = report
    list.clamp(to: report.rows.count)
  }
}

extension AppState {
  /// Asks for the hours or the year in sight, where they are not known.
  mutating func reportAhead() -> [Effect] {
    switch view {
    case .hours:
      let query = hours.query(around: focus.day, weekStarts: settings.weekStarts)
      if query == hours.asked { return [] }
      hours.ask(query)
      return [.loadHours(query)]
    case .year:
      let wanted = focus.day.civil.year
      if askedYear == wanted { return [] }
      askedYear = wanted
      return [.loadYear(wanted)]
    case .day, .week, .month, .agenda: return []
    }
  }

  mutating func take(_ load: YearLoad) {
    if load.year == askedYear { year = load }
  }

  /// Moves to the period before or after.
  mutating func move(periods: Int) {
    switch hours.period {
    case .week: move(days: 7 * periods)
    case .month: move(to: focus.day.adding(months: periods))
    case .quarter: move(to: focus.day.adding(months: 3 * periods))
    case .year: move(to: focus.day.adding(months: 12 * periods))
    }
  }

  mutating func setPeriod(longer: Bool) {
    let next = hours.period.rawValue + (longer ? 1 : -1)
    if let period = HoursState.Period(rawValue: next) { hours.period = period }
  }

  mutating func turnGrouping() {
    let all = HoursReport.Grouping.allCases
    let place = all.firstIndex(of: hours.grouping) ?? 0
    hours.grouping = all[(place + 1) % all.count]
  }
}
