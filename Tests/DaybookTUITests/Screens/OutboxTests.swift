import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// What the keys of the outbox and of the log do.
struct OutboxTests {
  private func app() -> AppUnderTest {
    AppUnderTest(
      size: Size(columns: 100, rows: 30), snapshot: RemoteSamples.snapshot())
  }

  private func text(_ app: AppUnderTest) -> String { PictureText.text(of: app.picture.grid) }

  @Test func aChangeIsDroppedOrSentAtOnce() throws {
    var app = app()
    try app.press("god")
    #expect(app.effects.last == .dropEdit(4))
    try app.press("js")
    #expect(app.effects.last == .sendEdit(5))
  }

  @Test func enterShowsTheEventOverTheOutbox() throws {
    var app = app()
    try app.press("go<Enter>")
    guard case .card(let card)? = app.state.layers.last else { throw Missing() }
    #expect(card.occurrence.title == "Acme review")
    #expect(app.state.focus.day == Samples.monday + 3)
    try app.press("<Esc>")
    guard case .outbox? = app.state.layers.last else { throw Missing() }
  }

  @Test func whatIsDeletedHereCannotBeShown() throws {
    var app = app()
    try app.press("goj<Enter>")
    #expect(app.state.notice?.text.contains("deleted here") == true)
  }

  @Test func whatBothSidesChangedIsShownTwiceWithAKeyEach() throws {
    var app = app()
    try app.press("goG")
    #expect(text(app).contains("theirs  Globex retro, part 2"))
    #expect(text(app).contains("yours   Globex retrospective"))
    #expect(text(app).contains("1 keep mine  2 take theirs"))
    try app.press("1")
    #expect(app.effects.last == .settle(7, keepsMine: true))
    try app.press("2")
    #expect(app.effects.last == .settle(7, keepsMine: false))
  }

  @Test func aChangeOfOneSideIsNoChoice() throws {
    var app = app()
    try app.press("go1")
    #expect(!app.effects.contains(.settle(4, keepsMine: true)))
    #expect(!text(app).contains("keep mine"))
  }

  @Test func theChosenChangeStaysChosenWhenAnotherIsSent() throws {
    var app = app()
    try app.press("goG")
    app.send(.outbox(Array(RemoteSamples.outbox.dropFirst())))
    guard case .outbox(let panel)? = app.state.layers.last else { throw Missing() }
    #expect(panel.current?.id == 7)
  }

  @Test func masksHideWhatIsInTheOutbox() throws {
    var app = app()
    try app.press("*go")
    #expect(!text(app).contains("Acme review"))
    #expect(!text(app).contains("09:30–11:00"))
  }

  @Test func anEmptyOutboxSaysWhatItIsFor() throws {
    var app = app()
    try app.press("go")
    app.send(.outbox([]))
    #expect(text(app).contains("Nothing waits: everything was sent."))
  }

  @Test func theLogFollowsItsNewestLine() throws {
    var app = app()
    try app.press("@")
    app.send(
      .log(RemoteSamples.log + [RemoteSamples.exchange(1, "Newest", "GET https://n/…", 200, 1, 1)]))
    #expect(text(app).contains("▸ 14:11:59  200  Newest"))
  }

  @Test func whoeverLooksFurtherUpIsLeftThere() throws {
    var app = app()
    try app.press("@<Up><Up>")
    let before = try #require(chosen(app))
    app.send(
      .log(RemoteSamples.log + [RemoteSamples.exchange(1, "Newest", "GET https://n/…", 200, 1, 1)]))
    #expect(chosen(app) == before)
  }

  @Test func theLogIsFilteredByTyping() throws {
    var app = app()
    try app.press("@")
    app.type("micro 429")
    #expect(text(app).contains("1 of what was asked"))
    #expect(text(app).contains("▸ 14:00:40  429  Microsoft"))
  }

  @Test func theLogIsReadAgainWhenItGrows() throws {
    var app = app()
    try app.press("@")
    let before = app.effects.filter { $0 == .readLog }.count
    app.send(.logGrew)
    #expect(app.effects.filter { $0 == .readLog }.count == before + 1)
  }

  private func chosen(_ app: AppUnderTest) -> Substring? {
    text(app).split(separator: "\n").first { $0.contains("▸") }
  }

  private struct Missing: Error {}
}
