import GRDB

/// Rows of `occurrence` on their way into the store, many with one statement: most of what an insert
/// costs is the statement, and a series has hundreds of them.
final class OccurrenceRows {
  private static let width = 16
  private static let columns = 5
  private let one: Prepared
  private let many: Prepared
  private var values: [Int] = []

  init(_ db: Database) throws {
    let insert = "INSERT OR IGNORE INTO occurrence (lane, start, event, delta, length) VALUES "
    let row = "(?, ?, ?, ?, ?)"
    one = try Prepared(keeping: insert + row, in: db)
    let rows = Array(repeating: row, count: Self.width)
    many = try Prepared(keeping: insert + rows.joined(separator: ", "), in: db)
    values.reserveCapacity(Self.width * Self.columns)
  }

  func add(_ row: Int, start: Int, length: Int, delta: Int, isWall: Bool) throws {
    values.append(Lane.of(length: length, isWall: isWall))
    values.append(start)
    values.append(row)
    values.append(delta)
    values.append(length)
    if values.count == Self.width * Self.columns { try run(many, values[...]) }
  }

  /// Writes what is left.
  func flush() throws {
    let rest = values
    for start in stride(from: 0, to: rest.count, by: Self.columns) {
      try run(one, rest[start..<start + Self.columns])
    }
  }

  /// Forgets what was not written.
  func forget() { values.removeAll(keepingCapacity: true) }

  private func run(_ statement: Prepared, _ row: ArraySlice<Int>) throws {
    for (offset, value) in row.enumerated() { statement.bind(value, at: Int32(offset + 1)) }
    values.removeAll(keepingCapacity: true)
    try statement.run()
  }
}
