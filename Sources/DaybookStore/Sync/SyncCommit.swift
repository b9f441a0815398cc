internal import DaybookCore
import GRDB
internal import ICalendar

extension Store {
  /// Stores what a run learned: events, links, position and outcome in one transaction, so that
  /// the position is never ahead of what was stored.
  @discardableResult
  package func commit(_ pass: SyncPass) throws -> SyncCounts {
    try write { writing in
      guard let row = try EventCalendar.one(pass.calendar, writing.db)?.row else {
        throw StoreError.gone(.calendar)
      }
      var commit = SyncCommit(writing: writing, pass: pass, calendar: row)
      try commit.run()
      return commit.counts
    }
  }
}

/// One pass on its way into the store.
struct SyncCommit {
  let writing: Writing
  let pass: SyncPass
  let calendar: Int
  private(set) var counts = SyncCounts()
  /// Whether something was edited here after the run had looked at it.
  var isOvertaken = false
  var db: Database { writing.db }

  init(writing: Writing, pass: SyncPass, calendar: Int) {
    self.writing = writing
    self.pass = pass
    self.calendar = calendar
  }

  mutating func run() throws {
    for unsent in pass.unsent { try note(unsent) }
    for sent in pass.sent { try settle(sent) }
    for remote in pass.upserts { try upsert(remote) }
    for id in pass.removals { try remove(id) }
    if pass.isSnapshot { try removeUnlisted() }
    try writing.finish()
    try writeState()
    if !counts.isEmpty { writing.changes.insert(.events) }
    writing.changes.formUnion([.accounts, .log])
  }

  // MARK: - What changed there

  private mutating func upsert(_ remote: RemoteEvent) throws {
    let drafts = try writing.drafts(of: remote, in: pass.calendar)
    guard let event = drafts.first?.event.id else {
      // Nothing of it can be read; it is known all the same, and what was there stays.
      return
    }
    guard let generation = try waiting(event) else { return try write(remote, drafts: drafts) }
    // One entry of several is never weighed against an edit of them all.
    guard remote.isWhole else { return try rebase(event, on: remote) }
    guard let meeting = pass.meetings[remote.id], meeting.generation == generation else {
      isOvertaken = true
      return
    }
    switch meeting.outcome {
    case .keepsLocal: try rebase(event, on: remote)
    case .takesRemote:
      try db.run("DELETE FROM outbox WHERE event = ?", event.raw)
      writing.changes.insert(.outbox)
      try write(remote, drafts: drafts)
    case .merges(var merged):
      merged.isWhole = true
      try write(merged)
      try rebase(event, on: remote)
    }
  }

  /// The generation of the event's outbox entry, where it has one.
  private func waiting(_ event: EventID) throws -> Int? {
    try db.first("SELECT generation FROM outbox WHERE event = ?", event.raw) { $0.int(0) }
  }

  /// Makes an outbox entry start from what its provider has now.
  private func rebase(_ event: EventID, on remote: RemoteEvent) throws {
    var sources = remote.components.map(\.text)
    if !remote.isWhole {
      // One entry of several: the others stay as both sides knew them.
      let base = try db.first("SELECT base FROM outbox WHERE event = ?", event.raw) { $0.text(0) }
      let mine = Set(remote.components.map { $0.first("RECURRENCE-ID")?.raw ?? "" })
      sources =
        OutboxEntry.sources(base ?? "").filter {
          guard let component = try? Component(text: $0) else { return false }
          return !mine.contains(component.first("RECURRENCE-ID")?.raw ?? "")
        } + sources
    }
    try db.run(
      "UPDATE outbox SET base = ?, generation = generation + 1 WHERE event = ?",
      OutboxEntry.text(sources), event.raw)
    try link(remote, to: event)
    writing.changes.insert(.outbox)
  }

  mutating func write(_ remote: RemoteEvent, isCounted: Bool = true) throws {
    try write(
      remote, drafts: try writing.drafts(of: remote, in: pass.calendar), isCounted: isCounted)
  }

  private mutating func write(
    _ remote: RemoteEvent, drafts: [EventDraft], isCounted: Bool = true
  ) throws {
    guard let event = drafts.first?.event.id else { return }
    // The same object under another UID: what it was before is gone.
    if let old = try RemoteLink.one(db, remote.id, calendar: calendar), old.event != event {
      try removeEntries(of: old)
    }
    let writer = try writing.events()
    var known = Set(
      try db.all("SELECT recurrence FROM event WHERE sid = ?", event.raw) { $0.text(0) })
    let isNew = known.isEmpty
    var isChanged = false
    for draft in drafts {
      if try writer.put(draft, .contentWins).effect != .unchanged { isChanged = true }
      known.remove(draft.recurrence)
    }
    if remote.isWhole {
      for gone in known {
        try writer.remove(event, recurrence: gone)
        isChanged = true
      }
    }
    try link(remote, to: event)
    guard isCounted else { return }
    if isNew { counts.added += 1 } else if isChanged { counts.updated += 1 }
  }

