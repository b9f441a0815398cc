import Synchronization

/// The key table, ready for looking up. The only list of keys: dispatch, hints, help, palette,
/// settings and manual all read it.
package struct Keymap<Action: KeyAction, Context: KeyContext>: Sendable {
  package typealias Row = Binding<Action, Context>

  package let bindings: [Row]
  private let tables: [Context: Table]
  private let reachable = Reachable()

  /// What is bound in one place, by the whole sequence and by each beginning of one.
  private struct Table: Sendable {
    var whole: [[KeyPress]: Int] = [:]
    var begun: [[KeyPress]: [Int]] = [:]
  }

  /// Where two rows of a place have the same keys, the first of them wins, rows of `preferred`
  /// actions before others.
  package init(_ bindings: [Row], preferring preferred: Set<Action> = []) {
    self.bindings = bindings
    var tables: [Context: Table] = [:]
    let first = bindings.indices.filter { preferred.contains(bindings[$0].action) }
    let rest = bindings.indices.filter { !preferred.contains(bindings[$0].action) }
    for index in first + rest {
      let binding = bindings[index]
      for context in binding.contexts {
        for keys in binding.keys {
          if tables[context, default: Table()].whole[keys] == nil {
            tables[context, default: Table()].whole[keys] = index
          }
          for length in 1..<max(1, keys.count) {
            tables[context, default: Table()].begun[Array(keys.prefix(length)), default: []]
              .append(index)
          }
        }
      }
    }
    self.tables = tables
  }

  /// What the keys pressed so far mean.
  package enum Answer {
    case action(Action)
    /// More is needed; what may follow is listed for the pop-up.
    case prefix([Continuation])
    case none
  }

  package struct Continuation {
    /// What is still to be pressed.
    package let keys: [KeyPress]
    package let binding: Row
  }

  /// The innermost place that knows the sequence, or its beginning, decides.
  package func answer(to keys: [KeyPress], in context: Context) -> Answer {
    let chain = context.chain
    for (depth, place) in chain.enumerated() {
      guard let table = tables[place] else { continue }
      if let index = table.whole[keys] { return .action(bindings[index].action) }
      if table.begun[keys] != nil {
        return .prefix(continuations(of: keys, in: chain.dropFirst(depth)))
      }
    }
    return .none
  }

  private func continuations(
    of keys: [KeyPress], in chain: some Sequence<Context>
  ) -> [Continuation] {
    var seen: Set<[KeyPress]> = []
    var found: [Continuation] = []
    for place in chain {
      for index in tables[place]?.begun[keys] ?? [] {
        for whole in bindings[index].keys where whole.count > keys.count && whole.starts(with: keys)
        {
          guard seen.insert(whole).inserted else { continue }
          found.append(
            Continuation(keys: Array(whole.dropFirst(keys.count)), binding: bindings[index]))
        }
      }
    }
    return found
  }

  /// The rows that work in a place, its own first, without those that an inner place has taken over.
  package func bindings(in context: Context) -> [Row] {
    reachable.rows(in: context) { worksOut(in: context) }
  }

  private func worksOut(in context: Context) -> [Row] {
    let chain = context.chain
    return chain.flatMap { place in
      bindings.filter { row in
        row.contexts.contains(place)
          && row.keys.contains { keys in reaches(row.action, by: keys, in: context) }
      }
    }
  }

  /// The keys that reach an action from a place.
  package func keys(for action: Action, in context: Context) -> [[KeyPress]] {
    let chain = context.chain
    return chain.flatMap { place in
      bindings.filter { $0.action == action && $0.contexts.contains(place) }.flatMap(\.keys)
    }
    .filter { reaches(action, by: $0, in: context) }
  }

  private func reaches(_ action: Action, by keys: [KeyPress], in context: Context) -> Bool {
    for length in 1..<max(1, keys.count) {
      guard case .prefix = answer(to: Array(keys.prefix(length)), in: context) else { return false }
    }
    if case .action(action) = answer(to: keys, in: context) { return true }
    return false
  }

  /// The rows of each place once they were worked out: every paint asks for them, for its hints.
  private final class Reachable: Sendable {
    private let known = Mutex<[Context: [Row]]>([:])

    func rows(in context: Context, _ workOut: () -> [Row]) -> [Row] {
      if let rows = known.withLock({ $0[context] }) { return rows }
      let rows = workOut()
      known.withLock { $0[context] = rows }
      return rows
    }
  }
}
