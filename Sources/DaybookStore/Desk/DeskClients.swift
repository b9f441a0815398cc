package import DaybookCore

/// Whom events are given to.
package enum Assignee: Sendable, Equatable {
  case existing(ClientID)
  /// A client of this name, who is made.
  case new(String)
  /// Expressly nobody: no rule gives them to anybody either.
  case nobody
}

extension Desk {
  /// The client of this name, or one that is to be made.
  package func assignee(named name: String) throws -> Assignee {
    do {
      return .existing(try store.activeClient(named: name).id)
    } catch StoreError.unknown {
      return .new(name)
    }
  }

  /// Gives these to a client: each one alone, or with the whole of its series. A client who is made
  /// for it goes with the same undo.
  @discardableResult
  package func assign(_ occurrences: [Occurrence], to assignee: Assignee, isSeries: Bool) throws
    -> String
  {
    let what =
      occurrences.count == 1 ? "“\(occurrences[0].title)”" : "\(occurrences.count) events"
    let client = try asOneStep(
      saying: { (client: Client?) in "Assign \(what) to \(client?.name ?? "nobody")" }
    ) {
      let client = try self.client(assignee)
      let subjects = occurrences.map { occurrence in
        isSeries ? AssignmentSubject(series: occurrence.event) : AssignmentSubject(occurrence)
      }
      try store.assign(subjects, Assignment(client: client?.id), now: now, provided: condition)
      return client
    }
    return client.map { "\(what) → \($0.name)" } ?? "\(what) is nobody's now"
  }

  /// The client that is meant, made where there is none yet.
  private func client(_ assignee: Assignee) throws -> Client? {
    switch assignee {
    case .existing(let id): try store.clients(includingArchived: true).first { $0.id == id }
    case .new(let name):
      try store.addClient(Client(id: Client.id(named: name), name: name), now: now)
    case .nobody: nil
    }
  }
}
