package import DaybookCore
import GRDB
internal import ICalendar

extension Store {
  /// The account of calendars that belong to no provider, made when it is first asked for.
  package func localAccount() throws -> Account {
    try write { try $0.localAccount() }
  }

  /// Remembers a sign-in.
  ///
  /// - Throws: `taken` where an account has this name.
  @discardableResult
  package func addAccount(_ account: Account, isSynced: Bool = true) throws -> Account {
    try write { try $0.add(account, isSynced: isSynced) }
  }

  /// Forgets an account with its calendars, events and everything that waits to be sent.
  package func removeAccount(_ id: AccountID) throws {
    try write { writing in
      let db = writing.db
      guard
        let (row, name) = try db.first(
          "SELECT id, name FROM account WHERE sid = ?", id.raw, read: { ($0.int(0), $0.text(1)) })
      else { throw StoreError.gone(.account) }
      let calendars = try db.all("SELECT sid FROM calendar WHERE account = ?", row) {
        CalendarID($0.text(0))
      }
      for calendar in calendars { try writing.removeCalendar(calendar) }
      try db.run("DELETE FROM sync_run WHERE account = ?", row)
      try db.run("DELETE FROM exchange WHERE account = ?", name)
      try db.run("DELETE FROM account WHERE id = ?", row)
      writing.changes.formUnion([.accounts, .calendars, .events, .outbox, .log])
    }
  }

  /// Renames an account, or changes where it is.
  package func editAccount(_ id: AccountID, name: String? = nil, address: String? = nil) throws {
    try write { writing in
      if let name {
        let others = try Account.all(writing.db).filter { $0.id != id }
        if others.contains(where: { $0.name.lowercased() == name.lowercased() }) {
          throw StoreError.taken(.account, name: name)
        }
        try writing.db.run("UPDATE account SET name = ? WHERE sid = ?", name, id.raw)
      }
      if let address {
        try writing.db.run("UPDATE account SET address = ? WHERE sid = ?", address, id.raw)
      }
      writing.changes.formUnion([.accounts, .calendars])
    }
  }

  /// Somebody signed in again: what went wrong before is past, the account is due, and so is what
  /// waits to be sent.
  package func forgetFailure(of id: AccountID) throws {
    try write { writing in
      try writing.db.run(
        """
        UPDATE account SET state = CASE WHEN last_sync IS NULL THEN 'new' ELSE 'ok' END,
          failure = NULL, retry_at = NULL, failures = 0 WHERE sid = ?
        """, id.raw)
      try writing.db.run(
        """
        UPDATE outbox SET retry_at = NULL WHERE calendar IN (SELECT c.id FROM calendar c
          JOIN account a ON a.id = c.account WHERE a.sid = ?)
        """, id.raw)
      writing.changes.formUnion([.accounts, .outbox])
    }
  }

  /// Who I am there, beside what is known already.
  package func addAddresses(_ addresses: [String], to id: AccountID) throws {
    try write { writing in
      guard let account = try Account.all(writing.db).first(where: { $0.id == id }) else {
        throw StoreError.gone(.account)
      }
      let new = addresses.map { $0.lowercased() }.filter { !account.addresses.contains($0) }
      guard !new.isEmpty else { return }
      try writing.db.run(
        "UPDATE account SET addresses = ? WHERE sid = ?",
        StoredText.words(account.addresses + new), id.raw)
      writing.changes.formUnion([.accounts, .events])
    }
  }
}

extension Writing {
  func localAccount() throws -> Account {
    let id = Account.id(kind: .local, nameOrAddress: "local")
    let all = try Account.all(db)
    // It may be called something else by now.
    if let known = all.first(where: { $0.id == id }) { return known }
    let names = Set(all.map { $0.name.lowercased() })
    var name = "local"
    var number = 2
    while names.contains(name) {
      name = "local \(number)"
      number += 1
    }
    return try add(Account(id: id, name: name, kind: .local, state: .ok))
  }

  func add(_ account: Account, isSynced: Bool = true) throws -> Account {
    let others = try Account.all(db)
    if others.contains(where: {
      $0.id == account.id || $0.name.lowercased() == account.name.lowercased()
    }) {
      throw StoreError.taken(.account, name: account.name)
    }
    try db.run(
      """
      INSERT INTO account (sid, name, kind, address, state, addresses, is_synced)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """, account.id.raw, account.name, account.kind.rawValue, account.address,
      account.state.rawValue, StoredText.words(account.addresses.map { $0.lowercased() }), isSynced)
    changes.insert(.accounts)
    return account
  }
}
