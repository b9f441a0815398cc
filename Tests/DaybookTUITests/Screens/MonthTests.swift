import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// What the month says, and what the mouse does in it.
struct MonthTests {
  private let today = Day(2026, 11, 18)

  private func shown(_ app: AppUnderTest) -> Day { MonthLayout(app.state).month }

  private func place(of target: ClickTarget, in app: AppUnderTest) throws -> (row: Int, column: Int)
  {
    let picture = app.picture
    for row in 0..<app.state.size.rows {
      for column in 24..<app.state.size.columns
      where picture.target(row: row, column: column) == target {
        return (row, column)
      }
    }
    throw PlaceMissing()
  }

  private struct PlaceMissing: Error {}

  private func click(_ place: (row: Int, column: Int)) -> Message {
    .key(.mouse(MousePress(.press, row: place.row, column: place.column)))
  }

  @Test func aClickOnANeighboursDayDoesNotTurnThePage() throws {
    var app = AppUnderTest()
    try app.press("3")
    let outside = Day(2026, 12, 2)
    let place = try place(of: .day(outside), in: app)
    app.send(click(place))
    #expect(app.state.focus.day == outside)
    #expect(shown(app) == Day(2026, 11, 1))
    #expect(app.state.pageDays.contains(outside))
    app.send(click(place))
    #expect(app.state.view == .day && app.state.focus.day == outside)
  }

  @Test func keysTurnThePageAsEver() throws {
    var app = AppUnderTest()
    try app.press("3")
    app.send(click(try place(of: .day(Day(2026, 12, 2)), in: app)))
    try app.press("]")
    #expect(shown(app) == Day(2026, 12, 1) && app.state.focus.day == Day(2026, 12, 2))
    try app.press("[")
    app.send(click(try place(of: .day(Day(2026, 12, 2)), in: app)))
    #expect(shown(app) == Day(2026, 11, 1))
    try app.press("l")
    #expect(shown(app) == Day(2026, 12, 1) && app.state.focus.day == Day(2026, 12, 3))
  }

  @Test func aDoubleClickOpensWhatWasClickedFirst() throws {
    // The last row of the week: the first click scrolls the grid by a row.
    var app = AppUnderTest()
    let layout = GridLayout(app.state)
    let row = layout.hours.upperBound - 1
    let column = layout.columns[4].lowerBound + 1
    guard case .slot(let day, let minute)? = app.picture.target(row: row, column: column) else {
      Issue.record("no slot there")
      return
    }
    app.send(click((row, column)))
    #expect(app.picture.target(row: row, column: column) != .slot(day, minute: minute))
    app.send(click((row, column)))
    #expect(app.state.focus.day == day && app.state.focus.minute == minute)
    guard case .quickAdd? = app.state.topLayer else {
      Issue.record("nothing was opened")
      return
    }
  }

  @Test func aRangeHoldsWholeDaysAndSaysWhichEvents() throws {
    var app = AppUnderTest()
    try app.press("3")
    #expect(app.state.focus.minute > 9 * 60 + 15)
    try app.press("v")
    #expect(app.state.selectedEvents.contains { $0.title == "Stand-up" })
    try app.press("l")
    let expected =
      app.state.snapshot.days.inOrder(on: today).map(\.id)
      + app.state.snapshot.days.inOrder(on: today + 1).map(\.id)
    #expect(Set(app.state.selectedEvents.map(\.id)) == Set(expected))
    let text = PictureText.text(of: app.picture.grid)
    #expect(text.contains("\(Set(expected).count) events selected"))
    #expect(text.contains("✓Stand-up"))
    try app.expectScreen("month-range")
  }

  @Test func aMonthThatIsNotReadSaysSo() throws {
    var state = AppUnderTest().state
    _ = update(&state, .key(KeyPress("3")))
    _ = update(&state, .key(KeyPress(">")))
    let text = PictureText.text(of: render(state).grid)
    #expect(text.contains("… reading"))
    #expect(text.split(separator: " …  ").count > 20)
    let days = try #require(state.asked)
    _ = update(&state, .snapshot(Samples.snapshot(days: days)))
    #expect(!PictureText.text(of: render(state).grid).contains("…  "))
    #expect(!PictureText.text(of: render(state).grid).contains("reading"))
  }

  @Test func anAgendaThatIsNotReadOffersNoFreeTime() throws {
    var state = AppUnderTest().state
    _ = update(&state, .key(KeyPress("4")))
    _ = update(&state, .key(KeyPress(">")))
    let text = PictureText.text(of: render(state).grid)
    #expect(text.contains("… reading"))
    #expect(!text.contains("09:00–17:00"))
  }

  @Test(arguments: ["sunday", "monday"])
  func monthAndHoursNumberAWeekAlike(_ first: String) throws {
    var settings = Settings()
    settings.weekStarts = first == "sunday" ? .sunday : .monday
    var app = AppUnderTest(settings: settings)
    try app.press("3lllll")
    let numbers = Set(
      PictureText.text(of: app.picture.grid).split(whereSeparator: { " │".contains($0) })
        .filter { $0.hasPrefix("w") && Int($0.dropFirst()) != nil }.map { Int($0.dropFirst()) ?? 0 }
    )
    try app.press("7ss")
    let weeks = try #require(app.state.hours.report).rows.compactMap(\.week)
    #expect(!weeks.isEmpty)
    for week in weeks { #expect(numbers.contains(Int(week.suffix(2)) ?? 0), "\(week)") }
    try app.press("2")
    let week = app.state.focus.day.week(startingOn: settings.weekStarts).week
    #expect(PictureText.text(of: app.picture.grid).contains("week \(week)"))
  }

  @Test func aDateBeyondTheViewsIsRefusedInWords() throws {
    var app = AppUnderTest()
    try app.press("gd")
    app.type("9999-12-31")
    #expect(PictureText.text(of: app.picture.grid).contains("from 8 Jan 0001 to 24 Dec 9999"))
    try app.press("<Enter>")
    #expect(app.state.focus.day == today)
    #expect(app.state.topLayer != nil)
    try app.press("<Esc>gd")
    app.type("9999-12-24")
    try app.press("<Enter>l")
    #expect(app.state.focus.day == Day(9999, 12, 24))
    #expect(app.state.notice?.text.contains("to 24 Dec 9999") == true)
  }
}
