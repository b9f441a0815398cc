import GRDB
package import ICalendar

/// Who has a store on a server of several people, and what proves it: one small SQLite file.
///
/// Of passwords, tokens and invitations only hashes are kept. Calls block; errors are `StoreError`s
/// and `UserRefusal`s. Times are told by the caller.
package final class UserIndex: Sendable {
  package let path: String
  private let queue: DatabaseQueue

  /// Opens the index at `path`, making it and its folder where there is none. One that is damaged is
  /// left as it is: an empty one in its place would let strangers in.
  package static func open(at path: String) throws -> UserIndex {
    try StoreFile(path: path).prepare()
    do {
      return try UserIndex(path: path)
    } catch let error as DatabaseError {
      throw StoreError(error, path: path)
        ?? .cannotOpen(path: path, reason: error.message ?? "it is damaged")
    }
  }

  /// One that is gone with the program.
  package static func passing() throws -> UserIndex { try UserIndex(path: ":memory:") }

  private init(path: String) throws {
    self.path = path
    DatabaseSettings.apply()
    var configuration = Configuration()
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(5)
    configuration.label = "daybook.users"
    configuration.prepareDatabase { db in
      // What is taken back stays taken back, whatever becomes of the machine; and what was erased
      // is not left in the file.
      try db.script("PRAGMA synchronous = FULL; PRAGMA secure_delete = ON")
    }
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.inDatabase { db in
      try db.inTransaction(.immediate) {
        let version = try db.first("PRAGMA user_version") { $0.int(0) } ?? 0
        guard version <= UserIndex.steps.count else {
          throw StoreError.newer(path: path, version: version, known: UserIndex.steps.count)
        }
        for step in UserIndex.steps[version...] { try db.script(step) }
        try db.script("PRAGMA user_version = \(UserIndex.steps.count)")
        return .commit
      }
    }
  }

  /// A released step is never edited; a change is a new step at the end.
  ///
  /// - `user.folded`: the name as names are compared. `refresh.used`: when it was turned into the
  ///   next one; a session has one that is not. Every `hash` is SHA-256 in hexadecimal.
  private static let steps = [
    """
    CREATE TABLE user (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE,
      password TEXT NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE session (
      id TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES user ON DELETE CASCADE,
      since INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX session_user ON session (user, since);
    CREATE TABLE refresh (
      hash TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES session ON DELETE CASCADE,
      expires INTEGER NOT NULL, used INTEGER) WITHOUT ROWID;
    CREATE INDEX refresh_session ON refresh (session);
    CREATE TABLE token (
      id TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES user ON DELETE CASCADE,
      hash TEXT NOT NULL UNIQUE, name TEXT NOT NULL, scopes TEXT NOT NULL,
      made INTEGER NOT NULL, expires INTEGER, last_used INTEGER) WITHOUT ROWID;
    CREATE INDEX token_user ON token (user);
    CREATE TABLE invitation (
      hash TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;
    """
  ]

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try explaining { try queue.inDatabase(body) }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try explaining {
      try queue.inDatabase { db in
        var value: Value?
        try db.inTransaction(.immediate) {
          value = try body(db)
          return .commit
        }
        guard let value else { throw StoreError.unexpected("a write without a result") }
        return value
      }
    }
  }

  private func explaining<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StoreError(error, path: path) ?? .disk(path: path, reason: error.message ?? "damaged")
    }
  }
}

// MARK: - People

extension UserIndex {
  /// In the order of their names.
  package func users() throws -> [User] {
    try read { db in
      try db.all("SELECT id, name, since FROM user ORDER BY folded", read: User.init(row:))
    }
  }

  package func user(_ id: String) throws -> User? {
    try read { db in
      try db.first("SELECT id, name, since FROM user WHERE id = ?", id, read: User.init(row:))
    }
  }

  /// Who goes by a name, and the record of their password.
  package func user(named folded: String) throws -> (user: User, password: String)? {
    try read { db in
      try db.first("SELECT id, name, since, password FROM user WHERE folded = ?", folded) {
        (User(row: $0), $0.text(3))
      }
    }
  }

