package import DaybookCore
import GRDB
package import ICalendar

/// What a person can change of a calendar; nil leaves it.
package struct CalendarChange: Sendable {
  package var name: String?
  /// The colour, or the theme's choice.
  package var color: String??
  package var isHidden: Bool?
  package var isBusy: Bool?
  package var isReadOnly: Bool?
  package var priority: Int?
  package var bufferBefore: Int?
  package var bufferAfter: Int?

  package init() {}
}

extension Store {
  /// A new calendar of the account `local`.
  ///
  /// - Throws: `taken` where the account has one of this name.
  @discardableResult
  package func addCalendar(named name: String, color: String? = nil) throws -> EventCalendar {
    try write { writing in
      let account = try writing.localAccount()
      if try writing.localCalendar(named: name, in: account.id) != nil {
        throw StoreError.taken(.calendar, name: name)
      }
      return try writing.addLocalCalendar(named: name, color: color, in: account.id)
    }
  }

  /// The local calendar of this name, be it its name now or when it was made; else a new one.
  package func localCalendar(named name: String, color: String? = nil) throws -> (
    calendar: EventCalendar, isNew: Bool
  ) {
    try write { try $0.localCalendar(named: name, color: color) }
  }

  package func editCalendar(_ id: CalendarID, _ change: CalendarChange, now: Instant) throws {
    try write { writing in
      guard let (_, calendar) = try EventCalendar.one(id, writing.db) else {
        throw StoreError.gone(.calendar)
      }
      let db = writing.db
      try writing.change("calendar", where: "sid = \(quoted(id.raw))") {
        func set(_ column: String, _ value: (any Bindable)?) throws {
          try db.run("UPDATE calendar SET \(column) = ? WHERE sid = ?", value, id.raw)
        }
        if let name = change.name { try set("name", name) }
        if let color = change.color { try set("color", color) }
        if let isHidden = change.isHidden { try set("is_hidden", isHidden) }
        if let isBusy = change.isBusy { try set("is_busy", isBusy) }
        if let isReadOnly = change.isReadOnly { try set("is_read_only", isReadOnly) }
        if let priority = change.priority { try set("priority", priority) }
        if let minutes = change.bufferBefore { try set("buffer_before", minutes) }
        if let minutes = change.bufferAfter { try set("buffer_after", minutes) }
      }
      writing.changes.formUnion([.calendars, .events])
      try writing.journal("Change calendar “\(calendar.name)”", at: now)
    }
  }

  /// Forgets a calendar with its events. This cannot be undone.
  package func forgetCalendar(_ id: CalendarID) throws {
    try write { writing in
      try writing.removeCalendar(id)
      writing.changes.formUnion([.calendars, .events, .outbox])
    }
  }

  /// Makes the calendars of an account those that its provider lists: adds new ones, takes over
  /// what the provider changed (and only that), and removes what is gone. An empty name, and a
  /// colour or zone of nil, mean that the provider does not say.
  package func updateCalendars(_ remote: [RemoteCalendar], of account: AccountID) throws {
    try write { writing in try writing.updateCalendars(remote, of: account) }
  }

  /// Whether there is any event at all.
  package func hasEvents() throws -> Bool {
    try read { db in try db.first("SELECT 1 FROM event LIMIT 1") { $0.int(0) } != nil }
  }
}

extension Writing {
  /// The local calendar of this name, be it its name now or when it was made; else a new one.
  func localCalendar(named name: String, color: String?) throws -> (
    calendar: EventCalendar, isNew: Bool
  ) {
    let account = try localAccount().id
    if let known = try localCalendar(named: name, in: account) { return (known, false) }
    let id = EventCalendar.id(account: account.raw, key: name)
    if let known = try EventCalendar.one(id, db) { return (known.calendar, false) }
    return (try addLocalCalendar(named: name, color: color, in: account), true)
  }

  fileprivate func localCalendar(named name: String, in account: AccountID) throws
    -> EventCalendar?
  {
    try CalendarListing.all(db, countingEvents: false)
      .first { $0.calendar.account == account && $0.name.lowercased() == name.lowercased() }?
      .calendar
  }

  fileprivate func addLocalCalendar(named name: String, color: String?, in account: AccountID)
    throws -> EventCalendar
  {
    var key = name
    var number = 2
    while try EventCalendar.one(EventCalendar.id(account: account.raw, key: key), db) != nil {
      key = "\(name) \(number)"
      number += 1
    }
    let calendar = EventCalendar(
      id: EventCalendar.id(account: account.raw, key: key), account: account, key: key, name: name,
      color: color)
    try insert(calendar)
    return calendar
  }

