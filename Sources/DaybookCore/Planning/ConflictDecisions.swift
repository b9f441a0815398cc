/// What people decided about conflicts, as the store remembers it.
package struct ConflictDecisions: Sendable, Equatable {
  /// For this time only.
  package var single: [ConflictID: ConflictDecision]
  /// "Always for this pair": for whatever instances of two events meet.
  package var pairs: [EventPair: ConflictDecision]

  package init(
    single: [ConflictID: ConflictDecision] = [:], pairs: [EventPair: ConflictDecision] = [:]
  ) {
    self.single = single
    self.pairs = pairs
  }

  package var isEmpty: Bool { single.isEmpty && pairs.isEmpty }

  /// What was decided about these two; what was said of this one time counts before the rest.
  func decision(_ id: ConflictID, _ first: EventID, _ second: EventID) -> ConflictDecision? {
    if isEmpty { return nil }
    return single[id] ?? pairs[EventPair(first, second)]
  }
}

/// A conflict's state once it was decided, and how it came to that.
package struct ConflictDecision: Hashable, Sendable {
  package var state: Conflict.State
  package var decision: Conflict.Decision
  /// What it was when it was decided; nil where the decision is about whatever it will be.
  package var kind: Conflict.Kind?

  package init(state: Conflict.State, decision: Conflict.Decision, kind: Conflict.Kind? = nil) {
    self.state = state
    self.decision = decision
    self.kind = kind
  }

  /// Whether it still speaks for a conflict that was found anew. What was resolved and collides
  /// again as gravely is open again; what is left over and less grave was accepted with the way out.
  func covers(_ found: Conflict.Kind) -> Bool {
    guard state == .resolved, let kind else { return true }
    return found.rank > kind.rank
  }
}

/// Two events, in no order.
package struct EventPair: Hashable, Sendable {
  package let first: EventID
  package let second: EventID

  package init(_ one: EventID, _ other: EventID) {
    first = min(one, other)
    second = max(one, other)
  }
}
