package import DaybookCore
import GRDB
package import ICalendar

/// A conflict as it was when something was done about it.
package struct SettledConflict: Sendable {
  package var first: OccurrenceID
  package var second: OccurrenceID
  package var state: Conflict.State
  package var decision: Conflict.Decision
  package var kind: Conflict.Kind
  package var severity: Conflict.Severity
  package var span: TimeSpan
  package var minutes: Int

  package var id: ConflictID { Conflict.id(first, second) }
}

extension Store {
  /// What was decided about conflicts.
  package func decisions() throws -> ConflictDecisions {
    try read { db in
      var decisions = ConflictDecisions()
      let single = try Prepared(
        "SELECT conflict, state, action, note, at, kind FROM decision", in: db)
      while try single.step() {
        decisions.single[ConflictID(single.text(0))] = ConflictDecision(
          state: Conflict.State(rawValue: single.text(1)) ?? .open,
          decision: Conflict.Decision(
            action: single.text(2), note: single.optionalText(3),
            at: Instant(seconds: single.int(4))),
          kind: Conflict.Kind(rawValue: single.text(5)))
      }
      let pairs = try Prepared("SELECT first, second, note, at FROM kept_pair", in: db)
      while try pairs.step() {
        decisions.pairs[EventPair(EventID(pairs.text(0)), EventID(pairs.text(1)))] =
          ConflictDecision(
            state: .ignored,
            decision: Conflict.Decision(
              action: "keep-pair", note: pairs.optionalText(2), at: Instant(seconds: pairs.int(3))))
      }
      return decisions
    }
  }

  /// Conflicts as they were when they were settled, for those whose stretch touches `window`. They
  /// tell what was done even when nothing collides any more.
  package func settled(touching window: TimeSpan) throws -> [SettledConflict] {
    try read { db in
      try db.all(
        """
        SELECT first, second, state, action, note, at, kind, severity, start, end, minutes
        FROM decision WHERE start < ?2 AND (end > ?1 OR start >= ?1)
        """, window.start.seconds, window.end.seconds
      ) { row in
        SettledConflict(
          first: OccurrenceID(row.text(0)), second: OccurrenceID(row.text(1)),
          state: Conflict.State(rawValue: row.text(2)) ?? .resolved,
          decision: Conflict.Decision(
            action: row.text(3), note: row.optionalText(4), at: Instant(seconds: row.int(5))),
          kind: Conflict.Kind(rawValue: row.text(6)) ?? .overlap,
          severity: Conflict.Severity(rawValue: row.text(7)) ?? .medium,
          span: TimeSpan(Instant(seconds: row.int(8)), Instant(seconds: row.int(9))),
          minutes: row.int(10))
      }
    }
  }

  /// Remembers what was done about a conflict, for this time.
  package func decide(
    _ conflict: Conflict, _ state: Conflict.State, _ decision: Conflict.Decision
  ) throws {
    try write { writing in
      try writing.decide(conflict, state, decision)
      try writing.journal(
        state == .open ? "Reopen a conflict" : "Settle a conflict", at: decision.at)
    }
  }

  /// Lets two events stand beside each other whenever they meet.
  package func keepPair(
    _ one: EventID, _ other: EventID, note: String? = nil, at now: Instant
  ) throws {
    try write { writing in
      try writing.keepPair(EventPair(one, other), note: note, at: now)
      try writing.journal("Keep two events together", at: now)
    }
  }

  /// Minutes known to lie between places.
  package func travelTimes() throws -> TravelTimes { TravelTimes(try availabilityRules()) }
}

extension Writing {
  func decide(
    _ conflict: Conflict, _ state: Conflict.State, _ decision: Conflict.Decision
  ) throws {
    try change("decision", where: "conflict = \(quoted(conflict.id.raw))") {
      if state == .open {
        try db.run("DELETE FROM decision WHERE conflict = ?", conflict.id.raw)
      } else {
        try db.run(
          "INSERT OR REPLACE INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          conflict.id.raw,
          conflict.first.id.raw, conflict.second.id.raw, state.rawValue, decision.action,
          decision.note, decision.at.seconds, conflict.kind.rawValue, conflict.severity.rawValue,
          conflict.span.start.seconds, conflict.span.end.seconds, conflict.minutes)
      }
    }
    changes.insert(.conflicts)
  }

  func keepPair(_ pair: EventPair, note: String?, at now: Instant) throws {
    try change(
      "kept_pair",
      where: "first = \(quoted(pair.first.raw)) AND second = \(quoted(pair.second.raw))"
    ) {
      try db.run(
        "INSERT OR REPLACE INTO kept_pair VALUES (?, ?, ?, ?)", pair.first.raw, pair.second.raw,
        note, now.seconds)
    }
    changes.insert(.conflicts)
  }
}
