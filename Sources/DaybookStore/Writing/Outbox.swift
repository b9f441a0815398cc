package import DaybookCore
import GRDB
package import ICalendar

extension Store {
  /// What waits to be sent, oldest first.
  package func outbox(_ scope: OutboxScope = .all) throws -> [OutboxEntry] {
    try read { db in try OutboxEntry.all(db, ZoneReferences(db, zones), scope) }
  }

  /// - Throws: `unknown` where it does not wait any more.
  package func outboxEntry(_ id: Int) throws -> OutboxEntry {
    try read { db in try OutboxEntry.one(id, db, ZoneReferences(db, zones)) }
  }

  /// When the first of an account's changes is due that are not due yet.
  package func nextSending(of account: AccountID, after now: Instant) throws -> Instant? {
    try read { db in
      try db.first(
        """
        SELECT min(o.retry_at) FROM outbox o JOIN calendar c ON c.id = o.calendar
        JOIN account a ON a.id = c.account WHERE a.sid = ? AND o.retry_at > ?
        """, account.raw, now.seconds, read: { $0.optionalInt(0) }
      ).flatMap { $0.map { Instant(seconds: $0) } }
    }
  }

  /// Writes down what is about to be sent: where no answer comes, or this process dies meanwhile, it
  /// is known again when it comes back. Nobody is told of it.
  package func noteSending(_ entry: OutboxEntry, _ components: [Component]) throws {
    let text = components.map(\.text)
    var texts = entry.sent.map { $0.map(\.text) }
    // Twice is as good as ever so often: one attempt more may turn out not to have arrived.
    if texts.count(where: { $0 == text }) < 2 { texts.append(text) }
    try write { writing in
      try writing.db.run(
        "UPDATE outbox SET sent = ? WHERE id = ?",
        OutboxEntry.text(several: texts.suffix(OutboxEntry.doubts)),
        entry.id
      )
    }
  }

  /// Gives up a local change: the event becomes what its provider has.
  package func dropOutboxEntry(_ id: Int, now: Instant) throws {
    try write { writing in
      let found = try OutboxEntry.one(id, writing.db, ZoneReferences(writing.db, zones))
      try writing.replace(found.event, in: found.calendar, with: found.theirs ?? found.base)
      try writing.db.run("DELETE FROM outbox WHERE id = ?", id)
      writing.changes.insert([.events, .outbox])
      try writing.journal("Dropped: \(found.sentence)", at: now)
    }
  }
}

/// All entries of an event before it was changed, as the outbox keeps them.
struct OutboxBase {
  /// VEVENT texts, the master first.
  var sources: [String]
  /// Their zone references, by the order of `sources`.
  var zones: [String]

  init(_ db: Database, _ event: EventID, in calendar: CalendarID) throws {
    let rows = try db.all(
      "SELECT source, zones FROM event WHERE sid = ? ORDER BY recurrence", event.raw
    ) { ($0.text(0), $0.optionalText(1)) }
    sources = rows.map(\.0)
    zones = rows.compactMap(\.1)
  }
}

