package import DaybookCore
internal import ICalendar

/// Whom the chosen events are for: a fuzzy list of clients, a new one for a new name, or nobody.
package struct ClientPickerState: Sendable {
  enum Line: Sendable {
    case client(Client, hits: [Int])
    case new(String)
    case nobody
  }

  package var query = TextField()
  package var list = ListPosition()
  package let events: [Occurrence]
  private(set) var lines: [Line] = []

  init(_ events: [Occurrence], _ clients: [Client]) {
    self.events = events
    filter(clients)
    list.index =
      lines.firstIndex { line in
        if case .client(let client, _) = line { client.id == events.first?.client } else { false }
      } ?? 0
  }

  mutating func filter(_ clients: [Client]) {
    let pattern = query.text.trimmingBlanks
    list.index = 0
    lines = clients.filter { !$0.isArchived }.compactMap { client -> (Int, Line)? in
      guard let match = FuzzyMatch(pattern, in: client.name) else { return nil }
      return (match.score, .client(client, hits: match.hits))
    }
    .enumerated().sorted { ($1.element.0, $0.offset) < ($0.element.0, $1.offset) }
    .map(\.element.1)
    let isKnown = clients.contains { $0.name.lowercased() == pattern.lowercased() }
    if !pattern.isEmpty, !isKnown { lines.append(.new(pattern)) }
    if pattern.isEmpty || FuzzyMatch(pattern, in: "nobody") != nil { lines.append(.nobody) }
  }

  var choice: ClientChoice? {
    guard lines.indices.contains(list.index) else { return nil }
    return switch lines[list.index] {
    case .client(let client, _): .existing(client.id)
    case .new(let name): .new(name)
    case .nobody: .nobody
    }
  }
}

extension AppState {
  mutating func act(_ action: Action, on picker: inout ClientPickerState) -> LayerOutcome {
    switch action {
    case .nextRow: picker.list.move(by: 1, of: picker.lines.count)
    case .previousRow: picker.list.move(by: -1, of: picker.lines.count)
    case .close: return .closes([])
    case .accept:
      guard let choice = picker.choice else { return .stays([]) }
      selection = Selection()
      // One instance that is chosen by itself stands for its series: that is what is meant by it.
      let isSeries = picker.events.count == 1 && picker.events[0].isRecurring
      return .closes([.assign(picker.events.map(\.id), choice, isSeries: isSeries)])
    default: return .ignored
    }
    return .stays([])
  }
}

enum ClientPickerView {
  static func draw(_ picker: ClientPickerState, _ state: AppState, on picture: inout Picture) {
    let count = picker.events.count
    let what =
      count == 1
      ? state.title(of: picker.events[0]) + (picker.events[0].isRecurring ? " · whole series" : "")
      : "\(count) events"
    let panel = Panel(
      "Client for \(what)", width: 48, height: max(8, min(picker.lines.count + 4, 16)), state,
      on: &picture)
    ListPanel.draw(
      query: picker.query, placeholder: "Type a name, known or new", panel, state,
      count: picker.lines.count, list: picker.list, empty: "Type the name of a new client",
      on: &picture
    ) { index, row, area, picture in
      switch picker.lines[index] {
      case .client(let client, let hits):
        picture.grid.write(
          "▪", row: row, column: area.column + 1,
          as: Style(.hueText, hue: state.hue(ofClient: client.id), over: .overlay))
        picture.matched(
          state.name(ofClient: client.id) ?? client.name, hits: state.isMasked ? [] : hits,
          row: row, column: area.column + 3, width: area.width - 3)
        if let rate = client.rate, !state.isMasked {
          let text = ["\(rate / 100)", client.currency, "an hour"].compactMap { $0 }
            .joined(separator: " ")
          picture.grid.write(
            text, row: row, column: area.columns.upperBound - TextWidth.of(text),
            as: Style(.muted, over: .overlay))
        }
      case .new(let name):
        picture.line("+ Create “\(name)”", row: row, in: area, indent: 1, as: .suggestion)
      case .nobody:
        picture.line("□ Nobody", row: row, in: area, indent: 1, as: .muted)
      }
    }
  }
}

extension String {
  /// Without blanks at either end.
  var trimmingBlanks: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
