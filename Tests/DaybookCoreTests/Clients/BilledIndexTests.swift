import DaybookCore
import ICalendar
import Testing

/// What is left to be billed beside what was.
struct BilledIndexTests {
  static let november = Day(2026, 11, 1)..<Day(2026, 12, 1)
  static let december = Day(2026, 12, 1)..<Day(2027, 1, 1)
  let acme = Client(id: ClientID("acme"), name: "Acme", rate: 6000, currency: "EUR")
  let globex = Client(id: ClientID("globex"), name: "Globex", rate: 6000, currency: "EUR")

  func event(
    _ from: (Day, hour: Int), _ to: (Day, hour: Int), _ client: String? = "acme",
    in calendar: String = "A", uid: String = "", title: String = "Work"
  ) throws -> Occurrence {
    let zone = try Sample.berlin()
    let span = TimeSpan(
      zone.instant(of: LocalDateTime(from.0, hour: from.hour, minute: 0, second: 0)),
      zone.instant(of: LocalDateTime(to.0, hour: to.hour, minute: 0, second: 0)))
    let id = uid.isEmpty ? "\(title)\(client ?? "")\(span.start.seconds)" : uid
    return Occurrence(
      id: OccurrenceID("\(calendar)\(id)"), event: EventID("\(calendar)\(id)"),
      calendar: CalendarID(calendar), uid: id, title: title,
      time: .timed(span, zone: "Europe/Berlin"), span: span, client: client.map { ClientID($0) })
  }

  func bill(
    _ work: [Occurrence], _ days: Range<Day>, after billings: [Billing] = [],
    rounding: HourRounding = HourRounding()
  ) throws -> Billing {
    Billing(
      id: billings.count + 1, client: acme.id, days: days, at: Instant(seconds: 0),
      lines: HoursReport.lines(
        of: work, for: acme, days: days, calendars: Sample.calendars, zone: try Sample.berlin(),
        rounding: rounding, billings: billings))
  }

  func report(
    _ work: [Occurrence], _ days: Range<Day>, by grouping: HoursReport.Grouping = .client,
    billed: [Billing] = [], rounding: HourRounding = HourRounding()
  ) throws -> HoursReport {
    HoursReport(
      of: work, by: grouping, days: days, clients: [acme, globex], calendars: Sample.calendars,
      zone: try Sample.berlin(), rounding: rounding, billings: billed)
  }

  @Test func theOtherSideOfAMonthsEndIsStillToBeBilled() throws {
    let night = try event((Day(2026, 11, 30), 22), (Day(2026, 12, 1), 3))
    let first = try bill([night], Self.november)
    #expect(first.lines.map(\.billed) == [7_200])
    let rest = try report([night], Self.december, billed: [first])
    #expect(rest.rows.map(\.time.seconds) == [10_800] && rest.rows.map(\.billed) == [0])
    let both = Day(2026, 11, 1)..<Day(2027, 1, 1)
    let whole = try report([night], both, billed: [first])
    #expect(whole.rows.map(\.time.seconds) == [18_000] && whole.rows.map(\.billed) == [7_200])
    #expect(whole.rows.map(\.events) == [1])
    let second = try bill([night], both, after: [first])
    #expect(second.lines.map(\.billed) == [10_800])
    #expect(try bill([night], both, after: [first, second]).lines.isEmpty)
  }

  @Test func whatLiesBeforeAndAfterBilledDaysIsTwoParts() throws {
    let tour = try event((Day(2026, 11, 9), 20), (Day(2026, 11, 12), 4))
    let middle = try bill([tour], Day(2026, 11, 10)..<Day(2026, 11, 12))
    let rest = try bill([tour], Self.november, after: [middle])
    #expect(rest.lines.map(\.billed) == [4 * 3_600, 4 * 3_600])
    let all = try report([tour], Self.november, billed: [middle, rest])
    #expect(all.rows.map(\.time.seconds) == [56 * 3_600])
    #expect(all.rows.map(\.billed) == [56 * 3_600])
  }

  @Test func whatWasBilledWholeStaysSoWhereverItIsMoved() throws {
    let day = Day(2026, 11, 30)
    let billing = try bill([try event((day, 9), (day, 11), uid: "x")], Self.november)
    let moved = try event((Day(2026, 12, 2), 9), (Day(2026, 12, 2), 14), uid: "x")
    #expect(try report([moved], Self.december, billed: [billing]).rows.isEmpty)
  }

  @Test func aMeetingOfAnotherClientIsNotTheBilledOne() throws {
    let day = Day(2026, 11, 19)
    let (one, other) = (
      try event((day, 9), (day, 10)), try event((day, 9), (day, 10), "globex", in: "B", uid: "y")
    )
    var same = other
    same.calendar = CalendarID("A")
    for work in [[one, other], [one, same]] {
      // Two of one title and time: a copy only where the report takes them for one.
      let before = try report(work, Self.november)
      let after = try report(work, Self.november, billed: [try bill(work, Self.november)])
      #expect(after.rows.map(\.client) == before.rows.map(\.client))
      #expect(after.rows.map(\.time) == before.rows.map(\.time))
    }
  }

  @Test func aCopyStandsForOneMeetingOfEachCalendar() throws {
    let day = Day(2026, 11, 19)
    let billed = try event((day, 9), (day, 10), uid: "x")
    let copies = try ["y", "z"].map { try event((day, 9), (day, 10), nil, in: "B", uid: $0) }
    let billing = try bill([billed], Self.november)
    for work in [[billed] + copies, copies] {
      let found = try report(work, Self.november, billed: [billing])
      #expect(found.rows.map(\.time.seconds) == [3_600])
      #expect(found.unassigned == 3_600)
    }
  }

  @Test func aCopyOfTheSameInvitationIsBilledWhereverItIs() throws {
    let day = Day(2026, 11, 19)
    let billing = try bill([try event((day, 9), (day, 10), uid: "x")], Self.november)
    let moved = try event((day, 14), (day, 15), nil, in: "B", uid: "x")
    let found = try report([moved], Self.november, billed: [billing])
    #expect(found.rows.map(\.time.seconds) == [3_600] && found.unassigned == 0)
  }

  @Test func weeksShareWhatIsRoundedOnce() throws {
    // From Sunday 20:00 to Monday 01:00, in all 5 h, of which each week has its part.
    let night = try event((Day(2026, 11, 22), 20), (Day(2026, 11, 23), 1))
    let rounding = HourRounding(minutes: 120, direction: .up)
    let whole = try report([night], Self.november, rounding: rounding)
    let weeks = try report([night], Self.november, by: .week, rounding: rounding)
    #expect(whole.rows.map(\.time.billable) == [21_600])
    #expect(weeks.rows.map(\.time.billable) == [17_280, 4_320])
    #expect(weeks.amount == whole.amount)
    let billing = try bill([night], Self.november, rounding: rounding)
    let billed = try report(
      [night], Self.november, by: .week, billed: [billing], rounding: rounding)
    #expect(billed.rows.map(\.time) == weeks.rows.map(\.time))
  }
}
