package import DaybookCore
internal import ICalendar

extension Desk {
  /// Days before and after today in which a rule's events are looked for.
  private static let suggestionReach = 90

  /// The rule that would do for others what was just done for these by hand: by the domain of whoever
  /// called them or takes part, else by their title. nil where nothing else is like them, or where
  /// they are nobody's.
  package func ruleSuggestion(after assigned: [Occurrence]) throws -> RuleSuggestion? {
    let fresh = try assigned.compactMap { try occurrence($0.id) }
    guard let id = fresh.first?.client, fresh.allSatisfy({ $0.client == id }),
      let client = try store.clients(includingArchived: false).first(where: { $0.id == id })
    else { return nil }
    let rules = try store.assignmentRules()
    let events = Set(fresh.map(\.event))
    let days = today - Self.suggestionReach..<today + Self.suggestionReach
    for test in try tests(for: fresh, of: client)
    where !rules.contains(where: { $0.test == test }) {
      let others = try self.assigned(over: days, by: test).filter { found in
        !events.contains(found.occurrence.event) && isOpen(found)
      }
      guard !others.isEmpty else { continue }
      return RuleSuggestion(
        rule: AssignmentRule(id: 0, client: id, project: fresh[0].project, test: test),
        client: client.name, events: others.map(\.occurrence))
    }
    return nil
  }

  /// Whether a rule behind all others would decide about it.
  private func isOpen(_ found: AssignedOccurrence) -> Bool {
    switch found.reason {
    case .domain, nil: true
    case .byHand, .rule: false
    }
  }

  /// What these have in common, what tells most first.
  private func tests(for occurrences: [Occurrence], of client: Client) throws
    -> [AssignmentRule.Test]
  {
    let me = Set(settings.addresses + (try store.accounts().flatMap(\.addresses)))
    var callers: Set<String>?
    var people: Set<String>?
    for occurrence in occurrences {
      let entries = try store.bundle(occurrence.event).entries
      let called = entries.compactMap { $0.organizer?.email }
      let all = called + entries.flatMap { $0.attendees.map(\.email) }
      func domains(_ addresses: [String]) -> Set<String> {
        Set(addresses.filter { !me.contains($0.lowercased()) }.compactMap(RuleSuggestion.domain))
          .subtracting(client.domains)
      }
      callers = callers?.intersection(domains(called)) ?? domains(called)
      people = people?.intersection(domains(all)) ?? domains(all)
    }
    let own = Set(me.compactMap(RuleSuggestion.domain))
    let first = (callers ?? []).subtracting(own).sorted()
    let others = (people ?? []).subtracting(own).subtracting(first).sorted()
    let titles = Set(occurrences.map(\.title))
    let title = titles.count == 1 ? titles.first ?? "" : ""
    return (first + others).map { .domain($0) } + (title.count >= 3 ? [.title(title)] : [])
  }
}
