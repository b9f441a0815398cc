package import DaybookCore
import GRDB
package import ICalendar

extension Store {
  /// Takes back what was done about a conflict, however much was done since: a deed of its own, which
  /// undo takes back in its turn.
  ///
  /// - Returns: what was done, as a sentence.
  /// - Throws: `changedSince` where the event was changed since then, `forgotten` where the journal no
  ///   longer says how it was, `gone` where nothing was decided.
  package func takeBack(_ conflict: Conflict, now: Instant) throws -> String {
    try write { writing in
      let sentence = try writing.takeBack(conflict, at: now)
      try writing.journal(sentence, at: now)
      return sentence
    }
  }
}

extension Writing {
  fileprivate func takeBack(_ conflict: Conflict, at now: Instant) throws -> String {
    guard let decision = conflict.decision else { throw StoreError.gone(.conflict) }
    let row = "conflict = \(quoted(conflict.id.raw))"
    let isSingle =
      try db.first("SELECT 1 FROM decision WHERE conflict = ?", conflict.id.raw) { $0.int(0) }
      != nil
    guard isSingle else {
      try forget(EventPair(conflict.first.event, conflict.second.event))
      return "Look at a pair of events again"
    }
    guard conflict.state == .resolved else {
      try decide(conflict, .open, decision)
      return "Look at a conflict again"
    }
    guard
      let (entry, sentence) = try db.first(
        """
        SELECT j.id, j.sentence FROM journal_change c JOIN journal j ON j.id = c.entry
        WHERE NOT j.is_undone AND c.subject = 'decision' AND c.name = ? ORDER BY j.id DESC LIMIT 1
        """, row, read: { ($0.int(0), $0.text(1)) })
    else { throw StoreError.forgotten }
    for (key, before, after) in try deeds(for: row, in: entry).reversed() {
      try restore(key, before, from: after, sentence, at: now)
    }
    try decide(conflict, .open, decision)
    return "Take back: \(sentence)"
  }

  /// What was done to events for a decision: of several that were settled in one step, what comes
  /// behind the decision before it.
  private func deeds(for row: String, in entry: Int) throws
    -> [(key: EventKey, before: StoredEntry?, after: StoredEntry?)]
  {
    var deeds: [(key: EventKey, before: StoredEntry?, after: StoredEntry?)] = []
    for change in try JournalChange.all(db, of: entry) {
      switch change {
      case .event(let key, let before, let after): deeds.append((key, before, after))
      case .rows("decision", row, _, _): return deeds
      case .rows: deeds = []
      }
    }
    return []
  }

  private func restore(
    _ key: EventKey, _ before: StoredEntry?, from after: StoredEntry?, _ sentence: String,
    at now: Instant
  ) throws {
    let present = try StoredEntry.one(db, key)
    var target = before
    if !Writing.isSame(present, after) {
      guard let present, let after, let before, let put = present.taking(after, before) else {
        throw StoreError.changedSince(sentence: sentence)
      }
      target = put
    }
    let base = try OutboxBase(db, key.event, in: key.calendar)
    try change(key, to: target?.source, zones: target?.zones)
    try finish()
    try enqueue(
      key.event, in: key.calendar, from: base, sentence: "Take back: \(sentence)", at: now)
  }

  private func forget(_ pair: EventPair) throws {
    let (first, second) = (pair.first.raw, pair.second.raw)
    try change("kept_pair", where: "first = \(quoted(first)) AND second = \(quoted(second))") {
      try db.run("DELETE FROM kept_pair WHERE first = ? AND second = ?", first, second)
    }
    changes.insert(.conflicts)
  }
}
