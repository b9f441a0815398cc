import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// What concerns other people is said before it is done, and several events are handled as one.
@Suite struct OthersTests {
  private struct Missing: Error {}

  /// With a meeting on Friday at ten that someone else called.
  private func app() -> AppUnderTest {
    let invitation = Samples.timed("Board", 4, "11:00", 60, in: Samples.globex) {
      $0.response = .accepted
      $0.caller = .someoneElse
      $0.people = 5
    }
    let days = Samples.monday - 35..<Samples.monday + 42
    let all = AgendaOrder(CalendarTable(Samples.calendars)).sorted(
      Samples.occurrences + [invitation])
    var app = AppUnderTest(
      snapshot: Snapshot(
        days: LoadedDays(days: days, occurrences: all, zone: Samples.berlin),
        calendars: Samples.calendars, clients: Samples.clients,
        accounts: [Samples.google, Samples.microsoft]))
    app.state.focus = Focus(day: Samples.monday + 4, minute: 660)
    return app
  }

  private func screen(_ app: AppUnderTest) -> String { PictureText.text(of: app.picture.grid) }

  @Test func ameetingThatSomeoneElseCalledIsMovedAfterAYesOnly() throws {
    var app = app()
    try app.press("ml<Enter>")
    #expect(app.effects.isEmpty)
    #expect(screen(app).contains("“Board” was called by someone else"))
    try app.press("<Esc><Esc>")
    #expect(app.effects.isEmpty)
    try app.press("t")
    app.state.focus = Focus(day: Samples.monday + 4, minute: 660)
    try app.press("ml<Enter>y")
    guard case .move(let moves)? = app.effects.last else { throw Missing() }
    #expect(moves.map(\.id.raw) == ["Board-4-1100"])
    #expect(app.state.layers.isEmpty)
  }

  @Test func itsTitleIsChangedAfterAYesAndItsNotesAtOnce() throws {
    var app = app()
    try app.press("e")
    app.type("!")
    try app.press("<Enter>")
    #expect(screen(app).contains("called by someone else"))
    #expect(!app.effects.contains { if case .edit = $0 { true } else { false } })
    try app.press("y")
    guard case .edit(_, let change, .this)? = app.effects.last else { throw Missing() }
    #expect(change.title == "Board!")
  }

  @Test func deletingSeveralSaysInHowManyOthersAre() throws {
    var app = app()
    try app.press("<Space>")
    app.state.focus = Focus(day: Samples.monday + 1, minute: 600)
    try app.press("<Space>d")
    for line in [
      "Delete 2 events: “Deep work” and “Board”? “Board” was called",
      "by someone else: your copy goes, and the meeting stays. To",
      "decline, answer it. Other people are in 1 of them, in",
      "Microsoft; nobody is told before it is sent.",
    ] {
      #expect(screen(app).contains(line))
    }
  }

  @Test func deletingOfASeriesSaysWhoIsInIt() throws {
    var app = app()
    app.state.focus = Focus(day: Samples.monday + 3, minute: 540)
    try app.press("d")
    #expect(screen(app).contains("3 other people are in it, in Google;"))
  }

