import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// What happens between a key and its effect.
struct KeyFlowTests {
  @Test func twoKeysCopyTheFreeSlots() throws {
    var app = AppUnderTest()
    try app.press("fy")
    guard case .copy(let text, let what)? = app.effects.last else {
      Issue.record("\(app.effects)")
      return
    }
    #expect(what == "8 slots")
    #expect(text.contains("Europe/Berlin"))
    #expect(!text.contains("Acme"))
    #expect(app.state.notice?.text == "8 slots sent to the terminal")
  }

  @Test func slotsThatComeLateAreCopiedAllTheSame() throws {
    var state = AppUnderTest().state
    _ = update(&state, .key(KeyPress("f")))
    #expect(update(&state, .key(KeyPress("y"))).isEmpty)
    guard case .slots(let finder)? = state.layers.last else { throw Missing() }
    let slot = TimeSpan(Samples.now + 86_400, Samples.now + 90_000)
    let effects = update(&state, .slots([slot], query: finder.query))
    #expect(effects.count == 1)
    #expect(state.layers.isEmpty)
  }

  @Test func anAnswerToAnOlderQueryIsDropped() throws {
    var app = AppUnderTest()
    try app.press("f")
    guard case .slots(let finder)? = app.state.layers.last else { throw Missing() }
    try app.press("ggl")
    app.send(.slots([], query: finder.query))
    guard case .slots(let after)? = app.state.layers.last else { throw Missing() }
    #expect(after.query != finder.query)
    #expect(app.picture.grid != AppUnderTest().picture.grid)
  }

  @Test func theirZoneIsReadAsPeopleSayIt() throws {
    var app = AppUnderTest()
    try app.press("fzET<Enter>y")
    guard case .copy(let text, _)? = app.effects.last else { throw Missing() }
    #expect(text.contains("America/New_York"))
  }

