/// A list of themes; the one that is chosen is shown at once, and left again on Esc.
package struct ThemePickerState: Sendable {
  package var query = TextField()
  package var list = ListPosition()
  private(set) var names: [String]
  let before: String

  init(_ names: [String], current: String) {
    self.names = names
    before = current
    list.index = names.firstIndex(of: current) ?? 0
  }

  mutating func filter(_ all: [String]) {
    let pattern = query.text
    names = all.filter { FuzzyMatch(pattern, in: $0) != nil }
    list.index = 0
  }

  private var chosen: String? {
    names.indices.contains(list.index) ? names[list.index] : nil
  }

  var preview: [Effect] { chosen.map { [.showTheme($0)] } ?? [] }
  var choice: [Effect] { chosen.map { [.setTheme($0)] } ?? [.showTheme(before)] }
}

extension AppState {
  mutating func act(_ action: Action, on picker: inout ThemePickerState) -> LayerOutcome {
    switch action {
    case .nextRow: picker.list.move(by: 1, of: picker.names.count)
    case .previousRow: picker.list.move(by: -1, of: picker.names.count)
    case .accept: return .closes(picker.choice)
    case .close: return .closes([.showTheme(picker.before)])
    default: return .ignored
    }
    return .stays(picker.preview)
  }
}

enum ThemePickerView {
  static func draw(_ picker: ThemePickerState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    // At the side, so that the week shows what a theme does to it.
    let width = min(32, room.width)
    let area = Rect(
      row: min(1, max(0, room.height - 1)), column: room.width - width, width: width,
      height: max(0, room.height - 1))
    let panel = Panel("Themes", in: area, state, dimsBehind: false, on: &picture)
    ListPanel.draw(
      query: picker.query, placeholder: "Type to filter", panel, state,
      count: picker.names.count, list: picker.list, empty: "No theme has these letters",
      on: &picture
    ) { index, row, area, picture in
      picture.line(picker.names[index], row: row, in: area, indent: 1)
    }
  }
}
