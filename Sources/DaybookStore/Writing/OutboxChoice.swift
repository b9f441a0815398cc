package import DaybookCore
import GRDB
package import ICalendar

/// Between what both sides made of the same.
package enum OutboxChoice: Sendable {
  case ours, theirs
}

extension Store {
  /// Ends the wait of a change that collides with one of the other side's: ours goes on top of
  /// theirs, or theirs is taken for what both changed. What only one side changed stays either way,
  /// and undo goes back to the other choice.
  ///
  /// - Returns: whose account it is.
  @discardableResult
  package func settle(outboxEntry id: Int, _ choice: OutboxChoice, now: Instant) throws -> AccountID
  {
    try write { writing in
      let found = try OutboxEntry.one(id, writing.db, ZoneReferences(writing.db, zones))
      guard let theirs = found.theirs else { throw StoreError.notDiverged(id: id) }
      var chosen = theirs
      switch choice {
      case .ours: try writing.note(theirs, replacedIn: found)
      case .theirs:
        chosen.components =
          Merge(
            base: found.base?.components ?? [], local: theirs.components,
            remote: found.current?.components ?? []
          ).components
        try writing.replace(found.event, in: found.calendar, with: chosen)
      }
      if choice == .theirs, Merge.areSame(chosen.components, theirs.components) {
        try writing.db.run("DELETE FROM outbox WHERE id = ?", id)
      } else {
        try writing.db.run(
          """
          UPDATE outbox SET base = theirs, zones = theirs_zones, theirs = NULL, theirs_zones = NULL,
            diverged = NULL, sent = NULL, generation = generation + 1, attempts = 0,
            retry_at = NULL, failure = NULL WHERE id = ?
          """, id)
      }
      writing.changes.insert([.events, .outbox])
      let sentence = found.sentence
      try writing.journal(
        choice == .ours ? "Kept over theirs: \(sentence)" : "Took theirs: \(sentence)", at: now)
      return found.account
    }
  }
}

extension Writing {
  /// Lets undo make an event what the other side had of it.
  fileprivate func note(_ theirs: RemoteEvent, replacedIn entry: OutboxEntry) throws {
    let here = try StoredEntry.all(db, of: entry.event)
    var there: [EventKey: StoredEntry] = [:]
    for draft in try drafts(of: theirs, in: entry.calendar) {
      let key = EventKey(
        calendar: entry.calendar, uid: draft.event.uid, duplicate: draft.event.duplicate,
        recurrence: draft.recurrence)
      there[key] = StoredEntry(source: draft.event.source, zones: draft.zones)
    }
    for key in Set(here.keys).union(there.keys) where here[key] != there[key] {
      note(.event(key, before: there[key], after: here[key]))
    }
  }
}
