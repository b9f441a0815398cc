internal import DaybookCore
package import ICalendar

/// Where the weeks of a month lie: what both keys and drawing ask.
package struct MonthLayout: Sendable, Equatable {
  /// The first of the month shown.
  package var month: Day
  /// Whole weeks, those that the month touches; fewer where there are not even so many rows.
  package var days: Range<Day>
  /// The rows of each week.
  package var weeks: [Range<Int>]
  /// The columns of each weekday.
  package var columns: [Range<Int>]
  /// Where weeks are numbered; empty where there is no room.
  package var gutter: Range<Int>
  package var headerRow: Int?
  package var tabsRow: Int?
  package var namesRow: Int?
  package var sideBar: Rect

  package init(_ state: AppState) {
    let size = state.size
    let hasSideBar = size.columns >= GridLayout.wideFrom && !state.isSideBarFolded
    let side = hasSideBar ? GridLayout.sideBarColumns : 0
    var row = 0
    func take(_ isThere: Bool) -> Int? {
      guard isThere else { return nil }
      row += 1
      return row - 1
    }
    headerRow = take(size.rows >= 3)
    let top = row
    tabsRow = take(size.rows >= 20)
    namesRow = take(size.rows >= 6 && size.columns - side >= 14)
    let last = size.rows - (size.rows >= 2 ? 1 : 0)
    sideBar = Rect(row: top, column: 0, width: side, height: max(0, last - top))

    let numbers = size.columns - side >= 60 ? 4 : 0
    gutter = side..<side + numbers
    let left = gutter.upperBound
    let room = max(0, size.columns - left)
    columns = (0..<7).map { left + room * $0 / 7..<left + room * ($0 + 1) / 7 }

    let shown = state.shownMonth
    let whole = Self.days(of: shown, weekStarts: state.settings.weekStarts)
    month = shown - (shown.day - 1)
    let height = max(0, last - row)
    let all = whole.count / 7
    let count = min(all, max(1, height))
    // Where not all weeks fit, those around the focus stay.
    let focused = (state.focus.day - whole.lowerBound) / 7
    let first = min(max(0, focused - count / 2), all - count)
    days = whole.lowerBound + first * 7..<whole.lowerBound + (first + count) * 7
    weeks = (0..<count).map { row + height * $0 / count..<row + height * ($0 + 1) / count }
  }

  /// The weeks that the month of a day touches.
  package static func days(of day: Day, weekStarts: Weekday) -> Range<Day> {
    let first = day - (day.day - 1)
    let start = first.weekStart(weekStarts)
    let end = (first.adding(months: 1) - 1).weekStart(weekStarts) + 7
    return start..<end
  }

  package func isOutside(_ day: Day) -> Bool {
    day.civil.month != month.civil.month || day.civil.year != month.civil.year
  }
}