  private func insert(_ calendar: EventCalendar, remoteColor: String? = nil) throws {
    try db.run(
      """
      INSERT INTO calendar (sid, account, key, name, color, is_hidden, is_busy, is_read_only,
        priority, timezone, remote_name, remote_color)
      VALUES (?, (SELECT id FROM account WHERE sid = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """, calendar.id.raw, calendar.account.raw, calendar.key, calendar.name, calendar.color,
      calendar.isHidden, calendar.isBusy, calendar.isReadOnly, calendar.priority,
      calendar.timezone, calendar.name, remoteColor)
    changes.insert(.calendars)
  }

  fileprivate func updateCalendars(_ remote: [RemoteCalendar], of account: AccountID) throws {
    guard let owner = try Account.all(db).first(where: { $0.id == account }) else {
      throw StoreError.gone(.account)
    }
    var known = try db.all(
      """
      SELECT c.sid, c.key, c.remote_name, c.remote_color, c.is_read_only, c.timezone
      FROM calendar c JOIN account a ON a.id = c.account WHERE a.sid = ?
      """, account.raw
    ) {
      (
        id: CalendarID($0.text(0)), key: $0.text(1), name: $0.optionalText(2),
        color: $0.optionalText(3), isReadOnly: $0.int(4) != 0, timezone: $0.optionalText(5)
      )
    }
    var addresses = owner.addresses
    for calendar in remote {
      if let address = calendar.address?.lowercased(), !addresses.contains(address) {
        addresses.append(address)
      }
      guard let index = known.firstIndex(where: { $0.key == calendar.id.raw }) else {
        try insert(
          EventCalendar(
            id: EventCalendar.id(account: account.raw, key: calendar.id.raw), account: account,
            key: calendar.id.raw, name: calendar.name.isEmpty ? owner.name : calendar.name,
            color: calendar.color, isHidden: calendar.isHidden,
            isReadOnly: calendar.isReadOnly, timezone: calendar.timezone),
          remoteColor: calendar.color)
        continue
      }
      let old = known.remove(at: index)
      // What a person chose here stays until the provider's own choice changes.
      if !calendar.name.isEmpty, old.name != calendar.name {
        try db.run(
          "UPDATE calendar SET name = ?, remote_name = ? WHERE sid = ?", calendar.name,
          calendar.name, old.id.raw)
        changes.insert(.calendars)
      }
      if let color = calendar.color, old.color != color {
        try db.run(
          "UPDATE calendar SET color = ?, remote_color = ? WHERE sid = ?", color, color,
          old.id.raw)
        changes.insert(.calendars)
      }
      let timezone = calendar.timezone ?? old.timezone
      if old.timezone != timezone || (calendar.isReadOnly && !old.isReadOnly) {
        try db.run(
          "UPDATE calendar SET timezone = ?, is_read_only = ? WHERE sid = ?", timezone,
          calendar.isReadOnly || old.isReadOnly, old.id.raw)
        changes.insert(.calendars)
      }
    }
    for gone in known { try removeCalendar(gone.id) }
    if addresses != owner.addresses {
      try db.run(
        "UPDATE account SET addresses = ? WHERE sid = ?", StoredText.words(addresses), account.raw)
      changes.formUnion([.accounts, .events])
    }
  }

  /// Takes out a calendar and all that hangs on it.
  func removeCalendar(_ id: CalendarID) throws {
    guard let row = try EventCalendar.one(id, db)?.row else { throw StoreError.gone(.calendar) }
    _ = try events().removeOthers(than: [], in: id)
    try db.run("DELETE FROM remote WHERE calendar = ?", row)
    try db.run("DELETE FROM listing WHERE calendar = ?", row)
    try db.run("DELETE FROM listed WHERE calendar = ?", row)
    try db.run("DELETE FROM outbox WHERE calendar = ?", row)
    try db.run("DELETE FROM sync_run WHERE calendar = ?", row)
    try db.run("DELETE FROM calendar WHERE id = ?", row)
    // What was done in it cannot be reversed any more, and must not stand before what can be.
    try db.run(
      """
      DELETE FROM journal WHERE id IN (SELECT entry FROM journal_change
        WHERE subject IN ('event', 'calendar') AND instr(name, ?) > 0)
      """, id.raw)
    try db.run("DELETE FROM journal_change WHERE entry NOT IN (SELECT id FROM journal)")
    changes.formUnion([.calendars, .events, .journal])
  }
}
