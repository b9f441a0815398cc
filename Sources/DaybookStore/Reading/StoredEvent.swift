package import DaybookCore
import GRDB
package import ICalendar

/// An event with all its entries, and what it takes to read and change them.
package struct StoredEvent: Sendable {
  package var account: Account
  package var calendar: EventCalendar
  /// The single event or the master of a series; nil where only instances are known.
  package var master: Event?
  /// Entries that replace instances, by their original start.
  package var overrides: [Event]
  /// VTIMEZONEs of the TZIDs that the system does not know.
  package var zones: [Component]
  /// The zone of times that name none, where its calendar has one.
  package var timezone: String?
  package var isUnsent: Bool

  /// Master and overrides.
  package var entries: [Event] { (master.map { [$0] } ?? []) + overrides }

  /// What the times in the sources mean.
  package func resolver(in database: ZoneDatabase) -> ZoneResolver {
    ZoneResolver(
      database: database, definitions: zones,
      fallback: timezone.flatMap { database.zone($0) })
  }
}

extension Store {
  /// - Throws: `gone` where there is no such event any more.
  package func bundle(_ event: EventID) throws -> StoredEvent {
    try read { db in
      let references = ZoneReferences(db, zones)
      let rows = try db.all(
        """
        SELECT e.source, e.zones, e.duplicate, c.sid FROM event e
        JOIN calendar c ON c.id = e.calendar WHERE e.sid = ? ORDER BY e.recurrence
        """, event.raw
      ) {
        (
          source: $0.text(0), zones: $0.optionalText(1), duplicate: $0.int(2),
          calendar: CalendarID($0.text(3))
        )
      }
      guard let first = rows.first,
        let calendar = try EventCalendar.one(first.calendar, db)?.calendar,
        let account = try Account.all(db).first(where: { $0.id == calendar.account })
      else { throw StoreError.gone(.event) }
      var bundle = StoredEvent(
        account: account, calendar: calendar, master: nil, overrides: [], zones: [],
        timezone: nil,
        isUnsent: try db.first("SELECT 1 FROM outbox WHERE event = ?", event.raw) { $0.int(0) }
          != nil)
      for row in rows {
        guard let component = try? Component(text: row.source),
          let read = try? EventComponent(component, zones: references.resolver(row.zones))
        else { continue }
        let entry = Event(reading: read, calendar: calendar.id, duplicate: row.duplicate)
        if entry.recurrenceID == nil {
          bundle.master = entry
        } else {
          bundle.overrides.append(entry)
        }
        let (definitions, fallback) = try references.read(row.zones)
        bundle.timezone = bundle.timezone ?? fallback
        for definition in definitions where !bundle.zones.contains(definition) {
          bundle.zones.append(definition)
        }
      }
      return bundle
    }
  }

  /// The occurrence of this id, whatever calendar it is in; nil where there is none any more.
  package func occurrence(_ id: OccurrenceID, viewer: Zone) throws -> Occurrence? {
    let parts = id.raw.split(separator: "-", maxSplits: 1).map(String.init)
    guard let sid = parts.first else { return nil }
    let original = parts.count > 1 ? OriginalStart(compact: parts[1]) : nil
    return try read { db in
      var filter = OccurrenceFilter()
      filter.includesHidden = true
      filter.includesCancelled = true
      var reader = try OccurrenceReader(db, viewer: viewer, filter: filter, options: options)
      let own = try Prepared(
        """
        SELECT o.event, o.start, o.length, o.delta FROM event e JOIN occurrence o ON o.event = e.id
        WHERE e.sid = ? AND e.recurrence = ?
        """, in: db)
      own.bind(sid, at: 1)
      own.bind(original?.compact ?? "", at: 2)
      if try own.step() {
        try reader.add(
          event: own.int(0), start: own.int(1), length: own.int(2), delta: own.int(3), in: nil)
      }
      if let original, reader.list.occurrences.isEmpty {
        let at = original.instant(in: viewer)
        let series = try StoredSeries.load(db, sid, ZoneReferences(db, zones))
        // One that follows an override for all later ones may have been moved by weeks.
        for days in [2, 62] where !reader.list.occurrences.contains(where: { $0.id == id }) {
          let around = TimeSpan(at - days * 86_400, at + days * 86_400)
          for place in series.expanded(touching: around, viewer: viewer) {
            try reader.add(
              event: place.row, start: place.start, length: place.length, delta: place.delta,
              in: nil)
          }
        }
      }
      return reader.list.occurrences.first { $0.id == id }
    }
  }

  /// How many events wait to be sent.
  package func unsentCount() throws -> Int {
    try read { db in try db.first("SELECT count(*) FROM outbox") { $0.int(0) } ?? 0 }
  }

  /// How many changes of each account wait; accounts without any are missing.
  package func unsentCounts() throws -> [AccountID: Int] {
    try read { db in
      let counts = try db.all(
        """
        SELECT a.sid, count(*) FROM outbox o JOIN calendar c ON c.id = o.calendar
        JOIN account a ON a.id = c.account GROUP BY a.id
        """
      ) { (AccountID($0.text(0)), $0.int(1)) }
      return Dictionary(uniqueKeysWithValues: counts)
    }
  }
}
