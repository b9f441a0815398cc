internal import DaybookCore
import GRDB
internal import ICalendar

/// Writes events with everything that follows from them: occurrences, words, what assigns them.
///
/// One lives as long as its transaction. Events that are alone are written at once; those of a
/// series are gathered, and expanded when `finish` is called or when there are too many of them.
final class EventWriter {
  /// What a write did.
  enum Effect {
    case added, updated, unchanged
  }

  /// Where an event was written, and what was there.
  struct Put {
    var row: Int
    var effect: Effect
    /// The source it replaced.
    var old: String?
  }

  /// Which of two versions stays.
  enum Policy {
    /// Higher SEQUENCE, then later DTSTAMP, then the one that comes now: for files.
    case newerWins
    /// The one that comes now, unless only its stamps differ: for providers.
    case contentWins
    /// The one that comes now: for edits.
    case always
  }

  let db: Database
  let references: ZoneReferences
  private let database: ZoneDatabase
  let window: Window
  private let rules: Rules
  let links: InstanceLinks
  private let hasAssignments: Bool
  private var places: [CalendarID: Place] = [:]
  /// Hashes of the event ids that were written into calendars without events. An id says which
  /// calendar it is of: one that is not among them need not be looked for there.
  private var written: Set<Int> = []
  /// Members of series that were written and not yet expanded, by event id and row.
  var groups: [String: [Int: EventComponent]] = [:]
  var gathered = 0
  private let findRow: Prepared
  private let findRecurrences: Prepared
  private let insertRow: Prepared
  private let updateRow: Prepared
  let occurrences: OccurrenceRows
  /// Rows that were added and have no occurrences yet.
  var bare: Set<Int> = []
  private let deleteOccurrences: Prepared
  private let words: WordRows
  let others: Prepared
  let members: Prepared
  let setBounds: Prepared

  init(_ db: Database, _ database: ZoneDatabase, me: [String]) throws {
    self.db = db
    self.database = database
    references = ZoneReferences(db, database)
    links = try InstanceLinks(db, references)
    window = try Window(in: db)
    rules = try Rules(db, me: me)
    hasAssignments = try db.first("SELECT EXISTS (SELECT 1 FROM assignment)") { $0.int(0) } == 1
    findRow = try Prepared(
      keeping: """
        SELECT id, sequence, stamp, source, zones, flags, title, location, calendar FROM event
        WHERE sid = ? AND recurrence = ?
        """, in: db)
    findRecurrences = try Prepared(
      keeping: "SELECT recurrence FROM event WHERE sid = ?", in: db)
    let names = EventWriter.columns.joined(separator: ", ")
    let marks = EventWriter.columns.map { _ in "?" }.joined(separator: ", ")
    // With triggers on the table a statement that may have to be taken back by itself costs a
    // savepoint, for which the index of words is written. A failed one takes all with it here.
    insertRow = try Prepared(
      keeping: "INSERT OR FAIL INTO event (\(names)) VALUES (\(marks))", in: db)
    updateRow = try Prepared(
      keeping: "UPDATE OR FAIL event SET (\(names)) = (\(marks)) WHERE id = ?", in: db)
    occurrences = try OccurrenceRows(db)
    words = try WordRows(db)
    deleteOccurrences = try Prepared(keeping: "DELETE FROM occurrence WHERE event = ?", in: db)
    others = try Prepared(keeping: "SELECT 1 FROM event WHERE sid = ? AND id <> ? LIMIT 1", in: db)
    members = try Prepared(
      keeping: "SELECT id, recurrence, source, zones FROM event WHERE sid = ? ORDER BY recurrence",
      in: db)
    setBounds = try Prepared(
      keeping: "UPDATE event SET first = ?, last = ?, flags = (flags & ~512) | ? WHERE id = ?",
      in: db)
  }

  private static let columns = [
    "calendar", "sid", "recurrence", "duplicate", "flags", "sequence", "stamp", "start", "length",
    "rule", "buffers", "hold", "hold_group", "zone", "zones", "color", "join_url", "people", "uid",
    "title", "location", "source",
  ]

  // MARK: - Putting

  /// Which entries of an event there are, by what they replace.
  func recurrences(of event: EventID) throws -> Set<String> {
    findRecurrences.bind(event.raw, at: 1)
    defer { findRecurrences.reset() }
    var found: Set<String> = []
    while try findRecurrences.step() { found.insert(findRecurrences.text(0)) }
    return found
  }

