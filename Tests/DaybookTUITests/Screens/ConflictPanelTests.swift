import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// Finding, settling and reopening conflicts in their panel.
struct ConflictPanelTests {
  private func panel(_ app: AppUnderTest) throws -> ConflictsState {
    guard case .conflicts(let panel)? = app.state.topLayer else { throw NoPanel() }
    return panel
  }

  private struct NoPanel: Error {}

  private func text(_ app: AppUnderTest) -> String { PictureText.text(of: app.picture.grid) }

  /// The sample week, in which one pair was moved and another kept.
  private static func snapshot() -> Snapshot {
    var snapshot = Samples.snapshot()
    var all = snapshot.conflicts
    var moved = all.removeFirst()
    moved.state = .resolved
    moved.decision = Conflict.Decision(action: "move-second-1", at: Samples.now - 7_200)
    var kept = moved
    (kept.first, kept.second) = (moved.second, Samples.occurrences[0])
    kept.state = .ignored
    kept.decision = Conflict.Decision(action: "keep", note: "they know", at: Samples.now - 600)
    snapshot.conflicts = all
    snapshot.settled = [moved, kept]
    return snapshot
  }

  @Test func wordsSeverityAndKindLetConflictsThrough() throws {
    var app = AppUnderTest()
    try app.press("c")
    let whole = try panel(app).count
    #expect(whole >= 2)
    try app.press("/")
    app.type("globex call")
    #expect(try panel(app).count == 1)
    #expect(text(app).contains("1 of \(whole)"))
    try app.press("<Enter>")
    try app.expectScreen("conflicts-filter")
    try app.press("<Esc>")
    #expect(try panel(app).count == whole)
    try app.press("s")
    let severe = try panel(app).count
    try app.press("ss")
    #expect(try severe + panel(app).count <= whole)
    try app.press("s")
    #expect(try panel(app).count == whole)
    try app.press("www")
    #expect(text(app).contains("› buffer"))
    try app.press("w")
    #expect(try panel(app).count == whole)
  }

  @Test func aNameOfAClientOrACalendarIsAWordToo() throws {
    var app = AppUnderTest()
    try app.press("c/")
    app.type("outlook acme")
    #expect(try panel(app).count >= 1)
    app.type(" nobody")
    #expect(try panel(app).count == 0)
    #expect(text(app).contains("matches the filter"))
  }

  @Test func severalAreSettledByOneKey() throws {
    var app = AppUnderTest()
    try app.press("c<Space><Space>")
    #expect(try panel(app).marked.count == 2)
    #expect(text(app).contains("about the 2 selected"))
    let before = app.effects.count
    try app.press("i")
    guard app.effects.count == before + 1,
      case .settleConflicts(let ids, by: .keep) = app.effects[before]
    else {
      Issue.record("\(app.effects[before...])")
      return
    }
    #expect(Set(ids) == (try panel(app).marked))
    try app.press("<Esc>")
    #expect(try panel(app).marked.isEmpty)
    try app.press("<Esc>")
    #expect(app.state.layers.isEmpty)
  }

  @Test func theNumbersTellWhatTheyDoAboutTheSelectedOnes() throws {
    var app = AppUnderTest()
    try app.press("c<Space>")
    // The highlighted one is not selected: its own ways out are no key's now.
    let selected = try #require(try panel(app).marked.first)
    #expect(try panel(app).list.index == 1)
    #expect(text(app).contains("about the one selected"))
    #expect(text(app).contains("1  Move Globex call to Thu 11:15–12:15"))
    #expect(text(app).contains("→ Move "))
    try app.expectScreen("conflicts-selected")
    try app.press("1")
    #expect(app.effects.last == .settleConflicts([selected], by: .move))
    try app.press("<Space>")
    let ways = text(app).split(separator: "\n").filter { $0.contains(/\d  \w+ .*(all 2|1 of 2)/) }
    #expect(ways.count >= 2)
    try app.press("9")
    #expect(text(app).contains("no way out with this number"))
    try app.press("<Esc>")
    #expect(!text(app).contains("→ "))
  }

  @Test func whatWasDoneCanBeReadAndTakenBack() throws {
    var app = AppUnderTest(snapshot: Self.snapshot())
    try app.press("ca")
    #expect(text(app).contains("Resolved conflicts · 2"))
    // The latest decision stands first.
    #expect(text(app).contains("Kept both this time"))
    #expect(text(app).contains("Decided 14:02"))
    #expect(text(app).contains("“they know”"))
    try app.expectScreen("conflicts-history")
    try app.press("j")
    #expect(text(app).contains("Moved Globex call to Thu 19 Nov"))
    let moved = try #require(app.state.snapshot.settled.first)
    try app.press("u")
    #expect(app.effects.last == .takeBack(moved.id))
    try app.press("<Esc>")
    #expect(text(app).contains("Conflicts · "))
    #expect(app.state.place == .conflicts)
  }
}
