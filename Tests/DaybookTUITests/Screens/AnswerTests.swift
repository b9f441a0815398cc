import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// Answering invitations by keys, and reading the times that others propose.
struct AnswerTests {
  /// With the focus on “Roadmap”, which waits for an answer.
  private func invited() -> AppUnderTest {
    var app = AppUnderTest()
    app.state.focus = Focus(day: Samples.monday + 4, minute: 570)
    return app
  }

  @Test(arguments: [("ry", Response.accepted), ("rm", .tentative), ("rn", .declined)])
  func twoKeysAnswerAnInvitation(_ keys: String, _ response: Response) throws {
    var app = invited()
    try app.press(keys)
    guard case .respond(_, let answer, .this)? = app.effects.last else { throw Missing() }
    #expect(answer == InvitationAnswer(response))
  }

  @Test func aNoteGoesWithTheAnswer() throws {
    var app = invited()
    try app.press("rN")
    app.type("Could we do Monday?")
    try app.press("<Enter>")
    guard case .respond(_, let answer, .this)? = app.effects.last else { throw Missing() }
    #expect(answer == InvitationAnswer(.declined, note: "Could we do Monday?"))
    #expect(app.state.layers.isEmpty)
  }

  @Test func aSeriesIsAnsweredForOneOrForAllAndForNothingBetween() throws {
    var app = AppUnderTest(snapshot: Self.snapshot { $0.response = .needsAction })
    app.state.focus = Focus(day: Samples.monday + 3, minute: 540)
    try app.press("ry")
    #expect(!hasAnswered(app))
    #expect(!PictureText.text(of: app.picture.grid).contains("following"))
    try app.press("f")
    #expect(!hasAnswered(app))
    try app.press("A")
    guard case .respond(_, _, .all)? = app.effects.last else { throw Missing() }
  }

  /// The sample week with its stand-ups changed.
  private static func snapshot(_ change: (inout Occurrence) -> Void) -> Snapshot {
    let all = Samples.occurrences.map { occurrence in
      var occurrence = occurrence
      if occurrence.title == "Stand-up" { change(&occurrence) }
      return occurrence
    }
    let days = Samples.monday - 35..<Samples.monday + 42
    return Snapshot(
      days: LoadedDays(days: days, occurrences: all, zone: Samples.berlin),
      calendars: Samples.calendars, accounts: [Samples.google])
  }

  @Test func whoIsNotInvitedHasNothingToAnswer() throws {
    var app = AppUnderTest()
    app.state.focus = Focus(day: Samples.monday + 5, minute: 19 * 60)
    try app.press("ry")
    #expect(!hasAnswered(app))
    #expect(app.state.notice?.text == "You are not invited to this event")
  }

  @Test func theHintsOfferAnAnswerWhereOneIsAwaited() throws {
    func lastLine(_ app: AppUnderTest) -> String {
      String(
        PictureText.text(of: app.picture.grid).split(separator: "\n").last { $0.contains("?") }
          ?? "")
    }
    #expect(lastLine(invited()).contains("ry yes"))
    var elsewhere = AppUnderTest()
    elsewhere.state.focus = Focus(day: Samples.monday + 5, minute: 19 * 60)
    #expect(!lastLine(elsewhere).contains("ry yes"))
  }

  // MARK: Their times

  @Test func pastedTimesAreJudgedInTheFinder() throws {
    var app = AppUnderTest()
    try app.press("f")
    app.send(.key(.paste("Thu 9:30\nor Thu 13:00?")))
    guard case .offers(let offers)? = app.state.layers.last else { throw Missing() }
    #expect(offers.offers.count == 2)
    let screen = PictureText.text(of: app.picture.grid)
    #expect(screen.contains("conflicts with Acme review"))
    #expect(screen.contains("✓ Thu 19 Nov  13:00–13:30"))
    try app.press("<Down><Enter>")
    #expect(app.state.layers.isEmpty)
    #expect(app.state.focus.day == Samples.monday + 3)
    #expect(app.state.focus.minute == 13 * 60)
  }

  @Test func whatProposesNoTimeIsSaidToBeNone() throws {
    var app = AppUnderTest()
    try app.press("fp")
    app.type("hello there")
    #expect(!app.effects.contains { if case .judge = $0 { true } else { false } })
    try app.press("<Enter><Esc>")
    guard case .slots? = app.state.layers.last else { throw Missing() }
  }

  private func hasAnswered(_ app: AppUnderTest) -> Bool {
    app.effects.contains { if case .respond = $0 { true } else { false } }
  }

  private struct Missing: Error {}
}
