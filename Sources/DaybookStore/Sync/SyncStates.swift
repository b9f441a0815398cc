package import DaybookCore
import GRDB
package import ICalendar

extension Store {
  /// What is known of the runs of an account's calendars.
  package func syncStates(of account: AccountID) throws -> [CalendarSyncState] {
    try read { db in
      try db.all(
        """
        SELECT c.sid, a.sid, c.key, c.token, c.etag, c.modified, c.interval, c.detail, c.checked_at,
          c.synced_at, c.failures, c.failure, l.resume
        FROM calendar c JOIN account a ON a.id = c.account
        LEFT JOIN listing l ON l.calendar = c.id WHERE a.sid = ? ORDER BY c.id
        """, account.raw
      ) { row in
        CalendarSyncState(
          calendar: CalendarID(row.text(0)), account: AccountID(row.text(1)), key: row.text(2),
          position: SyncPosition(
            token: row.optionalText(3), etag: row.optionalText(4),
            lastModified: row.optionalText(5), interval: row.optionalInt(6),
            detail: row.optionalText(7), resume: row.optionalText(12)),
          checkedAt: row.optionalInt(8).map { Instant(seconds: $0) },
          syncedAt: row.optionalInt(9).map { Instant(seconds: $0) }, failures: row.int(10),
          failure: StoredText.failure(row.optionalText(11)))
      }
    }
  }

  /// What is known of every account's runs.
  package func accountSyncStates() throws -> [AccountSyncState] {
    try read { db in
      try db.all(
        """
        SELECT sid, is_synced, state, last_sync, failures, retry_at, failure, detail FROM account
        ORDER BY id
        """
      ) { row in
        AccountSyncState(
          account: AccountID(row.text(0)), isSynced: row.int(1) != 0,
          state: AccountState(rawValue: row.text(2)) ?? .new,
          lastSync: row.optionalInt(3).map { Instant(seconds: $0) }, failures: row.int(4),
          retryAt: row.optionalInt(5).map { Instant(seconds: $0) },
          failure: StoredText.failure(row.optionalText(6)), detail: row.optionalText(7))
      }
    }
  }

  /// Stores how an account's pass ended, once all its calendars' were committed; once a day what is
  /// old goes with it.
  package func finishPass(
    of account: AccountID, state: AccountState, failure: Failure?, at now: Instant,
    retryAt: Instant? = nil
  ) throws {
    try write { writing in
      try writing.db.run(
        """
        UPDATE account SET state = ?1, failure = ?2, retry_at = ?3,
          failures = CASE WHEN ?1 IN ('ok', 'partial') THEN 0 ELSE failures + 1 END,
          last_sync = CASE WHEN ?1 IN ('ok', 'partial') THEN ?4 ELSE last_sync END
        WHERE sid = ?5
        """, state.rawValue, StoredText.failure(failure), retryAt?.seconds, now.seconds,
        account.raw)
      writing.changes.insert(.accounts)
      try writing.sweep(at: now)
    }
  }

  /// Keeps what a provider wants to find again for the whole account; no secrets.
  package func setDetail(_ detail: String?, of account: AccountID) throws {
    try write { writing in
      try writing.db.run(
        "UPDATE account SET detail = ? WHERE sid = ?", detail, account.raw)
      writing.changes.insert(.accounts)
    }
  }

  /// The last runs, newest first.
  package func syncRuns(limit: Int = 50) throws -> [SyncRun] {
    try read { db in
      try db.all(
        """
        SELECT a.sid, c.sid, r.at, r.milliseconds, r.requests, r.added, r.updated, r.deleted,
          r.is_full, r.state, r.failure
        FROM sync_run r JOIN account a ON a.id = r.account
        LEFT JOIN calendar c ON c.id = r.calendar ORDER BY r.id DESC LIMIT ?
        """, limit
      ) { row in
        SyncRun(
          account: AccountID(row.text(0)), calendar: row.optionalText(1).map { CalendarID($0) },
          at: Instant(seconds: row.int(2)), milliseconds: row.int(3), requests: row.int(4),
          counts: SyncCounts(added: row.int(5), updated: row.int(6), deleted: row.int(7)),
          isFull: row.int(8) != 0, state: AccountState(rawValue: row.text(9)) ?? .ok,
          failure: StoredText.failure(row.optionalText(10)))
      }
    }
  }

  // MARK: - What was asked of whom

  /// Writes down questions to providers and their answers; the last 5,000 are kept.
  package func record(_ exchanges: [Exchange]) throws {
    if exchanges.isEmpty { return }
    try write { writing in
      for exchange in exchanges {
        try writing.db.run(
          """
          INSERT INTO exchange (at, account, request, status, milliseconds, bytes, note)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """, exchange.at.seconds, exchange.account, exchange.request, exchange.status,
          exchange.milliseconds, exchange.bytes, exchange.note)
      }
      try writing.db.run(
        "DELETE FROM exchange WHERE id <= ?", Int(writing.db.lastInsertedRowID) - 5000)
      writing.changes.insert(.log)
    }
  }

  /// What was asked of whom, newest first.
  /// - Parameter account: only what was asked for the account of this name.
  package func exchanges(account: String? = nil, limit: Int = 100) throws -> [Exchange] {
    try read { db in
      try db.all(
        """
        SELECT at, account, request, status, milliseconds, bytes, note FROM exchange
        WHERE ?1 IS NULL OR account = ?1 ORDER BY id DESC LIMIT ?2
        """, account, limit
      ) { row in
        Exchange(
          at: Instant(seconds: row.int(0)), account: row.text(1), request: row.text(2),
          status: row.optionalInt(3), milliseconds: row.int(4), bytes: row.int(5),
          note: row.optionalText(6))
      }
    }
  }

  // MARK: - Leases

  /// Takes the lease of this name for `seconds`, or prolongs it; false while somebody else has it.
  /// One that ran out, because its holder died, is anybody's.
  package func acquireLease(
    _ name: String, holder: String, now: Instant, seconds: Int
  ) throws -> Bool {
    try write { writing in
      try writing.db.run(
        """
        INSERT INTO lease VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE
        SET holder = ?2, until = ?3 WHERE holder = ?2 OR until <= ?4
        """, name, holder, now.seconds + seconds, now.seconds)
      return writing.db.changes > 0
    }
  }

  /// Who took the lease last and has not given it back.
  package func leaseHolder(_ name: String) throws -> String? {
    try read { db in
      try db.first("SELECT holder FROM lease WHERE name = ?", name) { $0.text(0) }
    }
  }

  package func releaseLease(_ name: String, holder: String) throws {
    try write { writing in
      try writing.db.run("DELETE FROM lease WHERE name = ? AND holder = ?", name, holder)
    }
  }
}
