import DaybookCore
import ICalendar
import Testing

struct HoursReportTests {
  let clients = [
    Client(id: ClientID("acme"), name: "Acme", rate: 9500, currency: "EUR", domains: ["acme.com"]),
    Client(id: ClientID("globex"), name: "Globex", rate: 12_000, currency: "USD"),
    Client(id: ClientID("old"), name: "Old", domains: ["old.com"], isArchived: true),
  ]

  func report(
    _ occurrences: [Occurrence], by grouping: HoursReport.Grouping = .client,
    days: Range<Day> = Day(2026, 11, 1)..<Day(2026, 12, 1)
  ) throws -> HoursReport {
    HoursReport(
      of: occurrences, by: grouping, days: days, clients: clients, calendars: Sample.calendars,
      zone: try Sample.berlin())
  }

  func work(
    _ clocks: String, _ client: String? = "acme", in calendar: String = "A",
    on day: String = "2026-11-19", uid: String? = nil,
    _ change: (inout Occurrence) -> Void = { _ in }
  ) throws -> Occurrence {
    try Sample.meeting("Work \(clocks)", clocks, in: calendar, uid: uid, on: day) {
      $0.client = client.map { ClientID($0) }
      change(&$0)
    }
  }

  @Test func hoursAreSummedOnceAMeetingAndBilledAtTheRate() throws {
    let found = try report([
      try work("09:00–10:30", uid: "x"), try work("09:00–10:30", in: "B", uid: "x"),
      try work("12:00–12:20") { $0.isBillable = false }, try work("14:00–15:00", nil),
      try work("15:00–16:00", "globex"),
    ])
    #expect(found.rows.map(\.client?.raw) == ["acme", "globex"])
    #expect(found.rows[0].time.hours == 183)
    #expect(found.rows[0].time.billableHours == 150)
    #expect(found.rows[0].amount == Money(hundredths: 14_250, currency: "EUR"))
    #expect(found.rows[0].events == 2)
    #expect(found.unassignedHours == 100)
    #expect(Hundredths.text(150) == "1.5")
    #expect(Hundredths.text(183) == "1.83")
    #expect(Hundredths.text(300) == "3")
    #expect(Hundredths.text(5) == "0.05")
  }

  @Test func aClientThatAnyCopyHasIsTheMeetings() throws {
    let found = try report([
      try work("09:00–10:00", nil, uid: "x"), try work("09:00–10:00", in: "B", uid: "x"),
    ])
    #expect(found.rows.map(\.time.hours) == [100])
    #expect(found.unassigned == 0)
  }

  @Test func onlyTimedBusyTimeInsideTheRangeCounts() throws {
    let found = try report(
      [
        try work("22:00–24:00", on: "2026-11-18"), try work("23:00–24:00"),
        try work("09:00–10:00") { $0.showsAs = .free },
        try work("10:00–11:00") { $0.time = .allDay(Day(2026, 11, 19)..<Day(2026, 11, 20)) },
        try work("12:00–12:00"),
      ], days: Day(2026, 11, 19)..<Day(2026, 11, 20))
    #expect(found.rows.map(\.time.hours) == [100])
  }