  func link(_ remote: RemoteEvent, to event: EventID) throws {
    let recurrence =
      remote.isWhole ? "" : remote.components.first?.first("RECURRENCE-ID")?.value ?? ""
    try db.run(
      "INSERT OR REPLACE INTO remote VALUES (?, ?, ?, ?, ?)", calendar, remote.id.raw,
      remote.version?.raw, event.raw, try compact(recurrence, of: remote))
  }

  /// RECURRENCE-ID as the column of `event` has it.
  private func compact(_ value: String, of remote: RemoteEvent) throws -> String {
    if value.isEmpty { return "" }
    return try writing.drafts(of: remote, in: pass.calendar).first?.recurrence ?? ""
  }

  // MARK: - What is gone there

  private mutating func remove(_ id: RemoteID) throws {
    guard let link = try RemoteLink.one(db, id, calendar: calendar) else { return }
    if try link.recurrence.isEmpty && hasOtherLink(link) {
      // It goes on under another name.
      try db.run("DELETE FROM remote WHERE calendar = ? AND id = ?", calendar, id.raw)
      return
    }
    if let generation = try waiting(link.event) {
      guard let meeting = pass.meetings[id], meeting.generation == generation else {
        isOvertaken = true
        return
      }
      writing.changes.insert(.outbox)
      guard case .takesRemote = meeting.outcome else {
        // Edited here, deleted there: an edit is worth more, so it is made anew.
        try db.run(
          "UPDATE outbox SET base = '', generation = generation + 1 WHERE event = ?",
          link.event.raw)
        try db.run("DELETE FROM remote WHERE calendar = ? AND id = ?", calendar, id.raw)
        return
      }
      try db.run("DELETE FROM outbox WHERE event = ?", link.event.raw)
    }
    if try removeEntries(of: link) > 0 { counts.deleted += 1 }
  }

  private func hasOtherLink(_ link: RemoteLink) throws -> Bool {
    try db.first(
      "SELECT 1 FROM remote WHERE calendar = ? AND event = ? AND id <> ? AND recurrence = ''",
      calendar, link.event.raw, link.id.raw, read: { $0.int(0) }) != nil
  }

  @discardableResult
  private func removeEntries(of link: RemoteLink) throws -> Int {
    try db.run("DELETE FROM remote WHERE calendar = ? AND id = ?", calendar, link.id.raw)
    let writer = try writing.events()
    if link.recurrence.isEmpty {
      try db.run(
        "DELETE FROM remote WHERE calendar = ? AND event = ?", calendar, link.event.raw)
      return try writer.removeAll(link.event)
    }
    return try writer.remove(link.event, recurrence: link.recurrence) ? 1 : 0
  }

  private mutating func removeUnlisted() throws {
    let listed = pass.unchanged.union(pass.upserts.map(\.id))
      .union(pass.sent.compactMap { $0.result?.id })
    let known = try db.all("SELECT id FROM remote WHERE calendar = ?", calendar) {
      RemoteID($0.text(0))
    }
    for id in known where !listed.contains(id) { try remove(id) }
  }

  // MARK: - Where the next run goes on

  private func writeState() throws {
    let ended = pass.startedAt.seconds + (pass.milliseconds + 999) / 1000
    let token =
      isOvertaken
      ? try db.first("SELECT token FROM calendar WHERE id = ?", calendar) { $0.optionalText(0) }
        ?? nil : pass.position.token
    let isGood = pass.state == .ok || pass.state == .partial
    try db.run(
      """
      UPDATE calendar SET token = ?, etag = ?, modified = ?, interval = ?, detail = ?,
        checked_at = ?, synced_at = CASE WHEN ? THEN ?6 ELSE synced_at END,
        failures = CASE WHEN ?7 THEN 0 ELSE failures + 1 END, failure = ? WHERE id = ?
      """, token, pass.position.etag, pass.position.lastModified,
      pass.position.interval, pass.position.detail, ended, isGood,
      StoredText.failure(pass.failure), calendar)
    try db.run(
      """
      INSERT INTO sync_run (account, calendar, at, milliseconds, requests, added, updated, deleted,
        is_full, state, failure)
      VALUES ((SELECT account FROM calendar WHERE id = ?1), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """, calendar, pass.startedAt.seconds, pass.milliseconds, pass.requests, counts.added,
      counts.updated, counts.deleted, pass.isFull, pass.state.rawValue,
      StoredText.failure(pass.failure))
    try db.run("DELETE FROM sync_run WHERE id <= ?", Int(db.lastInsertedRowID) - 2000)
  }
}
