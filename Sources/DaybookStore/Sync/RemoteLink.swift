package import DaybookCore
import GRDB

/// Ties an event here to what its provider calls it, at the version both sides last agreed on.
package struct RemoteLink: Hashable, Sendable {
  package var id: RemoteID
  package var version: Version?
  package var event: EventID
  /// For providers that keep instances apart: which one; empty for masters and whole objects.
  package var recurrence: String
}

extension Store {
  /// Everything that was synced of a calendar.
  package func links(in calendar: CalendarID) throws -> [RemoteLink] {
    try read { db in
      try db.all(
        """
        SELECT r.id, r.version, r.event, r.recurrence FROM remote r
        JOIN calendar c ON c.id = r.calendar WHERE c.sid = ?
        """, calendar.raw
      ) { RemoteLink(row: $0) }
    }
  }

  /// The versions of everything that was synced of a calendar.
  package func versions(in calendar: CalendarID) throws -> [RemoteID: Version] {
    var versions: [RemoteID: Version] = [:]
    for link in try links(in: calendar) { versions[link.id] = link.version }
    return versions
  }

  /// What a provider calls an event; none before it was sent there.
  package func links(of event: EventID) throws -> [RemoteLink] {
    try read { db in try RemoteLink.all(db, of: event) }
  }
}

extension RemoteLink {
  init(row: Prepared) {
    self.init(
      id: RemoteID(row.text(0)), version: row.optionalText(1).map { Version($0) },
      event: EventID(row.text(2)), recurrence: row.text(3))
  }

  static func one(_ db: Database, _ id: RemoteID, calendar: Int) throws -> RemoteLink? {
    try db.first(
      "SELECT id, version, event, recurrence FROM remote WHERE calendar = ? AND id = ?", calendar,
      id.raw
    ) { RemoteLink(row: $0) }
  }

  /// All of an event, that for the master or the whole object first.
  static func all(_ db: Database, of event: EventID) throws -> [RemoteLink] {
    try db.all(
      "SELECT id, version, event, recurrence FROM remote WHERE event = ? ORDER BY recurrence, id",
      event.raw
    ) { RemoteLink(row: $0) }
  }
}

/// The names of one calendar's entries, for whoever looks up and keeps many of them.
final class RemoteLinks {
  private let one: Prepared
  private let put: Prepared

  init(_ db: Database, _ calendar: Int) throws {
    one = try Prepared(
      keeping: "SELECT id, version, event, recurrence FROM remote WHERE id = ? AND calendar = ?",
      in: db)
    put = try Prepared(
      keeping: """
        INSERT OR REPLACE INTO remote (id, version, event, recurrence, calendar)
        VALUES (?, ?, ?, ?, ?)
        """, in: db)
    one.bind(calendar, at: 2)
    put.bind(calendar, at: 5)
  }

  func find(_ id: RemoteID) throws -> RemoteLink? {
    one.bind(id.raw, at: 1)
    defer { one.reset() }
    return try one.step() ? RemoteLink(row: one) : nil
  }

  func has(_ id: RemoteID) throws -> Bool {
    one.bind(id.raw, at: 1)
    defer { one.reset() }
    return try one.step()
  }

  func keep(_ link: RemoteLink) throws {
    put.bind(link.id.raw, at: 1)
    put.bind(link.version?.raw, at: 2)
    put.bind(link.event.raw, at: 3)
    put.bind(link.recurrence, at: 4)
    try put.run()
  }
}
