import DaybookCore
import DaybookStore
import DaybookTUI
import ICalendar

/// What the screen of rules shows.
extension Desk {
  /// Days before and after today in which the events of rules are looked for.
  private var reach: Range<Day> { today - 30..<today + 90 }

  /// The rules in the order in which they are tried, then the clients' domains.
  func ruleItems() throws -> [RuleItem] {
    var events: [Assigning.Reason: [Occurrence]] = [:]
    for found in try assigned(over: reach, by: nil) {
      if let reason = found.reason { events[reason, default: []].append(found.occurrence) }
    }
    let rules = try store.assignmentRules().map { rule in
      RuleItem(
        rule: rule, client: rule.client, test: rule.test, events: events[.rule(rule.id)] ?? [])
    }
    let domains = try store.clients(includingArchived: false).flatMap { client in
      client.domains.map { domain in
        RuleItem(
          rule: nil, client: client.id, test: .domain(domain),
          events: (events[.domain(domain)] ?? []).filter { $0.client == client.id })
      }
    }
    return rules + domains
  }

  /// What a rule of this kind would match.
  func matching(_ test: AssignmentRule.Test) throws -> [Occurrence] {
    try assigned(over: reach, by: test).map(\.occurrence)
  }
}
