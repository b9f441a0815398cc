internal import DaybookCore
import GRDB
internal import ICalendar

/// One write under way: its connection, what it has touched so far, and how to take it back.
final class Writing {
  let db: Database
  let store: Store
  var changes: StoreChange = []
  private(set) var undo: [JournalChange] = []
  private var madeWriter: EventWriter?
  /// How events of a calendar are read that bring no zones along.
  private var plainScopes: [CalendarID: ZoneScope] = [:]

  init(_ db: Database, _ store: Store) {
    self.db = db
    self.store = store
  }

  /// The one writer of events of this transaction.
  func events() throws -> EventWriter {
    if let madeWriter { return madeWriter }
    let writer = try EventWriter(db, store.zones, me: store.options.addresses)
    madeWriter = writer
    return writer
  }

  /// How the times of an event are read, in this calendar and with the zones that came with it.
  func scope(_ calendar: CalendarID, _ zones: [Component]) throws -> ZoneScope {
    if zones.isEmpty, let known = plainScopes[calendar] { return known }
    let fallback = try db.first(
      "SELECT timezone FROM calendar WHERE sid = ?", calendar.raw, read: { $0.optionalText(0) })
    let scope = ZoneScope(store.zones, definitions: zones, fallback: fallback ?? nil)
    if zones.isEmpty { plainScopes[calendar] = scope }
    return scope
  }

  /// Changes rows of a small table so that it can be undone: those that `condition`, an SQL
  /// expression without parameters, picks before and after.
  func change(_ table: String, where condition: String, _ body: () throws -> Void) throws {
    let before = try RowImage.all(db, table, condition)
    try body()
    let after = try RowImage.all(db, table, condition)
    if before != after {
      undo.append(.rows(table: table, condition: condition, before: before, after: after))
    }
  }

  /// Makes an entry of an event this source, or removes it, so that it can be undone.
  func change(_ key: EventKey, to source: String?, zones: String?) throws {
    let before = try StoredEntry.one(db, key)
    let after = source.map { StoredEntry(source: $0, zones: zones) }
    if before == after { return }
    try key.write(after, with: events())
    undo.append(.event(key, before: before, after: after))
    changes.insert(.events)
  }

  /// Lets undo do something that was not done here.
  func note(_ change: JournalChange) { undo.append(change) }

  /// Closes the write: expands what was gathered, and writes the journal entry where there is
  /// something to take back.
  @discardableResult
  func journal(_ sentence: String, at now: Instant) throws -> Int? {
    try finish()
    guard !undo.isEmpty else { return nil }
    // What was undone and not done again is forgotten once something else is done.
    try db.run("DELETE FROM journal_change WHERE entry IN (SELECT id FROM journal WHERE is_undone)")
    try db.run("DELETE FROM journal WHERE is_undone")
    try db.run("INSERT INTO journal (at, sentence) VALUES (?, ?)", now.seconds, sentence)
    let entry = Int(db.lastInsertedRowID)
    for (position, change) in undo.enumerated() {
      try change.store(db, entry: entry, position: position)
    }
    try db.run(
      "DELETE FROM journal_change WHERE entry <= ?", entry - Journal.length)
    try db.run("DELETE FROM journal WHERE id <= ?", entry - Journal.length)
    changes.insert(.journal)
    return entry
  }

  /// Expands what was gathered, and takes along what hangs on instances that are called otherwise now.
  func finish() throws {
    guard let madeWriter else { return }
    try madeWriter.finish()
    try relink(madeWriter.links.moved())
  }

  /// After rules or domains changed: which of them assigns each event now.
  func assignAgain() throws {
    let rules = try Rules(db, me: store.options.addresses)
    let calendars = try Dictionary(
      uniqueKeysWithValues: db.all("SELECT id, sid FROM calendar") {
        ($0.int(0), CalendarID($0.text(1)))
      })
    let read = try Prepared("SELECT id, calendar, title, people, rule FROM event", in: db)
    var moved: [(row: Int, rule: Int?)] = []
    while try read.step() {
      guard let calendar = calendars[read.int(1)] else { continue }
      let rule = rules.match(
        title: read.text(2), people: read.optionalText(3), calendar: calendar)
      if rule != read.optionalInt(4) { moved.append((read.int(0), rule)) }
    }
    read.reset()
    let update = try Prepared("UPDATE event SET rule = ? WHERE id = ?", in: db)
    for (row, rule) in moved {
      update.bind(rule, at: 1)
      update.bind(row, at: 2)
      try update.run()
    }
    changes.insert([.clients, .events])
  }
}

/// A text as an SQL literal.
func quoted(_ text: String) -> String {
  "'" + text.replacing("'", with: "''") + "'"
}
