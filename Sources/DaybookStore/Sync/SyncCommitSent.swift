internal import DaybookCore
import GRDB
internal import ICalendar

/// What became of the outbox entries that were to be sent.
extension SyncCommit {
  func note(_ unsent: UnsentEdit) throws {
    try db.run(
      """
      UPDATE outbox SET attempts = attempts + 1, failure = ?, retry_at = ?
      WHERE id = ? AND generation = ?
      """, StoredText.failure(unsent.failure), unsent.retryAt?.seconds, unsent.entry,
      unsent.generation)
    if unsent.isRefused {
      let sent = try db.first(
        "SELECT sent FROM outbox WHERE id = ?", unsent.entry, read: { $0.optionalText(0) })
      try db.run(
        "UPDATE outbox SET sent = ? WHERE id = ?", OutboxEntry.withoutLast(sent ?? nil),
        unsent.entry)
    }
    writing.changes.insert(.outbox)
  }

  mutating func settle(_ sent: SentEdit) throws {
    let event = sent.entry.event
    let now = try db.first(
      "SELECT id, generation FROM outbox WHERE event = ?", event.raw
    ) { (id: $0.int(0), generation: $0.int(1)) }
    writing.changes.formUnion([.outbox, .events])
    let here = try OutboxBase(db, event, in: pass.calendar).sources
    if let now, now.id == sent.entry.id, now.generation == sent.entry.generation {
      try db.run("DELETE FROM outbox WHERE id = ?", now.id)
      if let result = sent.result {
        let before = try StoredEntry.all(db, of: event)
        try write(result, isCounted: false)
        try forgetOtherLinks(of: event, than: result.id)
        try writing.rebaseJournal(from: before, to: StoredEntry.all(db, of: event))
      } else {
        try forgetLinks(of: event)
        try writing.events().removeAll(event)
      }
      return
    }
    // Edited, undone or dropped while it was under way: what is here now is sent after it.
    var start = sent.result?.components ?? []
    if sent.isAsSent || here.isEmpty {
      if let result = sent.result {
        try link(result, to: event)
        try forgetOtherLinks(of: event, than: result.id)
      } else {
        // Deleted there, and here again: it is made anew.
        try forgetLinks(of: event)
      }
    } else {
      // It started from what we had, not from what is there: that is met once more.
      isOvertaken = true
      start = sent.entry.current?.components ?? []
    }
    try enqueue(sent.entry, here, from: start.map(\.text), isWaiting: now != nil)
  }

  /// Makes what is here wait for the next run, as a change of `start`.
  private func enqueue(
    _ entry: OutboxEntry, _ here: [String], from start: [String], isWaiting: Bool
  )
    throws
  {
    let base = OutboxEntry.text(start)
    if isWaiting {
      try db.run(
        "UPDATE outbox SET base = ?, sent = NULL, generation = generation + 1 WHERE event = ?",
        base,
        entry.event.raw)
    } else if here != start {
      try db.run(
        """
        INSERT INTO outbox (calendar, event, base, zones, sentence, at, tells, note)
        VALUES (?, ?, ?, NULL, ?, ?, ?, NULL)
        """, calendar, entry.event.raw, base, "Undo: " + entry.sentence, pass.startedAt.seconds,
        entry.tellsPeople)
    }
  }

  private func forgetLinks(of event: EventID) throws {
    try db.run("DELETE FROM remote WHERE event = ?", event.raw)
  }

  /// A new event may have been given another name than it was sent under.
  private func forgetOtherLinks(of event: EventID, than id: RemoteID) throws {
    try db.run(
      "DELETE FROM remote WHERE event = ? AND id <> ? AND recurrence = ''", event.raw, id.raw)
  }
}
