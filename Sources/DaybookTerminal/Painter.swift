import DaybookTUI

/// Turns the difference of two grids into the fewest bytes that make a terminal show it. It knows
/// where the terminal's cursor is and how it writes, and after a glyph of doubtful width it says so
/// anew instead of believing it.
package struct Painter: Sendable {
  package let features: TerminalFeatures
  package var theme: Theme {
    didSet {
      looks.removeAll()
      changes.removeAll()
      alike.removeAll()
      key = nil
    }
  }

  private var bytes: [UInt8] = []
  private var looks: [UInt32: Look] = [:]
  /// The bytes from one style to the next, by the keys of both.
  private var changes: [UInt64: [UInt8]] = [:]
  /// Whether blanks of two styles look alike, by the keys of both.
  private var alike: [UInt64: Bool] = [:]
  /// The style in which the terminal writes now; nil when we do not know.
  private var key: UInt32?
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
    key = nil
    (row, column) = (-1, -1)
    isCursorShown = false
  }

  /// The bytes for the step from one grid to the next; empty when there is nothing to do.
  package mutating func paint(from old: Grid?, to new: Grid) -> [UInt8] {
    bytes.removeAll(keepingCapacity: true)
    var difference = GridDifference(from: old, to: new)
    guard !difference.isEmpty || old?.cursor != new.cursor else { return [] }
    if isCursorShown, !difference.isEmpty { hideCursor() }
    if let old, let rest = scroll(old, new, insteadOf: difference) { difference = rest }
    new.withCells { cells in
      for run in difference.runs {
        let start = run.row * new.columns
        paint(run, UnsafeBufferPointer(rebasing: cells[start..<(start + new.columns)]))
      }
    }
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

  private mutating func paint(
    _ run: GridDifference.Run, _ line: UnsafeBufferPointer<Cell>
  ) {
    var at = run.columns.lowerBound
    while at < run.columns.upperBound {
      let cell = line[at]
      if let byte = cell.ascii {
        if byte == 0x20, let count = erase(at, run, line) {
          at += count
          continue
        }
        if column != at || row != run.row { move(to: run.row, at) }
        if byte == 0x20 { useForBlanks(cell.styleKey) } else { use(cell.styleKey) }
        bytes.append(byte)
        column += 1
        at += 1
      } else if cell.isContinuation {
        // A right half without its left one cannot be shown; grids do not have them.
        at += 1
      } else {
        let width = at + 1 < line.count && line[at + 1].isContinuation ? 2 : 1
        put(cell, width, run.row, at, edge: line.count)
        at += width
      }
      // Behind the last cell terminals differ about where the cursor stands.
      if column >= line.count { column = -1 }
    }
  }

  private mutating func put(_ cell: Cell, _ width: Int, _ newRow: Int, _ at: Int, edge: Int) {
    let isTrusted = cell.isTrusted
    move(to: newRow, at)
    use(cell.styleKey)
    if !isTrusted, width == 2 {
      append("  ")
      column = at + 2 < edge ? at + 2 : -1
      move(to: newRow, at)
    }
    if let scalar = cell.scalar {
      append(scalar)
    } else {
      append(cell.text)
    }
    column = isTrusted ? column + width : -1
  }

  private mutating func looks(_ key: UInt32) -> Look {
    if let look = looks[key] { return look }
    var look = theme.look(Style(packed: key), at: features.depth)
    look.attributes.formIntersection(features.attributes)
    looks[key] = look
    return look
  }
}

/// Rows that the terminal moves by itself.
extension Painter {
  /// Moves rows where that leaves less to paint than `difference`. Returns what is left.
  private mutating func scroll(
    _ old: Grid, _ new: Grid, insteadOf difference: GridDifference
  ) -> GridDifference? {
    guard features.scrolls, difference.cells > 3 * new.columns,
      let scroll = GridScroll(from: old, to: new)
    else { return nil }
    let blank = Cell.blank
    let fillsWithBlanks =
      features.erasesWithBackground || looks(blank.styleKey).background == .standard
    let moved = old.scrolled(scroll, filler: fillsWithBlanks ? blank : .unknown)
    let rest = GridDifference(from: moved, to: new)
    // The margins cost about as much as this many cells.
    guard rest.cells + 16 < difference.cells else { return nil }
    use(blank.styleKey)
    append("\u{1B}[")
    append(scroll.rows.lowerBound + 1)
    append(";")
    append(scroll.rows.upperBound)
    append("r")
    // Setting the margins sends the cursor home.
    (row, column) = (0, 0)
    if scroll.distance > 0 {
      move(to: scroll.rows.upperBound - 1, 0)
      for _ in 0..<scroll.distance { append("\n") }
    } else {
      move(to: scroll.rows.lowerBound, 0)
      for _ in scroll.distance..<0 { append("\u{1B}M") }
    }
    append("\u{1B}[r")
    (row, column) = (0, 0)
    return rest
  }
}

