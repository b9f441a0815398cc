internal import DaybookCore
import GRDB
package import ICalendar

/// Something that was done and can be undone, or was undone and can be done again.
package struct JournalEntry: Identifiable, Hashable, Sendable {
  package var id: Int
  package var at: Instant
  /// What was done: `Moved “Acme review” to Thu 11:00`.
  package var sentence: String
  package var isUndone: Bool
}

/// The limits of the journal.
enum Journal {
  /// How many entries are kept.
  static let length = 200
}

extension Store {
  /// What can be undone, the last first.
  package func undoable(limit: Int = 50) throws -> [JournalEntry] {
    try entries("NOT is_undone ORDER BY id DESC", limit)
  }

  /// What was undone and can be done again, the next first.
  package func redoable(limit: Int = 50) throws -> [JournalEntry] {
    try entries("is_undone ORDER BY id", limit)
  }

  /// Makes all that was done so far final.
  package func forgetJournal() throws {
    try write { writing in
      try writing.db.script("DELETE FROM journal_change; DELETE FROM journal")
      writing.changes.insert(.journal)
    }
  }

  /// The number of the last entry; 0 where there is none.
  func journalHead() throws -> Int {
    try read { db in try db.first("SELECT max(id) FROM journal") { $0.int(0) } ?? 0 }
  }

  /// Makes all entries behind `head` one, which undo takes back at once.
  func joinJournal(since head: Int, saying sentence: String) throws {
    try write { writing in
      let ids = try writing.db.all(
        "SELECT id FROM journal WHERE id > ? AND NOT is_undone ORDER BY id", head
      ) { $0.int(0) }
      guard let first = ids.first, ids.count > 1 else { return }
      for id in ids.dropFirst() {
        let next = try writing.db.first(
          "SELECT coalesce(max(position), -1) + 1 FROM journal_change WHERE entry = ?", first
        ) { $0.int(0) }
        try writing.db.run(
          "UPDATE journal_change SET entry = ?, position = position + ? WHERE entry = ?", first,
          next ?? 0, id)
        try writing.db.run("DELETE FROM journal WHERE id = ?", id)
      }
      try writing.db.run("UPDATE journal SET sentence = ? WHERE id = ?", sentence, first)
      writing.changes.insert(.journal)
    }
  }

  private func entries(_ condition: String, _ limit: Int) throws -> [JournalEntry] {
    try read { db in
      try db.all(
        "SELECT id, at, sentence, is_undone FROM journal WHERE \(condition) LIMIT ?", limit
      ) { JournalEntry(row: $0) }
    }
  }

  /// Takes back what was done last; nil when there is nothing. What has not been sent to a provider
  /// leaves the outbox again; what has been is sent back to how it was.
  ///
  /// What somebody else changed of the event since then stays.
  ///
  /// - Throws: `changedSince` where the same was changed since then.
  @discardableResult
  package func undo(now: Instant? = nil) throws -> JournalEntry? {
    try write { (writing) -> JournalEntry? in
      guard
        let entry = try writing.db.first(
          """
          SELECT id, at, sentence, is_undone FROM journal WHERE NOT is_undone
          ORDER BY id DESC LIMIT 1
          """, read: { JournalEntry(row: $0) })
      else { return nil }
      for change in try JournalChange.all(writing.db, of: entry.id).reversed() {
        try writing.apply(change, backwards: true, entry, now: now ?? options.now)
      }
      return try writing.close(entry, isUndone: true)
    }
  }

  /// Does again what was undone last; nil when there is nothing.
  @discardableResult
  package func redo(now: Instant? = nil) throws -> JournalEntry? {
    try write { (writing) -> JournalEntry? in
      guard
        let entry = try writing.db.first(
          "SELECT id, at, sentence, is_undone FROM journal WHERE is_undone ORDER BY id LIMIT 1",
          read: { JournalEntry(row: $0) })
      else { return nil }
      for change in try JournalChange.all(writing.db, of: entry.id) {
        try writing.apply(change, backwards: false, entry, now: now ?? options.now)
      }
      return try writing.close(entry, isUndone: false)
    }
  }
}

extension JournalEntry {
  init(row: Prepared) {
    self.init(
      id: row.int(0), at: Instant(seconds: row.int(1)), sentence: row.text(2),
      isUndone: row.int(3) != 0)
  }
}

extension Writing {
  fileprivate func apply(
    _ change: JournalChange, backwards: Bool, _ entry: JournalEntry, now: Instant
  ) throws {
    switch change {
    case .rows(let table, let condition, let before, let after):
      try RowImage.restore(db, table, condition, backwards ? before : after)
      try follow(table)
    case .event(let key, let before, let after):
      let (from, to) = backwards ? (after, before) : (before, after)
      let present = try StoredEntry.one(db, key)
      var target = to
      if !Writing.isSame(present, from) {
        guard let present, let from, let to, let put = present.taking(from, to) else {
          throw StoreError.changedSince(sentence: entry.sentence)
        }
        target = put
      }
      let base = try OutboxBase(db, key.event, in: key.calendar)
      try key.write(target, with: events())
      try enqueue(
        key.event, in: key.calendar, from: base,
        sentence: (backwards ? "Undo: " : "") + entry.sentence, at: now)
      changes.insert(.events)
    }
  }

  fileprivate func close(_ entry: JournalEntry, isUndone: Bool) throws -> JournalEntry? {
    try finish()
    try db.run("UPDATE journal SET is_undone = ? WHERE id = ?", isUndone, entry.id)
    changes.insert(.journal)
    var entry = entry
    entry.isUndone = isUndone
    return entry
  }

  /// A provider's stamps on an event are no change of it.
  static func isSame(_ left: StoredEntry?, _ right: StoredEntry?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return left.source == right.source || StampFree.areSame(left.source, right.source)
  }

  /// What else a restored row of a table means.
  private func follow(_ table: String) throws {
    switch table {
    case "client", "assignment_rule": try assignAgain()
    case "assignment":
      try db.run(
        """
        UPDATE event SET flags = (flags & ~256) |
          CASE WHEN EXISTS (SELECT 1 FROM assignment a WHERE a.event = event.sid)
          THEN 256 ELSE 0 END
        WHERE (flags & 256) <> 0 OR sid IN (SELECT event FROM assignment)
        """)
      changes.insert([.clients, .events])
    case "calendar": changes.insert([.calendars, .events])
    case "decision", "kept_pair", "travel": changes.insert(.conflicts)
    case "availability_rule": changes.insert(.availability)
    default: changes.insert(.all)
    }
  }
}
