/// The keys of the place below first, then all the others; typing filters, Enter runs.
package struct HelpState: Sendable {
  enum Line: Sendable {
    case heading(String)
    case command(PaletteState.Line, isHere: Bool)
  }

  package var query = TextField()
  package var list = ListPosition()
  private(set) var lines: [Line] = []
  private let here: KeyPlace

  init(_ state: AppState) {
    here = state.place
    filter(state)
  }

  mutating func filter(_ state: AppState) {
    lines = []
    // A row that works in two places is told once.
    var told: Set<String> = []
    for place in here.chain { add(place, isHere: true, state, &told) }
    for place in KeyPlace.allCases where !here.chain.contains(place) {
      add(place, isHere: false, state, &told)
    }
    list.index = 0
    skipHeading(forward: true)
  }

  private mutating func add(
    _ place: KeyPlace, isHere: Bool, _ state: AppState, _ told: inout Set<String>
  ) {
    let pattern = query.text.lowercased()
    let found = state.keymap.bindings.compactMap { binding -> Line? in
      guard binding.contexts.contains(place), !binding.keys.isEmpty else { return nil }
      let keys = binding.keys.map(KeyText.label).joined(separator: " ")
      let isWanted =
        pattern.isEmpty || binding.help.lowercased().contains(pattern)
        || keys.lowercased().contains(pattern) || binding.action.id.contains(pattern)
      guard isWanted, told.insert(keys + binding.help).inserted else { return nil }
      return .command(
        PaletteState.Line(
          action: binding.action, keys: keys, help: binding.help, hits: [],
          reason: isHere ? nil : "Not in this place"),
        isHere: isHere)
    }
    guard !found.isEmpty else { return }
    lines.append(.heading(place.title))
    lines += found
  }

  mutating func move(by count: Int) {
    list.move(by: count, of: lines.count)
    skipHeading(forward: count > 0)
  }

  private mutating func skipHeading(forward: Bool) {
    while lines.indices.contains(list.index), case .heading = lines[list.index] {
      if !forward, list.index == 0 {
        list.index = min(1, lines.count - 1)
        return
      }
      guard list.index + 1 < lines.count || !forward else { return }
      list.index += forward ? 1 : -1
    }
  }
}

extension AppState {
  mutating func act(_ action: Action, on help: inout HelpState) -> LayerOutcome {
    switch action {
    case .nextRow: help.move(by: 1)
    case .previousRow: help.move(by: -1)
    case .pageDown: help.move(by: 10)
    case .pageUp: help.move(by: -10)
    case .close: return .closes([])
    case .accept:
      guard help.lines.indices.contains(help.list.index),
        case .command(let line, let isHere) = help.lines[help.list.index]
      else { return .stays([]) }
      guard isHere else {
        notice = Notice(.plain, "\(line.help): not in this place")
        return .stays([])
      }
      return .closesThenRuns(line.action)
    default: return .ignored
    }
    return .stays([])
  }
}

enum HelpView {
  /// Where the words begin; most keys are short.
  private static func keyColumn(_ width: Int) -> Int { width < 50 ? 10 : 16 }

  static func draw(_ help: HelpState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    let panel = Panel(
      "Keys · Enter runs the line", width: 74, height: max(6, room.height - 2), state,
      on: &picture)
    ListPanel.draw(
      query: help.query, placeholder: "Type to filter", panel, state, count: help.lines.count,
      list: help.list, empty: "No key does that", on: &picture
    ) { index, row, area, picture in
      switch help.lines[index] {
      case .heading(let title):
        picture.line(title, row: row, in: area, as: .title)
      case .command(let line, let isHere):
        picture.line(line.keys, row: row, in: area, indent: 1, as: .keyHint)
        let indent = max(keyColumn(area.width), TextWidth.of(line.keys) + 2)
        picture.line(line.help, row: row, in: area, indent: indent, as: isHere ? .text : .muted)
      }
    }
  }
}
