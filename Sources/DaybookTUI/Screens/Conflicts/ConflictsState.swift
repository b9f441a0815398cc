internal import DaybookCore
internal import ICalendar

/// The conflict panel: the pairs, the highlighted one's ways out, and which of those is looked at.
package struct ConflictsState: Sendable {
  package var list = ListPosition()
  package var showsSettled = false
  private(set) var conflicts: [Conflict] = []
  private(set) var openCount = 0
  private(set) var settledCount = 0
  /// Ways out of the highlighted one, best first.
  private(set) var resolutions: [Resolution] = []
  /// The one previewed in the week behind.
  var lookedAt = 0
  /// Where the panel was opened.
  let whence: Whence

  init(_ state: AppState) {
    whence = Whence(state)
    list.index = 0
    refresh(state)
    // The next one from the focus on is the one that is meant.
    let now = max(state.now, state.instant(state.focus.day, 0))
    list.index = conflicts.firstIndex { $0.span.end > now } ?? 0
    computeResolutions(state)
  }

  var current: Conflict? {
    conflicts.indices.contains(list.index) ? conflicts[list.index] : nil
  }

  /// Reads the conflicts anew and stays at the same pair where it is still there.
  mutating func refresh(_ state: AppState) {
    let before = current?.id
    conflicts = state.inReach(state.snapshot.conflicts)
    let settled = state.inReach(state.snapshot.settled)
    (openCount, settledCount) = (conflicts.count, settled.count)
    if showsSettled {
      conflicts = (conflicts + settled).sorted { $0.span.start < $1.span.start }
    }
    if let before, let index = conflicts.firstIndex(where: { $0.id == before }) {
      list.index = index
    } else {
      lookedAt = 0
    }
    list.clamp(to: conflicts.count)
    computeResolutions(state)
  }

  mutating func computeResolutions(_ state: AppState) {
    resolutions =
      current.map { $0.state == .open ? state.resolutions(of: $0) : [] } ?? []
    lookedAt = min(lookedAt, max(0, resolutions.count - 1))
  }

  /// Another conflict is highlighted: its ways out, and the week behind goes to it.
  mutating func changed(_ state: inout AppState) {
    lookedAt = 0
    if let current { state.focus(on: current.first) }
    computeResolutions(state)
  }

  func preview(_ state: AppState) -> Preview? {
    guard resolutions.indices.contains(lookedAt),
      let move = resolutions[lookedAt].proposal, let current
    else { return nil }
    let event = [current.first, current.second].first { $0.id == move.occurrence }
    return Preview(span: move.span, title: event.map(state.title) ?? "")
  }
}

extension AppState {
  /// Of these conflicts those that the header counts, of the ninety days ahead; and where the screen
  /// shows days outside of them, those of these days too.
  fileprivate func inReach(_ conflicts: [Conflict]) -> [Conflict] {
    func span(_ days: Range<Day>) -> TimeSpan {
      TimeSpan(zone.start(of: days.lowerBound), zone.start(of: days.upperBound))
    }
    let (ahead, page) = (span(today..<today + 90), span(pageDays))
    let isElsewhere = !page.overlaps(ahead)
    return conflicts.filter {
      $0.span.touches(ahead) || isElsewhere && $0.span.touches(page)
    }
  }

  mutating func openConflicts() -> [Effect] {
    var panel = ConflictsState(self)
    if let current = panel.current { focus(on: current.first) }
    panel.computeResolutions(self)
    layers.append(.conflicts(panel))
    return []
  }

  mutating func act(_ action: Action, on panel: inout ConflictsState) -> LayerOutcome {
    if let index = action.resolutionIndex { return resolve(index, in: &panel) }
    switch action {
    case .close, .back:
      stepBack(to: panel.whence)
      return .closes([])
    case .nextRow, .previousRow, .pageDown, .pageUp, .top, .bottom:
      let step: [Action: Int] = [
        .nextRow: 1, .previousRow: -1, .pageDown: 10, .pageUp: -10, .top: -.max / 2,
        .bottom: .max / 2,
      ]
      panel.list.move(by: step[action] ?? 0, of: panel.conflicts.count)
      panel.changed(&self)
    case .more:
      panel.lookedAt = min(panel.lookedAt + 1, max(0, panel.resolutions.count - 1))
    case .less: panel.lookedAt = max(0, panel.lookedAt - 1)
    case .showResolved:
      panel.showsSettled.toggle()
      panel.refresh(self)
      panel.changed(&self)
    case .keepBoth: return decide("keep", in: panel)
    case .alwaysKeepBoth: return decide("keep-pair", in: panel)
    case .accept:
      if !view.isGrid { view = .week }
      if let current = panel.current { focus(on: current.first) }
      return .closes([])
    default: return .ignored
    }
    return .stays([])
  }

  private mutating func resolve(_ index: Int, in panel: inout ConflictsState) -> LayerOutcome {
    guard let conflict = panel.current else { return .stays([]) }
    guard panel.resolutions.indices.contains(index) else {
      notice = Notice(.plain, "There is no way out with this number")
      return .stays([])
    }
    return .stays([.resolve(conflict.id, action: panel.resolutions[index].id)])
  }

  private mutating func decide(_ action: String, in panel: ConflictsState) -> LayerOutcome {
    guard let conflict = panel.current else { return .stays([]) }
    return .stays([.resolve(conflict.id, action: action)])
  }
}

/// What a conflict is, in words.
enum ConflictWords {
  static func what(_ conflict: Conflict) -> String {
    let minutes = DayText.length(minutes: conflict.minutes)
    return switch conflict.kind {
    case .overlap: "overlap \(minutes)"
    case .buffer: "buffer \(minutes) short"
    case .travel: "travel \(minutes) short"
    }
  }

  static func role(_ severity: Conflict.Severity) -> Role {
    switch severity {
    case .severe: .conflictSevere
    case .medium: .conflictMedium
    case .minor: .conflictMinor
    }
  }
}
