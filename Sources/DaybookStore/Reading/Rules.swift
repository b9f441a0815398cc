internal import DaybookCore
import GRDB

/// What assigns events by itself: the rules in their order, then the clients' domains.
///
/// An event's row keeps which one it was, so that reading need not try them: `event.rule` is the
/// rule's id, or minus the row of the client whose domain it was.
struct Rules {
  private let assigning: Assigning
  private let clientRows: [String: Int]

  /// What each stands for.
  static func rulings(_ db: Database) throws -> [Int: OccurrenceReader.Ruling] {
    var rulings: [Int: OccurrenceReader.Ruling] = [:]
    let rules = try Prepared(
      "SELECT id, client, project, is_billable FROM assignment_rule", in: db)
    while try rules.step() {
      rulings[rules.int(0)] = OccurrenceReader.Ruling(
        client: ClientID(rules.text(1)), project: rules.optionalText(2),
        isBillable: rules.int(3) != 0)
    }
    let clients = try Prepared("SELECT id, sid FROM client WHERE domains <> ''", in: db)
    while try clients.step() {
      rulings[-clients.int(0)] = OccurrenceReader.Ruling(client: ClientID(clients.text(1)))
    }
    return rulings
  }

  init(_ db: Database, me: [String]) throws {
    let clients = try Client.all(db)
    let own = try db.all("SELECT addresses FROM account WHERE addresses <> ''") {
      StoredText.words($0.text(0))
    }
    assigning = Assigning(
      rules: try AssignmentRule.all(db), clients: clients, me: Set(me + own.joined()))
    var rows: [String: Int] = [:]
    let read = try Prepared("SELECT id, sid FROM client", in: db)
    while try read.step() { rows[read.text(1)] = read.int(0) }
    clientRows = rows
  }

  /// Which one assigns an event; nil where none does.
  func match(title: String, people: String?, calendar: CalendarID) -> Int? {
    if assigning.rules.isEmpty, assigning.clients.isEmpty { return nil }
    let subject = Assigning.Subject(
      title: title, calendar: calendar, addresses: people.map(People.addresses) ?? [])
    guard let (assignment, reason) = assigning.assignment(of: subject) else { return nil }
    switch reason {
    case .rule(let id): return id
    case .domain: return assignment.client.flatMap { clientRows[$0.raw] }.map { -$0 }
    case .byHand: return nil
    }
  }
}

extension AssignmentRule {
  static func all(_ db: Database) throws -> [AssignmentRule] {
    try db.all(
      """
      SELECT id, client, project, kind, value, is_billable FROM assignment_rule
      ORDER BY id
      """
    ) { row in
      let value = row.text(4)
      let test: Test =
        switch row.text(3) {
        case "domain": .domain(value)
        case "calendar": .calendar(CalendarID(value))
        default: .title(value)
        }
      return AssignmentRule(
        id: row.int(0), client: ClientID(row.text(1)), project: row.optionalText(2), test: test,
        isBillable: row.int(5) != 0)
    }
  }
}
