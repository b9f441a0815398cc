import GRDB

/// The statements of one transaction that are repeated, with every event of a pass say: each is
/// compiled once.
final class Statements {
  private let db: Database
  /// Those that nobody is stepping through, by their text.
  private var idle: [String: Prepared] = [:]

  init(_ db: Database) { self.db = db }

  func run(_ sql: String, _ values: (any Bindable)?...) throws {
    try use(sql, values) { try $0.run() }
  }

  /// What `read` makes of each row.
  func all<Row>(
    _ sql: String, _ values: (any Bindable)?..., read: (Prepared) throws -> Row
  ) throws -> [Row] {
    try use(sql, values) { statement in
      var rows: [Row] = []
      while try statement.step() { rows.append(try read(statement)) }
      return rows
    }
  }

  /// What `read` makes of the first row; nil where there is none.
  func first<Row>(
    _ sql: String, _ values: (any Bindable)?..., read: (Prepared) throws -> Row
  ) throws -> Row? {
    try use(sql, values) { try $0.step() ? try read($0) : nil }
  }

  private func use<Value>(
    _ sql: String, _ values: [(any Bindable)?], _ body: (Prepared) throws -> Value
  ) throws -> Value {
    let statement = try idle.removeValue(forKey: sql) ?? Prepared(sql, in: db)
    defer {
      statement.reset()
      idle[sql] = statement
    }
    statement.bind(values)
    return try body(statement)
  }
}
