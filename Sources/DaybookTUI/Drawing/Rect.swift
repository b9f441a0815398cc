/// A rectangle of cells: where a panel lies. It may be empty, and it may reach beyond the screen;
/// drawing is clipped, so neither is an error.
package struct Rect: Hashable, Sendable {
  package var row: Int
  package var column: Int
  package var width: Int
  package var height: Int

  package init(row: Int, column: Int, width: Int, height: Int) {
    self.row = row
    self.column = column
    self.width = max(0, width)
    self.height = max(0, height)
  }

  package static let zero = Rect(row: 0, column: 0, width: 0, height: 0)

  package var isEmpty: Bool { width == 0 || height == 0 }
  package var rows: Range<Int> { row..<(row + height) }
  package var columns: Range<Int> { column..<(column + width) }

  package func contains(row: Int, column: Int) -> Bool {
    rows.contains(row) && columns.contains(column)
  }

  /// What both cover.
  package func intersection(_ other: Rect) -> Rect {
    let top = max(row, other.row)
    let left = max(column, other.column)
    return Rect(
      row: top, column: left,
      width: min(column + width, other.column + other.width) - left,
      height: min(row + height, other.row + other.height) - top)
  }

  package func moved(rows: Int = 0, columns: Int = 0) -> Rect {
    Rect(row: row + rows, column: column + columns, width: width, height: height)
  }

  /// Smaller by this much on each side: `inset(by: 1)` is what lies inside a border.
  package func inset(by all: Int) -> Rect {
    inset(top: all, left: all, bottom: all, right: all)
  }

  package func inset(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) -> Rect {
    Rect(
      row: row + top, column: column + left,
      width: width - left - right, height: height - top - bottom)
  }
}

/// Splitting and placing, so that views say what they want and not where column 47 is.
extension Rect {
  /// The upper `count` rows, and what is left below.
  package func cutTop(_ count: Int) -> (cut: Rect, rest: Rect) {
    let count = min(max(0, count), height)
    return (
      Rect(row: row, column: column, width: width, height: count),
      Rect(row: row + count, column: column, width: width, height: height - count)
    )
  }

  /// The left `count` columns, and what is left beside them.
  package func cutLeft(_ count: Int) -> (cut: Rect, rest: Rect) {
    let count = min(max(0, count), width)
    return (
      Rect(row: row, column: column, width: count, height: height),
      Rect(row: row, column: column + count, width: width - count, height: height)
    )
  }

  /// Side by side in `count` columns whose widths differ by at most one, `gap` cells apart.
  package func columns(_ count: Int, gap: Int = 0) -> [Rect] {
    Rect.shares(of: width, among: count, gap: gap).map {
      Rect(row: row, column: column + $0.lowerBound, width: $0.count, height: height)
    }
  }

  /// A box of this size in the middle, never larger than this rectangle.
  package func centered(width wanted: Int, height wantedHeight: Int) -> Rect {
    let w = min(max(0, wanted), width)
    let h = min(max(0, wantedHeight), height)
    return Rect(row: row + (height - h) / 2, column: column + (width - w) / 2, width: w, height: h)
  }

  /// `total` cut into `count` ranges. The remainder is spread, not given to the last.
  package static func shares(of total: Int, among count: Int, gap: Int = 0) -> [Range<Int>] {
    guard count > 0 else { return [] }
    let usable = max(0, total - gap * (count - 1))
    return (0..<count).map { index in
      let start = usable * index / count + gap * index
      let end = usable * (index + 1) / count + gap * index
      return min(start, total)..<min(max(start, end), total)
    }
  }
}
