internal import DaybookCore
import GRDB

/// What assigns events by itself: the rules in their order, then the clients' domains.
///
/// An event's row keeps which one it was, so that reading need not try them: `event.rule` is the
/// rule's id, or minus the row of the client whose domain it was.
struct Rules {
  /// In the order in which they are tried.
  private var tests: [(test: AssignmentRule.Test, rule: Int)] = []

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

  init(_ db: Database) throws {
    for rule in try AssignmentRule.all(db) { tests.append((rule.test, rule.id)) }
    let clients = try Prepared(
      "SELECT id, domains FROM client WHERE domains <> '' AND NOT is_archived ORDER BY id", in: db)
    while try clients.step() {
      for domain in clients.text(1).split(separator: " ") {
        tests.append((.domain(String(domain)), -clients.int(0)))
      }
    }
  }

  var isEmpty: Bool { tests.isEmpty }

  /// Which one assigns an event; nil where none does.
  func match(title: String, people: String?, calendar: CalendarID) -> Int? {
    if tests.isEmpty { return nil }
    let folded = title.lowercased()
    let addresses = people.map(People.addresses) ?? []
    for (test, rule) in tests {
      switch test {
      case .domain(let domain):
        let suffix = "@" + domain
        if addresses.contains(where: { $0.hasSuffix(suffix) }) { return rule }
      case .title(let text):
        if folded.contains(text.lowercased()) { return rule }
      case .calendar(let wanted):
        if wanted == calendar { return rule }
      }
    }
    return nil
  }
}

extension AssignmentRule {
  static func all(_ db: Database) throws -> [AssignmentRule] {
    try db.all(
      """
      SELECT id, client, project, kind, value, is_billable FROM assignment_rule
      ORDER BY position, id
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
