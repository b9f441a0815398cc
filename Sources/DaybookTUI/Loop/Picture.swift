package import DaybookCore
package import ICalendar

/// How much room there is.
package struct Size: Hashable, Sendable {
  package var columns: Int
  package var rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// What the terminal shows: cells, a title for its window, and what a click on a place means.
package struct Picture: Sendable {
  package var grid: Grid
  package var title = "Daybook"
  private(set) var targets: [(area: Rect, target: ClickTarget)] = []

  package init(_ size: Size) {
    grid = Grid(columns: max(0, size.columns), rows: max(0, size.rows))
  }

  /// Says what a click in an area means; what is said later lies on top.
  mutating func mark(_ area: Rect, as target: ClickTarget) {
    targets.append((area, target))
  }

  /// Everything below does not take clicks any more: a panel lies over it.
  mutating func cover(_ area: Rect) {
    targets.append((area, .nothing))
  }

  /// What a click here means.
  package func target(row: Int, column: Int) -> ClickTarget? {
    targets.last { $0.area.contains(row: row, column: column) }?.target
  }
}

/// What lies under the mouse.
package enum ClickTarget: Hashable, Sendable {
  case action(Action)
  case slot(Day, minute: Int)
  case occurrence(OccurrenceID, Day)
  case day(Day)
  case calendar(CalendarID)
  /// A row of the list on top.
  case row(Int)
  /// A panel's own ground.
  case nothing
}