  @Test func overlappingEventsOfOneClientBothCountAndAreNamed() throws {
    let found = try report([
      try work("09:00–10:00"), try work("09:30–10:30"), try work("09:00–10:00", "globex", in: "B"),
    ])
    #expect(found.rows[0].time.hours == 200)
    #expect(
      found.notes == [
        "Work 09:00–10:00 and Work 09:30–10:30 overlap on 2026-11-19 09:30–10:00; both count for Acme."
      ])
  }

  @Test func weeksAreCutWhereTheyEnd() throws {
    let night = try work("22:00–23:00", nil, on: "2026-11-22") {
      $0.span = TimeSpan($0.span.start, $0.span.start + 4 * 3600)
    }
    let found = try report([night], by: .week)
    #expect(found.rows.map(\.week) == ["2026-W47", "2026-W48"])
    #expect(found.rows.map(\.time.hours) == [200, 200])
    #expect(found.unassignedHours == 400)
  }

  @Test func projectsOfOneNameStayWithTheirClients() throws {
    let found = try report(
      [
        try work("09:00–10:00") { $0.project = "Website" },
        try work("11:00–12:00", "globex") { $0.project = "Website" },
        try work("13:00–14:00"),
      ], by: .project)
    #expect(found.rows.map(\.project) == [nil, "Website", "Website"])
  }

  @Test func amountsInSeveralCurrenciesAreNotAddedUp() throws {
    let found = try report(
      [try work("09:00–10:00"), try work("11:00–12:00", "globex")], by: .calendar)
    #expect(found.rows.map(\.amount) == [nil])
    #expect(found.amount == nil)
    #expect(found.notes == ["Amounts in several currencies are not added up."])
  }

  @Test func noAmountIsAPartOfWhatIsOwed() throws {
    let work = [
      try work("09:00–10:00"), try work("11:00–13:00", "old"),
      try work("09:00–10:00", on: "2026-11-26"),
    ]
    let weeks = try report(work, by: .week)
    #expect(weeks.rows.map(\.amount) == [nil, Money(hundredths: 9_500, currency: "EUR")])
    #expect(weeks.amount == nil)
    #expect(
      weeks.notes == ["Old has 2 billable h and no rate: sums with them have no amount."])
    let unbilled = try report(
      work.map { occurrence in
        var copy = occurrence
        copy.isBillable = copy.client != ClientID("old")
        return copy
      }, by: .week)
    #expect(unbilled.amount == Money(hundredths: 19_000, currency: "EUR"))
    #expect(unbilled.notes.isEmpty)
  }

  @Test func severalCurrenciesHaveNoSumOverTheRowsEither() throws {
    let found = try report([try work("09:00–10:00"), try work("11:00–12:00", "globex")])
    #expect(found.rows.compactMap(\.amount).count == 2)
    #expect(found.amount == nil)
  }

  @Test(arguments: [
    (0, HourRounding.Direction.up, [61, 90, 3_600]), (5, .up, [300, 300, 3_600]),
    (6, .up, [360, 360, 3_600]), (15, .up, [900, 900, 3_600]), (15, .nearest, [0, 0, 3_600]),
    (6, .nearest, [0, 0, 3_600]), (1, .nearest, [60, 120, 3_600]),
  ])
  func timeIsRoundedToSteps(_ minutes: Int, _ way: HourRounding.Direction, _ wanted: [Int]) {
    let rounding = HourRounding(minutes: minutes, direction: way)
    #expect([61, 90, 3_600].map(rounding.rounded) == wanted)
    #expect(rounding.rounded(0) == 0)
  }

  @Test func whatIsBilledIsRoundedForEachEventAndSaysSo() throws {
    let found = HoursReport(
      of: [try work("09:00–09:20"), try work("12:00–12:05"), try work("13:00–13:10", nil)],
      by: .client, days: Day(2026, 11, 1)..<Day(2026, 12, 1), clients: clients,
      calendars: Sample.calendars, zone: try Sample.berlin(),
      rounding: HourRounding(minutes: 15, direction: .up))
    #expect(found.rows[0].time.seconds == 25 * 60)
    #expect(found.rows[0].time.billable == 45 * 60)
    #expect(found.rows[0].amount == Money(hundredths: 7_125, currency: "EUR"))
    #expect(found.notes == ["The billable time of each event is rounded up to whole 15 min."])
  }

  private func bill(_ work: [Occurrence], at rate: Int? = nil) throws -> Billing {
    var client = clients[0]
    client.rate = rate ?? client.rate
    let days = Day(2026, 11, 1)..<Day(2026, 12, 1)
    return Billing(
      id: 1, client: client.id, days: days, at: Instant(seconds: 0),
      lines: HoursReport.lines(
        of: work, for: client, days: days, calendars: Sample.calendars,
        zone: try Sample.berlin(), rounding: HourRounding(), billings: []))
  }

  private func report(_ work: [Occurrence], billed billing: Billing) throws -> HoursReport {
    HoursReport(
      of: work, by: .client, days: billing.days, clients: clients, calendars: Sample.calendars,
      zone: try Sample.berlin(), billings: [billing])
  }

  @Test func whatWasBilledIsHeldAsItWas() throws {
    let work = [
      try work("09:00–09:20", uid: "x"), try work("09:00–09:20", in: "B", uid: "x"),
      try work("11:00–11:20"), try work("13:00–14:00", "globex"),
    ]
    let before = try report(work)
    let billing = try bill(work)
    #expect(billing.lines.count == 2)
    let same = try report(work, billed: billing)
    #expect(same.rows.map(\.amount) == before.rows.map(\.amount))
    #expect(same.rows.map(\.time) == before.rows.map(\.time))
    #expect(same.rows.map(\.billed) == [2_400, 0])
    // Deleted, moved, given away, and paid otherwise since.
    let dearer = try bill(work, at: 20_000)
    var moved = work[2]
    moved.span = TimeSpan(moved.span.start + 7_200, moved.span.end + 10_000)
    moved.client = ClientID("globex")
    let after = try report([moved], billed: dearer)
    #expect(after.rows.map(\.client?.raw) == ["acme"])
    #expect(after.rows[0].time.seconds == 2_400)
    #expect(after.rows[0].amount == Money(hundredths: 13_400, currency: "EUR"))
  }

  @Test func aBareCopyOfWhatWasBilledIsNotWorkOfItsOwn() throws {
    let copy = try work("09:00–10:00", "globex", in: "B", uid: "y") { $0.title = "Busy" }
    let both = [try work("09:00–10:00", uid: "x"), copy]
    let before = try report(both)
    let after = try report(both, billed: try bill(both))
    #expect(before.rows.map(\.time.seconds) == [3_600])
    #expect(after.rows.map(\.time.seconds) == [3_600])
  }

  @Test func whatIsNewInBilledDaysIsStillToBeBilled() throws {
    let billing = try bill([try work("09:00–10:00")])
    let now = [try work("09:00–10:00"), try work("15:00–16:00")]
    let found = try report(now, billed: billing)
    #expect(found.rows[0].time.billable == 7_200 && found.rows[0].billed == 3_600)
    let rest = HoursReport.lines(
      of: now, for: clients[0], days: billing.days, calendars: Sample.calendars,
      zone: try Sample.berlin(), rounding: HourRounding(), billings: [billing])
    #expect(rest.map(\.occurrence.title) == ["Work 15:00–16:00"])
  }

  @Test func anAgreementIsForWholeMonths() throws {
    var agreed = clients
    agreed[0].retainer = 120
    func retainers(_ days: Range<Day>) throws -> [Retainer] {
      HoursReport(
        of: [try work("09:00–12:00"), try work("13:00–14:00", "globex")], by: .week, days: days,
        clients: agreed, calendars: Sample.calendars, zone: try Sample.berlin()
      ).retainers
    }
    let month = try #require(try retainers(Day(2026, 11, 1)..<Day(2026, 12, 1)).first)
    #expect((month.agreed, month.used, month.left) == (7_200, 10_800, -3_600))
    #expect(month.words == "3 of 2 h used · 1 over")
    #expect(try retainers(Day(2026, 10, 1)..<Day(2027, 1, 1)).first?.left == 10_800)
    #expect(try retainers(Day(2026, 11, 16)..<Day(2026, 11, 23)).isEmpty)
  }

  @Test func weeksAreCutAndNumberedAsTheScreenHasThem() throws {
    let sunday = try work("09:00–10:00", on: "2026-11-22")
    let monday = try work("09:00–10:00", on: "2026-11-23")
    let found = HoursReport(
      of: [sunday, monday], by: .week, days: Day(2026, 11, 1)..<Day(2026, 12, 1),
      clients: clients, calendars: Sample.calendars, zone: try Sample.berlin(),
      weekStarts: .sunday)
    #expect(found.rows.map(\.week) == ["2026-W48"])
    for (day, week) in [(Day(2026, 11, 21), 47), (Day(2026, 11, 22), 48), (Day(2026, 11, 28), 48)] {
      #expect(day.week(startingOn: .sunday).week == week)
    }
    #expect(Day(2026, 11, 22).week(startingOn: .monday).week == 47)
  }

  @Test func theHandBeatsTheRuleAndTheFirstRuleWins() {
    let assigning = Assigning(
      rules: [
        AssignmentRule(id: 2, client: ClientID("acme"), test: .domain("acme.com")),
        AssignmentRule(id: 1, client: ClientID("globex"), project: "P", test: .title("GLOBEX")),
      ], clients: clients, me: ["me@acme.com"])
    func subject(_ title: String, _ addresses: String...) -> Assigning.Subject {
      Assigning.Subject(title: title, calendar: CalendarID("A"), addresses: addresses)
    }
    let both = subject("Talk to globex", "ann@acme.com")
    #expect(assigning.assignment(of: both)?.assignment.client == ClientID("globex"))
    #expect(assigning.assignment(of: both)?.reason == .rule(1))
    let series = Assignment(client: ClientID("acme"))
    #expect(assigning.assignment(of: both, series: series)?.assignment == series)
    let nobody = Assignment(client: nil)
    #expect(
      assigning.assignment(of: both, instance: nobody, series: series)?.assignment == nobody)
    #expect(assigning.assignment(of: subject("x", "me@acme.com"))?.assignment == nil)
    #expect(assigning.assignment(of: subject("x", "a@notacme.com"))?.assignment == nil)
    #expect(assigning.assignment(of: subject("x", "a@old.com"))?.assignment == nil)
  }

  @Test func aClientsOwnDomainComesAfterTheRules() {
    let assigning = Assigning(rules: [], clients: clients)
    let subject = Assigning.Subject(
      title: "x", calendar: CalendarID("A"), addresses: ["ann@acme.com"])
    #expect(assigning.assignment(of: subject)?.reason == .domain("acme.com"))
  }
}
