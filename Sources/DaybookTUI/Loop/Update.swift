internal import DaybookCore
internal import ICalendar

/// The next state and what the shell should do, for any piece of news.
package func update(_ state: inout AppState, _ message: Message) -> [Effect] {
  state.take(message)
}

extension AppState {
  mutating func take(_ message: Message) -> [Effect] {
    switch message {
    case .key(.mouse(let mouse)): return point(mouse)
    case .key(.focus): return []
    case .key(let key): return press(key)
    case .resized(let size):
      self.size = size
      keepFocusVisible()
      return []
    case .minute(let instant):
      let last = now
      now = instant
      return settings.reminders.by == .off ? [] : [.readReminders(since: last)]
    case .reminders(let reminders, let told): return remind(reminders, told: told)
    case .timer(let number):
      if number == timer, !pending.isEmpty { showsPending = true }
      return []
    case .snapshot(let snapshot): return take(snapshot)
    case .details(let details):
      take(details: details)
      return []
    case .found(let occurrences, let query):
      take(found: occurrences, query: query)
      return []
    case .slots(let slots, let query): return take(slots: slots, query: query)
    case .judged(let offers, let text):
      take(judged: offers, of: text)
      return []
    case .hours(let report, let query):
      hours.take(report, for: query)
      return []
    case .year(let load):
      take(load)
      return []
    case .copied(let what, let routes, let text):
      takeCopied(what: what, routes: routes, text: text)
      return []
    case .saved(let sentence, let isQueued):
      let words = masked(sentence)
      notice = Notice(.good, isQueued ? "\(words) · waits in the outbox" : words)
      return []
    case .ruleSuggested(let suggestion):
      // It must not take the keys of what was begun meanwhile.
      if layers.isEmpty { layers.append(.question(.rule(suggestion))) }
      return []
    case .failed(let failure):
      let words = [failure.message, failure.hint].compactMap { $0 }.joined(separator: " · ")
      notice = Notice(.error, masked(words))
      return []
    case .activity(let activity):
      self.activity = activity
      return []
    case .progress(let account, let progress):
      self.progress[account] = progress
      return []
    case .accounts(let accounts):
      take(accounts: accounts)
      return []
    case .outbox(let items):
      take(outbox: items)
      return []
    case .rules(let items):
      take(rules: items)
      return []
    case .tried(let test, let events):
      take(tried: test, events)
      return []
    case .log(let entries):
      take(log: entries)
      return []
    case .logGrew:
      return layers.contains { if case .log = $0 { true } else { false } } ? [.readLog] : []
    case .event(let event): return show(event)
    case .connecting(let step, let attempt): return take(step, attempt: attempt)
    case .themes(let names, let current):
      themes = names
      themeName = current
      return []
    case .theme(let theme):
      self.theme = theme
      return []
    case .settings(let settings, let keymap):
      self.settings = settings
      self.keymap = keymap
      keepFocusVisible()
      return loadAhead()
    }
  }

  private mutating func take(_ snapshot: Snapshot) -> [Effect] {
    if let part {
      self.part = PartInSight(set: part.set, whole: snapshot.days)
      var seen = snapshot
      seen.days = snapshot.days.only(part.set)
      self.snapshot = seen
    } else {
      self.snapshot = snapshot
    }
    isLoaded = true
    hours.forget()
    askedYear = nil
    if let asked, snapshot.days.days == asked { self.asked = nil }
    if let askedPage, snapshot.days.covers(askedPage) { self.askedPage = nil }
    if let event = focus.event, !self.snapshot.days.contains(event),
      snapshot.days.days.contains(focus.day), !found.contains(where: { $0.id == event })
    {
      focus.event = nil
    }
    keepFocusVisible()
    var effects = refreshLayers()
    effects += loadAhead()
    return effects
  }

  private mutating func takeCopied(what: String, routes: [String], text: String) {
    if routes.isEmpty {
      layers.append(.question(.unsent(text: text)))
    } else {
      notice = Notice(.good, "\(what) sent to \(routes.joined(separator: " and "))")
    }
  }

  // MARK: Keys

  /// Where keys are looked up now.
  package var place: KeyPlace {
    if let layer = topLayer { return layer.place }
    let isRange = selection.anchor != nil
    return switch view {
    case .day, .week: isRange ? .gridRange : .grid
    case .month: isRange ? .monthRange : .month
    case .agenda: isRange ? .agendaRange : .agenda
    case .hours: .hours
    case .year: .year
    }
  }

  private mutating func press(_ key: KeyPress) -> [Effect] {
    notice = nil
    if pending.isEmpty, let effects = type(key) { return effects }
    if case .paste = key { return [] }
    let keys = pending + [key]
    switch keymap.answer(to: keys, in: place) {
    case .action(let action):
      forgetPending()
      return run(action)
    case .prefix:
      pending = keys
      timer += 1
      // Once the pop-up stands, the next level follows at once.
      return showsPending ? [] : [.timer(timer, milliseconds: 300)]
    case .none:
      if pending.isEmpty, let plain = key.withoutAlt {
        // Terminals say Alt by an Esc before the key: a quick hand typed both.
        return press(KeyPress(.escape)) + press(plain)
      }
      let isCancelled = !pending.isEmpty && key == KeyPress(.escape)
      forgetPending()
      if !isCancelled {
        notice = Notice(
          .plain, "\(KeyText.label(keys)) does nothing here · ? shows the keys of this place")
      }
      return []
    }
  }

  private mutating func forgetPending() {
    pending = []
    showsPending = false
  }

  /// Runs an action as if its key had been pressed: the palette, help and the mouse do.
  package mutating func run(_ action: Action) -> [Effect] {
    if let reason = reasonAgainst(action) {
      notice = Notice(.plain, reason)
      return []
    }
    let effects = performInLayer(action) ?? perform(action)
    keepFocusVisible()
    return effects + loadAhead()
  }

  /// Hands an action to the top layer; nil when it is none of its business.
  private mutating func performInLayer(_ action: Action) -> [Effect]? {
    guard let index = layers.indices.last else { return nil }
    var layer = layers[index]
    let outcome = act(action, on: &layer)
    return settle(layer, at: index, outcome)
  }

  private mutating func type(_ key: KeyPress) -> [Effect]? {
    guard let index = layers.indices.last else { return nil }
    var layer = layers[index]
    let outcome = type(key, into: &layer)
    let effects = settle(layer, at: index, outcome)
    if effects != nil { keepFocusVisible() }
    return effects
  }

  private mutating func settle(_ layer: Layer, at index: Int, _ outcome: LayerOutcome)
    -> [Effect]?
  {
    switch outcome {
    case .ignored: return nil
    case .stays(let effects):
      layers[index] = layer
      return effects
    case .closes(let effects):
      layers.remove(at: index)
      return effects
    case .closesAll(let effects):
      layers = []
      return effects
    case .opens(let next):
      layers[index] = next
      return []
    case .closesThenRuns(let action):
      layers.remove(at: index)
      return run(action)
    }
  }
}

/// What becomes of a layer after a key.
enum LayerOutcome {
  /// Not for this layer: the view below may know the key.
  case ignored
  case stays([Effect])
  case closes([Effect])
  case closesAll([Effect])
  /// Another layer takes its place.
  case opens(Layer)
  /// The layer goes, and an action runs in the place below it.
  case closesThenRuns(Action)
}