  @Test func whatIsSelectedMovesTogether() throws {
    var app = app()
    app.state.focus = Focus(day: Samples.monday + 1, minute: 600)
    try app.press("<Space>")
    app.state.focus = Focus(day: Samples.monday + 5, minute: 19 * 60)
    try app.press("<Space>mhj<Enter>")
    guard case .move(let moves)? = app.effects.last else { throw Missing() }
    let starts = moves.map { move in
      move.time.span(in: Samples.berlin).start
    }.map { Samples.berlin.local(at: $0) }
    #expect(
      Set(starts) == [
        LocalDateTime(Samples.monday, hour: 10, minute: 15),
        LocalDateTime(Samples.monday + 4, hour: 19, minute: 15),
      ])
    #expect(app.state.selection.events.isEmpty)
  }

  @Test func aRangeOfTheGridLeavesWholeDaysOut() throws {
    var app = app()
    app.state.focus = Focus(day: Samples.monday + 1, minute: 600)
    try app.press("v<Down><Down>")
    #expect(app.state.selectedEvents.map(\.title) == ["Deep work"])
  }

  @Test func aRangeOfTheAgendaIsWhatLiesBetweenItsEnds() throws {
    var app = app()
    try app.press("4")
    app.state.focus = Focus(
      day: Samples.monday + 3, minute: 570, event: OccurrenceID("Globexcall-3-0930"))
    try app.press("vJ")
    #expect(app.state.selectedEvents.map(\.title) == ["Globex call", "Globex all-hands"])
  }

  @Test func whatFillsWholeDaysMovesByDays() throws {
    var app = app()
    app.state.focus = Focus(day: Samples.monday + 4, minute: 600, event: OccurrenceID("Rent due-4"))
    try app.press("mj")
    #expect(screen(app).contains("moves by days"))
    try app.press("lJ<Enter>")
    guard case .move(let moves)? = app.effects.last else { throw Missing() }
    #expect(moves.map(\.time) == [.allDay(Samples.monday + 5..<Samples.monday + 7)])
  }

  /// What goes along with an event by the clock keeps its whole days.
  @Test func whatFillsWholeDaysIsNotMadeLongerByMinutes() throws {
    var app = app()
    app.state.focus = Focus(day: Samples.monday + 4, minute: 600, event: OccurrenceID("Rent due-4"))
    try app.press("<Space>")
    app.state.focus = Focus(day: Samples.monday + 5, minute: 19 * 60)
    try app.press("<Space>mj<Enter>")
    guard case .move(let moves)? = app.effects.last else { throw Missing() }
    #expect(moves.count == 2)
    #expect(moves.map(\.time).contains(.allDay(Samples.monday + 4..<Samples.monday + 5)))
  }

  @Test func whatIsChosenInTheLaneIsSeenToBe() throws {
    var app = app()
    let before = app.picture.grid
    app.state.focus = Focus(day: Samples.monday + 4, minute: 600, event: OccurrenceID("Rent due-4"))
    let after = app.picture.grid
    let lane = (0..<before.rows).first { row in
      (0..<before.columns).contains { before[row: row, column: $0].style.role == .allDay }
    }
    let row = try #require(lane)
    let chosen = (0..<before.columns).filter {
      after[row: row, column: $0].style.role == .selection
    }
    #expect(chosen.count > 3)
    #expect(chosen.allSatisfy { before[row: row, column: $0].style.role != .selection })
  }

  @Test func aLineThatCountsFromNowTellsItsDay() throws {
    var app = app()
    try app.press("a")
    app.type("Call in 2 hours")
    #expect(screen(app).contains("Wed 18 Nov 16:12–17:12"))
  }

  @Test func whatIsSelectedIsCopiedTogether() throws {
    var app = app()
    app.state.focus = Focus(day: Samples.monday + 1, minute: 600)
    try app.press("<Space>")
    app.state.focus = Focus(day: Samples.monday + 5, minute: 19 * 60)
    try app.press("<Space>yyp")
    guard case .duplicate(let ids, _)? = app.effects.last else { throw Missing() }
    #expect(Set(ids.map(\.raw)) == ["Deepwork-1-1000", "DinneratMos-5-1900"])
  }
}

/// The time that is left is what `daybook free` would find.
@Suite struct FreeTimeTests {
  private func capacity(rules: [AvailabilityRule], _ more: [Occurrence] = []) -> String {
    let days = Samples.monday - 7..<Samples.monday + 14
    var snapshot = Snapshot(
      days: LoadedDays(days: days, occurrences: more, zone: Samples.berlin),
      calendars: Samples.calendars, hasEvents: true)
    snapshot.rules = rules
    var app = AppUnderTest(snapshot: snapshot)
    app.state.focus.day = Samples.monday + 7
    let row = PictureText.text(of: app.picture.grid).split(separator: "\n")[1]
    return row.contains(" h free") ? String(row) : ""
  }

