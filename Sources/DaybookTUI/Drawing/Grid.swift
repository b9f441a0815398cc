/// A screen's worth of cells. Whatever is written stays inside the area it is written to, and every
/// text, however foreign, takes the cells that `TextWidth` says.
///
/// Rows and columns count from the current area's corner: `within(_:)` hands a view its own
/// rectangle, and the view needs not know where on the screen that is.
package struct Grid: Sendable {
  package let columns: Int
  package let rows: Int
  private(set) var cells: [Cell]
  /// Where the current area lies on the whole grid, and which part of it may be touched.
  private var area: Rect
  private var clip: Rect
  /// Where the terminal's cursor belongs, on the whole grid; hidden when nil.
  package private(set) var cursor: Position?

  package struct Position: Hashable, Sendable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  package init(columns: Int, rows: Int, filledAs style: Style = Style(.text)) {
    self.columns = max(0, columns)
    self.rows = max(0, rows)
    let blank = Cell(content: 0x20, packedStyle: style.packed)
    cells = Array(repeating: blank, count: self.columns * self.rows)
    area = Rect(row: 0, column: 0, width: self.columns, height: self.rows)
    clip = area
  }

  /// The size of the current area.
  package var width: Int { area.width }
  package var height: Int { area.height }
  /// The current area in its own terms, to be cut into panels.
  package var bounds: Rect { Rect(row: 0, column: 0, width: area.width, height: area.height) }

  /// The cell of the whole grid; a blank one outside of it.
  package subscript(row row: Int, column column: Int) -> Cell {
    guard (0..<rows).contains(row), (0..<columns).contains(column) else { return .blank }
    return cells[row * columns + column]
  }

  /// All cells, row by row, for whoever paints them.
  package func withCells<T>(_ body: (UnsafeBufferPointer<Cell>) -> T) -> T {
    cells.withUnsafeBufferPointer(body)
  }

  /// Draws in a rectangle of the current area, as if it were all there is.
  @discardableResult
  package mutating func within<T>(_ rect: Rect, _ draw: (inout Grid) throws -> T) rethrows -> T {
    let outer = (area, clip)
    area = rect.moved(rows: area.row, columns: area.column)
    clip = clip.intersection(area)
    defer { (area, clip) = outer }
    return try draw(&self)
  }

  /// Shows the terminal's cursor at a cell of the current area, if that can be seen.
  package mutating func showCursor(row: Int, column: Int) {
    let place = Position(row: area.row + row, column: area.column + column)
    cursor = clip.contains(row: place.row, column: place.column) ? place : nil
  }

  package mutating func hideCursor() {
    cursor = nil
  }
}

extension Grid {
  /// What a terminal shows after this move; `filler` is what it puts where nothing comes from.
  package func scrolled(_ scroll: GridScroll, filler: Cell) -> Grid {
    var copy = self
    for row in scroll.rows {
      let source = row + scroll.distance
      let target = (row * columns)..<((row + 1) * columns)
      if scroll.rows.contains(source) {
        copy.cells.replaceSubrange(
          target, with: cells[(source * columns)..<((source + 1) * columns)])
      } else {
        for index in target { copy.cells[index] = filler }
      }
    }
    return copy
  }
}

extension Grid: Equatable {
  package static func == (a: Grid, b: Grid) -> Bool {
    a.columns == b.columns && a.rows == b.rows && a.cursor == b.cursor && a.cells == b.cells
  }
}

extension Grid {
  /// Writes a text from a cell on, in at most `width` cells; what does not fit is cut, with `…` if
  /// so wished. Returns the cells that the text took.
  @discardableResult
  package mutating func write(
    _ text: some StringProtocol, row: Int, column: Int = 0, width: Int? = nil, as style: Style,
    ellipsis: Bool = false
  ) -> Int {
    let row = area.row + row
    guard clip.rows.contains(row) else { return 0 }
    let start = area.column + column
    let end = min(start + max(0, width ?? Int.max / 4), area.column + area.width)
    guard end > start else { return 0 }
    let packed = style.packed
    if let used = writeASCII(text, row, start, end, packed, ellipsis: ellipsis) { return used }

    let plain = text.utf8.withContiguousStorageIfAvailable { PlainText.cells($0) } ?? nil
    let isCut = ellipsis && (plain ?? TextWidth.of(text)) > end - start
    let limit = isCut ? end - 1 : end
    var at = start
    if plain == nil {
      Glyph.each(in: text) { put($0, row, &at, before: limit, packed) }
    } else {
      text.utf8.withContiguousStorageIfAvailable {
        PlainText.letters($0) { put($0, row, &at, before: limit, packed) }
      }
    }
    if isCut {
      put(0x2026, 1, row, at, packed)
      at += 1
    }
    return at - start
  }

