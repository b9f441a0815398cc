/// The command palette: every action that has a meaning in the place below it, filtered by typing.
package struct PaletteState: Sendable {
  struct Line: Sendable {
    var action: Action
    var keys: String
    var help: String
    var hits: [Int]
    /// What is set by it, where it sets something.
    var setting: LiveSetting?
    /// Why it can do nothing now.
    var reason: String?
    /// What opens the place that the action belongs to, where that is another one.
    var opener: Action?
    /// Its key, with a blank behind it.
    var way = ""
  }

  package var query = TextField()
  package var list = ListPosition()
  private(set) var lines: [Line] = []
  /// Of the place below, in the order of its keys.
  private let here: [Line]
  /// Those of other places, which are found by typing alone.
  private let all: [Line]

  init(_ state: AppState) {
    here = CommandList.lines(in: state.place, state) + CommandList.settings(state)
    all = here + CommandList.elsewhere(state, besides: here)
    lines = here
  }

  mutating func filter(_ state: AppState) {
    list.index = 0
    guard !query.isEmpty else {
      lines = here
      return
    }
    let pattern = query.text
    lines = all.enumerated().compactMap { index, line -> (Int, Int, Line)? in
      var line = line
      // What happens to have the letters somewhere is not what was meant, and might be done.
      let inHelp = PaletteState.match(pattern, line.help)
      let inID = PaletteState.match(pattern, line.setting?.name ?? line.action.id)
      guard let score = [inHelp?.score, inID?.score].compactMap({ $0 }).max() else { return nil }
      line.hits = inHelp?.hits ?? []
      return (score, index, line)
    }
    .sorted { ($1.0, $0.1) < ($0.0, $1.1) }
    .map(\.2)
  }
}

extension PaletteState {
  private static func match(_ pattern: String, _ text: String) -> FuzzyMatch? {
    FuzzyMatch(pattern, in: text).flatMap { $0.isScattered(in: text) ? nil : $0 }
  }
}

/// The actions of a place with their keys, as palette and help list them.
enum CommandList {
  static func lines(in place: KeyPlace, _ state: AppState) -> [PaletteState.Line] {
    var seen: Set<Action> = []
    return state.keymap.bindings(in: place).compactMap { binding in
      guard seen.insert(binding.action).inserted else { return nil }
      let keys = state.keymap.keys(for: binding.action, in: place)
      return PaletteState.Line(
        action: binding.action, keys: keys.map(KeyText.label).joined(separator: " "),
        help: binding.help, hits: [], reason: state.reasonAgainst(binding.action))
    }
  }

  /// What can be done in other places alone, with the keys that lead there first.
  static func elsewhere(_ state: AppState, besides here: [PaletteState.Line])
    -> [PaletteState.Line]
  {
    var seen = Set(here.map(\.action))
    return openers.flatMap { place, opener -> [PaletteState.Line] in
      guard let way = state.keymap.keys(for: opener, in: state.place).first else { return [] }
      return lines(in: place, state).filter { seen.insert($0.action).inserted }.map { line in
        var line = line
        line.way = KeyText.label(way) + " "
        line.reason = "in \(place.title)"
        line.opener = opener
        return line
      }
    }
  }

  private static let openers: [(place: KeyPlace, opener: Action)] = [
    (.grid, .showWeek), (.month, .showMonth), (.agenda, .showAgenda), (.hours, .showHours),
    (.year, .showYear), (.conflicts, .showConflicts), (.slots, .findSlots),
    (.accounts, .showAccounts), (.outbox, .showOutbox), (.rules, .showRules),
  ]

  /// The settings that can be changed here and now, each with what it is.
  static func settings(_ state: AppState) -> [PaletteState.Line] {
    LiveSetting.all.map { setting in
      PaletteState.Line(
        action: .chooseSetting, keys: state.masked(setting.current(state.settings).words),
        help: "Set: \(setting.title)", hits: [], setting: setting)
    }
  }
}

extension AppState {
  mutating func act(_ action: Action, on palette: inout PaletteState) -> LayerOutcome {
    if let step = action.rows {
      palette.list.move(by: step, of: palette.lines.count)
      return .stays([])
    }
    switch action {
    case .close: return .closes([])
    case .accept:
      guard palette.lines.indices.contains(palette.list.index) else { return .stays([]) }
      let line = palette.lines[palette.list.index]
      if let setting = line.setting { return .opens(.settings(SettingPickerState(setting, self))) }
      guard let opener = line.opener else { return .closesThenRuns(line.action) }
      // What it is about may have to be chosen there first.
      notice = Notice(.plain, "\(line.help): \(line.keys)")
      return .closesThenRuns(opener)
    default: return .ignored
    }
  }
}

enum PaletteView {
  static func draw(_ palette: PaletteState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    let height = min(room.height, max(8, min(palette.lines.count + 4, room.height * 2 / 3)))
    let area = Rect(
      row: min(2, max(0, room.height - height)), column: max(0, (room.width - 72) / 2),
      width: min(72, room.width), height: height)
    let panel = Panel("Commands", in: area, state, on: &picture)
    ListPanel.draw(
      query: palette.query, placeholder: "Type to find a command", panel, state,
      count: palette.lines.count, list: palette.list, empty: "No command has these letters",
      on: &picture
    ) { index, row, area, picture in
      let line = palette.lines[index]
      let shown = line.way + line.keys
      let keys = min(TextWidth.of(shown), area.width / 2)
      picture.matched(
        line.help, hits: line.hits, row: row, column: area.column,
        width: max(0, area.width - keys - 2), as: line.reason == nil ? .text : .muted)
      picture.line(
        shown, row: row,
        in: Rect(row: row, column: area.columns.upperBound - keys, width: keys, height: 1),
        as: line.setting == nil ? .keyHint : .muted)
    }
  }
}
