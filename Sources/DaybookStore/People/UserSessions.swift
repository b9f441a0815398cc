import GRDB
package import ICalendar

/// Sign-ins that last: each is a session, whose refresh token is another one after each use.
extension UserIndex {
  /// More of one person's end the oldest.
  package static let mostSessions = 50

  /// - Parameter hash: of the first refresh token.
  /// - Returns: the session's id; nil where there is no such person any more.
  package func beginSession(of user: String, hash: String, now: Instant, expires: Instant) throws
    -> String?
  {
    try write { db in
      guard try db.first("SELECT 1 FROM user WHERE id = ?", user, read: { _ in true }) != nil else {
        return nil
      }
      let id = User.makeID()
      try db.run(
        "INSERT INTO session (id, user, since) VALUES (?, ?, ?)", id, user, now.seconds)
      try db.run(
        """
        DELETE FROM session WHERE user = ? AND id <> ? AND id NOT IN
          (SELECT id FROM session WHERE user = ? AND id <> ? ORDER BY since DESC LIMIT ?)
        """, user, id, user, id, UserIndex.mostSessions - 1)
      try db.run(
        "INSERT INTO refresh (hash, session, expires) VALUES (?, ?, ?)", hash, id,
        expires.seconds)
      return id
    }
  }

  /// Turns a refresh token into the next one. One that was used before ends its session: either whoever
  /// shows it or whoever used it has no right to it.
  package func rotate(_ old: String, to hash: String, now: Instant, expires: Instant) throws
    -> Rotation
  {
    try write { db in
      let known = try db.first(
        """
        SELECT user.id, user.name, user.since, refresh.session, refresh.used FROM refresh
        JOIN session ON session.id = refresh.session JOIN user ON user.id = session.user
        WHERE refresh.hash = ? AND refresh.expires > ?
        """, old, now.seconds
      ) { (user: User(row: $0), session: $0.text(3), isUsed: !$0.isNull(4)) }
      guard let known else { return .unknown }
      if known.isUsed {
        try db.run("DELETE FROM session WHERE id = ?", known.session)
        return .reused
      }
      try db.run("UPDATE refresh SET used = ? WHERE hash = ?", now.seconds, old)
      try db.run(
        "INSERT INTO refresh (hash, session, expires) VALUES (?, ?, ?)", hash, known.session,
        expires.seconds)
      return .renewed(known.user, session: known.session)
    }
  }

  /// Whether somebody is signed in by this session still.
  package func isSession(_ id: String, of user: String) throws -> Bool {
    try read { db in
      try db.first("SELECT 1 FROM session WHERE id = ? AND user = ?", id, user) { _ in true }
        ?? false
    }
  }

  /// Ends the session that a refresh token belongs to, whether it was used or not.
  package func endSession(refresh hash: String) throws {
    try write { db in
      try db.run(
        "DELETE FROM session WHERE id = (SELECT session FROM refresh WHERE hash = ?)", hash)
    }
  }
}

/// Tokens for scripts.
extension UserIndex {
  package static let mostTokens = 100

  /// - Throws: `UserRefusal.tooMany`.
  package func addToken(_ token: ApiToken, hash: String, of user: String) throws {
    try write { db in
      let count = try db.first("SELECT COUNT(*) FROM token WHERE user = ?", user) { $0.int(0) }
      guard (count ?? 0) < UserIndex.mostTokens else { throw UserRefusal.tooMany }
      try db.run(
        """
        INSERT INTO token (id, user, hash, name, scopes, made, expires)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """, token.id, user, hash, token.name, token.scopes.joined(separator: " "),
        token.made.seconds, token.expires?.seconds)
    }
  }

  /// The newest first.
  package func tokens(of user: String) throws -> [ApiToken] {
    try read { db in
      try db.all(
        """
        SELECT id, name, scopes, made, expires, last_used FROM token WHERE user = ?
        ORDER BY made DESC, id
        """, user, read: ApiToken.init(row:))
    }
  }

  /// False where this person has no such token.
  package func removeToken(_ id: String, of user: String) throws -> Bool {
    try write { db in
      try db.run("DELETE FROM token WHERE id = ? AND user = ?", id, user)
      return db.changes == 1
    }
  }

  /// Whose token it is, and what it may do; nil for one that is unknown or has ended.
  package func token(hash: String, at now: Instant) throws -> (user: String, token: ApiToken)? {
    let found = try read { db in
      try db.first(
        """
        SELECT id, name, scopes, made, expires, last_used, user FROM token
        WHERE hash = ? AND (expires IS NULL OR expires > ?)
        """, hash, now.seconds
      ) { (user: $0.text(6), token: ApiToken(row: $0)) }
    }
    guard let found else { return nil }
    // Writing at each use would cost a script more than what it asks for.
    if found.token.lastUsed.map({ now - $0 >= 3_600 }) ?? true {
      try write { db in
        try db.run("UPDATE token SET last_used = ? WHERE hash = ?", now.seconds, hash)
      }
    }
    return found
  }
}

extension ApiToken {
  fileprivate init(row: Prepared) {
    func instant(_ column: Int32) -> Instant? {
      row.optionalInt(column).map { Instant(seconds: $0) }
    }
    self.init(
      id: row.text(0), name: row.text(1),
      scopes: row.text(2).split(separator: " ").map(String.init),
      made: Instant(seconds: row.int(3)), expires: instant(4), lastUsed: instant(5))
  }
}
