import DaybookTUI
import DaybookTestSupport
import Testing

/// `docs/KEYS.md` is the key table.
struct KeysPageTests {
  @Test func thePageOfKeysListsTheKeyTable() throws {
    try ManualPage("KEYS.md").expect(page)
  }

  @Test func thePageOfThemesListsEveryRole() throws {
    let roles = Role.allCases.map { "`\($0.name)`" }.joined(separator: " · ")
    #expect(try ManualPage("THEMES.md").text.contains("\n\(roles)\n"), "It wants:\n\(roles)")
  }

  private var page: String {
    var titles: [String] = []
    for place in KeyPlace.allCases where !titles.contains(place.title) {
      titles.append(place.title)
    }
    return """
      # Keys

      <!-- Written from the key table; a test compares. -->

      What a key means depends on where it is pressed; what a place does not know is asked of the one around it. `[keys]` in the
      [settings](SETTINGS.md) gives an action other keys, by the action's id, wherever it has some; an empty list takes them away. `?` shows
      the keys of the place you are in, with your own.

      `<C-d>` is Ctrl and d, `<M-g>` Alt and g, `<S-Tab>` Shift and Tab; `gd` is g, then d. Named keys: `<Enter>`, `<Esc>`, `<Tab>`,
      `<Space>`, `<Backspace>`, `<Insert>`, `<Delete>`, `<Up>`, `<Down>`, `<Left>`, `<Right>`, `<Home>`, `<End>`, `<PageUp>`, `<PageDown>`,
      `<F1>` to `<F20>`, and `<lt>`, `<gt>`, `<bar>` for `<`, `>` and `|`.

      \(titles.compactMap(section).joined(separator: "\n\n"))

      ## As calcurse has them

      `keymap = "calcurse"` gives these actions the keys of calcurse's panels. All others keep the keys above, where those are still free;
      `[keys]` changes this table as it does the other.

      \(ManualPage.table([["keys", "action", "instead of"]] + preset))

      """
  }

  /// The bindings of the places with one title; nil where they have none.
  private func section(_ title: String) -> String? {
    let places = KeyPlace.allCases.filter { $0.title == title }
    let rows = StandardKeymap.keymap.bindings.filter { row in
      places.contains { row.contexts.contains($0) }
    }
    guard !rows.isEmpty else { return nil }
    let around = places.first?.parent.map { "Then: \($0.title).\n\n" } ?? ""
    let table = rows.map { [keys($0.keys), $0.help, "`\($0.action.id)`"] }
    return "## \(title)\n\n" + around
      + ManualPage.table([["keys", "what it does", "action"]] + table)
  }

  private func keys(_ keys: [[KeyPress]]) -> String {
    keys.map { "`\(KeyText.write($0))`" }.joined(separator: " ")
  }

  private var preset: [[String]] {
    Action.allCases.compactMap { action in
      func row(_ keymap: KeyTable) -> [[KeyPress]] {
        keymap.bindings.filter { $0.action == action }.flatMap(\.keys)
          .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
      }
      let own = row(StandardKeymap.keymap)
      let preset = row(CalcurseKeymap.keymap)
      return own == preset ? nil : [keys(preset), "`\(action.id)`", keys(own)]
    }
  }
}
