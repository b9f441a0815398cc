import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// What the event form makes of its fields.
struct EventFormTests {
  /// Calendars of which one's name begins the others', the longer ones first.
  private static let calendars = ["Work travel", "Work", "Personal"].map { name in
    EventCalendar(
      id: CalendarID(name), account: Samples.google.id, key: name, name: name)
  }

  private func app(_ occurrences: [Occurrence] = []) -> AppUnderTest {
    let days = Samples.monday - 35..<Samples.monday + 42
    return AppUnderTest(
      snapshot: Snapshot(
        days: LoadedDays(days: days, occurrences: occurrences, zone: Samples.berlin),
        calendars: Self.calendars, accounts: [Samples.google]))
  }

  private func newEvent(in calendar: String) throws -> AppUnderTest {
    var app = app()
    try app.press("A")
    app.type("Lunch")
    try app.press("<Tab><Tab><Tab><Tab>")
    app.type(calendar)
    try app.press("<Enter>")
    return app
  }

  @Test(arguments: [
    ("Work", "Work"), ("work", "Work"), ("work t", "Work travel"), ("p", "Personal"),
  ])
  func aCalendarIsNamedExactlyOrByABeginningThatOnlyItHas(_ typed: String, _ name: String) throws {
    let app = try newEvent(in: typed)
    guard case .create(_, in: let id, client: nil)? = app.effects.last else { throw Missing() }
    #expect(id == CalendarID(name))
    #expect(app.state.layers.isEmpty)
  }

  @Test(arguments: [
    ("wor", "wor could be Work or Work travel · name it in full"),
    ("Personel", "No calendar is called Personel · did you mean Personal?"),
    ("Zzz", "No calendar is called Zzz"),
  ])
  func aCalendarThatIsNotClearStopsTheForm(_ typed: String, _ notice: String) throws {
    let app = try newEvent(in: typed)
    #expect(!app.effects.contains { if case .create = $0 { true } else { false } })
    #expect(app.state.notice?.text == notice)
    #expect(app.state.layers.count == 1)
  }

  /// With the form open on a floating event of Thursday, 10:00 to 11:00.
  private func editing(change: (inout Occurrence) -> Void = { _ in }) throws -> AppUnderTest {
    let day = Samples.monday + 3
    let event = Samples.timed("Walk", 3, "10:00", 60, in: Self.calendars[2]) {
      $0.time = .floating(
        from: LocalDateTime(day, hour: 10, minute: 0), to: LocalDateTime(day, hour: 11, minute: 0))
      change(&$0)
    }
    var app = app([event])
    app.state.focus = Focus(day: day, minute: 600)
    try app.press("e")
    return app
  }

  private func change(_ app: AppUnderTest) throws -> EventChange {
    guard case .edit(_, let change, .this)? = app.effects.last else { throw Missing() }
    return change
  }

