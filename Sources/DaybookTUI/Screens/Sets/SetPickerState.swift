internal import DaybookCore

/// A list of what can be looked at alone; the chosen one is shown at once, and left again on Esc.
package struct SetPickerState: Sendable {
  package var query = TextField()
  package var list = ListPosition()
  /// nil is everything.
  private(set) var sets: [EventSet?]
  fileprivate let before: EventSet?

  init(_ state: AppState) {
    sets = state.setsToLookAt
    before = state.part?.set
    list.index = sets.firstIndex(of: before) ?? 0
  }

  mutating func filter(_ state: AppState) {
    sets = state.setsToLookAt.filter {
      FuzzyMatch(query.text, in: SetPickerView.name(of: $0)) != nil
    }
    list.index = 0
  }

  /// nil where nothing is listed.
  fileprivate var chosen: EventSet?? {
    sets.indices.contains(list.index) ? .some(sets[list.index]) : nil
  }
}

extension AppState {
  /// Everything, the sets of the settings, each client, and what is nobody's.
  fileprivate var setsToLookAt: [EventSet?] {
    let own = settings.sets.enumerated().map { index, set in
      EventSet(
        name: isMasked ? "set \(index + 1)" : set.name, members: set.members,
        clients: snapshot.clients,
        calendars: snapshot.calendars)
    }
    let clients = snapshot.clients.filter { !$0.isArchived }.map {
      EventSet(name: name(ofClient: $0.id) ?? $0.name, clients: [$0.id])
    }
    return [nil] + own + clients + [EventSet(name: "what is nobody’s", clients: [nil])]
  }

  mutating func act(_ action: Action, on picker: inout SetPickerState) -> LayerOutcome {
    switch action {
    case .nextRow: picker.list.move(by: 1, of: picker.sets.count)
    case .previousRow: picker.list.move(by: -1, of: picker.sets.count)
    case .accept:
      preview(picker)
      return .closes([])
    case .close:
      look(at: picker.before)
      return .closes([])
    default: return .ignored
    }
    preview(picker)
    return .stays([])
  }

  mutating func preview(_ picker: SetPickerState) {
    look(at: picker.chosen ?? picker.before)
  }
}

enum SetPickerView {
  static func draw(_ picker: SetPickerState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    // At the side, so that the week shows what is left of it.
    let width = min(34, room.width)
    let area = Rect(
      row: min(1, max(0, room.height - 1)), column: room.width - width, width: width,
      height: min(state.setsToLookAt.count + 4, max(0, room.height - 1)))
    let panel = Panel("Look at", in: area, state, dimsBehind: false, on: &picture)
    ListPanel.draw(
      query: picker.query, placeholder: "Type to filter", panel, state,
      count: picker.sets.count, list: picker.list, empty: "Nothing has these letters",
      on: &picture
    ) { index, row, area, picture in
      picture.line(name(of: picker.sets[index]), row: row, in: area, indent: 1)
    }
  }

  static func name(of set: EventSet?) -> String {
    guard let set else { return "Everything" }
    return set.name.prefix(1).uppercased() + set.name.dropFirst()
  }
}
