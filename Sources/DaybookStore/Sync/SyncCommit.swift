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
      var commit = try SyncCommit(writing: writing, pass: pass, calendar: row)
      try commit.run()
      commit.counts.isOvertaken = commit.isOvertaken
      return commit.counts
    }
  }
}

/// One pass on its way into the store.
struct SyncCommit {
  let writing: Writing
  let pass: SyncPass
  let calendar: Int
  fileprivate(set) var counts: SyncCounts
  /// Whether something was edited here after the run had looked at it.
  var isOvertaken = false
  /// Series of which an entry was counted: the others add nothing to it.
  private var counted: Set<EventID> = []
  let links: RemoteLinks
  /// Whether nothing of the calendar had a name there when this began.
  let wasEmpty: Bool
  /// Whether nothing waits to be sent, however long this takes.
  private let hadNothingWaiting: Bool
  /// Entries that had no name there, and have not been given one since.
  private var unlinked: Set<RemoteID> = []
  var db: Database { writing.db }

  init(writing: Writing, pass: SyncPass, calendar: Int) throws {
    self.writing = writing
    self.pass = pass
    self.calendar = calendar
    counts = pass.counts
    links = try RemoteLinks(writing.db, calendar)
    wasEmpty =
      try writing.db.first(
        "SELECT 1 FROM remote WHERE calendar = ?", calendar, read: { $0.int(0) }) == nil
    // What was sent and undone meanwhile waits again within this transaction.
    hadNothingWaiting =
      try pass.sent.isEmpty
      && writing.db.first("SELECT 1 FROM outbox LIMIT 1", read: { $0.int(0) }) == nil
  }

  mutating func run() throws {
    let added = try pass.part.map { try unknown($0.named) } ?? []
    unlinked = wasEmpty ? Set(pass.upserts.map(\.id)) : added
    for unsent in pass.unsent { try note(unsent) }
    for sent in pass.sent { try settle(sent) }
    for remote in pass.upserts { try upsert(remote) }
    for id in pass.removals { try remove(id) }
    if pass.isSnapshot { try removeUnlisted() }
    try writing.finish()
    if !counts.isEmpty { writing.changes.insert(.events) }
    if let part = pass.part { return try goOn(with: part, added) }
    try writeState()
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
    // One entry of several is never weighed against an edit of them all: the pass did not know of it.
    guard remote.isWhole, let meeting = pass.meetings[remote.id], meeting.generation == generation
    else {
      isOvertaken = true
      return
    }
    switch meeting.outcome {
    case .keepsLocal: try rebase(event, on: remote)
    case .takesRemote:
      // An edit that was sent and whose answer was lost has come back.
      let isEcho =
        try db.first(
          "SELECT 1 FROM outbox WHERE event = ? AND sent IS NOT NULL", event.raw,
          read: { $0.int(0) }) != nil
      let before = isEcho ? try StoredEntry.all(db, of: event) : [:]
      try db.run("DELETE FROM outbox WHERE event = ?", event.raw)
      writing.changes.insert(.outbox)
      try write(remote, drafts: drafts)
      if isEcho { try writing.rebaseJournal(from: before, to: StoredEntry.all(db, of: event)) }
    case .merges(var merged):
      merged.isWhole = true
      try write(merged)
      try rebase(event, on: remote)
    case .diverges(var merged, let names):
      merged.isWhole = true
      try write(merged)
      try hold(event, beside: remote, names)
    }
  }

  /// The generation of the event's outbox entry, where it has one.
  private func waiting(_ event: EventID) throws -> Int? {
    if hadNothingWaiting { return nil }
    return try db.first("SELECT generation FROM outbox WHERE event = ?", event.raw) { $0.int(0) }
  }

  /// Makes an outbox entry start from what its provider has now.
  private mutating func rebase(_ event: EventID, on remote: RemoteEvent) throws {
    try db.run(
      """
      UPDATE outbox SET base = ?, theirs = NULL, theirs_zones = NULL, diverged = NULL,
        generation = generation + 1 WHERE event = ?
      """, OutboxEntry.text(remote.components.map(\.dated.text)), event.raw)
    try link(remote, to: event)
    writing.changes.insert(.outbox)
  }

  /// Keeps what the other side has beside the edit that it collides with.
  private mutating func hold(_ event: EventID, beside remote: RemoteEvent, _ names: [String]) throws
  {
    let zones = try writing.drafts(of: remote, in: pass.calendar).first?.zones
    try db.run(
      """
      UPDATE outbox SET theirs = ?, theirs_zones = ?, diverged = ?, generation = generation + 1,
        retry_at = NULL, failure = NULL WHERE event = ?
      """, OutboxEntry.text(remote.components.map(\.dated.text)), zones,
      names.joined(separator: "\n"), event.raw)
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
    let writer = try writing.events()
    let old = unlinked.contains(remote.id) ? nil : try links.find(remote.id)
    if let old {
      if old.event != event {
        // The same object under another UID: what it was before is gone.
        try removeEntries(of: old)
      } else if !remote.isWhole, old.recurrence != drafts[0].recurrence {
        try writer.remove(event, recurrence: old.recurrence)
      }
    }
    var known = try writer.recurrences(of: event)
    let isNew = known.isEmpty
    var isChanged = isNew
    for (index, draft) in drafts.enumerated() {
      if isNew, index == 0 {
        try writer.add(draft)
      } else if try writer.put(draft, .contentWins).effect != .unchanged {
        isChanged = true
      }
      known.remove(draft.recurrence)
    }
    if remote.isWhole {
      for gone in known {
        try writer.remove(event, recurrence: gone)
        isChanged = true
      }
    }
    try link(remote, to: event, drafts, isNew: isNew)
    guard isCounted, isChanged else { return }
    if !remote.isWhole {
      guard counted.insert(event).inserted else { return }
      if !isNew, try isListed(event, besides: remote.id, isKnown: old != nil) { return }
    }
    if isNew { counts.added += 1 } else { counts.updated += 1 }
  }