  /// Takes somebody in.
  ///
  /// - Parameters:
  ///   - folded: the name as names are compared.
  ///   - password: its record.
  ///   - invitation: the hash of one that is used up by this; nil where none is needed.
  /// - Throws: `UserRefusal`, and then nothing is used up.
  package func add(
    _ user: User, folded: String, password: String, invitation: String?
  ) throws {
    try write { db in
      if let invitation {
        try db.run(
          "DELETE FROM invitation WHERE hash = ? AND expires > ?", invitation, user.since.seconds)
        guard db.changes == 1 else { throw UserRefusal.invitation }
      }
      let isTaken = try db.first("SELECT 1 FROM user WHERE folded = ?", folded) { _ in true }
      guard isTaken == nil else { throw UserRefusal.taken }
      try db.run(
        "INSERT INTO user (id, name, folded, password, since) VALUES (?, ?, ?, ?, ?)", user.id,
        user.name, folded, password, user.since.seconds)
    }
  }

  /// Keeps another record of the same password, made with more work.
  package func strengthen(_ id: String, from old: String, to password: String) throws {
    try write { db in
      try db.run(
        "UPDATE user SET password = ? WHERE id = ? AND password = ?", password, id, old)
    }
  }

  /// Gives somebody another password; what they or others proved themselves with ends.
  package func reset(_ id: String, password: String) throws {
    try write { db in
      try db.run("UPDATE user SET password = ? WHERE id = ?", password, id)
      try db.run("DELETE FROM session WHERE user = ?", id)
      try db.run("DELETE FROM token WHERE user = ?", id)
    }
  }

  /// Keeps somebody's own new password; their other sessions end, and their tokens for scripts stay.
  ///
  /// - Returns: false where the old one is another by now, or the session has ended; then nothing is
  ///   done.
  package func change(
    _ id: String, from old: String, to password: String, keeping session: String
  ) throws -> Bool {
    try write { db in
      try db.run(
        """
        UPDATE user SET password = ? WHERE id = ? AND password = ?
          AND EXISTS (SELECT 1 FROM session WHERE session.id = ? AND session.user = user.id)
        """, password, id, old, session)
      guard db.changes == 1 else { return false }
      try db.run("DELETE FROM session WHERE user = ? AND id <> ?", id, session)
      return true
    }
  }

  /// Who somebody is, and the record of their password.
  package func record(of id: String) throws -> (user: User, folded: String, password: String)? {
    try read { db in
      try db.first("SELECT id, name, since, folded, password FROM user WHERE id = ?", id) {
        (User(row: $0), $0.text(3), $0.text(4))
      }
    }
  }

  /// Forgets somebody, and everything that proves who they are.
  package func remove(_ id: String) throws {
    try write { db in try db.run("DELETE FROM user WHERE id = ?", id) }
  }

  package func addInvitation(hash: String, expires: Instant) throws {
    try write { db in
      try db.run("INSERT INTO invitation (hash, expires) VALUES (?, ?)", hash, expires.seconds)
    }
  }

  /// Whether an invitation can be used.
  package func isInvitation(hash: String, at now: Instant) throws -> Bool {
    try read { db in
      try db.first(
        "SELECT 1 FROM invitation WHERE hash = ? AND expires > ?", hash, now.seconds
      ) { _ in true } ?? false
    }
  }

  /// Forgets what has ended by itself.
  package func prune(at now: Instant) throws {
    try write { db in
      try db.run("DELETE FROM invitation WHERE expires <= ?", now.seconds)
      // One that was used is remembered as long as it could be shown again.
      try db.run("DELETE FROM refresh WHERE expires <= ?", now.seconds)
      try db.run("DELETE FROM session WHERE id NOT IN (SELECT session FROM refresh)")
      try db.run("DELETE FROM token WHERE expires <= ?", now.seconds)
    }
  }
}

extension User {
  /// Of a row whose columns begin with id, name and since.
  init(row: Prepared) {
    self.init(id: row.text(0), name: row.text(1), since: Instant(seconds: row.int(2)))
  }
}
