internal import DaybookCore
import GRDB

/// Which entry of which event, in a form that outlives its row.
struct EventKey: Hashable {
  var calendar: CalendarID
  var uid: String
  var duplicate: Int
  var recurrence: String

  var event: EventID { Event.id(calendar: calendar, uid: uid, duplicate: duplicate) }

  /// Makes the entry `stored`, or removes it.
  func write(_ stored: StoredEntry?, with writer: EventWriter) throws {
    guard let stored else {
      try writer.remove(event, recurrence: recurrence)
      return
    }
    guard
      var draft = try writer.draft(
        source: stored.source, zones: stored.zones, calendar: calendar, duplicate: duplicate)
    else { throw StoreError.gone(.event) }
    draft.zones = stored.zones
    try writer.put(draft, .always)
  }

  var text: String {
    "\(calendar.raw)\n\(duplicate)\n\(recurrence)\n\(uid)"
  }

  init(calendar: CalendarID, uid: String, duplicate: Int, recurrence: String) {
    self.calendar = calendar
    self.uid = uid
    self.duplicate = duplicate
    self.recurrence = recurrence
  }

  init?(text: String) {
    let parts = text.split(separator: "\n", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, let duplicate = Int(parts[1]) else { return nil }
    self.init(
      calendar: CalendarID(String(parts[0])), uid: String(parts[3]), duplicate: duplicate,
      recurrence: String(parts[2]))
  }
}

/// What is stored of one entry.
struct StoredEntry: Hashable {
  var source: String
  var zones: String?

  static func one(_ db: Database, _ key: EventKey) throws -> StoredEntry? {
    try db.first(
      "SELECT source, zones FROM event WHERE sid = ? AND recurrence = ?", key.event.raw,
      key.recurrence
    ) { StoredEntry(source: $0.text(0), zones: $0.optionalText(1)) }
  }
}

extension StoredEntry {
  /// All entries of an event.
  static func all(_ db: Database, of event: EventID) throws -> [EventKey: StoredEntry] {
    let entries = try db.all(
      """
      SELECT c.sid, e.uid, e.duplicate, e.recurrence, e.source, e.zones FROM event e
      JOIN calendar c ON c.id = e.calendar WHERE e.sid = ?
      """, event.raw
    ) {
      (
        EventKey(
          calendar: CalendarID($0.text(0)), uid: $0.text(1), duplicate: $0.int(2),
          recurrence: $0.text(3)),
        StoredEntry(source: $0.text(4), zones: $0.optionalText(5))
      )
    }
    return Dictionary(entries, uniquingKeysWith: { $1 })
  }
}

/// Rows of a small table as the end of an INSERT: `(a,b) VALUES (1,'x')`.
enum RowImage {
  static func all(_ db: Database, _ table: String, _ condition: String) throws -> [String] {
    let columns = try db.all("SELECT name FROM pragma_table_info(?)", table) { $0.text(0) }
    let values = columns.map { "quote(\($0))" }.joined(separator: " || ',' || ")
    return try db.all(
      """
      SELECT '(\(columns.joined(separator: ","))) VALUES (' || \(values) || ')'
      FROM \(table) WHERE \(condition) ORDER BY 1
      """
    ) { $0.text(0) }
  }

  static func restore(
    _ db: Database, _ table: String, _ condition: String, _ rows: [String]
  ) throws {
    try db.run("DELETE FROM \(table) WHERE \(condition)")
    for row in rows { try db.run("INSERT OR REPLACE INTO \(table) \(row)") }
  }
}

/// One thing that a journal entry can take back and do again.
enum JournalChange {
  case event(EventKey, before: StoredEntry?, after: StoredEntry?)
  case rows(table: String, condition: String, before: [String], after: [String])

  private static let divider = "\u{1e}"

  func store(_ db: Database, entry: Int, position: Int) throws {
    switch self {
    case .event(let key, let before, let after):
      try db.run(
        "INSERT INTO journal_change VALUES (?, ?, 'event', ?, ?, ?, ?, ?)", entry, position,
        key.text, before?.source, before?.zones, after?.source, after?.zones)
    case .rows(let table, let condition, let before, let after):
      try db.run(
        "INSERT INTO journal_change VALUES (?, ?, ?, ?, ?, NULL, ?, NULL)", entry, position, table,
        condition, before.joined(separator: JournalChange.divider),
        after.joined(separator: JournalChange.divider))
    }
  }

  static func all(_ db: Database, of entry: Int) throws -> [JournalChange] {
    try db.all(
      """
      SELECT subject, name, before, before_zones, after, after_zones FROM journal_change
      WHERE entry = ? ORDER BY position
      """, entry
    ) { row in
      guard row.text(0) == "event" else {
        let split: (String) -> [String] = {
          $0.split(separator: divider).map(String.init)
        }
        return .rows(
          table: row.text(0), condition: row.text(1), before: split(row.text(2)),
          after: split(row.text(4)))
      }
      guard let key = EventKey(text: row.text(1)) else { throw StoreError.gone(.event) }
      return .event(
        key,
        before: row.optionalText(2).map { StoredEntry(source: $0, zones: row.optionalText(3)) },
        after: row.optionalText(4).map { StoredEntry(source: $0, zones: row.optionalText(5)) })
    }
  }
}
