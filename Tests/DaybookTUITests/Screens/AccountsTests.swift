import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// The screens about remote accounts: how they look, and what their keys ask for.
struct AccountsTests {
  private func app(_ columns: Int = 120, _ rows: Int = 36) -> AppUnderTest {
    AppUnderTest(
      size: Size(columns: columns, rows: rows), snapshot: RemoteSamples.snapshot())
  }

  private func text(_ app: AppUnderTest) -> String { PictureText.text(of: app.picture.grid) }

  @Test(arguments: [(120, 36), (80, 24), (40, 12), (1, 1)])
  func theScreens(_ columns: Int, _ rows: Int) throws {
    for (name, keys) in [
      ("accounts", "ga"), ("account-calendars", "gagg<Enter>"), ("outbox", "go"), ("log", "@"),
    ] {
      var app = app(columns, rows)
      try app.press(keys)
      try app.expectScreen("\(name)-\(columns)x\(rows)")
    }
  }

  @Test(arguments: [(120, 36), (80, 24), (40, 12)])
  func theForm(_ columns: Int, _ rows: Int) throws {
    var app = app(columns, rows)
    try app.press("gaa")
    try app.expectScreen("add-kind-\(columns)x\(rows)")
    app.type("caldav")
    try app.press("<Enter>")
    app.type("me@fastmail.com")
    try app.press("<Tab><Tab>")
    app.type("hunter2")
    try app.press("<Enter>")
    app.send(.connecting(.failed(RemoteSamples.wrongPassword), attempt: attempt(app)))
    try app.expectScreen("add-caldav-\(columns)x\(rows)")
  }

  @Test(arguments: [(120, 36), (80, 24), (40, 12)])
  func waitingForTheBrowser(_ columns: Int, _ rows: Int) throws {
    var app = app(columns, rows)
    try app.press("gaa<Enter><Enter>")
    app.send(
      .connecting(.open(RemoteSamples.longAddress, isOpened: true), attempt: attempt(app)))
    try app.expectScreen("add-waiting-\(columns)x\(rows)")
    app.send(.connecting(.added(Samples.google.id, name: "you@acme.dev"), attempt: attempt(app)))
    app.send(
      .progress(
        Samples.google.id, SyncProgress(calendar: "Personal", events: 1_204, perSecond: 310)))
    try app.expectScreen("add-done-\(columns)x\(rows)")
  }

  @Test func aRemovalSaysWhatIsLostAndWhatIsNot() throws {
    var app = app()
    try app.press("gaggD")
    try app.expectScreen("remove-account")
    #expect(!app.effects.contains(.removeAccount(Samples.google.id)))
    try app.press("y")
    #expect(app.effects.last == .removeAccount(Samples.google.id))
    #expect(app.state.layers.count == 1)
  }

  @Test func theScreenOpensAtTheAccountThatWantsSomebody() throws {
    var app = app()
    try app.press("ga")
    #expect(text(app).contains("▸ ! cloud.example.org"))
    #expect(text(app).contains("l signs in again"))
  }

  @Test func aFeedsAddressIsASecret() throws {
    var app = app()
    try app.press("gaG")
    #expect(text(app).contains("https://example.com/…"))
    #expect(!text(app).contains("secret-address"))
  }

  @Test func aWipeGuardIsLetThroughOnlyAfterAQuestion() throws {
    var app = app()
    try app.press("gaGS")
    #expect(!app.effects.contains(.sync(Samples.feed.id, isFull: true)))
    try app.press("n")
    #expect(!app.effects.contains(.sync(Samples.feed.id, isFull: true)))
    try app.press("Sy")
    #expect(app.effects.last == .sync(Samples.feed.id, isFull: true))
  }

  @Test func oneAccountIsAskedByItself() throws {
    var app = app()
    try app.press("gaggs")
    #expect(app.effects.last == .sync(Samples.google.id, isFull: false))
  }

  @Test func aCalendarIsHiddenAndFreedWhereItIsListed() throws {
    var app = app()
    try app.press("gagg<Enter>j<Space>")
    #expect(app.effects.last == .setHidden(Samples.personal.id, true))
    try app.press("b")
    #expect(app.effects.last == .setBusy(Samples.personal.id, false))
    app.state.theme = ThemeFiles.resolved("ink").theme
    try app.press("c")
    guard case .setColor(Samples.personal.id, let color)? = app.effects.last else {
      Issue.record("no colour")
      return
    }
    let hues = app.state.theme?.hues.map(\.hex) ?? []
    let shown = Int(app.state.hue(of: Samples.personal.id).index)
    #expect(hues.firstIndex(of: color) == (shown + 1) % hues.count)
    try app.press("<Esc>")
    #expect(app.state.layers.count == 1)
    try app.press("<Esc>")
    #expect(app.state.layers.isEmpty)
  }

  @Test func aFeedHasNoSignIn() throws {
    var app = app()
    try app.press("gaGl")
    #expect(app.state.notice?.text.contains("has no sign-in") == true)
    #expect(app.state.layers.count == 1)
  }

  @Test func whatIsUnderWayIsShownWithItsRate() throws {
    var app = app()
    try app.press("ga")
    app.send(
      .progress(Samples.google.id, SyncProgress(calendar: "Work", events: 2_400, perSecond: 600)))
    #expect(text(app).contains("syncing · Work · 2,400 events · 600/s"))
    app.send(.progress(Samples.google.id, nil))
    #expect(!text(app).contains("/s"))
  }

  @Test func theStoreIsReadForAScreenOnlyWhileItIsOpen() throws {
    var app = app()
    app.send(.snapshot(RemoteSamples.snapshot()))
    app.send(.logGrew)
    try app.press("jl]")
    #expect(!app.effects.contains { [.readAccounts, .readOutbox, .readLog].contains($0) })
    try app.press("ga")
    let before = app.effects.filter { $0 == .readAccounts }.count
    app.send(.snapshot(RemoteSamples.snapshot()))
    #expect(app.effects.filter { $0 == .readAccounts }.count == before + 1)
  }

  private func attempt(_ app: AppUnderTest) -> Int {
    for case .connect(let draft) in app.effects.reversed() { return draft.attempt }
    return -1
  }
}
