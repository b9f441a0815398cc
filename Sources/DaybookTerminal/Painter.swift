import DaybookTUI

/// Turns the difference of two grids into the fewest bytes that make a terminal show it. It knows
/// where the terminal's cursor is and how it writes, and after a glyph of doubtful width it says so
/// anew instead of believing it.
package struct Painter: Sendable {
  package let features: TerminalFeatures
  package var theme: Theme {
    didSet { looks.removeAll() }
  }

  private var bytes: [UInt8] = []
  private var looks: [UInt32: Look] = [:]
  /// How the terminal writes now; nil when we do not know.
  private var look: Look?
  private var row = -1
  /// Negative when we do not know.
  private var column = -1
  private var isCursorShown = false

  package init(features: TerminalFeatures, theme: Theme) {
    self.features = features
    self.theme = theme
  }

  /// Forgets what the terminal was left like, after somebody else has used it.
  package mutating func forget() {
    look = nil
    (row, column) = (-1, -1)
    isCursorShown = false
  }

  /// The bytes for the step from one grid to the next; empty when there is nothing to do.
  package mutating func paint(from old: Grid?, to new: Grid) -> [UInt8] {
    bytes.removeAll(keepingCapacity: true)
    let difference = GridDifference(from: old, to: new)
    guard !difference.isEmpty || old?.cursor != new.cursor else { return [] }
    if isCursorShown, !difference.isEmpty { hideCursor() }
    for run in difference.runs { paint(run, of: new) }
    if let cursor = new.cursor {
      move(to: cursor.row, cursor.column)
      if !isCursorShown {
        append("\u{1B}[?25h")
        isCursorShown = true
      }
    } else if isCursorShown {
      hideCursor()
    }
    return bytes
  }

  private mutating func hideCursor() {
    append("\u{1B}[?25l")
    isCursorShown = false
  }

  private mutating func paint(_ run: GridDifference.Run, of grid: Grid) {
    var at = run.columns.lowerBound
    while at < run.columns.upperBound {
      let cell = grid[row: run.row, column: at]
      // A right half without its left one cannot be shown; grids do not have them.
      guard !cell.isContinuation else {
        at += 1
        continue
      }
      if cell.scalar == " " {
        let blanks = blanks(at, run, grid)
        if erase(blanks, at, run, grid) {
          at += blanks
          continue
        }
      }
      let isWide = grid[row: run.row, column: at + 1].isContinuation && at + 1 < grid.columns
      move(to: run.row, at)
      use(looks(cell.styleKey))
      if !cell.isTrusted, isWide {
        append("  ")
        column += 2
        move(to: run.row, at)
      }
      put(cell)
      column = cell.isTrusted ? column + (isWide ? 2 : 1) : -1
      // Behind the last cell terminals differ about where the cursor stands.
      if column >= grid.columns { column = -1 }
      at += isWide ? 2 : 1
    }
  }

  private mutating func looks(_ key: UInt32) -> Look {
    if let look = looks[key] { return look }
    var look = theme.look(Style(packed: key), at: features.depth)
    look.attributes.formIntersection(features.attributes)
    looks[key] = look
    return look
  }
}

/// Blanks, which need not be written one by one.
extension Painter {
  /// How many blanks of one look follow: to the edge, even beyond what changed, or in the run.
  private func blanks(_ start: Int, _ run: GridDifference.Run, _ grid: Grid) -> Int {
    let first = grid[row: run.row, column: start]
    var end = start + 1
    while end < grid.columns, grid[row: run.row, column: end] == first { end += 1 }
    return (end == grid.columns ? end : min(end, run.columns.upperBound)) - start
  }

