package import DaybookCore
import GRDB
internal import ICalendar

extension Store {
  /// All accounts, the local one first, then by name.
  package func accounts() throws -> [Account] {
    try read { try Account.all($0) }
  }

  /// The account of this name, exactly or by a beginning that only it has.
  package func account(named text: String) throws -> Account {
    let named = try accounts().map { (name: $0.name, item: $0) }
    return try Store.only(NameMatch.of(text, among: named), .account, text)
  }

  static func only<Item>(
    _ match: NameMatch<Item>, _ kind: StoreError.Kind, _ text: String
  ) throws -> Item {
    switch match {
    case .found(let item): item
    case .none(let nearest): throw StoreError.unknown(kind, name: text, nearest: nearest)
    case .several(let names):
      throw StoreError.ambiguous(kind, name: text, candidates: names)
    }
  }
}

extension Account {
  /// The id of an account: local ones are told apart by name, others by address.
  package static func id(kind: AccountKind, nameOrAddress: String) -> AccountID {
    AccountID(StableID.make("account", kind.rawValue, nameOrAddress))
  }

  static let columns = "sid, name, kind, address, state, last_sync, failure, addresses"

  init(row: Prepared) {
    self.init(
      id: AccountID(row.text(0)), name: row.text(1),
      kind: AccountKind(rawValue: row.text(2)) ?? .local, address: row.text(3),
      state: AccountState(rawValue: row.text(4)) ?? .new,
      lastSync: row.optionalInt(5).map { Instant(seconds: $0) },
      failure: StoredText.failure(row.optionalText(6)), addresses: StoredText.words(row.text(7)))
  }

  static func all(_ db: Database) throws -> [Account] {
    try db.all(
      """
      SELECT \(columns) FROM account
      ORDER BY kind <> 'local', name <> 'local', name COLLATE NOCASE, id
      """
    ) { Account(row: $0) }
  }
}
