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

  package init(state: Conflict.State, decision: Conflict.Decision) {
    self.state = state
    self.decision = decision
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
