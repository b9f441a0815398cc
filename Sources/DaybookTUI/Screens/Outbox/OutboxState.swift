internal import DaybookCore

/// What waits to be sent, as a staging area: each change can be looked at, dropped or sent at once.
package struct OutboxState: Sendable {
  package var list = ListPosition()
  package private(set) var items: [OutboxItem] = []
  /// Whether the store has answered.
  private(set) var isRead = false

  init() {}

  /// Takes what was read, and stays at the same change, or at its place where it is gone.
  mutating func take(_ items: [OutboxItem]) {
    let before = current?.id
    self.items = items
    isRead = true
    if let index = items.firstIndex(where: { $0.id == before }) { list.index = index }
    list.clamp(to: items.count)
  }

  package var current: OutboxItem? {
    items.indices.contains(list.index) ? items[list.index] : nil
  }
}

extension AppState {
  mutating func openOutbox() -> [Effect] {
    layers.append(.outbox(OutboxState()))
    return [.readOutbox]
  }

  mutating func take(outbox items: [OutboxItem]) {
    for index in layers.indices {
      guard case .outbox(var panel) = layers[index] else { continue }
      panel.take(items)
      layers[index] = .outbox(panel)
    }
  }

  mutating func act(_ action: Action, on panel: inout OutboxState) -> LayerOutcome {
    if let step = action.rows {
      panel.list.move(by: step, of: panel.items.count)
      return .stays([])
    }
    if action == .close || action == .back { return .closes([]) }
    guard [.accept, .sendEdit, .dropEdit, .keepMine, .takeTheirs].contains(action) else {
      return .ignored
    }
    guard let item = panel.current else {
      notice = Notice(.plain, "Nothing waits to be sent")
      return .stays([])
    }
    switch action {
    case .accept where item.deed == .delete:
      notice = Notice(.plain, "It is deleted here · d drops that, and it is back")
    case .accept: return .stays([.showEvent(item.event)])
    case .sendEdit:
      notice = Notice(.plain, "Sending …")
      return .stays([.sendEdit(item.id)])
    case .dropEdit: return .stays([.dropEdit(item.id)])
    case .keepMine, .takeTheirs:
      guard item.isDiverged else {
        notice = Notice(.plain, "Only one side changed this · s sends it, d drops it")
        return .stays([])
      }
      return .stays([.settle(item.id, keepsMine: action == .keepMine)])
    default: break
    }
    return .stays([])
  }

  /// Opens an event that was asked for by its id, with the week behind it where it lies.
  mutating func show(_ event: Occurrence) -> [Effect] {
    focus(on: event)
    keepFocusVisible()
    return openCard(event) + loadAhead()
  }
}
