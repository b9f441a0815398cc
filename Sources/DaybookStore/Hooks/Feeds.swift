package import DaybookCore
import GRDB
package import ICalendar

/// A private address under which others read when one is busy, without its secret.
package struct BusyFeed: Identifiable, Hashable, Sendable {
  package var id: String
  /// What it is for, in the words of whoever made it.
  package var name: String
  package var at: Instant
  /// When it was read last, to the day.
  package var usedAt: Instant?
}

extension Store {
  package static let mostFeeds = 50

  /// Remembers a feed.
  ///
  /// - Parameter mark: SHA-256 of its secret, which nobody keeps.
  package func addFeed(id: String, name: String, mark: String, now: Instant) throws -> BusyFeed {
    try write { writing in
      let count = try writing.db.first("SELECT count(*) FROM feed") { $0.int(0) } ?? 0
      guard count < Self.mostFeeds else { throw StoreError.tooMany(.feed, limit: Self.mostFeeds) }
      try writing.db.run(
        "INSERT INTO feed (id, name, mark, at) VALUES (?, ?, ?, ?)", id, name, mark, now.seconds)
      return BusyFeed(id: id, name: name, at: now)
    }
  }

  /// The oldest first.
  package func feeds() throws -> [BusyFeed] {
    try read { db in
      try db.all("SELECT id, name, at, used_at FROM feed ORDER BY at, id") { BusyFeed(row: $0) }
    }
  }

  package func removeFeed(_ id: String) throws {
    try write { writing in
      try writing.db.run("DELETE FROM feed WHERE id = ?", id)
      guard writing.db.changes > 0 else { throw StoreError.gone(.feed) }
    }
  }

  /// The feed with the secret of this mark; nil where there is none. Once a day is written down that
  /// it is read.
  package func useFeed(mark: String, now: Instant) throws -> BusyFeed? {
    let found = try read { db in
      try db.first("SELECT id, name, at, used_at FROM feed WHERE mark = ?", mark) {
        BusyFeed(row: $0)
      }
    }
    guard let found else { return nil }
    if let used = found.usedAt, abs(now - used) < 86_400 { return found }
    try write { writing in
      try writing.db.run("UPDATE feed SET used_at = ? WHERE id = ?", now.seconds, found.id)
    }
    return found
  }
}

extension BusyFeed {
  fileprivate init(row: Prepared) {
    self.init(
      id: row.text(0), name: row.text(1), at: Instant(seconds: row.int(2)),
      usedAt: row.optionalInt(3).map { Instant(seconds: $0) })
  }

  /// - Parameter address: shown once, when it is made.
  package func json(in zone: Zone, address: String? = nil) -> JSON {
    var fields: [(String, JSON)] = [
      ("id", .string(id)), ("name", .string(name)),
      ("created_at", .string(RFC3339.text(at, in: zone))),
      ("last_read", .optional(usedAt.map { RFC3339.text($0, in: zone) })),
    ]
    if let address { fields.append(("address", .string(address))) }
    return .object(fields)
  }
}
