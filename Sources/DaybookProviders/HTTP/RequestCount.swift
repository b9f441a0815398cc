import Synchronization

/// Counts the exchanges of one provider, for the account of what a pass cost.
package final class RequestCount: Sendable {
  private let number = Atomic(0)

  package init() {}

  package var value: Int { number.load(ordering: .relaxed) }

  package func add() { number.add(1, ordering: .relaxed) }
}
