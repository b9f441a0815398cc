internal import DaybookCore
import GRDB
package import ICalendar

extension Store {
  /// What happens in a stretch of time, for a viewer in `viewer`; any stretch, however far.
  package func occurrences(
    touching window: TimeSpan, viewer: Zone, in filter: OccurrenceFilter = OccurrenceFilter()
  ) throws -> OccurrenceList {
    try read { db in
      var reader = try OccurrenceReader(db, viewer: viewer, filter: filter, options: options)
      let matching = try Words.matches(filter.search, in: db)
      try scan(db, window, into: &reader, among: matching)
      try expand(db, window, into: &reader, among: matching)
      return reader.finish()
    }
  }

  /// Everything that is stored and wanted, whenever it is: single events and overrides of all
  /// years, series from their beginning to the end of what is kept ready.
  package func allOccurrences(viewer: Zone, in filter: OccurrenceFilter) throws -> OccurrenceList {
    let end = try read { try Window(in: $0).to }
    let first = try read { db in
      try db.first(
        "SELECT min(coalesce(first, start)) FROM event", read: { $0.optionalInt(0) }) ?? nil
    }
    let last = try read { db in
      try db.first(
        "SELECT max(start + length) FROM event", read: { $0.optionalInt(0) }) ?? nil
    }
    return try occurrences(
      touching: TimeSpan(
        Instant(seconds: min(first ?? 0, end) - 86_400),
        Instant(seconds: max(last ?? 0, end) + 86_400)),
      viewer: viewer, in: filter)
  }

  /// The rows of the table that touch `window`.
  private func scan(
    _ db: Database, _ window: TimeSpan, into reader: inout OccurrenceReader,
    among matching: Set<Int>?
  ) throws {
    let rows = try Prepared(
      """
      SELECT event, start, length, delta FROM occurrence
      WHERE lane = ?1 AND start > ?2 AND start < ?3
        AND (start + length > ?4 OR (length = 0 AND start >= ?4))
      """, in: db)
    let check = Patience.check
    var count = 0
    for isWall in [false, true] {
      // Clock readings differ from UTC by less than a day; `add` looks exactly.
      let from = window.start.seconds - (isWall ? 86_400 : 0)
      let to = window.end.seconds + (isWall ? 86_400 : 0)
      for (lane, after) in Lane.all(isWall: isWall, from: from) {
        rows.bind(lane, at: 1)
        rows.bind(after, at: 2)
        rows.bind(to, at: 3)
        rows.bind(from, at: 4)
        while try rows.step() {
          count &+= 1
          if count & 1_023 == 0 { try check?() }
          let event = rows.int(0)
          if let matching, !matching.contains(event) { continue }
          try reader.add(
            event: event, start: rows.int(1), length: rows.int(2), delta: rows.int(3), in: window)
        }
        rows.reset()
      }
    }
  }

  /// The instances of series that the table does not hold: outside its window, and of those that
  /// have too many.
  private func expand(
    _ db: Database, _ window: TimeSpan, into reader: inout OccurrenceReader,
    among matching: Set<Int>?
  ) throws {
    let kept = try Window(in: db)
    let isInside =
      window.start.seconds - 86_400 >= kept.from && window.end.seconds + 86_400 <= kept.to
    let condition =
      isInside
      ? "flags & 512 AND first < ?2 AND last > ?1"
      : "first IS NOT NULL AND last > ?1 AND first < ?2"
    let masters = try db.all(
      "SELECT id, sid, flags FROM event WHERE \(condition)", window.start.seconds,
      window.end.seconds
    ) { (row: $0.int(0), sid: $0.text(1), isDense: EventFlags(bits: $0.int(2)).isDense) }
    let references = ZoneReferences(db, zones)
    for master in masters {
      // An override may be wanted where its series is not, so all rows have a say; but a calendar
      // that is not wanted spares the expansion.
      if let matching, !matching.contains(master.row) { continue }
      guard try reader.wants(master.row) else { continue }
      try Patience.check?()
      let series = try StoredSeries.load(db, master.sid, references)
      for place in series.expanded(touching: window, viewer: reader.viewer)
      where master.isDense || !kept.holds(start: place.start, length: place.length) {
        try reader.add(
          event: place.row, start: place.start, length: place.length, delta: place.delta,
          in: window)
      }
    }
  }

}