  // MARK: - What it is called there

  mutating func link(_ remote: RemoteEvent, to event: EventID) throws {
    try link(remote, to: event, try writing.drafts(of: remote, in: pass.calendar), isNew: false)
  }

  /// Keeps the names and versions of everything that `remote` consists of; of a whole one what it no
  /// longer has is forgotten, so that it is news when it comes.
  private mutating func link(
    _ remote: RemoteEvent, to event: EventID, _ drafts: [EventDraft], isNew: Bool
  ) throws {
    guard remote.isWhole else {
      return try link(remote.id, remote.version, event, drafts.first?.recurrence ?? "")
    }
    var instances: [String: RemotePart] = [:]
    for part in remote.parts where !part.recurrence.isEmpty {
      let draft = drafts.first {
        $0.recurrence == part.recurrence
          || $0.read.component.first("RECURRENCE-ID")?.value == part.recurrence
      }
      if let draft { instances[draft.recurrence] = part }
    }
    if !isNew {
      let kept = Set(drafts.map(\.recurrence))
      for link in try RemoteLink.all(db, of: event) where !link.recurrence.isEmpty {
        let part = instances[link.recurrence]
        if !kept.contains(link.recurrence) || part.map({ $0.id != link.id }) ?? false {
          try unlink(link.id)
        }
      }
    }
    for (recurrence, part) in instances { try link(part.id, part.version, event, recurrence) }
    // Instances whose master is not there have no name for all of them.
    if instances.isEmpty || drafts.contains(where: \.recurrence.isEmpty) {
      try link(remote.id, remote.version, event, "")
    }
  }

  private mutating func link(
    _ id: RemoteID, _ version: Version?, _ event: EventID, _ recurrence: String
  ) throws {
    try links.keep(RemoteLink(id: id, version: version, event: event, recurrence: recurrence))
    unlinked.remove(id)
  }

  private func unlink(_ id: RemoteID) throws {
    try db.run("DELETE FROM remote WHERE calendar = ? AND id = ?", calendar, id.raw)
  }

  // MARK: - What is gone there

  private mutating func remove(_ id: RemoteID) throws {
    guard let link = try RemoteLink.one(db, id, calendar: calendar) else { return }
    if try link.recurrence.isEmpty && hasOtherLink(link) {
      // It goes on under another name.
      return try unlink(id)
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
          """
          UPDATE outbox SET base = '', theirs = NULL, theirs_zones = NULL, diverged = NULL,
            generation = generation + 1 WHERE event = ?
          """, link.event.raw)
        try db.run(
          "DELETE FROM remote WHERE calendar = ? AND event = ?", calendar, link.event.raw)
        return
      }
      try db.run("DELETE FROM outbox WHERE event = ?", link.event.raw)
    }
    guard try removeEntries(of: link) > 0 else { return }
    let isLeft =
      try db.first("SELECT 1 FROM event WHERE sid = ?", link.event.raw, read: { $0.int(0) }) != nil
    guard isLeft else { return counts.deleted += 1 }
    if counted.insert(link.event).inserted { counts.updated += 1 }
  }

  private func hasOtherLink(_ link: RemoteLink) throws -> Bool {
    try db.first(
      "SELECT 1 FROM remote WHERE calendar = ? AND event = ? AND id <> ? AND recurrence = ''",
      calendar, link.event.raw, link.id.raw, read: { $0.int(0) }) != nil
  }

  /// Of a master all that belongs to it goes as well, but for instances that were named beside it.
  @discardableResult
  private func removeEntries(of link: RemoteLink) throws -> Int {
    try unlink(link.id)
    let writer = try writing.events()
    guard link.recurrence.isEmpty else {
      return try writer.remove(link.event, recurrence: link.recurrence) ? 1 : 0
    }
    var staying: Set<String> = []
    for other in try RemoteLink.all(db, of: link.event) {
      if isNamed(other.id) {
        staying.insert(other.recurrence)
      } else {
        try unlink(other.id)
      }
    }
    if staying.isEmpty { return try writer.removeAll(link.event) }
    let rows = try db.all("SELECT recurrence FROM event WHERE sid = ?", link.event.raw) {
      $0.text(0)
    }
    let gone = rows.filter { !staying.contains($0) }
    for recurrence in gone { try writer.remove(link.event, recurrence: recurrence) }
    return gone.count
  }

  private func isNamed(_ id: RemoteID) -> Bool {
    pass.unchanged.contains(id) || pass.upserts.contains { $0.id == id }
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
    if isGood, !isOvertaken { try endListing() }
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
