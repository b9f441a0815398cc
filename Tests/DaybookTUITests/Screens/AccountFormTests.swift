import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// Adding an account step by step, and what becomes of what is typed there.
struct AccountFormTests {
  private static let password = "hunter2-ünïque"

  private func app(change: (inout Settings) -> Void = { _ in }) -> AppUnderTest {
    var settings = Settings()
    change(&settings)
    return AppUnderTest(
      size: Size(columns: 80, rows: 24), snapshot: RemoteSamples.snapshot(), settings: settings)
  }

  private func text(_ app: AppUnderTest) -> String { PictureText.text(of: app.picture.grid) }

  private func draft(_ app: AppUnderTest) throws -> AccountDraft {
    for case .connect(let draft) in app.effects.reversed() { return draft }
    throw Missing()
  }

  /// With the form open at the fields of a kind.
  private func opened(_ kind: String, _ app: AppUnderTest? = nil) throws -> AppUnderTest {
    var app = app ?? self.app()
    try app.press("gaa")
    app.type(kind)
    try app.press("<Enter>")
    return app
  }

  private func caldav() throws -> AppUnderTest {
    var app = try opened("caldav")
    app.type("me@fastmail.com")
    try app.press("<Tab><Tab>")
    app.type(Self.password)
    return app
  }

  @Test func aServerIsAskedWithWhatTheFieldsSay() throws {
    var app = try caldav()
    try app.press("<Tab>")
    app.type("Mail")
    try app.press("<Enter>")
    let draft = try draft(app)
    #expect(draft.kind == .caldav)
    #expect(draft.place.revealed == "me@fastmail.com")
    #expect(draft.user.isEmpty)
    #expect(draft.secret.revealed == Self.password)
    #expect(draft.name == "Mail")
  }

  @Test func aPasswordIsNeitherShownNorDescribed() throws {
    var app = try caldav()
    #expect(text(app).contains("••••••••"))
    #expect(!text(app).contains("hunter2"))
    try app.press("<Enter>")
    #expect(!text(app).contains("hunter2"))
    var dumped = ""
    dump(app.state.layers, to: &dumped)
    dump(app.effects, to: &dumped)
    for described in [dumped, "\(app.effects)", "\(app.state.layers)"] {
      #expect(!described.contains("hunter2"))
      #expect(!described.contains("h\", \"u\", \"n"))
      #expect(!described.contains("- \"ü\""))
    }
  }

  @Test func aPasswordIsForgottenWithTheFormAndOnceItIsTaken() throws {
    var app = try caldav()
    try app.press("<Enter>")
    app.send(
      .connecting(.added(RemoteSamples.server.id, name: "Mail"), attempt: try draft(app).attempt))
    guard case .accountForm(let form)? = app.state.layers.last else { throw Missing() }
    #expect(form.isSecretForgotten)
    try app.press("<Enter>")
    #expect(app.state.layers.count == 1)
  }

  @Test(arguments: [
    ("caldav", "", "An address or an e-mail address is missing"),
    ("caldav", "fastmail", "That is neither an e-mail address nor one that begins with https://"),
    ("caldav", "https://dav.example.org", "Who signs in is missing"),
    ("caldav", "me@example.org", "A password is missing"),
    ("feed", "", "An address, a file or a folder is missing"),
    ("only", "", "A name is missing"),
    ("only", "google", "There is an account “Google” already"),
    ("cal.com", "", "An API key is missing"),
  ])
  func whatIsMissingIsSaidInWordsAndNothingIsAsked(
    _ kind: String, _ typed: String, _ words: String
  ) throws {
    var app = try opened(kind)
    app.type(typed)
    try app.press("<Enter>")
    #expect(text(app).contains(words))
    #expect(!app.effects.contains { if case .connect = $0 { true } else { false } })
  }

  @Test func aKeyInTheSettingsNeedNotBeTyped() throws {
    var app = try opened("cal.com", app { $0.providers.calcom.apiKeyCommand = "pass cal" })
    try app.press("<Enter>")
    #expect(try draft(app).secret.isEmpty)
  }

  @Test func aCodeIsShownWithWhereToEnterIt() throws {
    var app = try opened("by code")
    try app.press("<Enter>")
    let draft = try draft(app)
    #expect(draft.way == .code && draft.kind == .microsoft)
    app.send(
      .connecting(
        .enter(code: "AB12-CD34", at: "https://example.com/device", isOpened: false),
        attempt: draft.attempt))
    #expect(text(app).contains("AB12-CD34"))
    #expect(text(app).contains("https://example.com/device"))
    try app.press("y")
    #expect(app.effects.last == .copy("AB12-CD34", what: "Code"))
  }

