/// Rows that stand in the next picture as they do in this one, only higher or lower: what a terminal
/// can move by itself.
package struct GridScroll: Equatable, Sendable {
  /// The rows within which everything moves. What leaves them is lost, what comes in is blank.
  package let rows: Range<Int>
  /// By how many rows; positive when what is shown goes up.
  package let distance: Int

  /// The move after which most cells of `old` are already those of `new`; nil when no move brings
  /// at least as many cells to their places as a row has.
  ///
  /// It looks at some columns only, so it proposes and never proves.
  package init?(from old: Grid, to new: Grid) {
    guard old.columns == new.columns, old.rows == new.rows, new.rows > 2, new.columns > 0 else {
      return nil
    }
    let columns = Array(stride(from: 0, to: new.columns, by: max(1, new.columns / 32)))
    let stay = GridScroll.equalCells(old, new, columns, distance: 0)
    var best: (gain: Int, rows: Range<Int>, distance: Int)?
    for size in 1...max(1, new.rows / 2) {
      for distance in [size, -size] {
        let moved = GridScroll.equalCells(old, new, columns, distance: distance)
        if let (gain, rows) = GridScroll.gain(moved, stay, distance), gain > best?.gain ?? 0 {
          best = (gain, rows, distance)
        }
      }
    }
    guard let best, best.gain >= columns.count else { return nil }
    (rows, distance) = (best.rows, best.distance)
  }

  /// For each new row, how many of the columns show what the old row did from which this distance
  /// brings it; none where that row does not exist.
  private static func equalCells(
    _ old: Grid, _ new: Grid, _ columns: [Int], distance: Int
  ) -> [Int] {
    var counts = [Int](repeating: 0, count: new.rows)
    old.withCells { before in
      new.withCells { after in
        for row in max(0, -distance)..<min(new.rows, new.rows - distance) {
          let (from, to) = ((row + distance) * new.columns, row * new.columns)
          var count = 0
          for column in columns where before[from + column] == after[to + column] { count += 1 }
          counts[row] = count
        }
      }
    }
    return counts
  }

  /// The stretch of rows that gains most by a move: cells that come to their places, less those
  /// that stood in theirs and are moved away or wiped out.
  private static func gain(
    _ moved: [Int], _ stay: [Int], _ distance: Int
  ) -> (gain: Int, rows: Range<Int>)? {
    let count = stay.count
    // A move down is a move up in a mirror.
    func mirrored(_ row: Int) -> Int { distance > 0 ? row : count - 1 - row }
    let size = abs(distance)
    var best: (gain: Int, rows: Range<Int>)?
    var (sum, start) = (0, 0)
    for row in 0..<(count - size) {
      if sum <= 0 { (sum, start) = (0, row) }
      sum += moved[mirrored(row)] - stay[mirrored(row)]
      let wiped = (row + 1...row + size).reduce(0) { $0 + stay[mirrored($1)] }
      if sum - wiped > best?.gain ?? 0 { best = (sum - wiped, start..<(row + size + 1)) }
    }
    return best.map { gain, rows in
      (gain, distance > 0 ? rows : (count - rows.upperBound)..<(count - rows.lowerBound))
    }
  }
}