  /// Writes the first entry of an event of which there is none.
  func add(_ draft: EventDraft) throws {
    _ = try isUnwritten(draft.event)
    try follow(draft, row: try insert(draft), isNew: true, isOnly: true)
  }

  /// Makes the store hold `draft`, if it prevails over what is there.
  @discardableResult
  func put(_ draft: EventDraft, _ policy: Policy) throws -> Put {
    let sid = draft.event.id.raw
    let recurrence = draft.recurrence
    try links.willWrite(sid)
    let isFirst = try isUnwritten(draft.event)
    findRow.bind(sid, at: 1)
    findRow.bind(recurrence, at: 2)
    defer { findRow.reset() }
    guard try !isFirst && findRow.step() else {
      if policy == .always { links.didMake(sid) }
      let row = try insert(draft)
      try follow(draft, row: row, isNew: true, isOnly: isFirst)
      return Put(row: row, effect: .added)
    }
    let row = findRow.int(0)
    var source = draft.event.source
    let isSame = source.withUTF8 { new in
      let old = findRow.bytes(3)
      return new.count == old.count && new.elementsEqual(old)
    }
    if isSame, findRow.optionalText(4) == draft.zones { return Put(row: row, effect: .unchanged) }
    if !isSame {
      switch policy {
      case .newerWins:
        let old = (findRow.int(1), findRow.int(2))
        if (draft.event.sequence, draft.event.stamp.seconds) < old {
          return Put(row: row, effect: .unchanged)
        }
      case .contentWins:
        if StampFree.areSame(source, findRow.text(3)) { return Put(row: row, effect: .unchanged) }
      case .always: break
      }
    }
    let old = findRow.text(3)
    let before = try self.draft(
      source: old, zones: findRow.optionalText(4), calendar: draft.event.calendar)
    bind(updateRow, draft, calendar: try calendarRow(draft.event.calendar))
    updateRow.bind(row, at: Int32(EventWriter.columns.count + 1))
    try updateRow.run()
    let words = draft.words
    if before?.words != words {
      if let before { try self.words.remove(before.words, row: row) }
      try self.words.add(words, row: row)
    }
    try follow(draft, row: row, isNew: false)
    return Put(row: row, effect: .updated, old: old)
  }

  /// Removes the entry of `event` that replaces the instance `recurrence`, or the master.
  /// Answers whether there was one.
  @discardableResult
  func remove(_ event: EventID, recurrence: String) throws -> Bool {
    let found = try db.first(
      """
      SELECT e.id, e.source, e.zones, c.sid FROM event e JOIN calendar c ON c.id = e.calendar
      WHERE e.sid = ? AND e.recurrence = ?
      """, event.raw, recurrence
    ) {
      (
        row: $0.int(0), source: $0.text(1), zones: $0.optionalText(2),
        calendar: CalendarID($0.text(3))
      )
    }
    guard let found else { return false }
    try links.willWrite(event.raw)
    if let old = try draft(source: found.source, zones: found.zones, calendar: found.calendar) {
      try words.remove(old.words, row: found.row)
    }
    try clear(found.row)
    try db.run("DELETE FROM event WHERE id = ?", found.row)
    groups[event.raw]?[found.row] = nil
    if try hasOthers(event.raw, than: found.row), groups[event.raw] == nil {
      groups[event.raw] = [:]
    }
    return true
  }

  /// Removes all entries of `event`, and answers how many there were.
  @discardableResult
  func removeAll(_ event: EventID) throws -> Int {
    let keys = try db.all("SELECT recurrence FROM event WHERE sid = ?", event.raw) { $0.text(0) }
    for key in keys { try remove(event, recurrence: key) }
    groups[event.raw] = nil
    return keys.count
  }

  /// Expands what was gathered, and writes what waits. To be called before the transaction ends, and
  /// before anybody reads occurrences.
  func finish() throws {
    try expandGathered()
    try occurrences.flush()
  }

  func expandGathered() throws {
    for (sid, known) in groups { try expand(sid, known) }
    groups.removeAll()
    gathered = 0
  }

  /// Forgets what belongs to a part of the transaction that was rolled back.
  func forget() {
    groups.removeAll()
    gathered = 0
    bare.removeAll()
    occurrences.forget()
    references.forget()
  }

