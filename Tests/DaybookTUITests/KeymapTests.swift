import DaybookTUI
import Testing

@Suite struct KeymapTests {
  enum Deed: String, KeyAction {
    case top, bottom, goTo, down, quit, duplicate, copyMenu, never
    var id: String { "test.\(rawValue)" }
  }

  enum Place: KeyContext {
    case everywhere, list, popUp
    var parent: Place? {
      switch self {
      case .everywhere: nil
      case .list, .popUp: .everywhere
      }
    }
  }

  private typealias Row = Binding<Deed, Place>

  private let keymap = Keymap<Deed, Place>([
    Row("j", "<Down>", does: .down, in: .list, help: "Down", hint: "down"),
    Row("gg", does: .top, in: .list, help: "To the top"),
    Row("G", does: .bottom, in: .list, help: "To the bottom"),
    Row("gd", does: .goTo, in: .everywhere, help: "Go to a date"),
    Row("q", does: .quit, in: .everywhere, help: "Leave"),
    Row("yy", does: .duplicate, in: .list, help: "Duplicate"),
    Row("q", does: .bottom, in: .popUp, help: "Close"),
  ])

  private func answer(_ keys: String, in place: Place) throws -> String {
    switch keymap.answer(to: try KeyText.parse(keys), in: place) {
    case .action(let action): action.rawValue
    case .prefix(let next):
      next.map { "\(KeyText.label($0.keys)):\($0.binding.action.rawValue)" }.joined(separator: " ")
    case .none: "-"
    }
  }

  @Test func theInnermostPlaceDecides() throws {
    #expect(try answer("q", in: .list) == "quit")
    #expect(try answer("q", in: .popUp) == "bottom")
    #expect(try answer("j", in: .popUp) == "-")
    #expect(try answer("<Down>", in: .list) == "down")
  }

  @Test func aPrefixListsWhatMayFollow() throws {
    #expect(try answer("g", in: .list) == "g:top d:goTo")
    #expect(try answer("g", in: .popUp) == "d:goTo")
    #expect(try answer("gg", in: .list) == "top")
    #expect(try answer("gx", in: .list) == "-")
  }

  @Test func aMovedKeyWinsAndKeepsItsPlaceInTheList() throws {
    let moved = keymap.rebound(["test.duplicate": ["j"]]).keymap
    guard case .action(.duplicate) = moved.answer(to: try KeyText.parse("j"), in: .list) else {
      Issue.record("j still goes down")
      return
    }
    #expect(moved.bindings.map(\.action) == keymap.bindings.map(\.action))
  }

  @Test func theReviewFindsWhatCannotWork() {
    #expect(keymap.unreachable.isEmpty)
    #expect(keymap.shadowed.map(\.action) == [.quit])
    #expect(keymap.unbound == [.copyMenu, .never])
    let bad = Keymap<Deed, Place>([
      Row("y", does: .copyMenu, in: .list, help: "Copy"),
      Row("yy", does: .duplicate, in: .list, help: "Duplicate"),
      Row("j", does: .down, in: .list, help: "Down"),
      Row("j", does: .top, in: .list, help: "Top"),
    ])
    #expect(bad.unreachable.map(\.action) == [.duplicate, .top])
    #expect(bad.unreachable.map(\.by) == [.copyMenu, .down])
  }

  @Test func settingsReplaceKeys() {
    let (changed, problems) = keymap.rebound(["test.down": ["n"], "test.quit": []])
    #expect(problems.isEmpty)
    #expect(changed.keys(for: .down, in: .list) == [[KeyPress("n")]])
    #expect(changed.keys(for: .quit, in: .list).isEmpty)
    #expect(changed.keys(for: .top, in: .list).count == 1)
  }

  @Test func aKeyTakenFromAnotherActionIsMoved() {
    let (changed, _) = keymap.rebound(["test.down": ["G"]])
    #expect(changed.keys(for: .down, in: .list) == [[KeyPress("G")]])
    #expect(changed.keys(for: .bottom, in: .list).isEmpty)
  }

  @Test func mistakesInSettingsAreNamedAndTheRestApplies() {
    let (changed, problems) = keymap.rebound(["test.dwn": ["n"], "test.top": ["<Hme>", "t"]])
    #expect(
      problems.map(\.sentence) == [
        "test.dwn is no action. The nearest is test.down.",
        "<Hme> is no key. The nearest is <Home>.",
      ])
    #expect(changed.keys(for: .top, in: .list) == [[KeyPress("t")]])
  }
}
