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

  @Test(arguments: [(40, 12), (59, 20), (80, 24)])
  func everySizeTellsThatNamesAreMasked(_ width: Int, _ height: Int) throws {
    for view in ["", "7"] {
      var app = AppUnderTest(size: Size(columns: width, rows: height))
      try app.press(view + "*")
      #expect(text(app).split(separator: "\n").first?.contains("masked") == true)
    }
  }
}
