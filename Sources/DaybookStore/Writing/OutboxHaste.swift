package import DaybookCore
import GRDB
package import ICalendar

extension Store {
  /// Lets a waiting change be sent at once, however long it was to wait; answers whose it is.
  package func hasten(outboxEntry id: Int) throws -> AccountID {
    try write { writing in
      let account = try writing.db.first(
        """
        SELECT a.sid FROM outbox o JOIN calendar c ON c.id = o.calendar
        JOIN account a ON a.id = c.account WHERE o.id = ?
        """, id, read: { AccountID($0.text(0)) })
      guard let account else {
        throw StoreError.unknown(.outboxEntry, name: String(id), nearest: nil)
      }
      try writing.db.run("UPDATE outbox SET retry_at = NULL WHERE id = ?", id)
      writing.changes.insert(.outbox)
      return account
    }
  }

  /// Whose changes are due, without reading them; and those entries that another version was kept
  /// beside, of which only reading tells whether they wait for a choice.
  package func accountsWaiting(at now: Instant) throws -> (
    accounts: Set<AccountID>, held: [Int]
  ) {
    try read { db in
      let rows = try db.all(
        """
        SELECT a.sid, o.id, o.theirs IS NOT NULL FROM outbox o JOIN calendar c ON c.id = o.calendar
        JOIN account a ON a.id = c.account WHERE o.retry_at IS NULL OR o.retry_at <= ?
        """, now.seconds
      ) { (account: AccountID($0.text(0)), entry: $0.int(1), isHeld: $0.int(2) != 0) }
      return (Set(rows.filter { !$0.isHeld }.map(\.account)), rows.filter(\.isHeld).map(\.entry))
    }
  }

  /// Lets everything that waits be sent at once; answers whose it is.
  package func hastenOutbox() throws -> Set<AccountID> {
    try write { writing in
      let accounts = try writing.db.all(
        """
        SELECT DISTINCT a.sid FROM outbox o JOIN calendar c ON c.id = o.calendar
        JOIN account a ON a.id = c.account
        """
      ) { AccountID($0.text(0)) }
      if !accounts.isEmpty {
        try writing.db.run("UPDATE outbox SET retry_at = NULL")
        writing.changes.insert(.outbox)
      }
      return Set(accounts)
    }
  }
}
