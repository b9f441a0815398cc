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

  private struct Missing: Error {}
}
