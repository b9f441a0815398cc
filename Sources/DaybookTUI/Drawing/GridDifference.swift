/// Where two grids differ, in runs along the rows, ready to be painted from left to right.
package struct GridDifference: Equatable, Sendable {
  package struct Run: Equatable, Sendable {
    package var row: Int
    package var columns: Range<Int>
  }

  package private(set) var runs: [Run] = []

  package var isEmpty: Bool { runs.isEmpty }
  /// How many cells are to be painted.
  package var cells: Int { runs.reduce(0) { $0 + $1.columns.count } }

  /// From `old` to `new`. A grid of another size, or none, differs everywhere. Runs that lie closer
  /// than `gap` cells are joined, since a jump costs more than repeating those cells.
  package init(from old: Grid?, to new: Grid, joining gap: Int = 4) {
    guard let old, old.columns == new.columns, old.rows == new.rows else {
      runs =
        new.columns == 0
        ? [] : (0..<new.rows).map { Run(row: $0, columns: 0..<new.columns) }
      return
    }
    let width = new.columns
    old.cells.withUnsafeBufferPointer { before in
      new.cells.withUnsafeBufferPointer { after in
        for row in 0..<new.rows {
          let base = row * width
          var column = 0
          var open: Range<Int>?
          while column < width {
            if before[base + column] == after[base + column] {
              column += 1
              continue
            }
            let run = GridDifference.whole(column, base, width, before, after)
            if let last = open {
              if run.lowerBound - last.upperBound <= gap {
                open = last.lowerBound..<max(last.upperBound, run.upperBound)
              } else {
                runs.append(Run(row: row, columns: last))
                open = run
              }
            } else {
              open = run
            }
            column = run.upperBound
          }
          if let open { runs.append(Run(row: row, columns: open)) }
        }
      }
    }
  }

  /// The changed cell with all of the glyphs, old and new, that reach into it, and with the cell
  /// after a glyph whose width is in doubt: a terminal may have let that spill over.
  private static func whole(
    _ column: Int, _ base: Int, _ width: Int, _ before: UnsafeBufferPointer<Cell>,
    _ after: UnsafeBufferPointer<Cell>
  ) -> Range<Int> {
    var start = column
    while start > 0, before[base + start].isContinuation || after[base + start].isContinuation {
      start -= 1
    }
    var end = column + 1
    while end < width, before[base + end].isContinuation || after[base + end].isContinuation {
      end += 1
    }
    if end < width, (start..<end).contains(where: { !before[base + $0].isTrusted }) {
      end += 1
      while end < width, after[base + end].isContinuation { end += 1 }
    }
    return start..<end
  }
}