  /// Most text is ASCII: then a byte is a cell. Nil when it is not.
  private mutating func writeASCII(
    _ text: some StringProtocol, _ row: Int, _ start: Int, _ end: Int, _ packed: UInt32,
    ellipsis: Bool
  ) -> Int? {
    let visible =
      max(start, clip.column)..<max(max(start, clip.column), min(end, clip.column + clip.width))
    let used = text.utf8.withContiguousStorageIfAvailable { bytes -> Int? in
      guard bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else { return nil }
      let isCut = ellipsis && bytes.count > end - start
      let count = min(bytes.count, end - start)
      let base = row * columns
      let shown = visible.clamped(to: start..<(start + count))
      guard !shown.isEmpty else { return count }
      mend(row, shown)
      cells.withUnsafeMutableBufferPointer { cells in
        for column in shown {
          cells[base + column] = Cell(
            content: UInt32(bytes[column - start]), packedStyle: packed)
        }
      }
      if isCut, visible.contains(start + count - 1) {
        cells[base + start + count - 1].content = 0x2026
      }
      return count
    }
    return used ?? nil
  }

  /// Puts one glyph and goes on behind it; false where it does not fit before the limit.
  private mutating func put(
    _ glyph: Glyph, _ row: Int, _ column: inout Int, before limit: Int, _ packed: UInt32
  ) -> Bool {
    guard column + glyph.width <= limit else { return false }
    put(glyph.content, glyph.width, row, column, packed)
    column += glyph.width
    return true
  }

  /// Puts one glyph. Half a glyph is never shown: what cannot be shown whole is a blank.
  private mutating func put(
    _ content: UInt32, _ width: Int, _ row: Int, _ column: Int, _ packed: UInt32
  ) {
    let left = clip.columns.contains(column)
    guard width == 2 else {
      guard left else { return }
      mend(row, column..<(column + 1))
      cells[row * columns + column] = Cell(content: content, packedStyle: packed)
      return
    }
    let right = clip.columns.contains(column + 1)
    guard left || right else { return }
    let at = row * columns + column
    let whole = left && right
    mend(row, (left ? column : column + 1)..<(right ? column + 2 : column + 1))
    if left { cells[at] = Cell(content: whole ? content : 0x20, packedStyle: packed) }
    if right {
      cells[at + 1] = Cell(
        content: whole ? Cell.continuationContent : 0x20, packedStyle: packed)
    }
  }

  /// Blanks the other halves of the wide glyphs that the edges of a range are about to cut in two.
  private mutating func mend(_ row: Int, _ range: Range<Int>) {
    let base = row * columns
    if cells[base + range.lowerBound].isContinuation, range.lowerBound > 0 {
      cells[base + range.lowerBound - 1].content = 0x20
    }
    if range.upperBound < columns, cells[base + range.upperBound].isContinuation {
      cells[base + range.upperBound].content = 0x20
    }
  }
}

extension Grid {
  /// Fills a rectangle with one narrow letter, a blank unless said otherwise.
  package mutating func fill(
    _ rect: Rect? = nil, with letter: Unicode.Scalar = " ", as style: Style
  ) {
    let content = ScalarKind(letter) == .narrow ? letter.value : 0x20
    let cell = Cell(content: content, packedStyle: style.packed)
    eachRow(of: rect) { grid, row, range in
      grid.mend(row, range)
      let base = row * grid.columns
      grid.cells.withUnsafeMutableBufferPointer { cells in
        for column in range { cells[base + column] = cell }
      }
    }
  }

  /// Changes how the cells of a rectangle are meant and leaves what they show.
  package mutating func restyle(_ rect: Rect? = nil, _ change: (inout Style) -> Void) {
    eachRow(of: rect) { grid, row, range in
      var last: (before: UInt32, after: UInt32)?
      for index in (row * grid.columns + range.lowerBound)..<(row * grid.columns + range.upperBound)
      {
        let before = grid.cells[index].packedStyle
        if last?.before != before {
          var style = Style(packed: before)
          change(&style)
          last = (before, style.packed)
        }
        if let last { grid.cells[index].packedStyle = last.after }
      }
    }
  }

  /// Lays a ground under a rectangle: the letters stay.
  package mutating func lay(_ ground: Role, under rect: Rect? = nil) {
    restyle(rect) { $0.ground = ground }
  }

  private mutating func eachRow(
    of rect: Rect?, _ body: (inout Grid, Int, Range<Int>) -> Void
  ) {
    let shown = (rect ?? bounds).moved(rows: area.row, columns: area.column).intersection(clip)
    guard !shown.isEmpty else { return }
    for row in shown.rows { body(&self, row, shown.columns) }
  }
}

/// A role alone is the usual style.
extension Grid {
  @discardableResult
  package mutating func write(
    _ text: some StringProtocol, row: Int, column: Int = 0, width: Int? = nil, as role: Role,
    ellipsis: Bool = false
  ) -> Int {
    write(text, row: row, column: column, width: width, as: role.style, ellipsis: ellipsis)
  }

  package mutating func fill(
    _ rect: Rect? = nil, with letter: Unicode.Scalar = " ", as role: Role
  ) {
    fill(rect, with: letter, as: role.style)
  }
}
