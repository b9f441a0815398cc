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
      return reader.finish()
    }
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
          let event = rows.int(0)
          if let matching, !matching.contains(event) { continue }
          try reader.add(
            event: event, start: rows.int(1), length: rows.int(2), delta: rows.int(3), in: window)
        }
        rows.reset()
      }
    }
  }
}
