import GRDB
import GRDBSQLite

/// A compiled statement that is bound and stepped by hand.
///
/// The rows of a week's agenda and the inserts of an import go through here: no argument arrays, no
/// row objects, columns by index. Everything else uses GRDB's own calls.
final class Prepared {
  private let handle: OpaquePointer
  private let connection: OpaquePointer
  /// Whose it is where the connection keeps it for the next time.
  private let kept: Statement?

  /// Compiles a statement that lives as long as this.
  init(_ sql: String, in db: Database) throws {
    guard let connection = db.sqliteConnection else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the connection is closed")
    }
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(connection, sql, -1, 0, &handle, nil)
    guard code == SQLITE_OK, let handle else {
      throw Prepared.error(code, connection)
    }
    self.handle = handle
    self.connection = connection
    kept = nil
  }

  /// Takes the statement that the connection keeps for this text, compiled the first time. While one
  /// of its rows is being read, whoever needs the same gets one of his own.
  convenience init(keeping sql: String, in db: Database) throws {
    let statement = try db.cachedStatement(sql: sql)
    if sqlite3_stmt_busy(statement.sqliteStatement) != 0 {
      try self.init(sql, in: db)
    } else {
      try self.init(statement, in: db)
    }
  }

  private init(_ statement: Statement, in db: Database) throws {
    guard let connection = db.sqliteConnection else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "the connection is closed")
    }
    handle = statement.sqliteStatement
    self.connection = connection
    kept = statement
  }

  deinit {
    guard kept != nil else {
      sqlite3_finalize(handle)
      return
    }
    sqlite3_reset(handle)
    // A title of 100 KB need not wait here for the next one.
    sqlite3_clear_bindings(handle)
  }

  /// Moves to the next row; false behind the last one.
  func step() throws -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw Prepared.error(code, connection)
    }
  }

  /// Runs a statement that yields no rows, and makes it ready for the next run.
  func run() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    guard code == SQLITE_DONE || code == SQLITE_ROW else {
      throw Prepared.error(code, connection)
    }
  }

  func reset() { sqlite3_reset(handle) }

  // MARK: Parameters, counted from 1

  func bind(_ value: Int, at index: Int32) { sqlite3_bind_int64(handle, index, Int64(value)) }

  func bind(_ value: Int?, at index: Int32) {
    if let value { bind(value, at: index) } else { sqlite3_bind_null(handle, index) }
  }

  func bind(_ value: String, at index: Int32) {
    var value = value
    value.withUTF8 { bind(text: $0, at: index) }
  }

  /// Binds a text of UTF-8.
  func bind(text: UnsafeBufferPointer<UInt8>, at index: Int32) {
    _ = text.withMemoryRebound(to: CChar.self) { text in
      // An empty buffer has no address, and a null pointer would bind NULL.
      text.isEmpty
        ? sqlite3_bind_text(handle, index, "", 0, transient)
        : sqlite3_bind_text(handle, index, text.baseAddress, Int32(text.count), transient)
    }
  }

  func bind(_ value: String?, at index: Int32) {
    if let value { bind(value, at: index) } else { sqlite3_bind_null(handle, index) }
  }

  // MARK: Columns, counted from 0

  func int(_ index: Int32) -> Int { Int(sqlite3_column_int64(handle, index)) }

  func isNull(_ index: Int32) -> Bool { sqlite3_column_type(handle, index) == SQLITE_NULL }

  func optionalInt(_ index: Int32) -> Int? { isNull(index) ? nil : int(index) }

  func text(_ index: Int32) -> String { optionalText(index) ?? "" }

  func optionalText(_ index: Int32) -> String? {
    guard let bytes = sqlite3_column_text(handle, index) else { return nil }
    let count = Int(sqlite3_column_bytes(handle, index))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  /// The bytes of a text, valid until the next step; empty for NULL.
  func bytes(_ index: Int32) -> UnsafeBufferPointer<UInt8> {
    guard let bytes = sqlite3_column_text(handle, index) else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, index)))
  }

  private static func error(_ code: Int32, _ connection: OpaquePointer) -> DatabaseError {
    DatabaseError(
      resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(connection)))
  }
}

/// SQLite copies the text before the call returns.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// What the statements of cold paths are given.
protocol Bindable {
  func bind(to statement: Prepared, at index: Int32)
}

extension Int: Bindable {
  func bind(to statement: Prepared, at index: Int32) { statement.bind(self, at: index) }
}

extension Bool: Bindable {
  func bind(to statement: Prepared, at index: Int32) {
    statement.bind(self ? 1 : 0, at: index)
  }
}

extension String: Bindable {
  func bind(to statement: Prepared, at index: Int32) { statement.bind(self, at: index) }
}

extension Prepared {
  func bind(_ values: [(any Bindable)?]) {
    for (index, value) in values.enumerated() {
      if let value {
        value.bind(to: self, at: Int32(index + 1))
      } else {
        bind(nil as Int?, at: Int32(index + 1))
      }
    }
  }
}

extension Database {
  /// Runs one statement. One with parameters is kept for the next time, so its text says nothing that
  /// differs from time to time; so are those of `all` and `first`.
  func run(_ sql: String, _ values: (any Bindable)?...) throws {
    let statement = try prepared(sql, isKept: !values.isEmpty)
    statement.bind(values)
    try statement.run()
  }

  /// What `read` makes of each row.
  func all<Row>(
    _ sql: String, _ values: (any Bindable)?..., read: (Prepared) throws -> Row
  ) throws -> [Row] {
    let statement = try prepared(sql, isKept: !values.isEmpty)
    statement.bind(values)
    var rows: [Row] = []
    while try statement.step() { rows.append(try read(statement)) }
    return rows
  }

  /// What `read` makes of the first row; nil where there is none.
  func first<Row>(
    _ sql: String, _ values: (any Bindable)?..., read: (Prepared) throws -> Row
  ) throws -> Row? {
    let statement = try prepared(sql, isKept: !values.isEmpty)
    statement.bind(values)
    return try statement.step() ? try read(statement) : nil
  }

  private func prepared(_ sql: String, isKept: Bool) throws -> Prepared {
    isKept ? try Prepared(keeping: sql, in: self) : try Prepared(sql, in: self)
  }

  /// How many rows the last statement changed.
  var changes: Int { sqliteConnection.map { Int(sqlite3_changes($0)) } ?? 0 }

  /// Has SQLite compile statements without asking GRDB about every column that they name. It would
  /// remember them for observers of its own, which a store does not have: its writers say themselves
  /// what they changed.
  func compileUnasked() {
    if let connection = sqliteConnection { sqlite3_set_authorizer(connection, nil, nil) }
  }

  /// Runs several statements without parameters.
  func script(_ sql: String) throws {
    guard let connection = sqliteConnection else { return }
    let code = sqlite3_exec(connection, sql, nil, nil, nil)
    guard code == SQLITE_OK else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code),
        message: String(cString: sqlite3_errmsg(connection)),
        sql: nil)
    }
  }
}
