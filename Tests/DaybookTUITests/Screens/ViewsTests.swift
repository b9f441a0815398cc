import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// The month, the hours and the year by keys and by mouse.
struct ViewsTests {
  private let today = Day(2026, 11, 18)

  @Test func aMonthIsWalkedByDaysWeeksAndMonths() throws {
    var app = AppUnderTest()
    try app.press("3lj")
    #expect(app.state.focus.day == today + 8)
    try app.press("k]")
    #expect(app.state.focus.day == Day(2026, 12, 19))
    try app.press("[[")
    #expect(app.state.focus.day == Day(2026, 10, 19))
    try app.press("gg")
    #expect(app.state.focus.day == Day(2026, 10, 1))
    try app.press("G")
    #expect(app.state.focus.day == Day(2026, 10, 31))
  }

  @Test func enterOpensTheChosenEventElseTheDay() throws {
    var app = AppUnderTest()
    try app.press("3l<Enter>")
    #expect(app.state.view == .day && app.state.focus.day == today + 1)
    try app.press("3J<Enter>")
    let first = app.state.snapshot.days.inOrder(on: today + 1).first
    #expect(first != nil)
    guard case .card(let card)? = app.state.topLayer else {
      Issue.record("no card")
      return
    }
    #expect(card.occurrence.id == first?.id)
  }

  @Test(arguments: ["1", "2", "3", "4", "8"])
  func aTallScreenAsksOnceForWhatItShows(_ view: String) throws {
    var app = AppUnderTest(size: Size(columns: 120, rows: 400))
    try app.press(view)
    #expect(app.effects.count < 4)
    #expect(!app.state.isReading)
    try app.press("]]tG")
    #expect(app.effects.count < 24)
  }

  @Test func everyWeekOfTheMonthIsLoaded() throws {
    var app = AppUnderTest()
    try app.press("3")
    for _ in 0..<14 {
      try app.press("]")
      let page = app.state.pageDays
      #expect(page.contains(app.state.focus.day))
      #expect(app.state.snapshot.days.days.contains(page.lowerBound))
      #expect(app.state.snapshot.days.days.contains(page.upperBound - 1))
    }
  }

  @Test func theSecondClickOnADayOfTheMonthShowsIt() throws {
    var app = AppUnderTest()
    try app.press("3")
    let picture = app.picture
    var place: (row: Int, column: Int)?
    for row in 0..<36 {
      for column in 30..<120 where picture.target(row: row, column: column) == .day(today + 4) {
        place = place ?? (row, column)
      }
    }
    let (row, column) = try #require(place)
    let click = Message.key(.mouse(MousePress(.press, row: row, column: column)))
    app.send(click)
    #expect(app.state.view == .month && app.state.focus.day == today + 4)
    app.send(click)
    #expect(app.state.view == .day && app.state.focus.day == today + 4)
  }

