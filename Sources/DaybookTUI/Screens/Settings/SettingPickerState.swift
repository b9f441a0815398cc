/// The settings that can be changed while the program runs, then what one of them can be.
package struct SettingPickerState: Sendable {
  package var query = TextField()
  package var list = ListPosition()
  /// The one that is being changed; nil while one is chosen.
  private(set) var setting: LiveSetting?
  private(set) var settings: [LiveSetting] = []
  private(set) var values: [LiveSetting.Value] = []
  /// Whether Esc leads back to all of them.
  private let hasList: Bool

  init(_ setting: LiveSetting? = nil, _ state: AppState) {
    hasList = setting == nil
    choose(setting, state)
  }

  private mutating func choose(_ setting: LiveSetting?, _ state: AppState) {
    let before = self.setting
    self.setting = setting
    query = TextField()
    filter(state)
    if let setting {
      let now = setting.current(state.settings)
      list.index = values.firstIndex(of: now) ?? 0
    } else {
      list.index = settings.firstIndex { $0.name == before?.name } ?? 0
    }
  }

  mutating func filter(_ state: AppState) {
    list.index = 0
    func fits(_ text: String) -> Bool { FuzzyMatch(query.text, in: text) != nil }
    settings = setting == nil ? LiveSetting.all.filter { fits($0.title) || fits($0.name) } : []
    values = setting?.offers(state).filter { fits(state.masked($0.words)) } ?? []
  }

  var count: Int { setting == nil ? settings.count : values.count }

  /// Goes into the chosen setting; answers what is chosen of the one that is open.
  fileprivate mutating func accept(_ state: AppState) -> SettingChoice? {
    if let setting {
      guard values.indices.contains(list.index) else { return nil }
      let value = values[list.index]
      return SettingChoice(
        name: setting.name, text: value.text, sentence: "\(setting.title): \(value.words)")
    }
    if settings.indices.contains(list.index) { choose(settings[list.index], state) }
    return nil
  }

  /// Goes back to the list; false where there is none.
  fileprivate mutating func stepBack(_ state: AppState) -> Bool {
    guard hasList, setting != nil else { return false }
    choose(nil, state)
    return true
  }

  /// What it is now can be chosen, and changes nothing.
  fileprivate func isCurrent(_ choice: SettingChoice, _ state: AppState) -> Bool {
    setting?.current(state.settings).text == choice.text
  }
}

extension AppState {
  mutating func act(_ action: Action, on picker: inout SettingPickerState) -> LayerOutcome {
    if let step = action.rows {
      picker.list.move(by: step, of: picker.count)
      return .stays([])
    }
    switch action {
    case .accept:
      guard let choice = picker.accept(self) else { return .stays([]) }
      return .closes(picker.isCurrent(choice, self) ? [] : [.set(choice)])
    case .close: return picker.stepBack(self) ? .stays([]) : .closes([])
    default: return .ignored
    }
  }
}

enum SettingPickerView {
  static func draw(_ picker: SettingPickerState, _ state: AppState, on picture: inout Picture) {
    let room = Panel.room(state)
    let height = min(room.height, max(8, min(picker.count + 4, room.height * 2 / 3)))
    let area = Rect(
      row: min(2, max(0, room.height - height)), column: max(0, (room.width - 64) / 2),
      width: min(64, room.width), height: height)
    let panel = Panel(picker.setting?.title ?? "Settings", in: area, state, on: &picture)
    ListPanel.draw(
      query: picker.query,
      placeholder: picker.setting == nil ? "Type to find a setting" : "Type to filter", panel,
      state, count: picker.count, list: picker.list, empty: "Nothing has these letters",
      on: &picture
    ) { index, row, area, picture in
      if let setting = picker.setting {
        let value = picker.values[index]
        let isNow = value == setting.current(state.settings)
        picture.line(
          (isNow ? "✓ " : "  ") + state.masked(value.words), row: row, in: area,
          as: isNow ? .strong : .text)
      } else {
        line(picker.settings[index].title, picker.settings[index], row, area, state, &picture)
      }
    }
  }

  /// A setting with what it is.
  private static func line(
    _ title: String, _ setting: LiveSetting, _ row: Int, _ area: Rect, _ state: AppState,
    _ picture: inout Picture
  ) {
    let value = state.masked(setting.current(state.settings).words)
    let width = min(TextWidth.of(value), area.width / 2)
    picture.line(
      title, row: row,
      in: Rect(row: row, column: area.column, width: area.width - width - 2, height: 1))
    picture.line(
      value, row: row,
      in: Rect(row: row, column: area.columns.upperBound - width, width: width, height: 1),
      as: .muted)
  }
}