extension Writing {
  /// Puts a change of an event into the outbox where its calendar is somebody else's; takes it out
  /// again when the event is back to what both sides know.
  func enqueue(
    _ event: EventID, in calendar: CalendarID, from base: OutboxBase, sentence: String,
    at now: Instant, tellsPeople: Bool = false, note: String? = nil
  ) throws {
    guard
      let owner = try db.first(
        """
        SELECT c.id, a.kind FROM calendar c JOIN account a ON a.id = c.account WHERE c.sid = ?
        """, calendar.raw, read: { (row: $0.int(0), kind: $0.text(1)) })
    else { throw StoreError.gone(.calendar) }
    guard owner.kind != AccountKind.local.rawValue, owner.kind != AccountKind.ics.rawValue else {
      return
    }
    let current = try OutboxBase(db, event, in: calendar).sources
    changes.insert(.outbox)
    let waiting = try db.first(
      """
      SELECT id, base, theirs IS NOT NULL OR sent IS NOT NULL FROM outbox WHERE event = ?
      """, event.raw
    ) { (id: $0.int(0), base: $0.text(1), isMet: $0.int(2) != 0) }
    if let waiting {
      // What the other side has may be something else than both agreed on: the next pass sees to it.
      if waiting.base == OutboxEntry.text(current), !waiting.isMet {
        try db.run("DELETE FROM outbox WHERE id = ?", waiting.id)
      } else {
        try db.run(
          """
          UPDATE outbox SET sentence = ?, at = ?, generation = generation + 1, attempts = 0,
            retry_at = NULL, failure = NULL, tells = tells OR ?, note = coalesce(?, note)
          WHERE id = ?
          """, sentence, now.seconds, tellsPeople, note, waiting.id)
      }
    } else if base.sources != current {
      try db.run(
        """
        INSERT INTO outbox (calendar, event, base, zones, sentence, at, tells, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, owner.row, event.raw, OutboxEntry.text(base.sources), base.zones.first, sentence,
        now.seconds, tellsPeople, note)
    }
  }

  /// Makes an event exactly what its provider has; nil removes it.
  func replace(_ event: EventID, in calendar: CalendarID, with remote: RemoteEvent?) throws {
    let known = try db.all(
      "SELECT uid, duplicate, recurrence FROM event WHERE sid = ?", event.raw
    ) {
      EventKey(
        calendar: calendar, uid: $0.text(0), duplicate: $0.int(1), recurrence: $0.text(2))
    }
    var kept: Set<EventKey> = []
    if let remote {
      for draft in try drafts(of: remote, in: calendar) {
        let key = EventKey(
          calendar: calendar, uid: draft.event.uid, duplicate: draft.event.duplicate,
          recurrence: draft.recurrence)
        kept.insert(key)
        try change(key, to: draft.event.source, zones: draft.zones)
      }
    }
    for key in known where !kept.contains(key) { try change(key, to: nil, zones: nil) }
  }

  /// The entries of a remote event, read with the zones that came with it; those without a usable
  /// start are left out.
  func drafts(of remote: RemoteEvent, in calendar: CalendarID) throws -> [EventDraft] {
    let scope = try scope(calendar, remote.zones)
    let writer = try events()
    return try remote.components.compactMap { component in
      var component = component.dated
      if component.first("UID")?.text.isEmpty ?? true { component.setText("UID", remote.id.raw) }
      guard let read = try? EventComponent(component, zones: scope.resolver) else { return nil }
      return EventDraft(
        event: Event(reading: read, calendar: calendar, duplicate: remote.duplicate), read: read,
        zones: try writer.references.references(of: read, in: scope))
    }
  }
}

extension OutboxEntry {
  private static let divider = "\n\u{1e}\n"
  private static let copyDivider = "\n\u{1d}\n"
  /// How many copies in doubt are remembered.
  static let doubts = 8

  static func text(several copies: some Sequence<[String]>) -> String {
    copies.map(text).joined(separator: copyDivider)
  }

  /// The same without the last; nil where none is left.
  static func withoutLast(_ copies: String?) -> String? {
    guard let copies else { return nil }
    let left = copies.split(separator: copyDivider).dropLast()
    return left.isEmpty ? nil : left.joined(separator: copyDivider)
  }

  static func text(_ sources: [String]) -> String { sources.joined(separator: divider) }

  static func sources(_ text: String) -> [String] {
    text.isEmpty ? [] : text.split(separator: divider).map(String.init)
  }

  static func one(_ id: Int, _ db: Database, _ references: ZoneReferences) throws -> OutboxEntry {
    guard let found = try all(db, references, .entry(id)).first else {
      throw StoreError.unknown(.outboxEntry, name: String(id), nearest: nil)
    }
    return found
  }

  static func all(_ db: Database, _ references: ZoneReferences, _ scope: OutboxScope) throws
    -> [OutboxEntry]
  {
    let (condition, value) = scope.condition
    return try db.all(
      """
      SELECT o.id, o.event, c.sid, a.sid, o.sentence, o.at, o.tells, o.note, o.generation,
        o.attempts, o.retry_at, o.failure, o.base, o.zones, o.theirs, o.theirs_zones, o.diverged,
        o.sent
      FROM outbox o JOIN calendar c ON c.id = o.calendar JOIN account a ON a.id = c.account
      WHERE \(condition) ORDER BY o.id
      """, value
    ) { row in
      let event = EventID(row.text(1))
      let entries = try db.all(
        "SELECT source, zones, duplicate FROM event WHERE sid = ? ORDER BY recurrence", event.raw
      ) { (source: $0.text(0), zones: $0.optionalText(1), duplicate: $0.int(2)) }
      func components(_ text: String?) -> [Component] {
        sources(text ?? "").compactMap { try? Component(text: $0) }
      }
      let base = components(row.text(12))
      let current = entries.compactMap { try? Component(text: $0.source) }
      let sent = row.optionalText(17)?.split(separator: copyDivider).map { components(String($0)) }
      let uid = (current.first ?? base.first ?? sent?.last?.first)?.first("UID")?.text ?? ""
      let links = try RemoteLink.all(db, of: event)
      let names = InstanceNames(references.database)
      func remote(_ components: [Component], _ zones: [String?]) throws -> RemoteEvent? {
        guard !components.isEmpty else { return nil }
        var definitions: [Component] = []
        for reference in zones {
          for definition in try references.read(reference).definitions
          where !definitions.contains(definition) {
            definitions.append(definition)
          }
        }
        var event = RemoteEvent(
          id: links.first?.id ?? RemoteID(uid), version: links.first?.version,
          components: components, zones: definitions, duplicate: entries.first?.duplicate ?? 0)
        let lines = links.count > 1 ? names.lines(of: event) : [:]
        event.parts = links.map { link in
          RemotePart(
            recurrence: lines[link.recurrence]?.value ?? link.recurrence, id: link.id,
            version: link.version)
        }
        return event
      }
      return OutboxEntry(
        id: row.int(0), event: event, calendar: CalendarID(row.text(2)),
        account: AccountID(row.text(3)), sentence: row.text(4),
        at: Instant(seconds: row.int(5)), tellsPeople: row.int(6) != 0,
        note: row.optionalText(7), generation: row.int(8), attempts: row.int(9),
        retryAt: row.optionalInt(10).map { Instant(seconds: $0) },
        failure: StoredText.failure(row.optionalText(11)),
        base: try remote(base, [row.optionalText(13)]),
        current: try remote(current, entries.map(\.zones)),
        theirs: try remote(components(row.optionalText(14)), [row.optionalText(15)]),
        diverged: row.optionalText(16)?.split(separator: "\n").map(String.init) ?? [],
        sent: sent ?? [])
    }
  }
}
