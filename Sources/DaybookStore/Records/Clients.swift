package import DaybookCore
import GRDB

extension Store {
  /// Clients by name.
  package func clients(includingArchived: Bool = false) throws -> [Client] {
    try read { db in
      try Client.all(db).filter { includingArchived || !$0.isArchived }
    }
  }

  /// The client of this name, exactly or by a beginning that only it has; one at work is preferred
  /// to an archived one.
  package func client(named text: String) throws -> Client {
    let all = try clients(includingArchived: true)
    let active = NameMatch.of(
      text, among: all.filter { !$0.isArchived }.map { (name: $0.name, item: $0) })
    if case .none = active {
      return try Store.only(
        NameMatch.of(text, among: all.map { (name: $0.name, item: $0) }), .client, text)
    }
    return try Store.only(active, .client, text)
  }

  /// The same, for what is new: an archived one gets nothing any more.
  package func activeClient(named text: String) throws -> Client {
    let found = try client(named: text)
    guard !found.isArchived else { throw StoreError.archived(client: found.name) }
    return found
  }
}

extension Client {
  static func all(_ db: Database) throws -> [Client] {
    try db.all(
      """
      SELECT sid, name, rate, currency, domains, is_archived, color, retainer FROM client
      ORDER BY name COLLATE NOCASE, id
      """
    ) { row in
      Client(
        id: ClientID(row.text(0)), name: row.text(1), rate: row.optionalInt(2),
        currency: row.optionalText(3), domains: StoredText.words(row.text(4)),
        isArchived: row.int(5) != 0, color: row.optionalText(6),
        retainer: row.optionalInt(7))
    }
  }
}
