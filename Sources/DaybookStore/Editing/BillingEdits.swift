package import DaybookCore
import GRDB
package import ICalendar

extension Store {
  /// What was billed, the latest days first.
  package func billings() throws -> [Billing] {
    try read { db in
      var billings = try db.all(
        "SELECT id, client, first, last, at FROM billing ORDER BY last DESC, first DESC, id DESC"
      ) { row in
        Billing(
          id: row.int(0), client: ClientID(row.text(1)),
          days: Day(number: row.int(2))..<Day(number: row.int(3)),
          at: Instant(seconds: row.int(4)), lines: [])
      }
      let places = Dictionary(
        uniqueKeysWithValues: billings.indices.map { (billings[$0].id, $0) })
      let read = try Prepared(
        """
        SELECT billing, occurrence, event, uid, title, calendar, start, end, project, seconds,
          is_billable, rate, currency FROM billed ORDER BY billing, start
        """, in: db)
      while try read.step() {
        guard let place = places[read.int(0)] else { continue }
        let span = TimeSpan(Instant(seconds: read.int(6)), Instant(seconds: read.int(7)))
        let held = Occurrence(
          id: OccurrenceID(read.text(1)), event: EventID(read.text(2)),
          calendar: CalendarID(read.text(5)), uid: read.text(3), title: read.text(4),
          time: .timed(span, zone: "UTC"), span: span, client: billings[place].client,
          project: read.optionalText(8), isBillable: read.int(10) != 0)
        billings[place].lines.append(
          Billing.Line(
            occurrence: held, billed: read.int(9), rate: read.optionalInt(11),
            currency: read.optionalText(12)))
      }
      return billings
    }
  }

  /// Holds what was billed of a client's days: whose its events are is written down, so that no rule
  /// and no series changes it.
  ///
  /// - Parameter name: the client's.
  @discardableResult
  package func bill(
    _ lines: [Billing.Line], to client: ClientID, named name: String, days: Range<Day>,
    now: Instant
  ) throws -> Billing {
    try write { writing in
      let db = writing.db
      let id = try db.first("SELECT coalesce(max(id), 0) + 1 FROM billing") { $0.int(0) } ?? 1
      try writing.change("billing", where: "id = \(id)") {
        try db.run(
          "INSERT INTO billing VALUES (?, ?, ?, ?, ?)", id, client.raw, days.lowerBound.number,
          days.upperBound.number, now.seconds)
      }
      var pinned: Set<AssignmentSubject> = []
      for line in lines where try writing.pin(line.occurrence, to: client) {
        pinned.insert(AssignmentSubject(line.occurrence))
      }
      try writing.change("billed", where: "billing = \(id)") {
        for line in lines {
          let (held, subject) = (line.occurrence, AssignmentSubject(line.occurrence))
          try db.run(
            "INSERT INTO billed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", id,
            held.id.raw, held.event.raw, subject.recurrence, held.uid, held.title,
            held.calendar.raw, held.span.start.seconds, held.span.end.seconds, held.project,
            line.billed, held.isBillable, line.rate, line.currency, pinned.contains(subject))
        }
      }
      writing.changes.formUnion([.clients, .events])
      try writing.journal(
        "Bill \(lines.count == 1 ? "1 event" : "\(lines.count) events") to \(name)", at: now)
      return Billing(id: id, client: client, days: days, at: now, lines: lines)
    }
  }

  /// Lets what was billed be changed again; whose its events are is decided as before.
  ///
  /// - Throws: `unknown` where nothing was billed under this number.
  package func unlockBilling(_ id: Int, now: Instant) throws {
    try write { writing in
      let db = writing.db
      let pinned = try db.all(
        "SELECT event, recurrence FROM billed WHERE billing = ? AND is_pinned", id
      ) { (event: $0.text(0), recurrence: $0.text(1)) }
      try writing.change("billing", where: "id = \(id)") {
        try db.run("DELETE FROM billing WHERE id = ?", id)
        guard db.changes > 0 else {
          throw StoreError.unknown(.billing, name: String(id), nearest: nil)
        }
      }
      try writing.change("billed", where: "billing = \(id)") {
        try db.run("DELETE FROM billed WHERE billing = ?", id)
      }
      for (event, recurrence) in pinned {
        let condition = "event = \(quoted(event)) AND recurrence = \(quoted(recurrence))"
        try writing.change("assignment", where: condition) {
          try db.run("DELETE FROM assignment WHERE \(condition)")
        }
        try writing.markAssigned(event)
      }
      writing.changes.formUnion([.clients, .events])
      try writing.journal("Unlock what was billed", at: now)
    }
  }
}

extension Writing {
  /// Writes down whose an occurrence is, where nobody said so by hand; answers whether it did.
  fileprivate func pin(_ occurrence: Occurrence, to client: ClientID) throws -> Bool {
    let subject = AssignmentSubject(occurrence)
    let (event, recurrence) = (subject.event.raw, subject.recurrence)
    let isSaid =
      try db.first(
        "SELECT 1 FROM assignment WHERE event = ? AND recurrence = ?", event, recurrence
      ) { $0.int(0) } != nil
    if isSaid { return false }
    try change(
      "assignment", where: "event = \(quoted(event)) AND recurrence = \(quoted(recurrence))"
    ) {
      try db.run(
        "INSERT INTO assignment VALUES (?, ?, ?, ?, ?)", event, recurrence, client.raw,
        occurrence.project, occurrence.isBillable)
    }
    try markAssigned(event)
    return true
  }

  /// Lets what was billed of an instance, or said of it by hand, be that of what it has become.
  func relink(_ moved: [InstanceLinks.Renaming]) throws {
    for (table, columns) in [
      ("assignment", "event = ?3, recurrence = ?4"),
      ("billed", "event = ?3, recurrence = ?4, occurrence = ?3 || iif(?4 = '', '', '-' || ?4)"),
    ] {
      for (from, to) in moved {
        // What was said of all of an event is not said of one of its instances.
        if table == "assignment", from.recurrence.isEmpty, !to.recurrence.isEmpty { continue }
        let condition = [from, to].map {
          "(event = \(quoted($0.event.raw)) AND recurrence = \(quoted($0.recurrence)))"
        }.joined(separator: " OR ")
        try change(table, where: condition) {
          try db.run(
            "UPDATE OR IGNORE \(table) SET \(columns) WHERE event = ?1 AND recurrence = ?2",
            from.event.raw, from.recurrence, to.event.raw, to.recurrence)
        }
      }
    }
    for event in Set(moved.flatMap { [$0.from.event.raw, $0.to.event.raw] }) {
      try markAssigned(event)
    }
    if !moved.isEmpty { changes.formUnion([.clients, .events]) }
  }

  /// Notes at an event whether anything was said of it by hand.
  func markAssigned(_ event: String) throws {
    try db.run(
      """
      UPDATE event SET flags = (flags & ~256) |
        CASE WHEN EXISTS (SELECT 1 FROM assignment WHERE event = ?1) THEN 256 ELSE 0 END
      WHERE sid = ?1
      """, event)
  }

  /// - Throws: `billed`.
  func requireUnbilled(_ subject: AssignmentSubject) throws {
    let found = try db.first(
      """
      SELECT b.id, coalesce(c.name, b.client) FROM billed l JOIN billing b ON b.id = l.billing
      LEFT JOIN client c ON c.sid = b.client WHERE l.event = ? AND l.recurrence = ?
      """, subject.event.raw, subject.recurrence
    ) { ($0.int(0), $0.text(1)) }
    if let (id, client) = found { throw StoreError.billed(id: id, client: client) }
  }
}
