import DaybookCore
import DaybookTUI
import DaybookTestSupport
import ICalendar
import Testing

/// Where an event lies, whom it is for and who is in it can be changed in the form.
struct EventFormHomeTests {
  private struct Missing: Error {}

  /// With the form open on what lies at a time of a day counted from the Monday, in its n-th field.
  private func editing(
    _ day: Int, _ minute: Int, field: Int, snapshot: Snapshot = Samples.snapshot()
  ) throws -> AppUnderTest {
    var app = AppUnderTest(snapshot: snapshot)
    app.state.focus = Focus(day: Samples.monday + day, minute: minute)
    try app.press("e" + String(repeating: "<Tab>", count: field))
    return app
  }

  private func screen(_ app: AppUnderTest) -> String { PictureText.text(of: app.picture.grid) }

  /// The same with lines that were broken in one.
  private func words(_ app: AppUnderTest) -> String {
    let frames = screen(app).split(separator: "\n").compactMap { line in
      line.split(separator: "│").dropFirst().first
    }
    return frames.joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
  }

  /// The changes that were asked for.
  private func deeds(_ app: AppUnderTest) -> [Effect] {
    app.effects.filter { effect in
      switch effect {
      case .edit, .revise: true
      default: false
      }
    }
  }

  private func revision(_ app: AppUnderTest, _ scope: EditScope = .this) throws -> EventRevision {
    guard deeds(app).count == 1, case .revise(_, let revision, scope)? = deeds(app).first else {
      throw Missing()
    }
    return revision
  }

  // MARK: The calendar

  @Test func anEventGoesToAnotherCalendar() throws {
    var app = try editing(1, 600, field: 4)
    #expect(screen(app).contains("Calendar  Personal"))
    #expect(screen(app).contains("you@acme.dev · Personal · Outlook · Globex"))
    try app.press("<C-u>")
    app.type("you")
    #expect(screen(app).contains("goes to you@acme.dev"))
    try app.press("<Enter>")
    #expect(try revision(app) == EventRevision(EventChange(), movingTo: Samples.work.id))
  }

