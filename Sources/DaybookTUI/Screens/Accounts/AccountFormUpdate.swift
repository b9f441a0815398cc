internal import DaybookCore

/// What keys and answers do to the form for accounts.
extension AppState {
  mutating func act(_ action: Action, on form: inout AccountFormState) -> LayerOutcome {
    switch form.step {
    case .kind: return choose(action, on: &form)
    case .fields: return fill(action, on: &form)
    case .waiting(let waiting): return wait(action, waiting, on: &form)
    case .done: return [.accept, .close].contains(action) ? .closes([]) : .stays([])
    }
  }

  private mutating func choose(_ action: Action, on form: inout AccountFormState) -> LayerOutcome {
    if let step = action.rows {
      form.list.move(by: step, of: form.choices.count)
      return .stays([])
    }
    switch action {
    case .close: return .closes([])
    case .accept:
      if !form.takeChoice() { notice = Notice(.plain, "No kind has these letters") }
      return .stays([])
    default: return .ignored
    }
  }

  private mutating func fill(_ action: Action, on form: inout AccountFormState) -> LayerOutcome {
    let fields = form.fields
    let index = fields.firstIndex(of: form.current) ?? 0
    switch action {
    case .close:
      guard form.renewing == nil else { return .closes([]) }
      form.step = .kind
      return .stays([])
    case .nextField where !fields.isEmpty: form.current = fields[(index + 1) % fields.count]
    case .previousField where !fields.isEmpty:
      form.current = fields[(index + fields.count - 1) % fields.count]
    case .accept:
      if let fault = form.fault(self) {
        form.current = fault.field
        form.fault = fault.words
        return .stays([])
      }
      return .stays(send(&form))
    default: break
    }
    return .stays([])
  }

  /// Begins an attempt with what the fields say.
  mutating func send(_ form: inout AccountFormState) -> [Effect] {
    attempts += 1
    form.attempt = attempts
    form.failure = nil
    form.fault = nil
    form.answer.clear()
    form.isTyping = false
    form.step = .waiting(.init())
    return [.connect(form.draft)]
  }

  private mutating func wait(
    _ action: Action, _ waiting: AccountFormState.Waiting, on form: inout AccountFormState
  ) -> LayerOutcome {
    switch action {
    case .close where form.isTyping:
      form.isTyping = false
      form.answer.clear()
    case .close:
      notice = Notice(.plain, form.renewing == nil ? "Nothing was added" : "Nothing was changed")
      form.step = .fields
      // There is nothing to go back to where nothing was asked.
      return form.isReady ? .closes([.stopConnecting]) : .stays([.stopConnecting])
    case .accept where form.isTyping:
      guard !form.answer.isEmpty else { return .stays([]) }
      let answer = form.answer.text
      form.answer.clear()
      form.isTyping = false
      return .stays([.pasteAnswer(answer)])
    case .copyAddress:
      guard let address = waiting.address else { break }
      return .stays([.copy(waiting.code ?? address, what: waiting.code == nil ? "Address" : "Code")]
      )
    case .openAddress:
      guard let address = waiting.address else { break }
      notice = Notice(.plain, "Opening the browser …")
      return .stays([.openURL(address)])
    case .pasteAddress where form.takesAnswer: form.isTyping = true
    default: break
    }
    return .stays([])
  }

  /// A key for the form's text: the kind's filter, a field, or where the browser ended.
  func type(_ key: KeyPress, into form: inout AccountFormState) -> LayerOutcome {
    switch form.step {
    case .kind:
      guard form.query.handle(key) else { return .ignored }
      form.filter()
    case .fields where form.fields.isEmpty: return .ignored
    case .fields:
      let isTaken =
        form.current == .secret
        ? form.secret.handle(key) : form.texts[form.current, default: TextField()].handle(key)
      guard isTaken else { return .ignored }
      form.fault = nil
    case .waiting:
      // What is pasted while the browser is waited for is what it ended at.
      if case .paste = key, form.takesAnswer {
        form.answer.clear()
        guard form.answer.handle(key) else { return .ignored }
        let answer = form.answer.text
        form.answer.clear()
        form.isTyping = false
        return .stays(answer.isEmpty ? [] : [.pasteAnswer(answer)])
      }
      guard form.isTyping, form.answer.handle(key) else { return .ignored }
    case .done: return .ignored
    }
    return .stays([])
  }

  /// News of an attempt; of one that was given up only its success counts.
  mutating func take(_ news: ConnectingStep, attempt: Int) -> [Effect] {
    let index = layers.lastIndex {
      if case .accountForm(let form) = $0 { form.attempt == attempt } else { false }
    }
    guard let index, case .accountForm(var form) = layers[index],
      case .waiting(var waiting) = form.step
    else {
      if case .added(_, let name) = news { notice = Notice(.good, "Added \(name)") }
      return []
    }
    var effects: [Effect] = []
    switch news {
    case .open(let address, let isOpened):
      waiting.address = address
      waiting.isOpened = isOpened
      form.step = .waiting(waiting)
      if !isOpened { effects.append(.copy(address, what: "Address")) }
    case .enter(let code, let address, let isOpened):
      waiting.address = address
      waiting.code = code
      waiting.isOpened = isOpened
      form.step = .waiting(waiting)
    case .notThat:
      waiting.problem = "That is not where the browser ended; paste the whole address"
      form.step = .waiting(waiting)
    case .checking:
      waiting.isChecking = true
      waiting.problem = nil
      form.step = .waiting(waiting)
    case .failed(let failure):
      form.failure = failure
      form.step = .fields
      form.isTyping = false
    case .added(let id, let name):
      form.secret.clear()
      form.step = .done(id, name: name)
      for place in layers.indices {
        guard case .accounts(var panel) = layers[place] else { continue }
        panel.choose(id)
        layers[place] = .accounts(panel)
      }
      effects.append(.readAccounts)
    }
    layers[index] = .accountForm(form)
    return effects
  }
}
