import DaybookTUI
import DaybookTerminal
import DaybookTestSupport
import Testing

/// Whatever two pictures, the painter's bytes turn the one into the other.
@Suite struct PaintingTests {
  private static let theme = Theme.resolve(
    ThemeSource(
      name: "test",
      roles: [
        "text": .init(bg: "#101418"), "error": .init(fg: "#ff0000", attributes: ["bold": true]),
        "muted": .init(fg: "#808080"), "work_hours": .init(bg: "#203040"),
      ])
  ) { _ in nil }.theme
  private static let styles: [Style] = [
    Role.text.style, Role.error.style, Role.muted.style, Role.text.over(.workHours),
    Role.text.with(.underline), Role.eventText.hued(Hue(1)),
  ]
  private static let words = ["call", "日本語", "e\u{301}t\u{301}", "  ", "▄▄▄", "👍", "x", "Résumé"]

  private func line(_ grid: inout Grid, _ row: Int, _ random: inout Seeded) {
    grid.fill(
      Rect(row: row, column: 0, width: grid.columns, height: 1), as: random.pick(Self.styles))
    for _ in 0..<random.roll(5) {
      grid.write(
        random.pick(Self.words), row: row, column: random.roll(grid.columns),
        as: random.pick(Self.styles))
    }
  }

  private func picture(_ columns: Int, _ rows: Int, _ random: inout Seeded) -> Grid {
    var grid = Grid(columns: columns, rows: rows)
    for row in 0..<rows { line(&grid, row, &random) }
    return grid
  }

  /// Like the one before, but for some rows that moved and some cells that changed.
  private func next(_ old: Grid, _ random: inout Seeded) -> Grid {
    var new = old
    if random.roll(3) > 0 {
      let from = random.roll(old.rows - 2)
      let rows = from..<(from + 2 + random.roll(old.rows - from - 1))
      let distance = (1 + random.roll(rows.count - 1)) * (random.roll(2) == 0 ? 1 : -1)
      new = old.moved(rows, by: distance)
      for row in rows where !rows.contains(row + distance) { line(&new, row, &random) }
    }
    for _ in 0..<random.roll(4) {
      new.write(
        random.pick(Self.words), row: random.roll(new.rows), column: random.roll(new.columns),
        as: random.pick(Self.styles))
    }
    return new
  }

  /// Where the glass shows anything but this picture; nil when it does not.
  private func fault(of glass: Glass, showing grid: Grid, _ painter: Painter) -> String? {
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let cell = grid[row: row, column: column]
        let look = painter.theme.look(cell.style, at: painter.features.depth)
        let meant = Glass.Square(text: cell.text, look: look).seen
        let shown = glass.rows[row][column].seen
        if shown != meant { return "\(row), \(column): \(shown) instead of \(meant)" }
      }
    }
    return glass.refused.first
  }

  @Test(arguments: [true, false], [ColorDepth.full, .indexed, .sixteen, .mono])
  func whateverThePictureTheGlassShowsIt(erases: Bool, depth: ColorDepth) {
    var random = Seeded(seed: 11)
    for _ in 0..<15 {
      let (columns, rows) = (8 + random.roll(60), 4 + random.roll(20))
      var painter = Painter(
        features: TerminalFeatures(depth: depth, erasesWithBackground: erases), theme: Self.theme)
      var glass = Glass(columns: columns, rows: rows, erasesWithBackground: erases)
      var shown: Grid?
      for _ in 0..<12 {
        let new = shown.map { next($0, &random) } ?? picture(columns, rows, &random)
        glass.take(painter.paint(from: shown, to: new))
        shown = new
        #expect(fault(of: glass, showing: new, painter) == nil)
      }
    }
  }

  private func list(from first: Int, title: String = "Agenda") -> Grid {
    var grid = Grid(columns: 40, rows: 12)
    grid.write(title, row: 0, as: .text)
    for row in 1..<11 {
      let letter = String(UnicodeScalar(UInt8(0x60 + row + first)))
      grid.write("\(row + first)", row: row, as: .muted)
      grid.write(String(repeating: letter, count: 30), row: row, column: 5, as: .text)
    }
    grid.write("q quits", row: 11, as: .muted)
    return grid
  }

  @Test(arguments: [(3, "^[2;11r^[11H\n\n\n^[r"), (-2, "^[2;11r\n^M^M^[r")])
  func rowsThatOnlyMoveAreMovedByTheTerminal(by distance: Int, expected: String) {
    var painter = Painter(features: TerminalFeatures(depth: .full), theme: Self.theme)
    let whole = painter.paint(from: nil, to: list(from: 5)).count
    let bytes = painter.paint(from: list(from: 5), to: list(from: 5 + distance))
    let text = String(decoding: bytes, as: UTF8.self).replacing("\u{1B}", with: "^")
    #expect(text.contains(expected))
    #expect(bytes.count < whole / 2)
  }

  @Test func aTerminalWithoutMarginsIsNotAskedToMoveRows() {
    var painter = Painter(
      features: TerminalFeatures(depth: .full, scrolls: false), theme: Self.theme)
    _ = painter.paint(from: nil, to: list(from: 5))
    let bytes = painter.paint(from: list(from: 5), to: list(from: 6))
    #expect(!String(decoding: bytes, as: UTF8.self).contains("r"))
  }

  @Test func whatStandsStillIsNotMoved() {
    #expect(GridScroll(from: list(from: 5), to: list(from: 5)) == nil)
    #expect(GridScroll(from: list(from: 5), to: list(from: 5, title: "Week")) == nil)
  }
}

extension Grid {
  fileprivate func moved(_ rows: Range<Int>, by distance: Int) -> Grid {
    var copy = self
    for row in rows where rows.contains(row + distance) {
      copy.copyRow(row + distance, of: self, to: row)
    }
    return copy
  }

  private mutating func copyRow(_ source: Int, of other: Grid, to row: Int) {
    fill(Rect(row: row, column: 0, width: columns, height: 1), as: .text)
    for column in 0..<columns {
      let cell = other[row: source, column: column]
      if !cell.isContinuation { write(cell.text, row: row, column: column, as: cell.style) }
    }
  }
}
