package import DaybookCore
import GRDB
package import ICalendar

extension Store {
  /// How many hooks there may be: each costs a message for every change.
  package static let mostHooks = 50
  /// How many messages that are done are remembered of each hook.
  static let rememberedDeliveries = 20

  /// Adds a receiver; nothing that happened before is told to it.
  ///
  /// - Throws: `tooMany` where there are as many as there may be.
  package func addHook(
    id: String, address: String, kinds: [HookKind], secret: String, now: Instant
  ) throws -> Hook {
    try write { writing in
      let count = try writing.db.first("SELECT count(*) FROM hook") { $0.int(0) } ?? 0
      guard count < Self.mostHooks else { throw StoreError.tooMany(.hook, limit: Self.mostHooks) }
      if kinds.contains(.conflicts) { try Self.forgetConflicts(writing.db) }
      try writing.db.run(
        "INSERT INTO hook (id, address, kinds, secret, at) VALUES (?, ?, ?, ?, ?)", id, address,
        StoredText.words(kinds.map(\.rawValue)), secret, now.seconds)
      return Hook(id: id, address: address, kinds: kinds, at: now)
    }
  }

  /// The receivers, the oldest first, each with its last messages, the newest first.
  package func hooks() throws -> [(hook: Hook, deliveries: [HookDelivery])] {
    try read { db in
      let hooks = try db.all("SELECT id, address, kinds, at, ended FROM hook ORDER BY at, id") {
        row in
        Hook(
          id: row.text(0), address: row.text(1), kinds: Self.kinds(row.text(2)),
          at: Instant(seconds: row.int(3)), ended: row.optionalText(4))
      }
      return try hooks.map { hook in
        let deliveries = try db.all(
          """
          SELECT \(HookDelivery.columns) FROM hook_delivery WHERE hook = ?
          ORDER BY number DESC LIMIT ?
          """, hook.id, Self.rememberedDeliveries
        ) { HookDelivery(row: $0) }
        return (hook, deliveries)
      }
    }
  }

  /// Forgets a receiver and all that waits for it.
  package func removeHook(_ id: String) throws {
    try write { writing in
      try writing.db.run("DELETE FROM hook WHERE id = ?", id)
      guard writing.db.changes > 0 else { throw StoreError.gone(.hook) }
      try writing.db.run("DELETE FROM hook_delivery WHERE hook = ?", id)
      if try writing.db.first("SELECT 1 FROM hook", read: { $0.int(0) }) == nil {
        try writing.db.script("DELETE FROM hook_news")
      }
    }
  }

  /// What was open while nobody wanted to hear of it is no news later.
  private static func forgetConflicts(_ db: Database) throws {
    let others = try db.all("SELECT kinds FROM hook WHERE ended IS NULL") { kinds($0.text(0)) }
    if others.joined().contains(.conflicts) { return }
    try db.script("DELETE FROM meta WHERE name = 'hook conflicts'")
  }

  static func kinds(_ text: String) -> [HookKind] {
    StoredText.words(text).compactMap(HookKind.init(rawValue:))
  }
}

extension HookDelivery {
  static let columns =
    "id, kind, subjects, is_more, at, state, tries, last_at, next_at, status, fault"

  /// - Parameter first: the place of the first of `columns`.
  init(row: Prepared, first: Int32 = 0) {
    self.init(
      id: row.text(first), kind: HookKind(rawValue: row.text(first + 1)) ?? .events,
      ids: Self.ids(row.text(first + 2)), isMore: row.int(first + 3) != 0,
      at: Instant(seconds: row.int(first + 4)),
      state: State(rawValue: row.text(first + 5)) ?? .dead,
      tries: row.int(first + 6), lastTry: row.optionalInt(first + 7).map { Instant(seconds: $0) },
      nextTry: row.optionalInt(first + 8).map { Instant(seconds: $0) },
      status: row.optionalInt(first + 9), fault: row.optionalText(first + 10))
  }

  static func ids(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
