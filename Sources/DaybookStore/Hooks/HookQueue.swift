package import DaybookCore
import GRDB
package import ICalendar

/// The messages that wait to be sent.
///
/// Of each kind a hook has at most two of them: one that was tried, which stays what it is, and one
/// behind it that takes up all that happens meanwhile. So nothing piles up, however long a receiver is
/// away.
extension Store {
  /// How many ids a message names at most.
  package static let mostHookIDs = 1_000
  private static let mostNews = 2_000

  /// What hooks are still to be told of: nothing, for most stores and most of the time.
  package func hookWork() throws -> HookWork {
    try read { db in
      let kinds = try db.all("SELECT kinds FROM hook WHERE ended IS NULL") {
        Self.kinds($0.text(0))
      }
      guard !kinds.isEmpty else { return HookWork() }
      let row = try db.first(
        """
        SELECT EXISTS (SELECT 1 FROM hook_news),
          EXISTS (SELECT 1 FROM hook_delivery WHERE state = 'waiting')
        """
      ) { ($0.int(0) != 0, $0.int(1) != 0) }
      return HookWork(
        kinds: Set(kinds.joined()), hasNews: row?.0 ?? false, isWaiting: row?.1 ?? false)
    }
  }

  /// Puts what changed into messages.
  ///
  /// - Parameters:
  ///   - ready: when new messages are to be sent, so that a burst becomes one.
  ///   - makeID: makes an id that no other message has.
  package func gatherHookNews(now: Instant, ready: Instant, makeID: () -> String) throws {
    try write { writing in
      let db = writing.db
      var news: [HookKind: [String]] = [:]
      var last = 0
      for (kind, subject, id) in try db.all(
        "SELECT kind, subject, id FROM hook_news ORDER BY id",
        read: { (HookKind(rawValue: $0.text(0)), $0.text(1), $0.int(2)) })
      {
        if let kind { news[kind, default: []].append(subject) }
        last = max(last, id)
      }
      guard !news.isEmpty else { return }
      try db.script("DELETE FROM hook_news")
      let hooks = try db.all("SELECT id, kinds FROM hook WHERE ended IS NULL ORDER BY id") {
        ($0.text(0), Self.kinds($0.text(1)))
      }
      for (hook, kinds) in hooks {
        for kind in kinds {
          guard let subjects = news[kind] else { continue }
          let message = News(
            kind: kind, subjects: subjects, isMore: kind == .events && last >= Self.mostNews)
          try add(message, to: hook, in: db, now: now, ready: ready, makeID: makeID)
        }
      }
    }
  }

  private struct News {
    var kind: HookKind
    var subjects: [String]
    var isMore: Bool
  }

  private func add(
    _ news: News, to hook: String, in db: Database, now: Instant, ready: Instant,
    makeID: () -> String
  ) throws {
    let open = try db.first(
      """
      SELECT number, subjects, is_more FROM hook_delivery
      WHERE hook = ? AND kind = ? AND state = 'waiting' AND tries = 0 AND last_at IS NULL
      """, hook, news.kind.rawValue,
      read: { ($0.int(0), HookDelivery.ids($0.text(1)), $0.int(2) != 0) })
    var (ids, isMore) = (open?.1 ?? [], news.isMore || open?.2 ?? false)
    var known = Set(ids)
    for subject in news.subjects where known.insert(subject).inserted { ids.append(subject) }
    isMore = isMore || ids.count > Self.mostHookIDs
    let text = ids.prefix(Self.mostHookIDs).joined(separator: "\n")
    if let open {
      try db.run(
        "UPDATE hook_delivery SET subjects = ?, is_more = ? WHERE number = ?", text, isMore, open.0)
    } else {
      try db.run(
        """
        INSERT INTO hook_delivery (id, hook, kind, subjects, is_more, at, next_at, state)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'waiting')
        """, makeID(), hook, news.kind.rawValue, text, isMore, now.seconds, ready.seconds)
    }
  }

