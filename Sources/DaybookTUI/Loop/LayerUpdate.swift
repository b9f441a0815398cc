internal import DaybookCore
internal import ICalendar

/// Sends what comes in to the layer on top, and to no other.
extension AppState {
  mutating func act(_ action: Action, on layer: inout Layer) -> LayerOutcome {
    switch layer {
    case .card(var card):
      defer { layer = .card(card) }
      return act(action, on: &card)
    case .conflicts(var panel):
      defer { layer = .conflicts(panel) }
      return act(action, on: &panel)
    case .slots(var finder):
      defer { layer = .slots(finder) }
      return act(action, on: &finder)
    case .offers(var offers):
      defer { layer = .offers(offers) }
      return act(action, on: &offers)
    case .clients(var picker):
      defer { layer = .clients(picker) }
      return act(action, on: &picker)
    case .quickAdd(var line):
      defer { layer = .quickAdd(line) }
      return act(action, on: &line)
    case .form(var form):
      defer { layer = .form(form) }
      return act(action, on: &form)
    case .question(var question):
      defer { layer = .question(question) }
      return act(action, on: &question)
    case .date(var line):
      defer { layer = .date(line) }
      return act(action, on: &line)
    case .note(var line):
      defer { layer = .note(line) }
      return act(action, on: &line)
    case .help(var help):
      defer { layer = .help(help) }
      return act(action, on: &help)
    case .palette(var palette):
      defer { layer = .palette(palette) }
      return act(action, on: &palette)
    case .search(var search):
      defer { layer = .search(search) }
      return act(action, on: &search)
    case .themes(var picker):
      defer { layer = .themes(picker) }
      return act(action, on: &picker)
    case .sets(var picker):
      defer { layer = .sets(picker) }
      return act(action, on: &picker)
    case .settings(var picker):
      defer { layer = .settings(picker) }
      return act(action, on: &picker)
    case .accounts(var panel):
      defer { layer = .accounts(panel) }
      return act(action, on: &panel)
    case .accountForm(var form):
      defer { layer = .accountForm(form) }
      return act(action, on: &form)
    case .outbox(var panel):
      defer { layer = .outbox(panel) }
      return act(action, on: &panel)
    case .log(var panel):
      defer { layer = .log(panel) }
      return act(action, on: &panel)
    case .rules(var panel):
      defer { layer = .rules(panel) }
      return act(action, on: &panel)
    case .ruleLine(var line):
      defer { layer = .ruleLine(line) }
      return act(action, on: &line)
    case .moving(var move):
      defer { layer = .moving(move) }
      return act(action, on: &move)
    case .sideBar:
      switch action {
      case .close, .toggleSideBar, .back: return .closes([])
      default: return .ignored
      }
    }
  }

  /// Types a key into the layer's text; `.ignored` for layers without one and keys that are no
  /// text.
  mutating func type(_ key: KeyPress, into layer: inout Layer) -> LayerOutcome {
    // What is pasted into the finder is what somebody proposes.
    if case .paste(let text) = key, case .slots(let finder) = layer, !finder.isTyping {
      return .stays(openOffers(finder, pasted: text))
    }
    if case .accountForm(var form) = layer {
      defer { layer = .accountForm(form) }
      return type(key, into: &form)
    }
    return edit(&layer) { $0.handle(key) }
  }

  private mutating func edit(_ layer: inout Layer, _ change: (inout TextField) -> Bool)
    -> LayerOutcome
  {
    switch layer {
    case .card, .question, .moving, .sideBar, .accounts, .accountForm, .outbox, .rules:
      return .ignored
    case .ruleLine(var line):
      guard change(&line.field) else { return .ignored }
      line.read(self)
      layer = .ruleLine(line)
      return .stays(line.trial)
    case .conflicts(var panel):
      guard panel.isTyping, change(&panel.query) else { return .ignored }
      panel.filterChanged(&self)
      layer = .conflicts(panel)
      return .stays([])
    case .log(var panel):
      guard change(&panel.query) else { return .ignored }
      panel.filter()
      layer = .log(panel)
      return .stays([])
    case .slots(var finder):
      guard finder.isTyping, change(&finder.zoneField) else { return .ignored }
      finder.zoneChanged(self)
      layer = .slots(finder)
      return .stays([])
    case .offers(var offers):
      guard change(&offers.field) else { return .ignored }
      let effects = offers.read(self)
      layer = .offers(offers)
      return .stays(effects)
    case .clients(var picker):
      guard change(&picker.query) else { return .ignored }
      picker.filter(snapshot.clients)
      layer = .clients(picker)
      return .stays([])
    case .quickAdd(var line):
      guard change(&line.field) else { return .ignored }
      line.read(self)
      layer = .quickAdd(line)
      return .stays([])
    case .form(var form):
      guard change(&form.fields[form.current.rawValue]) else { return .ignored }
      form.read(self)
      layer = .form(form)
      return .stays([])
    case .date(var line):
      guard change(&line.field) else { return .ignored }
      line.read(self)
      layer = .date(line)
      return .stays([])
    case .note(var line):
      guard change(&line.field) else { return .ignored }
      layer = .note(line)
      return .stays([])
    case .help(var help):
      guard change(&help.query) else { return .ignored }
      help.filter(self)
      layer = .help(help)
      return .stays([])
    case .palette(var palette):
      guard change(&palette.query) else { return .ignored }
      palette.filter(self)
      layer = .palette(palette)
      return .stays([])
    case .search(var search):
      guard change(&search.query) else { return .ignored }
      search.list.index = 0
      layer = .search(search)
      return .stays(
        search.query.text.isEmpty ? [] : [.search(search.query.text, near: now)])
    case .themes(var picker):
      guard change(&picker.query) else { return .ignored }
      picker.filter(themes)
      layer = .themes(picker)
      return .stays(picker.preview)
    case .settings(var picker):
      guard change(&picker.query) else { return .ignored }
      picker.filter(self)
      layer = .settings(picker)
      return .stays([])
    case .sets(var picker):
      guard change(&picker.query) else { return .ignored }
      picker.filter(self)
      layer = .sets(picker)
      preview(picker)
      return .stays([])
    }
  }

  /// After a snapshot: what layers hold of the old one is read again.
  mutating func refreshLayers() -> [Effect] {
    var effects: [Effect] = []
    for index in layers.indices {
      switch layers[index] {
      case .card(let card):
        effects.append(.openDetails(card.occurrence.id))
        if let fresh = snapshot.days.occurrence(card.occurrence.id) {
          layers[index] = .card(EventCardState(occurrence: fresh, scroll: card.scroll))
        }
      case .conflicts(var panel):
        panel.refresh(self)
        layers[index] = .conflicts(panel)
      case .slots(let finder): effects.append(.findSlots(finder.query))
      case .accounts: effects.append(.readAccounts)
      case .outbox: effects.append(.readOutbox)
      case .rules: effects.append(.readRules)
      case .log: effects.append(.readLog)
      default: break
      }
    }
    return effects
  }
}
