package import DaybookCore

/// What assigns events by itself: a rule, or a client's own domain.
package struct RuleItem: Sendable {
  /// nil for a domain of the client.
  package var rule: AssignmentRule?
  package var client: ClientID
  package var test: AssignmentRule.Test
  /// Whose client it decides, of the days around today, by start.
  package var events: [Occurrence]

  package init(
    rule: AssignmentRule?, client: ClientID, test: AssignmentRule.Test, events: [Occurrence]
  ) {
    self.rule = rule
    self.client = client
    self.test = test
    self.events = events
  }
}

/// The rules in the order in which they are tried, and of the chosen one what it assigns.
package struct RulesState: Sendable {
  package var list = ListPosition()
  package private(set) var items: [RuleItem] = []
  /// Whether the store has answered.
  private(set) var isRead = false

  init() {}

  mutating func take(_ items: [RuleItem]) {
    self.items = items
    isRead = true
    list.clamp(to: items.count)
  }

  package var current: RuleItem? {
    items.indices.contains(list.index) ? items[list.index] : nil
  }
}

extension AppState {
  mutating func openRules() -> [Effect] {
    layers.append(.rules(RulesState()))
    return [.readRules]
  }

  mutating func take(rules items: [RuleItem]) {
    for index in layers.indices {
      guard case .rules(var panel) = layers[index] else { continue }
      panel.take(items)
      layers[index] = .rules(panel)
    }
  }

  mutating func act(_ action: Action, on panel: inout RulesState) -> LayerOutcome {
    if let step = action.rows {
      panel.list.move(by: step, of: panel.items.count)
      return .stays([])
    }
    switch action {
    case .close, .back: return .closes([])
    case .addRule:
      layers.append(.ruleLine(RuleLineState(nil, self)))
      return .stays([])
    case .accept, .changeRule:
      guard let rule = ownRule(panel) else { return .stays([]) }
      let line = RuleLineState(rule, self)
      layers.append(.ruleLine(line))
      return .stays(line.trial)
    case .removeRule:
      guard let rule = ownRule(panel) else { return .stays([]) }
      return .stays([.removeRule(rule.id)])
    default: return .ignored
    }
  }

  /// The chosen rule; says why where there is none.
  private mutating func ownRule(_ panel: RulesState) -> AssignmentRule? {
    if let rule = panel.current?.rule { return rule }
    notice = Notice(
      .plain,
      panel.current == nil
        ? "There is no rule yet · a adds one"
        : "This is a domain of the client: daybook clients edit changes it")
    return nil
  }
}

/// One line for a rule, with what was understood and what it would assign.
package struct RuleLineState: Sendable {
  package var field = TextField()
  /// The rule that is changed; nil for a new one.
  let changes: AssignmentRule?
  private(set) var phrase: RulePhrase
  /// Whether all that stands there was typed by whoever looks at it.
  private(set) var isOwn: Bool
  /// What the test that was tried last matches, with whose it is now.
  private(set) var tried: (test: AssignmentRule.Test, events: [Occurrence])?

  init(_ rule: AssignmentRule?, _ state: AppState) {
    changes = rule
    var text = ""
    if let rule {
      var calendar: String?
      if case .calendar(let id) = rule.test { calendar = state.snapshot.calendar(id)?.name }
      text = RulePhrase.text(
        of: rule, client: state.snapshot.client(rule.client)?.name ?? "", calendar: calendar)
    }
    field.text = text
    isOwn = rule == nil
    phrase = Self.phrase(text, state)
  }

  mutating func read(_ state: AppState) {
    if field.isEmpty { isOwn = true }
    phrase = Self.phrase(field.text, state)
  }

  private static func phrase(_ text: String, _ state: AppState) -> RulePhrase {
    RulePhrase(
      reading: text, clients: state.snapshot.clients, calendars: state.snapshot.calendars)
  }

  /// Asks what the events are that the line means.
  var trial: [Effect] { phrase.test.map { [.tryRule($0)] } ?? [] }

  mutating func take(_ test: AssignmentRule.Test, _ events: [Occurrence]) {
    if test == phrase.test { tried = (test, events) }
  }

  /// The events that are meant, once they are known.
  var events: [Occurrence]? { tried?.test == phrase.test ? tried?.events : nil }
}

extension AppState {
  mutating func take(tried test: AssignmentRule.Test, _ events: [Occurrence]) {
    for index in layers.indices {
      guard case .ruleLine(var line) = layers[index] else { continue }
      line.take(test, events)
      layers[index] = .ruleLine(line)
    }
  }

  mutating func act(_ action: Action, on line: inout RuleLineState) -> LayerOutcome {
    switch action {
    case .close: return .closes([])
    case .accept:
      if line.field.text.trimmingBlanks.isEmpty { return .closes([]) }
      guard var rule = line.phrase.rule else { return .stays([]) }
      guard let changes = line.changes else { return .closes([.addRule(rule)]) }
      rule.id = changes.id
      return .closes(rule == changes ? [] : [.changeRule(rule)])
    default: return .stays([])
    }
  }
}
