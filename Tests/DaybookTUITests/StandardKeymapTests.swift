import DaybookTUI
import Testing

/// Questions put to the key table that Daybook comes with.
struct StandardKeymapTests {
  private let keymap = StandardKeymap.keymap

  @Test func everyActionHasAKey() {
    #expect(keymap.unbound.isEmpty, "\(keymap.unbound.map(\.id))")
  }

  @Test func noKeyIsOutOfReach() {
    #expect(
      keymap.unreachable.isEmpty,
      "\(keymap.unreachable.map { "\($0.context) \(KeyText.write($0.keys)) \($0.action.id)" })")
  }

  @Test func everyActionHasItsOwnID() {
    #expect(Set(Action.allCases.map(\.id)).count == Action.allCases.count)
    #expect(Action.allCases.allSatisfy { $0.id.contains(".") })
  }

  @Test func theCalcursePresetReachesEveryActionToo() {
    let preset = CalcurseKeymap.keymap
    #expect(preset.unbound.isEmpty, "\(preset.unbound.map(\.id))")
    #expect(
      preset.unreachable.isEmpty,
      "\(preset.unreachable.map { "\($0.context) \(KeyText.write($0.keys)) \($0.action.id)" })")
  }

  @Test func helpFitsALine() {
    for binding in keymap.bindings { #expect(binding.help.count <= 44, "\(binding.help)") }
  }

  @Test func oneAndAllOfASeriesStandFarApart() throws {
    let keys = [Action.thisOne, .wholeSeries].flatMap { keymap.keys(for: $0, in: .scope) }
      .map(KeyText.write)
    #expect(keys == ["t", "A"])
  }
}