  @Test func aDayOffHasNone() {
    let monday = Samples.monday + 7
    #expect(capacity(rules: []).contains("40.0 h free"))
    let off = AvailabilityRule(id: 1, kind: .dayOff(monday..<monday + 2))
    #expect(capacity(rules: [off]).contains("24.0 h free"))
  }

  @Test func hoursOfARuleCount() {
    let short = AvailabilityRule(id: 1, kind: .hours([.monday], [600..<660]))
    #expect(capacity(rules: [short]).contains("33.0 h free"))
  }

  @Test func awholeDayThatIsTakenHasNone() {
    var vacation = Samples.allDay("Vacation", 7, days: 5, in: Samples.personal)
    #expect(capacity(rules: [], [vacation]).contains("40.0 h free"))
    vacation.showsAs = .busy
    #expect(capacity(rules: [], [vacation]).contains(" 0.0 h free"))
  }

  @Test func meetingsAtOneTimeTakeItOnce() {
    let two = ["A", "B"].map { Samples.timed($0, 7, "10:00", 120, in: Samples.work) }
    let text = capacity(rules: [], two)
    #expect(text.contains("2.0 h in meetings") && text.contains("38.0 h free"))
  }

  /// The night of 25 October has an hour more than the wall shows, that of 29 March one less.
  @Test(arguments: [(-22, 300), (-232, 180)])
  func anHourOfTheNightWhenTheClocksChangeIsAnHour(_ day: Int, _ minutes: Int) throws {
    let night = Samples.timed(
      "Night", day, "00:30", minutes, in: Samples.work, client: Samples.acme)
    #expect(Samples.berlin.local(at: night.span.end).second == 16_200)
    let monday = (Samples.monday + day).weekStart(.monday)
    var app = AppUnderTest(
      snapshot: Snapshot(
        days: LoadedDays(days: monday..<monday + 7, occurrences: [night], zone: Samples.berlin),
        calendars: Samples.calendars, clients: Samples.clients, hasEvents: true))
    app.state.focus.day = monday
    let text = PictureText.text(of: app.picture.grid)
    #expect(text.contains("\(minutes / 60).0 h in meetings · \(minutes / 60).0 h billable"))
    let report = HoursReport(
      of: [night], by: .client, days: monday..<monday + 7, clients: Samples.clients,
      calendars: CalendarTable(Samples.calendars), zone: Samples.berlin)
    #expect(report.rows.map(\.time.seconds) == [minutes * 60])
  }

  /// The first two of its hours lie before the week.
  @Test func whatGoesOnForADayAndMoreCounts() {
    let long = Samples.timed(
      "Hackathon", 6, "22:00", 28 * 60, in: Samples.work, client: Samples.acme)
    #expect(capacity(rules: [], [long]).contains("26.0 h in meetings · 26.0 h billable"))
  }

  @Test func whatIsCancelledOrNotBillableDoesNotCount() {
    let cancelled = Samples.timed("A", 7, "10:00", 60, in: Samples.work, client: Samples.acme) {
      $0.status = .cancelled
    }
    let free = Samples.timed("B", 8, "10:00", 60, in: Samples.work, client: Samples.acme) {
      $0.isBillable = false
    }
    #expect(capacity(rules: [], [cancelled, free]).contains("1.0 h in meetings · 0.0 h billable"))
  }

  @Test func whatHasPassedIsNotLeft() {
    var app = AppUnderTest(
      snapshot: Snapshot(
        days: LoadedDays(
          days: Samples.monday - 7..<Samples.monday + 14, occurrences: [], zone: Samples.berlin),
        calendars: Samples.calendars, hasEvents: true))
    app.state.focus.day = Samples.monday
    // Wednesday 14:12 to 17:00, and two whole days.
    #expect(PictureText.text(of: app.picture.grid).contains("18.8 h free"))
  }
}