  @Test(arguments: ["7", "8"]) func whatCannotBeSeenIsNotMeant(_ view: String) throws {
    var app = AppUnderTest()
    try app.press("lJ<Space>\(view)d")
    #expect(app.state.layers.isEmpty)
    #expect(app.state.chosenEvents.isEmpty)
    #expect(
      !app.effects.contains {
        if case .delete = $0 { true } else { false }
      })
  }

  @Test(arguments: ["7", "8"]) func noRangeBeginsWhereNothingIsChosen(_ view: String) throws {
    var app = AppUnderTest()
    try app.press("\(view)vjd")
    #expect(app.state.selection.isEmpty)
    #expect(app.state.layers.isEmpty)
    #expect(app.state.notice?.text == "No event is chosen here · 4 lists them")
  }

  @Test func qDropsARangeBeforeItLeaves() throws {
    var app = AppUnderTest()
    try app.press("3vq")
    #expect(app.state.selection.isEmpty)
    #expect(!app.effects.contains(.quit))
    try app.press("q")
    #expect(app.effects.last == .quit)
  }

  @Test func whatIsMovedFromTheMonthIsMovedInTheWeek() throws {
    var app = AppUnderTest()
    try app.press("3J")
    let event = try #require(app.state.focusedEvent)
    try app.press("ml")
    #expect(app.state.view == .week)
    guard case .moving(let move)? = app.state.topLayer else {
      Issue.record("nothing is moved")
      return
    }
    #expect(move.event.id == event.id)
    #expect(move.span.start == event.span.start + 86_400)
  }

  @Test func hoursByWeekCountNobodysHoursOnce() throws {
    var app = AppUnderTest()
    try app.press("7ss")
    let report = try #require(app.state.hours.report)
    #expect(report.grouping == .week && report.unassigned > 0)
    let sum = report.rows.map(\.time.seconds).reduce(0, +)
    let text = PictureText.text(of: app.picture.grid)
    #expect(text.contains("h belong to no client."))
    let total = text.split(separator: "\n").first { $0.contains("total") }
    #expect(total?.contains(Hundredths.text(BilledTime.hundredths(sum))) == true)
  }

  @Test func aLineIsBilledAndUnlockedByOneKeyAndAYes() throws {
    var app = AppUnderTest()
    try app.press("7B")
    let days = Day(2026, 11, 1)..<Day(2026, 12, 1)
    #expect(PictureText.text(of: app.picture.grid).contains("Hold 11.25 h of Acme"))
    try app.press("y")
    #expect(app.effects.last == .bill(Samples.acme.id, days: days))
    // What the store would say then.
    let lines = HoursReport.lines(
      of: Samples.occurrences, for: Samples.acme, days: days,
      calendars: CalendarTable(Samples.calendars), zone: Samples.berlin,
      rounding: HourRounding(), billings: [])
    let billing = Billing(
      id: 3, client: Samples.acme.id, days: days, at: Samples.now, lines: lines)
    var clients = Samples.clients
    clients[1].retainer = 600
    let query = HoursQuery(days: days, grouping: .client)
    app.send(
      .hours(
        HoursReport(
          of: Samples.occurrences, by: .client, days: days, clients: clients,
          calendars: CalendarTable(Samples.calendars), zone: Samples.berlin,
          billings: [billing]), query: query))
    try app.expectScreen("hours-billed")
    try app.press("B")
    #expect(PictureText.text(of: app.picture.grid).contains("Unlock it?"))
    try app.press("y")
    #expect(app.effects.last == .unlockBilling(3))
  }

  @Test func onlyLinesOfClientsAreBilled() throws {
    var app = AppUnderTest()
    try app.press("7sB")
    #expect(app.state.layers.isEmpty)
    #expect(app.state.notice?.text.contains("groups by client") == true)
  }

  @Test func aFoundEventIsShownWhereEventsAreSeen() throws {
    var app = AppUnderTest()
    try app.press("/globex<Enter>7n")
    #expect(app.state.view == .week)
    #expect(app.state.focusedEvent?.title.lowercased().contains("globex") == true)
  }

  @Test func hoursAreCountedForThePeriodAndGroupAskedFor() throws {
    var app = AppUnderTest()
    try app.press("7")
    func query(_ from: Day, _ to: Day, _ grouping: HoursReport.Grouping) -> Effect {
      .loadHours(HoursQuery(days: from..<to, grouping: grouping))
    }
    #expect(app.effects.last == query(Day(2026, 11, 1), Day(2026, 12, 1), .client))
    try app.press("+")
    #expect(app.effects.last == query(Day(2026, 10, 1), Day(2027, 1, 1), .client))
    try app.press("]s")
    #expect(app.effects.last == query(Day(2027, 1, 1), Day(2027, 4, 1), .project))
    try app.press("+[")
    #expect(app.effects.last == query(Day(2026, 1, 1), Day(2027, 1, 1), .project))
    try app.press("+")
    #expect(app.state.notice?.text == "A year is the longest")
    try app.press("---")
    #expect(app.effects.last == query(Day(2026, 2, 16), Day(2026, 2, 23), .project))
    try app.press("yc")
    #expect(
      app.effects.last
        == .copyReport(
          HoursQuery(days: Day(2026, 2, 16)..<Day(2026, 2, 23), grouping: .project)))
  }

  @Test func aLateAnswerToAnotherQuestionIsDropped() throws {
    var app = AppUnderTest()
    try app.press("7")
    let report = try #require(app.state.hours.report)
    let old = HoursQuery(days: Day(2020, 1, 1)..<Day(2020, 2, 1), grouping: .client)
    app.send(
      .hours(
        HoursReport(
          of: [], by: .client, days: old.days, clients: [], calendars: CalendarTable(),
          zone: Samples.berlin), query: old))
    #expect(app.state.hours.report == report)
    app.send(.year(YearLoad(year: 2020, occurrences: [], zone: Samples.berlin)))
    #expect(app.state.year == nil)
  }

  @Test func whatChangesInTheStoreIsCountedAgain() throws {
    var app = AppUnderTest()
    try app.press("7")
    let before = app.effects.count
    app.send(.snapshot(Samples.snapshot()))
    #expect(
      app.effects[before...].contains {
        if case .loadHours = $0 { true } else { false }
      })
  }

  @Test func theYearIsAskedForOnce() throws {
    var app = AppUnderTest()
    try app.press("8ll")
    let asked = app.effects.filter { if case .loadYear = $0 { true } else { false } }
    #expect(asked == [.loadYear(2026)])
    try app.press("]")
    #expect(app.effects.contains(.loadYear(2027)))
    try app.press("<Enter>")
    #expect(app.state.view == .day)
  }
}