  @Test func withoutABrowserTheAddressIsShownAndCopied() throws {
    var app = try opened("gmail")
    try app.press("<Enter>")
    app.send(
      .connecting(
        .open(RemoteSamples.longAddress, isOpened: false), attempt: try draft(app).attempt))
    #expect(app.effects.last == .copy(RemoteSamples.longAddress, what: "Address"))
    #expect(text(app).contains("Open this address in a browser, here or anywhere:"))
  }

  @Test func whereTheBrowserEndedCanBePastedOrTyped() throws {
    var app = try opened("gmail")
    try app.press("<Enter>")
    let attempt = try draft(app).attempt
    app.send(.connecting(.open("https://example.com/a", isOpened: true), attempt: attempt))
    let answer = "http://127.0.0.1:4123/?code=topsecret&state=x"
    app.send(.key(.paste(answer)))
    #expect(app.effects.last == .pasteAnswer(HiddenText(answer)))
    app.send(.connecting(.notThat, attempt: attempt))
    #expect(text(app).contains("That is not where the browser ended"))
    try app.press("p")
    app.type("yes?code=typed")
    #expect(!text(app).contains("typed"))
    try app.press("<Enter>")
    #expect(app.effects.last == .pasteAnswer(HiddenText("yes?code=typed")))
  }

  @Test func escapeEndsTheAttemptAndStepsBack() throws {
    var app = try caldav()
    try app.press("<Enter><Esc>")
    #expect(app.effects.last == .stopConnecting)
    #expect(app.state.notice?.text == "Nothing was added")
    #expect(text(app).contains("••••"))
    try app.press("<Esc><Esc>")
    #expect(app.state.layers.count == 1)
  }

  @Test func lateNewsOfAnAttemptThatWasGivenUpChangesNothing() throws {
    var app = try caldav()
    try app.press("<Enter>")
    let first = try draft(app).attempt
    try app.press("<Esc><Enter>")
    app.send(.connecting(.failed(RemoteSamples.wrongPassword), attempt: first))
    #expect(!text(app).contains("does not accept"))
    let second = try draft(app).attempt
    app.send(.connecting(.failed(RemoteSamples.wrongPassword), attempt: second))
    #expect(text(app).contains("fastmail.com does not accept this password"))
    #expect(text(app).contains("Make a password for apps there"))
  }

  @Test func signingInAgainAsksOnlyForWhatProvesIt() throws {
    var app = app()
    try app.press("gal")
    #expect(text(app).contains("Sign in to cloud.example.org again"))
    #expect(!text(app).contains("Address   "))
    try app.press("<Tab>")
    app.type(Self.password)
    try app.press("<Enter>")
    #expect(try draft(app).renewing == RemoteSamples.server.id)
  }

  @Test func signingInAgainThroughTheBrowserBeginsAtOnce() throws {
    var app = app()
    try app.press("gaggl")
    #expect(try draft(app).renewing == Samples.google.id)
    try app.press("<Esc>")
    #expect(app.effects.last == .stopConnecting)
    #expect(app.state.layers.count == 1)
  }

  @Test(arguments: [
    "\u{1b}[2J\u{1b}[31m", "a\nb\tc", "\u{202e}gro.live",
    "👩‍👩‍👧‍👦漢字" + String(repeating: "x", count: 9_000),
  ])
  func foreignWordsCannotLeaveTheirLine(_ hostile: String) throws {
    var account = RemoteSamples.server
    account.name = hostile
    account.failure = Failure(code: hostile, message: hostile, hint: hostile)
    var app = app()
    try app.press("ga")
    app.send(.accounts([AccountOverview(account)]))
    app.send(.progress(account.id, SyncProgress(calendar: hostile, events: .max, perSecond: 1)))
    try app.press("aa<Esc>")
    _ = app.picture
    app.send(
      .log([
        LoggedExchange(
          at: Samples.now, account: hostile,
          exchange: RemoteExchange(request: hostile, note: hostile))
      ]))
    var item = RemoteSamples.outbox[2]
    item.sentence = hostile
    item.failure = account.failure
    item.differences = [OutboxDifference(hostile, there: hostile, here: hostile)]
    for keys in ["<Esc>go", "<Esc>@"] {
      try app.press(keys)
      app.send(.outbox([item]))
      let grid = app.picture.grid
      for row in 0..<grid.rows {
        for column in 0..<grid.columns {
          let text = grid[row: row, column: column].text.unicodeScalars
          #expect(!text.contains { $0.value < 0x20 || $0.value == 0x202e })
        }
      }
    }
  }

  private struct Missing: Error {}
}
