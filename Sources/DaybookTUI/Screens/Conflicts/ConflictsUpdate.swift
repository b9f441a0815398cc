internal import DaybookCore
internal import ICalendar

extension AppState {
  mutating func openConflicts() -> [Effect] {
    var panel = ConflictsState(self)
    if let current = panel.current { focus(on: current.first) }
    panel.computeResolutions(self)
    layers.append(.conflicts(panel))
    return []
  }

  mutating func act(_ action: Action, on panel: inout ConflictsState) -> LayerOutcome {
    if panel.isTyping { return actWhileTyping(action, on: &panel) }
    if let index = action.resolutionIndex { return resolve(index, in: &panel) }
    if let rows = action.rows {
      panel.list.move(by: rows, of: panel.conflicts.count)
      panel.changed(&self)
      return .stays([])
    }
    switch action {
    case .close, .back: return stepOut(of: &panel)
    case .more:
      panel.lookedAt = min(panel.lookedAt + 1, max(0, panel.wayCount - 1))
    case .less: panel.lookedAt = max(0, panel.lookedAt - 1)
    case .showResolved: panel.show(settled: true, &self)
    case .filterConflicts: panel.isTyping = true
    case .filterSeverity:
      panel.filter.severity = Self.next(panel.filter.severity)
      panel.filterChanged(&self)
    case .filterKind:
      panel.filter.kind = Self.next(panel.filter.kind)
      panel.filterChanged(&self)
    case .markConflict: mark(in: &panel)
    case .keepBoth: return decide(.keep, in: &panel)
    case .alwaysKeepBoth: return decide(.keepPair, in: &panel)
    case .takeBack:
      return .stays(panel.current.map { [.takeBack($0.id)] } ?? [])
    case .accept:
      if !view.isGrid { view = .week }
      if let current = panel.current { focus(on: current.first) }
      return .closes([])
    default: return .ignored
    }
    return .stays([])
  }

  private func actWhileTyping(_ action: Action, on panel: inout ConflictsState) -> LayerOutcome {
    switch action {
    case .accept, .nextField: panel.isTyping = false
    case .close:
      panel.isTyping = false
      panel.query.text = ""
      panel.refresh(self)
    default: return .ignored
    }
    return .stays([])
  }

  /// Out of what was selected, of the filter, of the history, and then of the panel.
  private mutating func stepOut(of panel: inout ConflictsState) -> LayerOutcome {
    if !panel.marked.isEmpty {
      panel.marked = []
      panel.computeResolutions(self)
    } else if !panel.filter.isEmpty {
      panel.filter = ConflictFilter()
      panel.query.text = ""
      panel.filterChanged(&self)
    } else if panel.showsSettled {
      panel.show(settled: false, &self)
    } else {
      stepBack(to: panel.whence)
      return .closes([])
    }
    return .stays([])
  }

  /// nil, each value in turn, and nil again.
  private static func next<Value: CaseIterable & Equatable>(_ value: Value?) -> Value? {
    let all = Array(Value.allCases)
    guard let value, let place = all.firstIndex(of: value) else { return all.first }
    return place + 1 < all.count ? all[place + 1] : nil
  }

  private mutating func mark(in panel: inout ConflictsState) {
    guard let current = panel.current else { return }
    if panel.marked.remove(current.id) == nil { panel.marked.insert(current.id) }
    panel.list.move(by: 1, of: panel.conflicts.count)
    panel.changed(&self)
  }

  private mutating func resolve(_ index: Int, in panel: inout ConflictsState) -> LayerOutcome {
    guard let conflict = panel.current else { return .stays([]) }
    guard index < panel.wayCount else {
      notice = Notice(.plain, "There is no way out with this number")
      return .stays([])
    }
    if !panel.marked.isEmpty { return decide(panel.sharedWays[index].deed, in: &panel) }
    return .stays([.resolve(conflict.id, action: panel.resolutions[index].id)])
  }

  private func decide(_ deed: Resolution.Deed, in panel: inout ConflictsState) -> LayerOutcome {
    let meant = panel.meant
    guard let first = meant.first else { return .stays([]) }
    guard !panel.marked.isEmpty else {
      return .stays([.resolve(first.id, action: deed.rawValue)])
    }
    // What it does not fit stays there, and selected.
    return .stays([.settleConflicts(meant.map(\.id), by: deed)])
  }
}
