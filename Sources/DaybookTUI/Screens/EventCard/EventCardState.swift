package import DaybookCore

/// One event, opened; what the occurrence itself does not say comes with the details.
package struct EventCardState: Sendable {
  package var occurrence: Occurrence
  package var scroll = 0

  package init(occurrence: Occurrence, scroll: Int = 0) {
    self.occurrence = occurrence
    self.scroll = scroll
  }
}

extension AppState {
  mutating func act(_ action: Action, on card: inout EventCardState) -> LayerOutcome {
    switch action {
    case .close, .back: return .closes([])
    case .nextRow: card.scroll += 1
    case .previousRow: card.scroll = max(0, card.scroll - 1)
    case .nextEvent, .previousEvent:
      focus(on: card.occurrence, day: focus.day)
      guard moveEvent(forward: action == .nextEvent), let event = focusedEvent else {
        return .stays([])
      }
      card = EventCardState(occurrence: event)
      return .stays([.openDetails(event.id)])
    case .assign:
      layers.append(.clients(ClientPickerState([card.occurrence], snapshot.clients)))
      return .stays([])
    default: return .ignored
    }
    return .stays([])
  }
}