  /// Removes what is in `calendar` and not among `rows`, and answers how many that were.
  func removeOthers(than rows: Set<Int>, in calendar: CalendarID) throws -> Int {
    let gone = try db.all(
      "SELECT id, sid, recurrence FROM event WHERE calendar = ?", try calendarRow(calendar)
    ) { (row: $0.int(0), event: EventID($0.text(1)), recurrence: $0.text(2)) }
    .filter { !rows.contains($0.row) }
    for entry in gone { try remove(entry.event, recurrence: entry.recurrence) }
    try finish()
    return gone.count
  }

  /// Expands a series anew, because the window has changed.
  func expand(_ sid: String) throws { try expand(sid, [:]) }

  /// Reads a stored source again.
  func draft(
    source: String, zones: String?, calendar: CalendarID, duplicate: Int = 0
  ) throws -> EventDraft? {
    guard let component = try? Component(text: source),
      let read = try? EventComponent(component, zones: references.resolver(zones))
    else { return nil }
    return EventDraft(
      event: Event(reading: read, calendar: calendar, duplicate: duplicate), read: read,
      zones: zones)
  }

  // MARK: - Rows

  private func insert(_ draft: EventDraft) throws -> Int {
    bind(insertRow, draft, calendar: try calendarRow(draft.event.calendar))
    try insertRow.run()
    let row = Int(db.lastInsertedRowID)
    try words.add(draft.words, row: row)
    bare.insert(row)
    return row
  }

  private func bind(_ statement: Prepared, _ draft: EventDraft, calendar: Int) {
    let event = draft.event
    let (form, start, length, zone) = draft.columns
    var flags = EventFlags(
      form: form, status: event.status, showsAs: event.showsAs, isSeries: event.isSeries,
      isThisAndFuture: event.isThisAndFuture)
    if hasAssignments, isAssigned(event.id.raw) { flags.bits |= EventFlags.assigned }
    if draft.remindsEarly { flags.bits |= EventFlags.early }
    let people = People.text(event)
    let hold = draft.hold
    statement.bind(calendar, at: 1)
    statement.bind(event.id.raw, at: 2)
    statement.bind(draft.recurrence, at: 3)
    statement.bind(event.duplicate, at: 4)
    statement.bind(flags.bits, at: 5)
    statement.bind(event.sequence, at: 6)
    statement.bind(event.stamp.seconds, at: 7)
    statement.bind(start, at: 8)
    statement.bind(length, at: 9)
    statement.bind(
      rules.match(title: event.title, people: people, calendar: event.calendar), at: 10)
    statement.bind(draft.buffers, at: 11)
    statement.bind(hold?.expires, at: 12)
    statement.bind(hold?.group, at: 13)
    statement.bind(zone, at: 14)
    statement.bind(draft.zones, at: 15)
    statement.bind(event.color, at: 16)
    statement.bind(event.joinURL, at: 17)
    statement.bind(people, at: 18)
    statement.bind(event.uid, at: 19)
    statement.bind(event.title, at: 20)
    statement.bind(event.location, at: 21)
    statement.bind(event.source, at: 22)
  }

  private func isAssigned(_ sid: String) -> Bool {
    (try? db.first("SELECT 1 FROM assignment WHERE event = ? LIMIT 1", sid) { $0.int(0) }) != nil
  }

  /// Whether there can be no event of this id yet; there is one from now on.
  private func isUnwritten(_ event: Event) throws -> Bool {
    guard try place(of: event.calendar).wasEmpty else { return false }
    return written.insert(event.id.raw.hashValue).inserted
  }

  private func calendarRow(_ calendar: CalendarID) throws -> Int {
    try place(of: calendar).row
  }

  /// Where a calendar is in the store, and whether it had no events when it was first asked for.
  private struct Place {
    var row: Int
    var wasEmpty: Bool
  }

  private func place(of calendar: CalendarID) throws -> Place {
    if let known = places[calendar] { return known }
    guard
      let place = try db.first(
        """
        SELECT c.id, EXISTS (SELECT 1 FROM event e WHERE e.calendar = c.id)
        FROM calendar c WHERE c.sid = ?
        """, calendar.raw, read: { Place(row: $0.int(0), wasEmpty: $0.int(1) == 0) })
    else { throw StoreError.gone(.calendar) }
    places[calendar] = place
    return place
  }

  /// Takes the occurrences of a row away, before it gets others.
  func clear(_ row: Int) throws {
    if bare.remove(row) != nil { return }
    try occurrences.flush()
    deleteOccurrences.bind(row, at: 1)
    try deleteOccurrences.run()
  }
}
