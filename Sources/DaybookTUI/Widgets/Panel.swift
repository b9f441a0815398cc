internal import DaybookCore

/// A box over the view, with a title; what it covers takes no clicks.
struct Panel {
  /// What lies inside its border.
  let inside: Rect
  let area: Rect

  /// A panel in the middle, never larger than the screen.
  init(
    _ title: String, width: Int, height: Int, _ state: AppState, dimsBehind: Bool = true,
    on picture: inout Picture
  ) {
    let screen = Self.room(state)
    self.init(
      title, in: screen.centered(width: width, height: height), state, dimsBehind: dimsBehind,
      on: &picture)
  }

  init(
    _ title: String, in area: Rect, _ state: AppState, dimsBehind: Bool = true,
    on picture: inout Picture
  ) {
    if dimsBehind {
      picture.grid.restyle(Self.room(state)) { $0.attributes.insert(.dim) }
    }
    self.area = area
    picture.cover(area)
    picture.grid.fill(area, as: .overlay)
    guard !state.settings.isAccessible, area.width >= 6, area.height >= 3 else {
      if state.settings.isAccessible {
        // Without an edge, a blank column on both sides keeps its lines from those behind it; and whoever
        // follows the cursor is told what has opened, until a line in it is chosen.
        let room = Self.room(state).columns
        for column in [area.column - 1, area.columns.upperBound] where room.contains(column) {
          picture.grid.fill(
            Rect(row: area.row, column: column, width: 1, height: area.height), as: .overlay)
        }
        picture.grid.showCursor(row: area.row, column: area.column)
      }
      picture.grid.write(
        title, row: area.row, column: area.column, width: area.width,
        as: Style(.strong, over: .overlay))
      inside = area.inset(top: area.height > 1 ? 1 : 0, left: 1, right: 1)
      return
    }
    picture.grid.box(
      area, title: title, as: Style(.overlayBorder, over: .overlay),
      titleAs: Style(.title, over: .overlay), corners: .round)
    inside = area.inset(top: 1, left: 2, bottom: 1, right: 2)
  }

  /// Where panels may lie: all but the hint bar.
  static func room(_ state: AppState) -> Rect {
    Rect(
      row: 0, column: 0, width: state.size.columns,
      height: max(0, state.size.rows - (state.size.rows >= 2 ? 1 : 0)))
  }

  /// A rule across the panel, with a word in it.
  func divider(_ row: Int, _ title: String = "", _ state: AppState, on picture: inout Picture) {
    guard area.rows.contains(row), row < area.rows.upperBound - 1 else { return }
    if state.settings.isAccessible {
      picture.grid.write(
        title, row: row, column: inside.column, width: inside.width,
        as: Style(.muted, over: .overlay))
      return
    }
    picture.grid.divider(
      row: row, in: area, title: title, as: Style(.overlayBorder, over: .overlay),
      titleAs: Style(.muted, over: .overlay))
  }
}

extension Picture {
  /// One line of text in a panel, cut to its width.
  @discardableResult
  mutating func line(
    _ text: String, row: Int, in area: Rect, indent: Int = 0, as role: Role = .text,
    attributes: Attributes = []
  ) -> Int {
    guard area.rows.contains(row) else { return 0 }
    return grid.write(
      text, row: row, column: area.column + indent, width: max(0, area.width - indent),
      as: Style(role, over: .overlay, attributes: attributes), ellipsis: true)
  }

  /// The line of a list that is chosen: marked by a sign as well as by its ground.
  mutating func choose(row: Int, in area: Rect, accessible: Bool) {
    guard area.rows.contains(row) else { return }
    let line = Rect(row: row, column: area.column - 1, width: area.width + 2, height: 1)
    grid.restyle(line) { style in
      style.ground = .selection
      style.attributes.insert(.bold)
    }
    grid.write("▸", row: row, column: area.column - 1, width: 1, as: .selection)
    if accessible { grid.showCursor(row: row, column: area.column - 1) }
  }

  /// Text with the letters that a typed pattern hit.
  mutating func matched(
    _ text: String, hits: [Int], row: Int, column: Int, width: Int, as role: Role = .text
  ) {
    grid.write(
      text, row: row, column: column, width: width, as: Style(role, over: .overlay),
      ellipsis: true)
    guard !hits.isEmpty else { return }
    let letters = Array(text)
    var place = 0
    for (index, letter) in letters.enumerated() {
      let cells = TextWidth.of(String(letter))
      guard place + cells <= width else { return }
      if hits.contains(index) {
        grid.restyle(Rect(row: row, column: column + place, width: cells, height: 1)) {
          $0.role = .match
        }
      }
      place += cells
    }
  }
}