  @Test func itsTitleIsChangedInTheSameStep() throws {
    var app = try editing(1, 600, field: 0)
    app.type("!")
    try app.press("<Tab><Tab><Tab><Tab><C-u>")
    app.type("outlook")
    try app.press("<Enter>")
    #expect(
      try revision(app)
        == EventRevision(EventChange(title: "Deep work!"), movingTo: Samples.globex.id))
  }

  @Test(arguments: [
    ("holidays", "Holidays DE is read-only"),
    ("book", "Bookings takes only what others book"),
    ("Zzz", "No calendar is called Zzz"),
  ])
  func aCalendarThatCannotTakeItStopsTheForm(_ typed: String, _ notice: String) throws {
    var snapshot = Samples.snapshot()
    snapshot.calendars[3].holdsBookings = true
    var app = try editing(1, 600, field: 4, snapshot: snapshot)
    try app.press("<C-u>")
    app.type(typed)
    try app.press("<Enter>")
    #expect(app.state.notice?.text == notice)
    #expect(deeds(app).isEmpty && app.state.layers.count == 1)
  }

  @Test func anEmptyCalendarLeavesItWhereItIs() throws {
    var app = try editing(1, 600, field: 4)
    try app.press("<C-u><Enter>")
    #expect(deeds(app).isEmpty && app.state.layers.isEmpty)
  }

  @Test func aBookingStaysWhereItWasMade() throws {
    var snapshot = Samples.snapshot()
    snapshot.calendars[3].holdsBookings = true
    let app = try editing(2, 665, field: 0, snapshot: snapshot)
    #expect(screen(app).contains("Edit event") && screen(app).contains("Intro call"))
    for label in ["Calendar  ", "People    "] { #expect(!screen(app).contains("│ \(label)")) }
  }

  @Test func whatOthersAreInGoesAfterAYesOnly() throws {
    // Acme retro, with three people.
    var app = try editing(4, 840, field: 4)
    try app.press("<C-u>")
    app.type("personal")
    try app.press("<Enter>")
    #expect(deeds(app).isEmpty)
    #expect(screen(app).contains("is taken out of its calendar and made"))
    #expect(screen(app).contains("3 other people are in it, in Google"))
    try app.press("y")
    #expect(try revision(app) == EventRevision(EventChange(), movingTo: Samples.personal.id))
  }

  @Test func somebodyElsesInvitationStaysWhereItCame() throws {
    let invitation = Samples.timed("Board", 4, "11:00", 60, in: Samples.globex) {
      $0.caller = .someoneElse
      $0.people = 5
    }
    let days = Samples.monday - 35..<Samples.monday + 42
    var app = try editing(
      4, 660, field: 4,
      snapshot: Snapshot(
        days: LoadedDays(days: days, occurrences: [invitation], zone: Samples.berlin),
        calendars: Samples.calendars, accounts: [Samples.google, Samples.microsoft]))
    try app.press("<C-u>")
    app.type("personal")
    try app.press("<Enter>")
    #expect(
      app.state.notice?.text
        == "Somebody else's invitation stays in the calendar that it came to")
    #expect(deeds(app).isEmpty)
  }

  @Test func aSeriesGoesAsAWhole() throws {
    // 1:1 Sam.
    var app = try editing(0, 870, field: 4)
    try app.press("<C-u>")
    app.type("personal")
    try app.press("<Enter>")
    #expect(screen(app).contains("repeats. All of it goes to Personal."))
    try app.press("tf")
    #expect(deeds(app).isEmpty && app.state.place == .scope)
    try app.press("<S-a>")
    #expect(try revision(app, .all).calendar == Samples.personal.id)
  }

  @Test func calendarsOfOneNameAreToldApartByTheirAccounts() throws {
    let calendars = [Samples.google, Samples.microsoft].map { account in
      EventCalendar(
        id: CalendarID(account.name), account: account.id, key: "c", name: "Calendar")
    }
    let event = Samples.timed("Walk", 3, "10:00", 60, in: calendars[0])
    let days = Samples.monday - 35..<Samples.monday + 42
    var app = try editing(
      3, 600, field: 4,
      snapshot: Snapshot(
        days: LoadedDays(days: days, occurrences: [event], zone: Samples.berlin),
        calendars: calendars, accounts: [Samples.google, Samples.microsoft]))
    #expect(screen(app).contains("Calendar  Google/Calendar"))
    try app.press("<C-u>")
    app.type("calendar")
    try app.press("<Enter>")
    #expect(
      app.state.notice?.text
        == "calendar could be Google/Calendar or Microsoft/Calendar · name it in full")
    try app.press("<C-u>")
    app.type("micro")
    try app.press("<Enter>")
    #expect(try revision(app).calendar == CalendarID("Microsoft"))
  }

  // MARK: The client

  @Test(arguments: [
    ("glo", ClientChoice.existing(Samples.globexClient.id), "for Globex"),
    ("Hooli", .new("Hooli"), "for Hooli, a new client"),
  ])
  func anEventIsGivenToAClient(_ typed: String, _ choice: ClientChoice, _ words: String) throws {
    var app = try editing(1, 600, field: 6)
    #expect(screen(app).contains("Acme · Globex · Initech"))
    app.type(typed)
    #expect(screen(app).contains(words))
    try app.press("<Enter>")
    #expect(try revision(app) == EventRevision(EventChange(), client: choice))
  }

  @Test func anEmptyClientIsNobodyExpressly() throws {
    // Acme retro.
    var app = try editing(4, 840, field: 6)
    #expect(screen(app).contains("Client    Acme"))
    try app.press("<C-u>")
    #expect(screen(app).contains("for nobody"))
    try app.press("<Enter>")
    #expect(try revision(app) == EventRevision(EventChange(), client: .nobody))
  }

  @Test func anotherSpellingOfTheSameClientChangesNothing() throws {
    var app = try editing(4, 840, field: 6)
    try app.press("<C-u>")
    app.type("ACME")
    try app.press("<Enter>")
    #expect(deeds(app).isEmpty && app.state.layers.isEmpty)
  }

  @Test func aClientThatIsNotClearStopsTheForm() throws {
    var snapshot = Samples.snapshot()
    snapshot.clients = ["Acme North", "Acme South"].map {
      Client(id: Client.id(named: $0), name: $0)
    }
    var app = try editing(1, 600, field: 6, snapshot: snapshot)
    app.type("acme")
    try app.press("<Enter>")
    #expect(app.state.notice?.text == "acme could be Acme North or Acme South · name it in full")
    #expect(deeds(app).isEmpty)
  }

  @Test func oneDateOfASeriesCanBeForSomebodyElse() throws {
    var app = try editing(0, 870, field: 6)
    try app.press("<C-u>")
    app.type("globex")
    try app.press("<Enter>")
    #expect(screen(app).contains("Give which to the client?"))
    // From a date on there is no client of its own.
    try app.press("f")
    #expect(deeds(app).isEmpty)
    try app.press("t")
    #expect(
      try revision(app)
        == EventRevision(EventChange(), client: .existing(Samples.globexClient.id)))
  }

  // MARK: People

  @Test func peopleAreInvitedToAnEventThatIsThere() throws {
    var app = try editing(4, 840, field: 7)
    #expect(screen(app).contains("3 others in it · addresses of whom to invite too"))
    app.type("ana@acme.dev, bea@globex.com")
    #expect(words(app).contains("invites 2 people · who is in it is told too (3)"))
    try app.press("<Enter>")
    guard case .edit(_, let change, .this)? = deeds(app).first else { throw Missing() }
    var wanted = EventChange()
    wanted.invites = ["ana@acme.dev", "bea@globex.com"]
    #expect(change == wanted)
  }

  @Test(arguments: [
    ("ana", "ana is no mail address"), ("rita@acme.dev", "rita@acme.dev is in it already"),
    ("ana@x.de, Sam@acme.dev", "Sam@acme.dev is in it already"),
  ])
  func whoCannotBeInvitedStopsTheForm(_ typed: String, _ problem: String) throws {
    var app = try editing(4, 840, field: 7)
    app.type(typed)
    #expect(screen(app).contains(problem))
    try app.press("<Enter>")
    #expect(deeds(app).isEmpty && app.state.layers.count == 1)
  }

  @Test func aLocalCalendarInvitesNobody() throws {
    var snapshot = Samples.snapshot()
    snapshot.accounts[0].kind = .local
    var app = try editing(1, 600, field: 7, snapshot: snapshot)
    app.type("ana@acme.dev")
    #expect(words(app).contains("notes 1 person · a local calendar invites nobody"))
  }

  @Test func theDefaultCalendarIsKnownByItsAccountToo() throws {
    let calendars = [Samples.google, Samples.microsoft].map { account in
      EventCalendar(
        id: CalendarID(account.name), account: account.id, key: "c", name: "Calendar")
    }
    var settings = Settings()
    settings.defaultCalendar = "Microsoft/Calendar"
    let days = Samples.monday - 35..<Samples.monday + 42
    var app = AppUnderTest(
      snapshot: Snapshot(
        days: LoadedDays(days: days, occurrences: [], zone: Samples.berlin),
        calendars: calendars, accounts: [Samples.google, Samples.microsoft]),
      settings: settings)
    try app.press("A<Tab><Tab><Tab><Tab><Tab><Tab><Tab>")
    app.type("ana@acme.dev")
    #expect(words(app).contains("invites 1 person"))
    #expect(screen(app).contains("Calendar  Microsoft/Calendar"))
  }

  // MARK: The screen

  @Test func nothingIsNamedWhileTheScreenIsShared() throws {
    var app = AppUnderTest()
    app.state.focus = Focus(day: Samples.monday + 4, minute: 840)
    try app.press("*e<Tab><Tab><Tab><Tab>")
    #expect(screen(app).contains("Calendar 1 · Calendar 2"))
    try app.press("<Tab><Tab>")
    #expect(screen(app).contains("Client 1 · Client 2 · Client 3"))
    for word in ["Acme", "Globex", "Personal", "you@acme.dev"] {
      #expect(!screen(app).contains(word), "\(word)")
    }
  }

  @Test(arguments: [Size(columns: 120, rows: 36), Size(columns: 60, rows: 20)])
  func theFormOfAnEvent(_ size: Size) throws {
    var app = AppUnderTest(size: size)
    app.state.focus = Focus(day: Samples.monday + 4, minute: 840)
    try app.press("e<Tab><Tab><Tab><Tab><C-u>")
    app.type("personal")
    try app.expectScreen("form-edit-\(size.columns)x\(size.rows)")
  }
}
