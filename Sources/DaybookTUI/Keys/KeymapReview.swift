internal import DaybookCore

/// The questions that a test, and `daybook doctor`, ask of a key table.
extension Keymap {
  package struct Loss {
    package let keys: [KeyPress]
    package let action: Action
    package let context: Context
    /// What answers in its stead, or is in the way; nil when longer sequences are.
    package let by: Action?
  }

  /// Keys of an outer place that an inner place gives another meaning. Often meant so.
  package var shadowed: [Loss] {
    Context.allCases.flatMap { context in
      context.chain.dropFirst().flatMap { outer in
        losses(of: outer, seenFrom: context)
      }
    }
  }

  /// Keys that can never work where they are bound: bound twice there, or behind a shorter sequence
  /// that answers at once. Never meant so.
  package var unreachable: [Loss] {
    Context.allCases.flatMap { losses(of: $0, seenFrom: $0) }
  }

  /// The actions that no key reaches from anywhere.
  package var unbound: [Action] {
    let bound = Set(bindings.filter { !$0.keys.isEmpty && !$0.contexts.isEmpty }.map(\.action))
    return Action.allCases.filter { !bound.contains($0) }
  }

  private func losses(of place: Context, seenFrom context: Context) -> [Loss] {
    bindings.filter { $0.contexts.contains(place) }.flatMap { row in
      row.keys.compactMap { loss(of: row.action, keys: $0, seenFrom: context) }
    }
  }

  private func loss(of action: Action, keys: [KeyPress], seenFrom context: Context) -> Loss? {
    for length in 1...max(1, keys.count) {
      switch answer(to: Array(keys.prefix(length)), in: context) {
      case .action(let other):
        if length == keys.count, other == action { return nil }
        return Loss(keys: keys, action: action, context: context, by: other)
      case .none: return Loss(keys: keys, action: action, context: context, by: nil)
      case .prefix: continue
      }
    }
    return Loss(keys: keys, action: action, context: context, by: nil)
  }
}

/// What the settings change.
extension Keymap {
  /// One entry of `[keys]` that could not be used, and why.
  package struct Problem: Error, Hashable, Sendable {
    package let actionID: String
    package let sentence: String
  }

  /// The table with the keys of some actions replaced, by the actions' ids. An empty list takes an
  /// action's keys away. What cannot be understood is reported, and the rest applies.
  package func rebound(_ wishes: [String: [String]]) -> (keymap: Keymap, problems: [Problem]) {
    var problems: [Problem] = []
    var keys: [Action: [[KeyPress]]] = [:]
    let actions = Dictionary(Action.allCases.map { ($0.id, $0) }, uniquingKeysWith: { a, _ in a })
    for (id, texts) in wishes.sorted(by: { $0.key < $1.key }) {
      guard let action = actions[id] else {
        let nearest = NearestWord.toName(id, among: actions.keys.sorted())
        problems.append(
          Problem(
            actionID: id,
            sentence: "\(id) is no action." + (nearest.map { " The nearest is \($0)." } ?? "")))
        continue
      }
      var wanted: [[KeyPress]] = []
      for text in texts {
        do throws(KeyTextError) { wanted.append(try KeyText.parse(text)) } catch {
          problems.append(Problem(actionID: id, sentence: error.sentence))
        }
      }
      if !wanted.isEmpty || texts.isEmpty { keys[action] = wanted }
    }
    // New keys win over old ones of the same place, which is what moving a key means; hints and
    // help keep their order.
    var rows = bindings
    for index in rows.indices {
      if let own = keys[rows[index].action] { rows[index].keys = own }
    }
    return (Keymap(rows, preferring: Set(keys.keys)), problems)
  }
}
