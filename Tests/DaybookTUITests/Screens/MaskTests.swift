import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// While the screen is shared, nothing on it tells who pays what.
struct MaskTests {
  private static let names = Samples.clients.map(\.name)

  /// What is on screen, but for the calendars' own names.
  private func text(_ app: AppUnderTest) -> String {
    let text = PictureText.text(of: app.picture.grid)
    return Samples.calendars.reduce(text) { $0.replacing($1.name, with: "") }
  }

  @Test(arguments: ["2", "3", "4", "7", "7s", "7ss", "7sss", "5", "4<Enter>", "1J", "4C"])
  func noViewNamesAClient(_ keys: String) throws {
    var app = AppUnderTest()
    try app.press("*" + keys)
    for name in Self.names { #expect(!text(app).contains(name), "\(name)") }
  }

  @Test func clientsCanStillBeToldApart() throws {
    var app = AppUnderTest()
    try app.press("7*")
    #expect(text(app).contains("Client 1") && text(app).contains("Client 2"))
    #expect(!text(app).contains("95.00") && !text(app).contains("110.00"))
  }

  @Test func maskedHoursAreNotCopied() throws {
    var app = AppUnderTest()
    try app.press("7*yc")
    #expect(
      !app.effects.contains { if case .copyReport = $0 { true } else { false } })
    #expect(app.state.notice?.text.contains("masked") == true)
    try app.press("*yc")
    #expect(app.effects.contains { if case .copyReport = $0 { true } else { false } })
  }

  @Test func whatWasDoneIsSaidWithoutNames() throws {
    var app = AppUnderTest()
    try app.press("*")
    app.send(.saved("Assign “Acme review” to Globex", isQueued: false))
    #expect(app.state.notice?.text == "Assign “Busy” to Client 2")
    // A way out, as journals of before have it.
    let conflict = try #require(app.state.snapshot.conflicts.first)
    app.send(.saved("Undone: Shorten \(conflict.first.title) to 10:00", isQueued: false))
    #expect(app.state.notice?.text == "Undone: Shorten the event to 10:00")
  }

  /// All that is on screen.
  private func everything(_ app: AppUnderTest) -> String {
    PictureText.text(of: app.picture.grid)
  }

  @Test func whatIsEditedIsHiddenUntilItIsTypedAnew() throws {
    var app = AppUnderTest()
    // Globex all-hands.
    try app.press("lJe")
    #expect(everything(app).contains("Globex all-hands"))
    try app.press("<Esc>*e")
    #expect(!everything(app).contains("all-hands") && !everything(app).contains("billing work"))
    #expect(everything(app).contains("Title     ••••••••••••••••"))
    // When it is stands in the week as well.
    #expect(everything(app).contains("2026-11-19 16:00"))
    app.type(" next")
    #expect(
      everything(app).contains("Title     •••••••••••••••••••••")
        && !everything(app).contains("next"))
    try app.press("<C-u>")
    app.type("Lunch")
    #expect(everything(app).contains("Title     Lunch"))
    try app.press("<Enter>")
    guard case .edit(_, let change, .this)? = app.effects.last else { throw Missing() }
    #expect(change == EventChange(title: "Lunch"))
  }

  @Test func aNewEventIsSeenAsItIsTypedAndNamesNoCalendar() throws {
    var app = AppUnderTest()
    try app.press("*a")
    app.type("Lunch fri 12:00")
    #expect(everything(app).contains("Lunch · Calendar 1"))
    try app.press("<Tab>")
    #expect(everything(app).contains("Title     Lunch"))
    for calendar in Samples.calendars { #expect(!everything(app).contains(calendar.name)) }
    try app.press("<Tab><Tab><Tab><Tab>")
    app.type("Holidays DE")
    try app.press("<Enter>")
    #expect(app.state.notice?.text == "Calendar 5 is read-only")
  }

  @Test func aRuleThatIsChangedIsHiddenUntilItIsTypedAnew() throws {
    var app = AppUnderTest()
    try app.press("*gr")
    let rule = AssignmentRule(
      id: 1, client: Samples.acme.id, project: "Billing", test: .title("Acme"))
    app.send(
      .rules([RuleItem(rule: rule, client: rule.client, test: rule.test, events: [])]))
    try app.press("e")
    for word in ["Acme", "Billing"] { #expect(!text(app).contains(word), "\(word)") }
    #expect(everything(app).contains("› ••••"))
    try app.press("<C-u>")
    app.type("#acme talk")
    #expect(everything(app).contains("› #acme talk"))
    #expect(everything(app).contains("→ Client 1"))
  }

  @Test(arguments: ["ga", "ga<Enter>", "gad", "@", "go", "f", "gas"])
  func noPanelNamesAnAccountOrACalendar(_ keys: String) throws {
    var app = AppUnderTest(size: Size(columns: 120, rows: 40))
    try app.press("*" + keys)
    for account in RemoteSamples.accounts {
      let names = account.calendars.map(\.calendar.name) + account.account.addresses
      for name in names + [account.account.name] where name.contains("@") || name.contains("·") {
        #expect(!everything(app).contains(name), "\(name)")
      }
    }
    #expect(!everything(app).contains("acme.dev"))
  }

  private struct Missing: Error {}

  @Test(arguments: [(40, 12), (59, 20), (80, 24)])
  func everySizeTellsThatNamesAreMasked(_ width: Int, _ height: Int) throws {
    for view in ["", "7"] {
      var app = AppUnderTest(size: Size(columns: width, rows: height))
      try app.press(view + "*")
      #expect(text(app).split(separator: "\n").first?.contains("masked") == true)
    }
  }
}