/// Blanks, which need not be written one by one.
extension Painter {
  /// Erases the blanks of one look that follow, to the edge, even beyond what changed, or in the run.
  /// Returns how many; nil when there are too few to be worth it.
  private mutating func erase(
    _ start: Int, _ run: GridDifference.Run, _ line: UnsafeBufferPointer<Cell>
  ) -> Int? {
    let first = line[start]
    var end = start + 1
    while end < line.count, line[end] == first { end += 1 }
    let reachesEdge = end == line.count
    if !reachesEdge { end = min(end, run.columns.upperBound) }
    guard min(end, run.columns.upperBound) - start >= (reachesEdge ? 4 : 12) else { return nil }
    let wanted = looks(first.styleKey)
    guard features.erasesWithBackground || wanted.background == .standard,
      wanted.attributes.isDisjoint(with: [.reverse, .underline, .strike])
    else { return nil }
    move(to: run.row, start)
    useForBlanks(first.styleKey)
    append(reachesEdge ? "\u{1B}[K" : "\u{1B}[\(end - start)X")
    return end - start
  }
}

/// The cursor.
extension Painter {
  private mutating func move(to newRow: Int, _ newColumn: Int) {
    defer { (row, column) = (newRow, newColumn) }
    if row == newRow, column == newColumn { return }
    let down = newRow - row
    if row >= 0, (0...2).contains(down) {
      let start = bytes.count
      // In raw mode a line feed only goes down.
      for _ in 0..<down { bytes.append(0x0A) }
      moveAlong(to: newColumn)
      if bytes.count - start < Painter.lengthOfJump(to: newRow, newColumn) { return }
      bytes.removeLast(bytes.count - start)
    }
    append("\u{1B}[")
    append(newRow + 1)
    if newColumn > 0 {
      append(";")
      append(newColumn + 1)
    }
    append("H")
  }

  private static func lengthOfJump(to row: Int, _ column: Int) -> Int {
    func digits(_ number: Int) -> Int {
      number < 10 ? 1 : number < 100 ? 2 : number < 1_000 ? 3 : 4
    }
    return 3 + digits(row + 1) + (column == 0 ? 0 : 1 + digits(column + 1))
  }

  private mutating func moveAlong(to newColumn: Int) {
    if newColumn == column { return }
    if newColumn == 0 {
      append("\r")
      return
    }
    let by = newColumn - column
    if column >= 0, (-3..<0).contains(by) {
      for _ in 0..<(-by) { bytes.append(0x08) }
      return
    }
    append("\u{1B}[")
    if column < 0 {
      append(newColumn + 1)
      append("G")
    } else {
      if by != 1 { append(abs(by)) }
      append(by > 0 ? "C" : "D")
    }
  }
}

/// Letters and looks.
extension Painter {
  private mutating func append(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  private mutating func append(_ number: Int) {
    if number >= 10 { append(number / 10) }
    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    // One by one: as a collection they would first become an array.
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { bytes.append(byte) }
  }

  private mutating func use(_ new: UInt32) {
    guard key != new else { return }
    let step = UInt64(key ?? .max) << 32 | UInt64(new)
    if let change = changes[step] {
      bytes.append(contentsOf: change)
    } else {
      let change = Array(Painter.change(from: key.map { looks($0) }, to: looks(new)).utf8)
      changes[step] = change
      bytes.append(contentsOf: change)
    }
    key = new
  }

  /// Makes blanks look like this, which may need nothing where letters would.
  private mutating func useForBlanks(_ new: UInt32) {
    guard let key, key != new else { return use(new) }
    let step = UInt64(key) << 32 | UInt64(new)
    let isAlike: Bool
    if let known = alike[step] {
      isAlike = known
    } else {
      let (old, new) = (looks(key), looks(new))
      let drawn: Attributes = [.reverse, .underline, .strike]
      isAlike =
        old.background == new.background && old.attributes.isDisjoint(with: drawn)
        && new.attributes.isDisjoint(with: drawn)
      alike[step] = isAlike
    }
    if !isAlike { use(new) }
  }

  /// The shortest sequence from one look, if we know it, to another.
  private static func change(from old: Look?, to new: Look) -> String {
    guard old != new else { return "" }
    let anew = codes(from: Look(), to: new)
    guard let old else { return "\u{1B}[\(anew.isEmpty ? "" : "0" + anew)m" }
    let change = codes(from: old, to: new).dropFirst()
    if anew.isEmpty || anew.utf8.count + 1 <= change.utf8.count {
      return "\u{1B}[\(anew.isEmpty ? "" : "0" + anew)m"
    }
    return "\u{1B}[\(change)m"
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
