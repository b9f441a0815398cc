package import DaybookCore
import GRDB

/// How far a listing of everything has come that is stored in parts.
package struct SyncListing: Hashable, Sendable {
  /// What its parts named.
  package var named: Set<RemoteID>
  /// How many of those were not here before it began.
  package var added: Int
}

extension Store {
  /// What the stored parts of a calendar's listing named.
  package func listing(of calendar: CalendarID) throws -> SyncListing {
    try read { db in
      let rows = try db.all(
        """
        SELECT l.id, l.is_new FROM listed l JOIN calendar c ON c.id = l.calendar WHERE c.sid = ?
        """, calendar.raw
      ) { (id: RemoteID($0.text(0)), isNew: $0.int(1) != 0) }
      return SyncListing(
        named: Set(rows.map(\.id)), added: rows.count { $0.isNew })
    }
  }
}

/// Listings that come in parts.
extension SyncCommit {
  /// Those of them that are not here yet.
  func unknown(_ ids: Set<RemoteID>) throws -> Set<RemoteID> {
    try ids.filter { try RemoteLink.one(db, $0, calendar: calendar) == nil }
  }

  /// Whether an earlier part of the listing named an entry of this event, and so counted it.
  func isListed(_ event: EventID) throws -> Bool {
    try db.first(
      """
      SELECT 1 FROM remote r JOIN listed l ON l.calendar = r.calendar AND l.id = r.id
      WHERE r.event = ? AND r.calendar = ?
      """, event.raw, calendar, read: { $0.int(0) }) != nil
  }

  /// Remembers where the listing goes on, unless an edit has not met what this part brought.
  func goOn(with part: SyncPass.Part, _ added: Set<RemoteID>) throws {
    if isOvertaken { return }
    if part.isFirst { try db.run("DELETE FROM listed WHERE calendar = ?", calendar) }
    for id in part.gone {
      try db.run("DELETE FROM listed WHERE calendar = ? AND id = ?", calendar, id.raw)
    }
    for id in part.named {
      // What an earlier part named keeps what that knew of it.
      try db.run(
        "INSERT OR IGNORE INTO listed VALUES (?, ?, ?)", calendar, id.raw, added.contains(id))
    }
    guard let resume = pass.position.resume else { return }
    try db.run("INSERT OR REPLACE INTO listing VALUES (?, ?)", calendar, resume)
  }

  func endListing() throws {
    try db.run("DELETE FROM listing WHERE calendar = ?", calendar)
    try db.run("DELETE FROM listed WHERE calendar = ?", calendar)
  }
}
