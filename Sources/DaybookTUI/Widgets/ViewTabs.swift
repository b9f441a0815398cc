/// The views as tabs, to click on.
enum ViewTabs {
  private static let tabs: [(kind: ViewKind, title: String, action: Action)] = [
    (.day, "1 Day", .showDay), (.week, "2 Week", .showWeek), (.month, "3 Month", .showMonth),
    (.agenda, "4 Agenda", .showAgenda), (.hours, "7 Hours", .showHours),
    (.year, "8 Year", .showYear),
  ]

  static func width(_ state: AppState) -> Int {
    tabs.map { $0.title.utf8.count + 2 }.reduce(0, +) + 1
  }

  static func draw(_ state: AppState, row: Int, on picture: inout Picture) {
    var column = state.size.columns - width(state)
    guard column >= 0 else { return }
    for tab in tabs {
      let used = picture.grid.write(
        " \(tab.title) ", row: row, column: column,
        as: tab.kind == state.view ? .tabActive : .tab)
      picture.mark(
        Rect(row: row, column: column, width: used, height: 1), as: .action(tab.action))
      column += used
    }
  }
}
