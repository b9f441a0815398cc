package import DaybookCore
import GRDB
package import ICalendar

extension Store {
  /// The groups of holds, by when they lapse; a group is there until it is released or its events
  /// are deleted.
  package func holds() throws -> [HoldGroup] {
    try read { db in
      var groups: [String: HoldGroup] = [:]
      let rows = try Prepared(
        """
        SELECT e.hold_group, e.title, c.sid, e.stamp, e.hold, e.start, e.length
        FROM event e JOIN calendar c ON c.id = e.calendar
        WHERE e.hold_group IS NOT NULL ORDER BY e.start
        """, in: db)
      while try rows.step() {
        let id = rows.text(0)
        let start = Instant(seconds: rows.int(5))
        groups[
          id,
          default: HoldGroup(
            id: id, title: rows.text(1), calendar: CalendarID(rows.text(2)),
            placed: Instant(seconds: rows.int(3)), expires: Instant(seconds: rows.int(4)),
            spans: [])
        ].spans.append(TimeSpan(start, start + rows.int(6)))
      }
      return groups.values.sorted {
        $0.expires == $1.expires ? $0.id < $1.id : $0.expires < $1.expires
      }
    }
  }

  /// Writes a group of holds into its calendar: tentative events that know when they lapse.
  package func placeHolds(_ group: HoldGroup) throws {
    try write { writing in
      try writing.requireWritable(group.calendar)
      for (index, span) in group.spans.enumerated() {
        var component = Component(named: "VEVENT")
        let stamp = OriginalStart.instant(group.placed).compact
        component.append("UID", rawValue: Holds.uid(group.id, index))
        component.append("DTSTAMP", rawValue: stamp)
        component.append("DTSTART", rawValue: OriginalStart.instant(span.start).compact)
        component.append("DTEND", rawValue: OriginalStart.instant(span.end).compact)
        component.setText("SUMMARY", group.title)
        component.append("STATUS", rawValue: "TENTATIVE")
        component.append(
          HoldProperty.name, parameters: [ContentLine.Parameter("GROUP", group.id)],
          rawValue: OriginalStart.instant(group.expires).compact)
        let key = EventKey(
          calendar: group.calendar, uid: Holds.uid(group.id, index), duplicate: 0, recurrence: "")
        try writing.changeAndQueue(
          key.event, in: group.calendar, sentence: "Place a hold", at: group.placed
        ) {
          try writing.change(key, to: component.text, zones: nil)
        }
      }
      let count = group.spans.count
      try writing.journal(
        count == 1 ? "Place a hold" : "Place \(count) holds", at: group.placed)
    }
  }

  /// Deletes the holds of a group; `text` is its id or a beginning that only it has. Answers how
  /// many there were.
  @discardableResult
  package func releaseHolds(_ text: String, now: Instant) throws -> Int {
    let named = try holds().map { (name: $0.id, item: $0) }
    let group = try Store.only(NameMatch.of(text, among: named), .hold, text)
    return try write { writing in
      let keys = try writing.db.all(
        "SELECT uid, duplicate, recurrence FROM event WHERE hold_group = ?", group.id
      ) {
        EventKey(
          calendar: group.calendar, uid: $0.text(0), duplicate: $0.int(1), recurrence: $0.text(2))
      }
      for key in keys {
        try writing.changeAndQueue(
          key.event, in: group.calendar, sentence: "Release a hold", at: now
        ) {
          try writing.change(key, to: nil, zones: nil)
        }
      }
      try writing.journal(
        keys.count == 1 ? "Release a hold" : "Release \(keys.count) holds", at: now)
      return keys.count
    }
  }
}

extension Writing {
  /// Changes entries of one event, and queues what it has become for its provider.
  func changeAndQueue(
    _ event: EventID, in calendar: CalendarID, sentence: String, at now: Instant,
    tellsPeople: Bool = false, note: String? = nil, _ body: () throws -> Void
  ) throws {
    let base = try OutboxBase(db, event, in: calendar)
    try body()
    try enqueue(
      event, in: calendar, from: base, sentence: sentence, at: now, tellsPeople: tellsPeople,
      note: note)
  }

  func requireWritable(_ calendar: CalendarID) throws {
    guard let found = try EventCalendar.one(calendar, db)?.calendar else {
      throw StoreError.gone(.calendar)
    }
    if found.isReadOnly { throw StoreError.readOnlyCalendar(name: found.name) }
  }
}