  /// The message of each hook whose turn it is; others of that hook wait until it is done.
  package func hookAttempts() throws -> [HookAttempt] {
    try read { db in
      try db.all(
        """
        SELECT h.id, h.address, h.secret,
          \(HookDelivery.columns.split(separator: ", ").map { "d.\($0)" }.joined(separator: ", "))
        FROM hook h JOIN hook_delivery d ON d.number = (
          SELECT min(number) FROM hook_delivery WHERE hook = h.id AND state = 'waiting')
        WHERE h.ended IS NULL ORDER BY d.number
        """
      ) { row in
        HookAttempt(
          hook: row.text(0), address: row.text(1), secret: row.text(2),
          delivery: HookDelivery(row: row, first: 3))
      }
    }
  }

  /// Says that a message is on its way: from now on it stays as it is.
  package func beginHookAttempt(_ attempt: HookAttempt, at now: Instant) throws -> HookAttempt? {
    try write { writing in
      try writing.db.run(
        "UPDATE hook_delivery SET last_at = ? WHERE id = ? AND state = 'waiting'", now.seconds,
        attempt.delivery.id)
      let delivery = try writing.db.first(
        "SELECT \(HookDelivery.columns) FROM hook_delivery WHERE id = ? AND state = 'waiting'",
        attempt.delivery.id
      ) { HookDelivery(row: $0) }
      return delivery.map {
        HookAttempt(
          hook: attempt.hook, address: attempt.address, secret: attempt.secret, delivery: $0)
      }
    }
  }

  /// Writes down how a try went.
  package func endHookAttempt(
    _ attempt: HookAttempt, _ verdict: HookVerdict, status: Int?, fault: String?, at now: Instant
  ) throws {
    try write { writing in
      let db = writing.db
      let (state, next): (HookDelivery.State, Instant?) =
        switch verdict {
        case .delivered: (.delivered, nil)
        case .again(let next): (.waiting, next)
        case .dead: (.dead, nil)
        case .gone: (.dropped, nil)
        }
      try db.run(
        """
        UPDATE hook_delivery SET state = ?, next_at = ?, last_at = ?, status = ?, fault = ?,
          tries = tries + 1 WHERE id = ?
        """, state.rawValue, next?.seconds, now.seconds, status, fault, attempt.delivery.id)
      if verdict == .gone {
        try db.run("UPDATE hook SET ended = 'gone' WHERE id = ?", attempt.hook)
        try db.run(
          """
          UPDATE hook_delivery SET state = 'dropped', next_at = NULL
          WHERE hook = ? AND state = 'waiting'
          """, attempt.hook)
      }
      try db.run(
        """
        DELETE FROM hook_delivery WHERE hook = ?1 AND state <> 'waiting' AND number NOT IN (
          SELECT number FROM hook_delivery WHERE hook = ?1 AND state <> 'waiting'
          ORDER BY number DESC LIMIT ?2)
        """, attempt.hook, Self.rememberedDeliveries)
    }
  }

  // MARK: - Conflicts, which no table holds

  /// Tells hooks which conflicts came or went since this was last called; the first time nothing did.
  package func noteConflicts(_ open: Set<String>) throws {
    try write { writing in
      let db = writing.db
      let before = try db.first("SELECT value FROM meta WHERE name = 'hook conflicts'") {
        Set(StoredText.words($0.text(0)))
      }
      if before == open { return }
      try db.run(
        "INSERT OR REPLACE INTO meta VALUES ('hook conflicts', ?)",
        StoredText.words(open.sorted()))
      for id in (before ?? open).symmetricDifference(open).sorted().prefix(Self.mostHookIDs) {
        try db.run(
          "INSERT OR IGNORE INTO hook_news (kind, subject) VALUES (?, ?)",
          HookKind.conflicts.rawValue, id)
      }
    }
  }
}

/// What there is to do for hooks.
package struct HookWork: Hashable, Sendable {
  /// What any of them wants to hear of.
  package var kinds: Set<HookKind> = []
  package var hasNews = false
  package var isWaiting = false
}
