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
  private var db: Database { writing.db }

  init(writing: Writing, pass: SyncPass, calendar: Int) {
    self.writing = writing
    self.pass = pass
    self.calendar = calendar
  }

  mutating func run() throws {
    for sent in pass.sent { try settle(sent) }
    for remote in pass.upserts { try upsert(remote) }
    for id in pass.removals { try remove(id) }
    if pass.isSnapshot { try removeUnlisted() }
    try writing.finish()
    try writeState()
    if !counts.isEmpty { writing.changes.insert(.events) }
    writing.changes.formUnion([.accounts, .log])
  }

  // MARK: - What was sent

  private mutating func settle(_ sent: SentEdit) throws {
    let entry = try db.first(
      "SELECT event, generation FROM outbox WHERE id = ?", sent.entry
    ) { (event: EventID($0.text(0)), generation: $0.int(1)) }
    guard let entry else {
      // It was dropped while it was under way; what arrived counts all the same.
      if let result = sent.result { try upsert(result) }
      return
    }
    writing.changes.formUnion([.outbox, .events])
    if entry.generation == sent.generation {
      try db.run("DELETE FROM outbox WHERE id = ?", sent.entry)
      if let result = sent.result {
        try write(result, isCounted: false)
        try forgetOtherLinks(of: entry.event, than: result.id)
      } else {
        try db.run("DELETE FROM remote WHERE event = ?", entry.event.raw)
        try writing.events().removeAll(entry.event)
      }
    } else if let result = sent.result {
      try rebase(entry.event, on: result)
      try forgetOtherLinks(of: entry.event, than: result.id)
    } else {
      // Deleted there, and edited here since: it is to be made anew.
      try db.run("UPDATE outbox SET base = '' WHERE id = ?", sent.entry)
      try db.run("DELETE FROM remote WHERE event = ?", entry.event.raw)
    }
  }

  /// A new event may have been given another name than it was sent under.
  private func forgetOtherLinks(of event: EventID, than id: RemoteID) throws {
    try db.run(
      "DELETE FROM remote WHERE event = ? AND id <> ? AND recurrence = ''", event.raw, id.raw)
  }

  // MARK: - What changed there

  private mutating func upsert(_ remote: RemoteEvent) throws {
    let drafts = try writing.drafts(of: remote, in: pass.calendar)
    guard let event = drafts.first?.event.id else {
      // Nothing of it can be read; it is known all the same, and what was there stays.
      return
    }
    let isWaiting =
      try db.first("SELECT 1 FROM outbox WHERE event = ?", event.raw, read: { $0.int(0) }) != nil
    guard isWaiting else { return try write(remote, drafts: drafts) }
    switch pass.meetings[remote.id] ?? .keepsLocal {
    case .keepsLocal: try rebase(event, on: remote)
    case .takesRemote:
      try db.run("DELETE FROM outbox WHERE event = ?", event.raw)
      writing.changes.insert(.outbox)
      try write(remote, drafts: drafts)
    case .merges(let components):
      var merged = remote
      merged.components = components
      merged.isWhole = true
      try write(merged)
      try rebase(event, on: remote)
    }
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

  private mutating func write(_ remote: RemoteEvent, isCounted: Bool = true) throws {
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

  private func link(_ remote: RemoteEvent, to event: EventID) throws {
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
    let isWaiting =
      try db.first(
        "SELECT 1 FROM outbox WHERE event = ?", link.event.raw, read: { $0.int(0) }) != nil
    if isWaiting {
      let isHere =
        try db.first(
          "SELECT 1 FROM event WHERE sid = ?", link.event.raw, read: { $0.int(0) }) != nil
      writing.changes.insert(.outbox)
      if isHere, case .keepsLocal = pass.meetings[id] ?? .keepsLocal {
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
    let isGood = pass.state == .ok || pass.state == .partial
    try db.run(
      """
      UPDATE calendar SET token = ?, etag = ?, modified = ?, interval = ?, detail = ?,
        checked_at = ?, synced_at = CASE WHEN ? THEN ?6 ELSE synced_at END,
        failures = CASE WHEN ?7 THEN 0 ELSE failures + 1 END, failure = ? WHERE id = ?
      """, pass.position.token, pass.position.etag, pass.position.lastModified,
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
