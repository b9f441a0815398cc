internal import DaybookCore
internal import ICalendar

extension AppState {
  /// Opens the finder; `f y` and `ys` are the same two keys in another order.
  mutating func openFinder(thenCopy: Bool = false) -> [Effect] {
    var finder = FreeSlotsState(self)
    finder.copiesWhenFound = thenCopy
    layers.append(.slots(finder))
    return [.findSlots(finder.query)]
  }

  mutating func take(slots: [TimeSpan], query: SlotQuery) -> [Effect] {
    for index in layers.indices {
      guard case .slots(var finder) = layers[index], finder.query == query else { continue }
      finder.take(slots, zone: zone)
      let copiesNow = finder.copiesWhenFound
      finder.copiesWhenFound = false
      layers[index] = .slots(finder)
      guard copiesNow else { continue }
      layers.remove(at: index)
      return copy(finder)
    }
    return []
  }

  private mutating func copy(_ finder: FreeSlotsState) -> [Effect] {
    if finder.zoneProblem != nil {
      notice = Notice(.error, finder.text(self))
      return []
    }
    guard !finder.picks.isEmpty else {
      notice = Notice(.plain, finder.text(self))
      return []
    }
    let count = finder.picks.count
    return [.copy(finder.text(self), what: count == 1 ? "1 slot" : "\(count) slots")]
  }

  mutating func act(_ action: Action, on finder: inout FreeSlotsState) -> LayerOutcome {
    if finder.isTyping { return actWhileTyping(action, on: &finder) }
    let lines = FreeSlotsState.Field.allCases.count + finder.slots.count
    switch action {
    case .close, .back: return .closes([])
    case .nextRow: finder.list.move(by: 1, of: lines)
    case .previousRow: finder.list.move(by: -1, of: lines)
    case .nextField:
      finder.list.index = (finder.field.map { $0.rawValue + 1 } ?? 0) % (lines == 0 ? 1 : lines)
    case .previousField:
      finder.list.index =
        (finder.field?.rawValue ?? FreeSlotsState.Field.allCases.count) - 1
      finder.list.clamp(to: lines)
    case .top: finder.list.index = 0
    case .bottom: finder.list.index = max(0, lines - 1)
    case .more, .less:
      if finder.change(by: action == .more ? 1 : -1, self) {
        return .stays([.findSlots(finder.query)])
      }
    case .pick: finder.toggle()
    case .theirZone: finder.isTyping = true
    case .readOffers: return .stays(openOffers(finder))
    case .copySlots:
      // Pressed before the slots have come: they are copied when they do.
      guard finder.isAnswered else {
        finder.copiesWhenFound = true
        return .stays([])
      }
      return .stays(copy(finder))
    case .copyAndHold:
      guard !finder.picks.isEmpty, finder.zoneProblem == nil else {
        notice =
          finder.zoneProblem == nil
          ? Notice(.plain, "No slot is picked") : Notice(.error, finder.text(self))
        return .stays([])
      }
      return .closes([
        .copyAndHold(finder.text(self), slots: finder.picked, into: finder.holdCalendar)
      ])
    case .accept:
      if finder.field == .zone {
        finder.isTyping = true
      } else if let slot = finder.chosenSlot {
        let local = zone.local(at: slot.start)
        if !view.isGrid { view = .week }
        move(to: local.day)
        move(minute: local.second / 60)
        return .closes([])
      }
    default: return .ignored
    }
    return .stays([])
  }

  private mutating func actWhileTyping(_ action: Action, on finder: inout FreeSlotsState)
    -> LayerOutcome
  {
    switch action {
    case .accept, .nextField:
      finder.isTyping = finder.zoneProblem != nil
      if finder.isTyping { notice = Notice(.error, finder.text(self)) }
    case .close:
      finder.isTyping = false
      finder.zoneField.text = ""
      finder.zoneChanged(self)
    default: return .ignored
    }
    return .stays([])
  }
}