  @Test func aFloatingEventStaysFloatingInTheForm() throws {
    var app = try editing()
    try app.press("<Tab><Tab><C-u>")
    app.type("11:30")
    try app.press("<Enter>")
    let day = Samples.monday + 3
    #expect(
      try change(app).time
        == .floating(
          from: LocalDateTime(day, hour: 10, minute: 0),
          to: LocalDateTime(day, hour: 11, minute: 30)))
  }

  @Test func aZoneThatIsTypedNailsAFloatingEventToIt() throws {
    var app = try editing()
    try app.press("<Tab><C-u>")
    app.type("2026-11-19 04:00 America/New_York")
    try app.press("<Tab><C-u>")
    app.type("1h")
    try app.press("<Enter>")
    #expect(try change(app).time?.zoneName == "America/New_York")
  }

  @Test(arguments: [("01:00", 7_200), ("23:30", 1_800), ("2026-11-20 02:00", 10_800)])
  func anEndByTheClockMayBeTheNextDays(_ end: String, _ seconds: Int) throws {
    var app = app()
    try app.press("A")
    app.type("Party")
    try app.press("<Tab><C-u>")
    app.type("2026-11-19 23:00")
    try app.press("<Tab><C-u>")
    app.type(end)
    try app.press("<Enter>")
    guard case .create(let event, in: _, client: _)? = app.effects.last else { throw Missing() }
    #expect(event.time.span(in: Samples.berlin).seconds == seconds)
  }

  @Test func anEndOnADayBeforeItsStartIsRefused() throws {
    var app = app()
    try app.press("A")
    app.type("Party")
    try app.press("<Tab><C-u>")
    app.type("2026-11-19 23:00")
    try app.press("<Tab><C-u>")
    app.type("2026-11-19 22:00")
    #expect(PictureText.text(of: app.picture.grid).contains("The end lies before the start"))
  }

  @Test func aTitleThatWasEmptiedIsRefused() throws {
    var app = try editing()
    try app.press("<C-u><Enter>")
    #expect(app.state.notice?.text == "A title is missing")
    #expect(app.state.layers.count == 1)
    #expect(!app.effects.contains { if case .edit = $0 { true } else { false } })
  }

  @Test func anEventThatNeverHadATitleCanStillBeChanged() throws {
    var app = try editing { $0.title = "" }
    try app.press("<Tab><Tab><C-u>")
    app.type("11:30")
    try app.press("<Enter>")
    #expect(try change(app).title == nil)
  }

  private func created(_ app: AppUnderTest) throws -> (event: NewEvent, client: String?) {
    guard case .create(let event, in: _, let client)? = app.effects.last else { throw Missing() }
    return (event, client)
  }

  @Test func aNewEventIsToldInFull() throws {
    var app = app()
    app.state.focus = Focus(day: Samples.monday + 3, minute: 600)
    try app.press("A")
    for text in [
      "Review", "", "", "Room 4", "Work", "every mon until 24 dec", "acme",
      "sam@acme.dev, rita@acme.dev", "free", "1d, 30m",
      "Bring the plans",
    ] {
      if text == "free" { try app.press("<C-u>") }
      app.type(text)
      try app.press("<Tab>")
    }
    let screen = PictureText.text(of: app.picture.grid)
    // The first Monday from the Thursday on.
    #expect(screen.contains("Mon 23 Nov  10:00–11:00 · 1 h · every Monday until 24 Dec 2026"))
    #expect(screen.contains("invites 2 people"))
    try app.press("<Enter>")
    let (event, client) = try created(app)
    #expect(client == "acme")
    #expect(event.title == "Review" && event.location == "Room 4")
    #expect(event.rule == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20261224T090000Z")
    #expect(event.attendees == ["sam@acme.dev", "rita@acme.dev"])
    #expect(event.showsAs == .free && event.notes == "Bring the plans")
    #expect(event.reminders == [30, 1_440])
    #expect(Samples.berlin.day(at: event.time.span(in: Samples.berlin).start) == Samples.monday + 7)
  }

  @Test(arguments: [
    (5, "now and then", "“now and then” is not how often something happens"),
    (5, "every mon @ Zoom", "“every mon @ Zoom” is not how often something happens"),
    (7, "sam", "sam is no mail address"), (8, "x", "Shown as busy or free"),
    (9, "30", "“30” has no unit"),
  ])
  func aFieldThatIsNotUnderstoodStopsTheForm(_ tabs: Int, _ typed: String, _ problem: String) throws
  {
    var app = app()
    try app.press("A")
    app.type("Lunch")
    for _ in 0..<tabs { try app.press("<Tab>") }
    try app.press("<C-u>")
    app.type(typed)
    #expect(PictureText.text(of: app.picture.grid).contains(problem))
    try app.press("<Enter>")
    #expect(app.state.layers.count == 1)
  }

  @Test func theLineAddedInQuicklyIsTakenOverWhole() throws {
    var app = app()
    try app.press("a")
    app.type("Yoga every tue 18:00 #acme")
    try app.press("<Tab>")
    let screen = PictureText.text(of: app.picture.grid)
    #expect(screen.contains("Repeats   every Tuesday") && screen.contains("Client    acme"))
    try app.press("<Enter>")
    let (event, client) = try created(app)
    #expect(event.rule == "FREQ=WEEKLY;BYDAY=TU" && client == "acme")
  }

  /// With the form open on a sample event, whose notes and rule were read.
  private func sample(_ keys: String) throws -> AppUnderTest {
    var app = AppUnderTest()
    try app.press(keys)
    return app
  }

  @Test func notesAndWhatItCountsAsCanBeChanged() throws {
    var app = try sample("lJe")
    let screen = PictureText.text(of: app.picture.grid)
    #expect(screen.contains("Notes     Demo of the billing work, then questions."))
    try app.press("<S-Tab><S-Tab><S-Tab><C-u>")
    app.type("busy")
    try app.press("<Tab><Tab><C-u>")
    app.type("Cancelled talk")
    try app.press("<Enter>")
    #expect(try change(app) == EventChange(notes: "Cancelled talk", showsAs: .busy))
  }

  @Test func whenItRemindsIsShownAndCanBeChanged() throws {
    var app = try sample("lJe")
    #expect(PictureText.text(of: app.picture.grid).contains("Reminder  10m"))
    try app.press("<S-Tab><S-Tab><C-u>")
    app.type("1h and 1d")
    try app.press("<Enter>")
    var wanted = EventChange()
    wanted.reminders = [60, 1_440]
    #expect(try change(app) == wanted)
  }

  @Test func howASeriesRepeatsIsChangedForAllOfIt() throws {
    var app = try sample("hhte")
    app.state.layers = []
    app.state.focus = Focus(day: Samples.monday + 2, minute: 540)
    try app.press("e")
    #expect(PictureText.text(of: app.picture.grid).contains("Repeats   every weekday"))
    try app.press("<Tab><Tab><Tab><Tab><Tab><C-u>")
    app.type("every tue, 5 times")
    try app.press("<Enter>")
    #expect(PictureText.text(of: app.picture.grid).contains("repeats. From when on as you wrote?"))
    let before = app.effects.count
    // Not to be had for one alone, which is not offered either.
    #expect(!PictureText.text(of: app.picture.grid).contains("this one"))
    try app.press("t")
    #expect(app.effects.count == before && app.state.place == .scope)
    try app.press("A")
    guard case .edit(_, let change, .all)? = app.effects.last else { throw Missing() }
    #expect(change == EventChange(rule: "FREQ=WEEKLY;BYDAY=TU;COUNT=5"))
  }

  @Test func howASeriesRepeatsMayChangeFromOneDateOn() throws {
    var app = AppUnderTest()
    app.state.focus = Focus(day: Samples.monday + 2, minute: 540)
    try app.press("e<Tab><Tab><Tab><Tab><Tab><C-u>")
    app.type("every tue")
    try app.press("<Enter>f")
    guard case .edit(_, let change, .following)? = app.effects.last else { throw Missing() }
    #expect(change == EventChange(rule: "FREQ=WEEKLY;BYDAY=TU"))
  }

  @Test func aSeriesWhoseRuleIsEmptiedEnds() throws {
    var app = AppUnderTest()
    app.state.focus = Focus(day: Samples.monday + 2, minute: 540)
    try app.press("e<Tab><Tab><Tab><Tab><Tab><C-u><Enter><S-a>")
    guard case .edit(_, let change, .all)? = app.effects.last else { throw Missing() }
    #expect(change == EventChange(rule: ""))
  }

  @Test func aLowWindowShowsTheFieldThatIsTypedIn() throws {
    var app = AppUnderTest(size: Size(columns: 40, rows: 12))
    try app.press("A")
    for label in [
      "Start", "End", "Where", "Calendar", "Repeats", "Client", "People", "Shown as", "Notes",
    ] {
      try app.press("<Tab>")
      #expect(PictureText.text(of: app.picture.grid).contains(" \(label) "), "\(label)")
    }
    #expect(PictureText.text(of: app.picture.grid).contains("1 h"))
  }

  private struct Missing: Error {}
}
