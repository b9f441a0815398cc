/// Decides whose an event is: by hand before by rule, one instance before its series, and of the
/// rules the first that matches.
package struct Assigning: Sendable {
  /// In the order they are tried.
  package var rules: [AssignmentRule]
  /// The domains of these assign too, after the rules, in this order.
  package var clients: [Client]
  /// My own addresses, which say nothing about a client.
  package var me: Set<String>

  package init(rules: [AssignmentRule], clients: [Client], me: Set<String> = []) {
    self.rules = rules.sorted { $0.id < $1.id }
    self.clients = clients.filter { !$0.isArchived }
    self.me = me
  }

  /// What rules look at.
  package struct Subject: Sendable {
    package var title: String
    package var calendar: CalendarID
    /// Lower-case addresses of attendees and organiser.
    package var addresses: [String]

    package init(title: String, calendar: CalendarID, addresses: [String]) {
      self.title = title
      self.calendar = calendar
      self.addresses = addresses
    }

    package init(_ event: Event) {
      self.init(
        title: event.title, calendar: event.calendar,
        addresses: event.attendees.map(\.email) + (event.organizer.map { [$0.email] } ?? []))
    }
  }

  /// Why it was assigned.
  package enum Reason: Hashable, Sendable {
    case byHand
    case rule(AssignmentRule.ID)
    /// A client's own domain.
    case domain(String)
  }

  /// The assignment, or nil where nothing assigns it. `instance` and `series` are what was said by
  /// hand; expressly nobody's is an answer too.
  package func assignment(
    of subject: Subject, instance: Assignment? = nil, series: Assignment? = nil
  ) -> (assignment: Assignment, reason: Reason)? {
    if let byHand = instance ?? series { return (byHand, .byHand) }
    if let rule = rules.first(where: { matches($0.test, subject) }) {
      return (
        Assignment(client: rule.client, project: rule.project, isBillable: rule.isBillable),
        .rule(rule.id)
      )
    }
    for client in clients {
      if let domain = client.domains.first(where: { matches(.domain($0), subject) }) {
        return (Assignment(client: client.id), .domain(domain))
      }
    }
    return nil
  }

  /// Whether one rule alone would take it; for trying a rule out.
  package func matches(_ test: AssignmentRule.Test, _ subject: Subject) -> Bool {
    switch test {
    case .calendar(let calendar): return subject.calendar == calendar
    case .domain(let domain):
      let ending = "@" + (domain.hasPrefix("@") ? String(domain.dropFirst()) : domain).lowercased()
      return subject.addresses.contains { $0.lowercased().hasSuffix(ending) && !me.contains($0) }
    case .title(let text):
      let wanted = Array(Title.folded(text).utf8)
      return !wanted.isEmpty && Title.folded(subject.title).utf8.contains(run: wanted)
    }
  }
}

extension String.UTF8View {
  /// Whether these bytes occur one after the other.
  fileprivate func contains(run bytes: [UInt8]) -> Bool {
    var rest = self[...]
    while rest.count >= bytes.count {
      if rest.starts(with: bytes) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
