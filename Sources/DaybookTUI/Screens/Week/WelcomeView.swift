internal import DaybookCore

/// What an empty store shows: not a blank week, but the ways to fill it.
enum WelcomeView {
  static func draw(_ state: AppState, _ layout: GridLayout, on picture: inout Picture) {
    let left = layout.gutter.upperBound
    draw(
      state,
      in: Rect(
        row: layout.hours.lowerBound, column: left, width: max(0, layout.size.columns - left),
        height: layout.hours.count), on: &picture)
  }

  static func draw(_ state: AppState, in area: Rect, on picture: inout Picture) {
    let rows: [(text: String, detail: String)] = [
      ("ga", "connect accounts, feeds and files"),
      ("a", "add a first event"),
      ("daybook import FILE.ics", "bring a calendar file once"),
      ("daybook --demo", "look around with sample data"),
    ]
    let width = min(66, area.width)
    let box = area.centered(width: width, height: rows.count + 5)
    guard box.height >= 3, box.width >= 20 else {
      picture.grid.write(
        "No events yet · a adds one", row: area.row, column: area.column, width: area.width,
        as: .muted)
      return
    }
    let panel = Panel("Welcome to Daybook", in: box, state, dimsBehind: false, on: &picture)
    picture.line(
      "Nothing is stored yet. Any of these begins:", row: panel.inside.row, in: panel.inside,
      as: .strong)
    for (index, row) in rows.enumerated() where panel.inside.height > index + 2 {
      picture.line(
        row.text, row: panel.inside.row + 2 + index, in: panel.inside, indent: 1, as: .keyHint)
      picture.line(
        row.detail, row: panel.inside.row + 2 + index, in: panel.inside, indent: 26)
    }
  }
}
