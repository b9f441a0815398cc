import GRDB

/// The words of events, as the search finds them.
///
/// One statement a row: of several rows in one SQLite would make a savepoint, and the index writes all
/// it has gathered to disk for each.
final class WordRows {
  private let insert: Prepared
  private let delete: Prepared

  init(_ db: Database) throws {
    insert = try Prepared(keeping: "INSERT INTO words (rowid, text) VALUES (?, ?)", in: db)
    delete = try Prepared(
      keeping: "INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)", in: db)
  }

  func add(_ words: [UInt8], row: Int) throws { try run(insert, words, row) }

  /// Takes the words out that a row was indexed with.
  func remove(_ words: [UInt8], row: Int) throws { try run(delete, words, row) }

  private func run(_ statement: Prepared, _ words: [UInt8], _ row: Int) throws {
    statement.bind(row, at: 1)
    words.withUnsafeBufferPointer { statement.bind(text: $0, at: 2) }
    try statement.run()
  }
}