  private mutating func erase(
    _ count: Int, _ start: Int, _ run: GridDifference.Run, _ grid: Grid
  ) -> Bool {
    let reachesEdge = start + count == grid.columns
    guard reachesEdge ? run.columns.upperBound - start >= 4 : count >= 12 else { return false }
    let wanted = looks(grid[row: run.row, column: start].styleKey)
    guard features.erasesWithBackground || wanted.background == .standard,
      wanted.attributes.isDisjoint(with: [.reverse, .underline, .strike])
    else { return false }
    move(to: run.row, start)
    use(wanted)
    append(reachesEdge ? "\u{1B}[K" : "\u{1B}[\(count)X")
    return true
  }
}

/// The cursor.
extension Painter {
  private mutating func move(to newRow: Int, _ newColumn: Int) {
    defer { (row, column) = (newRow, newColumn) }
    if row == newRow, column == newColumn { return }
    var best = "\u{1B}[\(newRow + 1)"
    best += newColumn == 0 ? "H" : ";\(newColumn + 1)H"
    let down = newRow - row
    if row >= 0, (0...2).contains(down) {
      // In raw mode a line feed only goes down.
      let feed = String(repeating: "\n", count: down)
      let along = horizontal(to: newColumn)
      if feed.utf8.count + along.utf8.count < best.utf8.count { best = feed + along }
    }
    append(best)
  }

  private func horizontal(to newColumn: Int) -> String {
    if newColumn == column { return "" }
    if newColumn == 0 { return "\r" }
    guard column >= 0 else { return "\u{1B}[\(newColumn + 1)G" }
    let by = newColumn - column
    if (-3..<0).contains(by) { return String(repeating: "\u{8}", count: -by) }
    if by == 1 { return "\u{1B}[C" }
    return by > 0 ? "\u{1B}[\(by)C" : "\u{1B}[\(-by)D"
  }
}

/// Letters and looks.
extension Painter {
  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func put(_ cell: Cell) {
    guard let scalar = cell.scalar else {
      append(cell.text)
      return
    }
    if scalar.isASCII {
      bytes.append(UInt8(truncatingIfNeeded: scalar.value))
    } else {
      bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
  }

  private mutating func use(_ new: Look) {
    guard look != new else { return }
    let anew = "0" + Painter.codes(from: Look(), to: new)
    var shortest = anew
    if let look {
      let change = Painter.codes(from: look, to: new).dropFirst()
      if change.utf8.count < anew.utf8.count { shortest = String(change) }
    }
    look = new
    append("\u{1B}[")
    append(shortest == "0" ? "" : shortest)
    append("m")
  }

  /// The parameters that change one look to another, each with a semicolon before it.
  private static func codes(from old: Look, to new: Look) -> String {
    var codes = ""
    var kept = old.attributes.intersection(new.attributes)
    let gone = old.attributes.subtracting(new.attributes)
    if !gone.isDisjoint(with: [.bold, .dim]) {
      // One code ends both.
      codes += ";22"
      kept.subtract([.bold, .dim])
    }
    if gone.contains(.italic) { codes += ";23" }
    if gone.contains(.underline) { codes += ";24" }
    if gone.contains(.reverse) { codes += ";27" }
    if gone.contains(.strike) { codes += ";29" }
    let added = new.attributes.subtracting(kept)
    for (attribute, code) in [
      (Attributes.bold, ";1"), (.dim, ";2"), (.italic, ";3"), (.underline, ";4"),
      (.reverse, ";7"), (.strike, ";9"),
    ] where added.contains(attribute) {
      codes += code
    }
    if old.foreground != new.foreground { codes += code(new.foreground, 30) }
    if old.background != new.background { codes += code(new.background, 40) }
    return codes
  }

  private static func code(_ color: Color, _ base: Int) -> String {
    switch color {
    case .standard: ";\(base + 9)"
    case .indexed(let index) where index < 8: ";\(base + Int(index))"
    case .indexed(let index) where index < 16: ";\(base + 52 + Int(index))"
    case .indexed(let index): ";\(base + 8);5;\(index)"
    case .rgb(let rgb): ";\(base + 8);2;\(rgb.red);\(rgb.green);\(rgb.blue)"
    }
  }
}
