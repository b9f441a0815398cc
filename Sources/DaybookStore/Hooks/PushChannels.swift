package import DaybookCore
import GRDB
package import ICalendar

/// What providers were asked to tell.
extension Store {
  package func pushChannels() throws -> [PushChannel] {
    try read { db in
      try db.all("SELECT \(Self.channelColumns) FROM push_channel ORDER BY at, id") {
        PushChannel(row: $0)
      }
    }
  }

  package func pushChannel(_ id: String) throws -> PushChannel? {
    try read { db in
      try db.first("SELECT \(Self.channelColumns) FROM push_channel WHERE id = ?", id) {
        PushChannel(row: $0)
      }
    }
  }

  private static let channelColumns = """
    id, account, kind, calendar, remote, resource, secret, address, expires, at, last, is_lost
    """

  /// Remembers a channel before it is opened: its first message may come before the answer.
  package func addPushChannel(_ channel: PushChannel) throws {
    try write { writing in
      try writing.db.run(
        """
        INSERT INTO push_channel (id, account, kind, calendar, secret, address, at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """, channel.id, channel.account.raw, channel.kind.rawValue, channel.calendar?.raw,
        channel.secret, channel.address, channel.at.seconds)
    }
  }

  /// Keeps what the other side granted.
  package func keepPushGrant(_ grant: PushGrant, of id: String, at now: Instant) throws {
    try write { writing in
      try writing.db.run(
        """
        UPDATE push_channel SET remote = ?, resource = coalesce(?, resource), expires = ?, at = ?,
          is_lost = 0 WHERE id = ?
        """, grant.remote, grant.resource, grant.expires.seconds, now.seconds, id)
    }
  }

  package func removePushChannel(_ id: String) throws {
    try write { writing in
      try writing.db.run("DELETE FROM push_channel WHERE id = ?", id)
      try writing.db.run("DELETE FROM push_seen WHERE channel = ?", id)
    }
  }

  /// Takes a numbered message; false where it, or a later one, was taken before.
  package func takePush(_ number: Int, on id: String) throws -> Bool {
    try write { writing in
      try writing.db.run(
        "UPDATE push_channel SET last = ? WHERE id = ? AND last < ?", number, id, number)
      return writing.db.changes > 0
    }
  }

  /// Takes a message that is known by a mark; false where it was taken before. Marks of this channel
  /// that are older than `age` seconds are forgotten.
  package func takePush(_ mark: String, on id: String, at now: Instant, age: Int) throws -> Bool {
    try write { writing in
      try writing.db.run(
        "DELETE FROM push_seen WHERE channel = ? AND at < ?", id, now.seconds - age)
      try writing.db.run(
        "INSERT OR IGNORE INTO push_seen VALUES (?, ?, ?)", id, mark, now.seconds)
      return writing.db.changes > 0
    }
  }

  /// A channel has ended, or ends unless it is looked after now.
  package func doubtPushChannel(_ id: String, isLost: Bool, at now: Instant) throws {
    try write { writing in
      try writing.db.run(
        "UPDATE push_channel SET expires = min(expires, ?), is_lost = max(is_lost, ?) WHERE id = ?",
        now.seconds, isLost, id)
    }
  }
}

extension PushChannel {
  fileprivate init(row: Prepared) {
    self.init(
      id: row.text(0), account: AccountID(row.text(1)),
      kind: AccountKind(rawValue: row.text(2)) ?? .local,
      calendar: row.optionalText(3).map { CalendarID($0) }, remote: row.optionalText(4),
      resource: row.optionalText(5), secret: row.text(6), address: row.text(7),
      expires: row.optionalInt(8).map { Instant(seconds: $0) }, at: Instant(seconds: row.int(9)),
      last: row.int(10), isLost: row.int(11) != 0)
  }
}
