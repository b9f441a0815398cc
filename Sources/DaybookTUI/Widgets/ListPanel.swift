internal import DaybookCore

/// A panel with a line to type in and the list that it filters; `below` rows at its end are left to
/// whoever draws it.
enum ListPanel {
  static func draw(
    query: TextField, placeholder: String, _ panel: Panel, _ state: AppState, count: Int,
    list: ListPosition, below: Int = 0, empty: String, on picture: inout Picture,
    line: (Int, Int, Rect, inout Picture) -> Void
  ) {
    let inside = panel.inside
    guard inside.height > 0, inside.width > 2 else { return }
    picture.grid.write(
      "›", row: inside.row, column: inside.column, as: Style(.inputLabel, over: .overlay))
    query.draw(
      on: &picture.grid, row: inside.row, column: inside.column + 2, width: inside.width - 2,
      hasFocus: true, placeholder: placeholder)
    var top = 1
    if inside.height > 4 {
      panel.divider(inside.row + 1, "", state, on: &picture)
      top = 2
    }
    let area = inside.inset(top: top, bottom: below)
    guard count > 0 else {
      picture.line(empty, row: area.row, in: area, as: .muted)
      return
    }
    drawLines(count: count, list: list, in: area, state, on: &picture) { index, row, picture in
      line(index, row, area, &picture)
    }
  }

  /// The lines that there is room for, each drawn by `line`, to be chosen by a click.
  static func drawLines(
    count: Int, list: ListPosition, in area: Rect, _ state: AppState, on picture: inout Picture,
    line: (Int, Int, inout Picture) -> Void
  ) {
    for (offset, index) in list.window(of: count, height: area.height).enumerated() {
      let row = area.row + offset
      line(index, row, &picture)
      if index == list.index {
        picture.choose(row: row, in: area, accessible: state.settings.isAccessible)
      }
      picture.mark(
        Rect(row: row, column: area.column, width: area.width, height: 1), as: .row(index))
    }
  }
}
