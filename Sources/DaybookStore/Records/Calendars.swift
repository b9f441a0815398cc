package import DaybookCore
import GRDB

/// A calendar, with what lists show beside it.
package struct CalendarListing: Identifiable, Hashable, Sendable {
  package var calendar: EventCalendar
  package var accountName: String
  package var accountKind: AccountKind
  /// Single events and series; nil where they were not counted.
  package var events: Int?

  package var id: CalendarID { calendar.id }
  package var name: String { calendar.name }
}

extension Store {
  /// All calendars by account and name. Counting looks at an index entry of every event, so it is
  /// for those who show the count.
  package func calendars(countingEvents: Bool = false) throws -> [CalendarListing] {
    try read { try CalendarListing.all($0, countingEvents: countingEvents) }
  }

  /// The calendar of this name, exactly or by a beginning that only it has; `account/calendar`
  /// tells two of one name apart.
  package func calendar(named text: String) throws -> CalendarListing {
    let all = try calendars(countingEvents: false)
    if let exact = all.first(where: { $0.calendar.id.raw == text }) { return exact }
    let match = NameMatch.of(text, among: all.map { (name: $0.name, item: $0) })
    switch match {
    case .found(let listing): return listing
    case .several:
      // Name the accounts too: that is how to tell them apart.
      let qualified = NameMatch.of(
        text, among: all.map { (name: $0.qualifiedName, item: $0) })
      if case .found(let listing) = qualified { return listing }
      let folded = text.lowercased()
      let candidates = all.filter { $0.name.lowercased().hasPrefix(folded) }
      let names = Dictionary(grouping: candidates, by: \.name)
      throw StoreError.ambiguous(
        .calendar, name: text,
        candidates: candidates.map {
          (names[$0.name]?.count ?? 0) > 1 ? $0.qualifiedName : $0.name
        })
    case .none:
      guard let slash = text.firstIndex(of: "/") else {
        return try Store.only(match, .calendar, text)
      }
      let account = try Store.only(
        NameMatch.of(
          String(text[..<slash]),
          among: Dictionary(grouping: all, by: \.accountName).map { (name: $0.key, item: $0.value) }
            .sorted { $0.name < $1.name }), .account, String(text[..<slash]))
      let name = String(text[text.index(after: slash)...])
      return try Store.only(
        NameMatch.of(name, among: account.map { (name: $0.name, item: $0) }), .calendar, text)
    }
  }
}

extension CalendarListing {
  package var qualifiedName: String { accountName + "/" + calendar.name }

  static func all(_ db: Database, countingEvents: Bool) throws -> [CalendarListing] {
    let count =
      countingEvents
      ? "(SELECT COUNT(*) FROM event e WHERE e.calendar = c.id AND e.recurrence = '')" : "NULL"
    return try db.all(
      """
      SELECT \(EventCalendar.columns), a.name, a.kind, \(count)
      FROM calendar c JOIN account a ON a.id = c.account
      ORDER BY a.kind <> 'local', a.name COLLATE NOCASE, c.name COLLATE NOCASE, c.id
      """
    ) { row in
      let next = EventCalendar.columnCount
      return CalendarListing(
        calendar: EventCalendar(row: row), accountName: row.text(next),
        accountKind: AccountKind(rawValue: row.text(next + 1)) ?? .local,
        events: row.optionalInt(next + 2))
    }
  }
}

extension EventCalendar {
  /// Of `calendar c JOIN account a`.
  static let columns = """
    c.sid, a.sid, c.key, c.name, c.color, c.is_hidden, c.is_busy, c.is_read_only, c.priority,
    c.timezone, c.buffer_before, c.buffer_after, a.kind = 'calcom'
    """
  static let columnCount: Int32 = 13

  init(row: Prepared) {
    self.init(
      id: CalendarID(row.text(0)), account: AccountID(row.text(1)), key: row.text(2),
      name: row.text(3), color: row.optionalText(4), isHidden: row.int(5) != 0,
      isBusy: row.int(6) != 0, isReadOnly: row.int(7) != 0, priority: row.int(8),
      timezone: row.optionalText(9), bufferBefore: row.int(10), bufferAfter: row.int(11),
      holdsBookings: row.int(12) != 0)
  }

  static func one(_ id: CalendarID, _ db: Database) throws -> (row: Int, calendar: EventCalendar)? {
    try db.first(
      """
      SELECT \(columns), c.id FROM calendar c JOIN account a ON a.id = c.account WHERE c.sid = ?
      """, id.raw
    ) { (row: $0.int(columnCount), calendar: EventCalendar(row: $0)) }
  }
}
