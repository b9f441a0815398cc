package import DaybookCore
import GRDB

/// How far a listing of everything has come that is stored in parts.
package struct SyncListing: Hashable, Sendable {
  /// What its parts named.
  package var named: Set<RemoteID>
  /// How many of those were not here before it began.
  package var added: Int

  package init(named: Set<RemoteID> = [], added: Int = 0) {
    self.named = named
    self.added = added
  }
}

extension Store {
  /// What the stored parts of a calendar's listing named.
  package func listing(of calendar: CalendarID) throws -> SyncListing {
    try read { db in
      let row = try db.first(
        """
        SELECT c.id, coalesce(l.is_fresh, 0) FROM calendar c LEFT JOIN listing l ON l.calendar = c.id
        WHERE c.sid = ?
        """, calendar.raw
      ) { (calendar: $0.int(0), isFresh: $0.int(1) != 0) }
      guard let row else { return SyncListing(named: [], added: 0) }
      if row.isFresh {
        let named = try db.all("SELECT id FROM remote WHERE calendar = ?", row.calendar) {
          RemoteID($0.text(0))
        }
        return SyncListing(named: Set(named), added: named.count)
      }
      let rows = try db.all("SELECT id, is_new FROM listed WHERE calendar = ?", row.calendar) {
        (id: RemoteID($0.text(0)), isNew: $0.int(1) != 0)
      }
      return SyncListing(named: Set(rows.map(\.id)), added: rows.count { $0.isNew })
    }
  }
}

/// Listings that come in parts.
extension SyncCommit {
  /// Those of them that are not here yet.
  func unknown(_ ids: Set<RemoteID>) throws -> Set<RemoteID> {
    if wasEmpty { return ids }
    return try ids.filter { try !links.has($0) }
  }

  /// Whether an earlier part of the listing named an entry of this event, and so counted it.
  /// - Parameters:
  ///   - id: of the entry that comes now.
  ///   - isKnown: whether that was here before.
  func isListed(_ event: EventID, besides id: RemoteID, isKnown: Bool) throws -> Bool {
    if try isFreshListing() {
      if isKnown { return true }
      return try db.first(
        "SELECT 1 FROM remote WHERE event = ? AND calendar = ? AND id <> ?", event.raw, calendar,
        id.raw, read: { $0.int(0) }) != nil
    }
    return try db.first(
      """
      SELECT 1 FROM remote r JOIN listed l ON l.calendar = r.calendar AND l.id = r.id
      WHERE r.event = ? AND r.calendar = ?
      """, event.raw, calendar, read: { $0.int(0) }) != nil
  }

  /// Remembers where the listing goes on, unless an edit has not met what this part brought.
  func goOn(with part: SyncPass.Part, _ added: Set<RemoteID>) throws {
    if isOvertaken { return }
    var isFresh = part.isFirst ? wasEmpty : try isFreshListing()
    if part.isFirst { try endListing() }
    if isFresh, !part.gone.isEmpty {
      // Not all that is here is there any more.
      try db.run(
        "INSERT OR IGNORE INTO listed SELECT calendar, id, 1 FROM remote WHERE calendar = ?",
        calendar)
      isFresh = false
    }
    for id in part.gone {
      try db.run("DELETE FROM listed WHERE calendar = ? AND id = ?", calendar, id.raw)
    }
    if !isFresh {
      for id in part.named {
        // What an earlier part named keeps what that knew of it.
        try db.run(
          "INSERT OR IGNORE INTO listed VALUES (?, ?, ?)", calendar, id.raw, added.contains(id))
      }
    }
    guard let resume = pass.position.resume else { return }
    try db.run("INSERT OR REPLACE INTO listing VALUES (?, ?, ?)", calendar, resume, isFresh)
  }

  private func isFreshListing() throws -> Bool {
    try db.first("SELECT is_fresh FROM listing WHERE calendar = ?", calendar) { $0.int(0) } == 1
  }

  func endListing() throws {
    try db.run("DELETE FROM listing WHERE calendar = ?", calendar)
    try db.run("DELETE FROM listed WHERE calendar = ?", calendar)
  }
}
