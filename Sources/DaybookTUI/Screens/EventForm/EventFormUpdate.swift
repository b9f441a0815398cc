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
        return refuse(form.fault ?? "A title is missing")
      }
      if let obstacle = form.obstacle(self) { return refuse(obstacle) }
      return .closesAll([.create(event, in: form.calendar(self), client: form.client)])
    }
    guard let revision = form.revision(self) else {
      return refuse(form.fault ?? "The times are not understood")
    }
    if let obstacle = form.obstacle(self) { return refuse(obstacle) }
    guard !revision.isEmpty else { return .closes([]) }
    if event.isRecurring {
      layers.append(.question(.editSeries(event, revision)))
      return .stays([])
    }
    let effect = revision.effect(on: event.id, .this)
    if let warning = warning(before: revision, of: event) {
      layers.append(.question(.change(effect, warning: warning)))
      return .stays([])
    }
    return .closes([effect])
  }

  private mutating func refuse(_ reason: String) -> LayerOutcome {
    notice = Notice(.plain, masked(reason))
    return .stays([])
  }

  /// What is said before an event is changed that others are in; nil where nobody would notice.
  func warning(before revision: EventRevision, of event: Occurrence) -> String? {
    if revision.change.concernsOthers, let warning = CallerWarning([event], self) {
      return warning.text
    }
    guard let calendar = revision.calendar, let others = OthersInIt([event], self) else {
      return nil
    }
    let name = name(ofCalendar: calendar) ?? "the other calendar"
    let first = "“\(title(of: event))” is taken out of its calendar and made anew in \(name). "
    return first + others.text
  }
}
