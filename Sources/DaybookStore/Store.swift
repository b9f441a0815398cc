internal import DaybookCore
import GRDB
package import ICalendar
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Everything Daybook remembers, in one SQLite file.
///
/// Reading and writing are synchronous; the interface calls them away from the main actor. Each
/// write is one transaction: all of it is stored, or nothing. Errors are `StoreError`s.
package final class Store: Sendable {
  /// The file; empty for a store in memory.
  package let path: String
  package let options: StoreOptions
  package let zones: ZoneDatabase
  let hub = ChangeHub()
  private let writer: DatabaseQueue
  private let reader: DatabaseQueue
  private let identity: StoreFile.Identity?
  /// Why this file is the store no longer; nil while it is.
  private let loss: Mutex<StoreError?> = Mutex(nil)
  /// The version of the data as other connections left it when last asked.
  private let seenVersion = Mutex(0)
  /// How often this process has written.
  private let writes = Mutex(0)

  /// Opens the store at `path`, making it and its folder where there is none.
  ///
  /// A file that is no database any more is moved aside and a new store is made; `setAside` is
  /// thrown all the same, so that somebody hears of it. The next opening succeeds.
  package static func open(
    at path: String, zones: ZoneDatabase, options: StoreOptions
  ) throws -> Store {
    let file = StoreFile(path: path)
    try file.prepare()
    let judged = file.identity
    if !file.isPlainlyDamaged {
      do {
        return try Store(path: path, zones: zones, options: options)
      } catch let error as DatabaseError {
        if let known = StoreError(error, path: path) { throw known }
      }
    }
    if let error = try replaceDamaged(file, judged: judged, zones, options) { throw error }
    return try Store(path: path, zones: zones, options: options)
  }

  /// A store that lives as long as the value: for demos and tests.
  package static func inMemory(zones: ZoneDatabase, options: StoreOptions) throws -> Store {
    try Store(path: "", zones: zones, options: options)
  }

  /// Moves a damaged file aside and makes a new store; nil where another process has done it.
  private static func replaceDamaged(
    _ file: StoreFile, judged: StoreFile.Identity?, _ zones: ZoneDatabase, _ options: StoreOptions
  ) throws -> StoreError? {
    guard let aside = try file.setAside(judged: judged) else { return nil }
    try file.prepare()
    do {
      _ = try Store(path: file.path, zones: zones, options: options)
    } catch let error as DatabaseError {
      throw StoreError(error, path: file.path) ?? .unexpected("\(error)")
    }
    return .setAside(path: file.path, aside: aside)
  }

  private init(path: String, zones: ZoneDatabase, options: StoreOptions) throws {
    self.path = path
    self.zones = zones
    self.options = options
    DatabaseSettings.apply()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(options.patience)
    configuration.label = "daybook.store"
    configuration.prepareDatabase { db in
      db.compileUnasked()
      // A command reads once and ends: the map saves it a copy of each page. In a program that stays
      // open the whole file would count as its memory.
      let map = options.connections == .one ? 268_435_456 : 0
      try db.script(
        """
        PRAGMA synchronous = NORMAL; PRAGMA mmap_size = \(map); PRAGMA cache_size = -4096;
        PRAGMA wal_autocheckpoint = 2000
        """)
    }
    writer =
      path.isEmpty
      ? try DatabaseQueue(configuration: configuration)
      : try DatabaseQueue(path: path, configuration: configuration)
    try writer.inDatabase { db in try Store.prepare(db, path: path, options: options) }
    identity = path.isEmpty ? nil : StoreFile(path: path).identity
    let version = try writer.inDatabase { db in try Store.dataVersion(db) }
    seenVersion.withLock { $0 = version }
    if options.connections == .two, !path.isEmpty {
      configuration.readonly = true
      configuration.label = "daybook.store.reader"
      // It stays as long as the program, and what it reads again is in the system's cache anyway.
      configuration.prepareDatabase { db in try db.script("PRAGMA cache_size = -1024") }
      reader = try DatabaseQueue(path: path, configuration: configuration)
    } else {
      reader = writer
    }
  }

  private static func prepare(_ db: Database, path: String, options: StoreOptions) throws {
    let version = try db.first("PRAGMA user_version") { $0.int(0) } ?? 0
    if version == Schema.version { return }
    if version > Schema.version {
      throw StoreError.newer(path: path, version: version, known: Schema.version)
    }
    if version == 0, !path.isEmpty {
      try refuseForeign(db, path: path)
      // Events average a kilobyte: of larger pages less is left over.
      try db.script("PRAGMA page_size = 8192")
      try beginLog(db, options)
    }
    try db.inTransaction(.immediate) {
      // Another process may have done it while this one waited.
      let version = try db.first("PRAGMA user_version") { $0.int(0) } ?? 0
      if version < Schema.version { try Schema.migrate(db, from: version) }
      if version == 0 {
        try Window(around: options.now, options).store(in: db)
      }
      return .commit
    }
  }

  /// A database that has tables, and no number of ours, is another program's.
  private static func refuseForeign(_ db: Database, path: String) throws {
    let hasTables =
      try db.first("SELECT 1 FROM sqlite_master LIMIT 1", read: { $0.int(0) }) != nil
    // Another process that makes a store at this moment commits both at once.
    let version = try db.first("PRAGMA user_version") { $0.int(0) } ?? 0
    if hasTables, version == 0 { throw StoreError.foreign(path: path) }
  }

  /// Makes the store write ahead. Of several processes that make it at once SQLite turns all but one
  /// away without letting them wait, so they try again.
  private static func beginLog(_ db: Database, _ options: StoreOptions) throws {
    let end = ContinuousClock.now + .seconds(options.patience)
    while true {
      do {
        return try db.script("PRAGMA journal_mode = WAL")
      } catch let error as DatabaseError
        where error.resultCode == .SQLITE_BUSY && ContinuousClock.now < end
      {
        usleep(10_000)
      }
    }
  }

  // MARK: - The two ways in

  /// Reads from one state of the store.
  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try Patience.check?()
    return try explaining {
      try reader.inDatabase { db in
        var value: Value?
        try db.inTransaction(.deferred) {
          value = try body(db)
          return .commit
        }
        guard let value else { throw StoreError.unexpected("a read without a result") }
        return value
      }
    }
  }

  /// Writes in one transaction, and tells the watchers what it said it changed.
  func write<Value>(_ body: (Writing) throws -> Value) throws -> Value {
    let (value, changes) = try explaining {
      try writer.inDatabase { db in
        var value: Value?
        var changes: StoreChange = []
        try db.inTransaction(.immediate) {
          let writing = Writing(db, self)
          value = try body(writing)
          try writing.finish()
          changes = writing.changes
          return .commit
        }
        guard let value else { throw StoreError.unexpected("a write without a result") }
        return (value, changes)
      }
    }
    writes.withLock { $0 += 1 }
    hub.tell(changes)
    return value
  }

  /// Another one after each commit, whoever made it.
  package func state() throws -> StoreState {
    let writes = writes.withLock { $0 }
    let version = try explaining { try reader.inDatabase { db in try Store.dataVersion(db) } }
    return StoreState(version: version, writes: writes)
  }

  /// Runs SQL outside of any transaction, for settings of the connection.
  func execute(_ sql: String) throws {
    try explaining { try writer.inDatabase { try $0.script(sql) } }
  }

  /// Tells the watchers when another process has committed since this was last called, or since the
  /// store was opened. For whoever notices that the store's log file has grown.
  package func noticeOtherProcesses() throws {
    let version = try explaining { try writer.inDatabase { db in try Store.dataVersion(db) } }
    let isNews = seenVersion.withLock { seen in
      defer { seen = version }
      return seen != version
    }
    if isNews { hub.tell(.all) }
  }

  /// Moves with the commits of other connections only; the connection that reads does not count.
  private static func dataVersion(_ db: Database) throws -> Int {
    try db.first("PRAGMA data_version") { $0.int(0) } ?? 0
  }

  /// What to watch besides `changes()` to learn of commits by other processes; nil in memory.
  package var logPath: String? { path.isEmpty ? nil : path + "-wal" }

  private func explaining<Value>(_ body: () throws -> Value) throws -> Value {
    if let loss = loss.withLock({ $0 }) { throw loss }
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError(error, path: path) ?? setAsideIfOurs(error)
    }
  }

  /// A page turned out to be damaged in the middle of things. The connections stay with the file
  /// that was set aside, so nothing more is read from it or written to it.
  private func setAsideIfOurs(_ error: DatabaseError) -> any Error {
    do {
      let answer =
        try Store.replaceDamaged(StoreFile(path: path), judged: identity, zones, options)
        ?? .disk(path: path, reason: error.message ?? "damaged")
      loss.withLock { $0 = answer }
      return answer
    } catch {
      return error
    }
  }
}

/// Tells whether a store is still as it was when it was read; see `Store.state`.
package struct StoreState: Hashable, Sendable {
  fileprivate var version: Int
  fileprivate var writes: Int
}
