internal import DaybookCore
internal import ICalendar

extension AppState {
  /// Opens the form, and asks for what the occurrence itself does not say.
  mutating func openForm(for event: Occurrence) -> [Effect] {
    layers.append(.form(EventFormState(editing: event, self)))
    return [.openDetails(event.id)]
  }

  mutating func take(details: EventDetails) {
    self.details = details
    for index in layers.indices {
      guard case .form(var form) = layers[index] else { continue }
      form.take(details)
      layers[index] = .form(form)
    }
  }

  mutating func act(_ action: Action, on form: inout EventFormState) -> LayerOutcome {
    let fields = form.editable
    let index = fields.firstIndex(of: form.current) ?? 0
    switch action {
    case .close: return .closes([])
    case .nextField: form.current = fields[(index + 1) % fields.count]
    case .previousField: form.current = fields[(index + fields.count - 1) % fields.count]
    case .accept: return accept(form)
    default: return .stays([])
    }
    return .stays([])
  }

  private mutating func accept(_ form: EventFormState) -> LayerOutcome {
    guard let event = form.event else {
      guard let event = form.newEvent else {
        notice = Notice(.plain, form.fault ?? "A title is missing")
        return .stays([])
      }
      if let obstacle = form.obstacle(self) {
        notice = Notice(.plain, masked(obstacle))
        return .stays([])
      }
      return .closesAll([.create(event, in: form.calendar(self), client: form.client)])
    }
    guard let change = form.change else {
      notice = Notice(.plain, form.fault ?? "The times are not understood")
      return .stays([])
    }
    guard !change.isEmpty else { return .closes([]) }
    if event.isRecurring {
      layers.append(.question(.editSeries(event, change)))
      return .stays([])
    }
    let effect = Effect.edit(event.id, change, .this)
    if change.concernsOthers, let warning = CallerWarning([event], self) {
      layers.append(.question(.change(effect, warning: warning.text)))
      return .stays([])
    }
    return .closes([effect])
  }
}
