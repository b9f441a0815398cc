import GRDB

/// Rows of `occurrence` on their way into the store, many with one statement and in the order of the
/// table: most of what an insert costs is the statement and the way to its place, and a series has
/// hundreds of them.
final class OccurrenceRows {
  private struct Row {
    var lane: Int
    var start: Int
    var event: Int
    var delta: Int
    var length: Int

    func precedes(_ other: Row) -> Bool {
      (lane, start, event, delta) < (other.lane, other.start, other.event, other.delta)
    }
  }

  private static let width = 16
  private static let columns: Int32 = 5
  /// As many as wait at most.
  private static let most = 16_384
  private let one: Prepared
  private let many: Prepared
  private var rows: [Row] = []

  init(_ db: Database) throws {
    let insert = "INSERT OR IGNORE INTO occurrence (lane, start, event, delta, length) VALUES "
    let row = "(?, ?, ?, ?, ?)"
    one = try Prepared(keeping: insert + row, in: db)
    let rows = Array(repeating: row, count: Self.width)
    many = try Prepared(keeping: insert + rows.joined(separator: ", "), in: db)
  }

  func add(_ row: Int, start: Int, length: Int, delta: Int, isWall: Bool) throws {
    rows.append(
      Row(
        lane: Lane.of(length: length, isWall: isWall), start: start, event: row, delta: delta,
        length: length))
    if rows.count == Self.most { try flush() }
  }

  /// Writes what waits.
  func flush() throws {
    rows.sort { $0.precedes($1) }
    let whole = rows.count - rows.count % Self.width
    for first in stride(from: 0, to: whole, by: Self.width) {
      for offset in 0..<Self.width { bind(rows[first + offset], to: many, at: offset) }
      try many.run()
    }
    for row in rows[whole...] {
      bind(row, to: one, at: 0)
      try one.run()
    }
    rows.removeAll(keepingCapacity: rows.count < 256)
  }

  /// Forgets what was not written.
  func forget() { rows.removeAll() }

  private func bind(_ row: Row, to statement: Prepared, at place: Int) {
    let first = Int32(place) * Self.columns
    statement.bind(row.lane, at: first + 1)
    statement.bind(row.start, at: first + 2)
    statement.bind(row.event, at: first + 3)
    statement.bind(row.delta, at: first + 4)
    statement.bind(row.length, at: first + 5)
  }
}