  @Test func aZoneThatNobodyHasKeepsTheFieldOpenAndCopiesNothing() throws {
    var app = AppUnderTest()
    try app.press("fz")
    app.type("New Yrok")
    try app.press("<Enter>")
    guard case .slots(let finder)? = app.state.layers.last else { throw Missing() }
    #expect(finder.isTyping)
    #expect(
      app.state.notice?.text == "There is no time zone “New Yrok”; did you mean America/New_York?")
    try app.press("y")
    #expect(!app.effects.contains { if case .copy = $0 { true } else { false } })
    // What was typed stands there still, and goes on.
    #expect(PictureText.text(of: app.picture.grid).contains("New Yroky"))
    try app.press("<Esc>y")
    guard case .copy(let text, _)? = app.effects.last else { throw Missing() }
    #expect(text.contains("Europe/Berlin"))
  }

  @Test func aLineThatCannotBeReadIsNotAddedAsATitle() throws {
    for line in ["Dentist 30 feb", "party 13/13 8pm", "Call Bob tommorow 10:00"] {
      var app = AppUnderTest()
      try app.press("a")
      app.type(line)
      try app.press("<Enter>")
      guard case .quickAdd? = app.state.layers.last else { throw Missing() }
      #expect(!app.effects.contains { if case .create = $0 { true } else { false } })
    }
  }

  @Test func whatIsLeftInTheTitleIsToldWhileItIsTyped() throws {
    var app = AppUnderTest()
    try app.press("a")
    app.type("Plan monday launch tomorrow 10:00")
    #expect(PictureText.text(of: app.picture.grid).contains("“monday” is not read as a time"))
  }

  @Test func aCursorKeyAsksNothingOfTheStore() throws {
    var app = AppUnderTest()
    try app.press("hjklJK[]0$")
    #expect(app.effects.isEmpty)
  }

  @Test func theWeeksAheadAreLoadedBeforeTheyAreReached() throws {
    var app = AppUnderTest()
    try app.press("]]]]")
    #expect(app.effects.count == 1)
    #expect(app.state.snapshot.days.days.contains(app.state.focus.day + 30))
  }

  @Test func escapeStepsBackAndNeverLeaves() throws {
    var app = AppUnderTest()
    try app.press("c?<Esc>")
    #expect(app.state.layers.count == 1)
    try app.press("<Esc><Esc><Esc>")
    #expect(app.state.layers.isEmpty)
    #expect(!app.effects.contains(.quit))
  }

  @Test func qLeavesOnlyAtTheRoot() throws {
    var app = AppUnderTest()
    try app.press("cq")
    #expect(!app.effects.contains(.quit))
    try app.press("q")
    #expect(app.effects.contains(.quit))
  }

  @Test func aDisabledActionSaysWhy() throws {
    var app = AppUnderTest()
    try app.press("p")
    #expect(app.state.notice?.text == "Nothing to put down · yy copies an event")
    #expect(app.effects.isEmpty)
  }

  @Test func deletingOneOfASeriesAsksWhich() throws {
    var app = AppUnderTest()
    try app.press("l0Jd")
    #expect(!app.effects.contains { if case .delete = $0 { true } else { false } })
    try app.press("t")
    guard case .delete(let ids, .this)? = app.effects.last else { throw Missing() }
    #expect(ids.count == 1)
    #expect(app.state.layers.isEmpty)
  }

  @Test func movingByKeysProposesANewTime() throws {
    var app = AppUnderTest()
    app.state.focus = Focus(day: Samples.monday + 5, minute: 19 * 60)
    try app.press("mhkkJ<Enter>")
    guard case .move(let moves)? = app.effects.last, moves.count == 1,
      case .timed(let span, _)? = moves.first?.time
    else { throw Missing() }
    let local = Samples.berlin.local(at: span.start)
    #expect(local == LocalDateTime(Samples.monday + 4, hour: 18, minute: 30))
    #expect(span.seconds == 165 * 60)
  }

  @Test func aConflictIsResolvedInThePanel() throws {
    var app = AppUnderTest()
    try app.press("c1")
    guard case .resolve(_, let action)? = app.effects.last else { throw Missing() }
    #expect(!action.isEmpty)
    #expect(app.state.layers.count == 1)
    try app.press("i")
    guard case .resolve(_, "keep")? = app.effects.last else { throw Missing() }
  }

  @Test func aTitleAloneIsMeantForTheFocusedSlot() throws {
    var app = AppUnderTest()
    app.state.focus = Focus(day: Samples.monday + 4, minute: 17 * 60)
    try app.press("a")
    app.type("Bo")
    try app.press("<Enter>")
    guard case .create(let draft, in: nil, client: nil)? = app.effects.last else { throw Missing() }
    #expect(draft.title == "Bo")
    let start = draft.time.span(in: Samples.berlin).start
    #expect(
      Samples.berlin.local(at: start) == LocalDateTime(Samples.monday + 4, hour: 17, minute: 0))
  }

  @Test func aNewNameOffersANewClient() throws {
    var app = AppUnderTest()
    app.state.focus = Focus(day: Samples.monday + 3, minute: 570)
    try app.press("C")
    app.type("Hooli")
    try app.press("<Enter>")
    guard case .assign(_, .new("Hooli"), isSeries: false)? = app.effects.last else {
      throw Missing()
    }
  }

  @Test func aRuleIsShownBeforeItIsMade() throws {
    var app = AppUnderTest()
    let rule = AssignmentRule(
      id: 0, client: Samples.globexClient.id, test: .domain("globex.example"))
    let suggestion = RuleSuggestion(
      rule: rule, client: "Globex",
      events: Samples.occurrences.filter { $0.title.hasPrefix("Globex") })
    app.send(.ruleSuggested(suggestion))
    try app.expectScreen("rule-suggested")
    try app.press("<Esc>")
    #expect(app.state.layers.isEmpty && !app.effects.contains(.addRule(rule)))
    app.send(.ruleSuggested(suggestion))
    try app.press("y")
    #expect(app.effects.last == .addRule(rule))
    // What was begun meanwhile keeps its keys.
    try app.press("a")
    app.send(.ruleSuggested(suggestion))
    guard case .quickAdd? = app.state.topLayer else {
      Issue.record("the question took the keys")
      return
    }
  }

  @Test func aRangeAssignsAllThatItHolds() throws {
    var app = AppUnderTest()
    app.state.focus = Focus(day: Samples.monday + 3, minute: 540)
    try app.press("vjjjC<Enter>")
    guard case .assign(let ids, .existing, isSeries: false)? = app.effects.last else {
      throw Missing()
    }
    #expect(ids.count == 3)
  }

  @Test func searchJumpsAndNGoesOn() throws {
    var app = AppUnderTest()
    try app.press("/")
    app.type("workshop")
    try app.press("<Enter>")
    #expect(app.state.focus.day == Samples.monday + 8)
    try app.press("/")
    app.type("globex")
    try app.press("<Enter>n")
    #expect(app.state.found.count == 5)
  }

  @Test func aDateIsReachedAsPeopleTypeIt() throws {
    var app = AppUnderTest()
    try app.press("gd")
    app.type("12 dec")
    try app.press("<Enter>")
    #expect(app.state.focus.day == Day(2026, 12, 12))
  }

  @Test func thePaletteRunsWhatItFinds() throws {
    var app = AppUnderTest()
    try app.press(":")
    app.type("agenda")
    try app.press("<Enter>")
    #expect(app.state.view == .agenda)
  }

  @Test func thePaletteLeadsToWhereAnActionIs() throws {
    var app = AppUnderTest()
    try app.press(":")
    app.type("csv")
    let text = PictureText.text(of: app.picture.grid)
    #expect(text.contains("Copy as CSV"))
    #expect(text.contains("7 yc"))
    try app.press("<Enter>")
    #expect(app.state.view == .hours)
    #expect(app.state.layers.isEmpty)
    #expect(app.state.notice?.text == "Copy as CSV: yc")
    #expect(!app.effects.contains(.quit))
  }

  @Test func whatHasTheLettersByChanceIsNotFound() throws {
    var app = AppUnderTest()
    try app.press(":")
    app.type("cev")
    #expect(!PictureText.text(of: app.picture.grid).contains("Close the top layer"))
    try app.press("<Enter>")
    #expect(!app.effects.contains(.quit))
  }

  @Test func aClickSelectsAndASecondOneOpens() throws {
    var app = AppUnderTest()
    let (row, column) = try place(of: "Dinner", in: app)
    app.send(.key(.mouse(MousePress(.press, row: row, column: column))))
    app.send(.key(.mouse(MousePress(.release, row: row, column: column))))
    #expect(app.state.focusedEvent?.title == "Dinner at Mo’s")
    #expect(app.state.layers.isEmpty)
    app.send(.key(.mouse(MousePress(.press, row: row, column: column))))
    app.send(.key(.mouse(MousePress(.release, row: row, column: column))))
    guard case .card? = app.state.layers.last else { throw Missing() }
  }

  @Test func whatIsChosenCanBeDragged() throws {
    var app = AppUnderTest()
    let (row, column) = try place(of: "Dinner", in: app)
    app.send(.key(.mouse(MousePress(.press, row: row, column: column))))
    app.send(.key(.mouse(MousePress(.release, row: row, column: column))))
    app.send(.key(.mouse(MousePress(.press, row: row, column: column))))
    app.send(.key(.mouse(MousePress(.drag, row: row - 2, column: column))))
    app.send(.key(.mouse(MousePress(.release, row: row - 2, column: column))))
    guard case .move(let moves)? = app.effects.last else { throw Missing() }
    #expect(moves.count == 1)
    #expect(app.state.layers.isEmpty)
  }

  @Test func draggingMovesAnEvent() throws {
    var app = AppUnderTest()
    let (row, column) = try place(of: "Dinner", in: app)
    app.send(.key(.mouse(MousePress(.press, row: row, column: column))))
    app.send(.key(.mouse(MousePress(.drag, row: row - 2, column: column - 13))))
    app.send(.key(.mouse(MousePress(.drag, row: row - 3, column: column - 13))))
    #expect(app.effects.isEmpty)
    app.send(.key(.mouse(MousePress(.release, row: row - 3, column: column - 13))))
    guard case .move(let moves)? = app.effects.last, moves.count == 1,
      case .timed(let span, _)? = moves.first?.time
    else { throw Missing() }
    #expect(
      Samples.berlin.local(at: span.start)
        == LocalDateTime(Samples.monday + 4, hour: 17, minute: 30))
  }

  private func place(of word: String, in app: AppUnderTest) throws -> (row: Int, column: Int) {
    let grid = app.picture.grid
    let letters = Array(word)
    for row in 0..<grid.rows {
      for column in 0..<grid.columns - letters.count
      where letters.indices.allSatisfy({
        grid[row: row, column: column + $0].text == String(letters[$0])
      }) {
        return (row, column)
      }
    }
    throw Missing()
  }

  @Test func maskedTitlesAreNowhereOnTheScreen() throws {
    var app = AppUnderTest()
    try app.press("*")
    for keys in ["2", "4", "1", "c"] {
      try app.press(keys)
      let text = PictureText.text(of: app.picture.grid)
      for title in ["Acme review", "Globex call", "Deep work"] { #expect(!text.contains(title)) }
    }
  }

  @Test func lookingAtThemesKeepsNoneOfThem() throws {
    var app = AppUnderTest()
    app.send(.themes(["auto", "ink", "paper"], current: "auto"))
    try app.press("gt<Down><Down><Esc>")
    #expect(app.effects.suffix(3) == [.showTheme("ink"), .showTheme("paper"), .showTheme("auto")])
    try app.press("gt<Down><Enter>")
    #expect(app.effects.last == .setTheme("ink"))
  }

  @Test func tabIsNoHintWhereItLeadsNowhere() throws {
    var app = AppUnderTest()
    try app.press("gd")
    #expect(!PictureText.text(of: app.picture.grid).contains("Tab form"))
    try app.press("<Esc>a")
    #expect(PictureText.text(of: app.picture.grid).contains("Tab form"))
  }

  @Test func theLineSaysWhichCalendarItGoesToAndWhatItMeets() throws {
    var app = AppUnderTest()
    try app.press("a")
    app.type("Bo thu 10:00")
    let screen = PictureText.text(of: app.picture.grid)
    #expect(screen.contains("· Bo · you@acme.dev"))
    #expect(screen.contains("Overlaps Acme review 09:30–11:00"))
  }

  @Test func aCalendarThatIsNotThereTakesNothing() throws {
    var app = AppUnderTest()
    try app.press("a")
    app.type("Bo thu 18:00 /nowhere")
    #expect(PictureText.text(of: app.picture.grid).contains("No calendar is called nowhere"))
    try app.press("<Enter>")
    #expect(app.effects.isEmpty)
  }

  @Test func whatLiesOutOfSightIsCounted() throws {
    var app = AppUnderTest(size: Size(columns: 120, rows: 24))
    try app.press("$G")
    #expect(PictureText.text(of: app.picture.grid).contains("▴ 3"))
  }

  @Test func aTextThatNoClipboardTookIsShown() throws {
    var app = AppUnderTest()
    app.send(.copied(what: "Link", routes: [], text: "https://example.com/1"))
    #expect(PictureText.text(of: app.picture.grid).contains("https://example.com/1"))
    try app.press("<Enter>")
    #expect(app.state.layers.isEmpty)
  }

  private struct Missing: Error {}
}
