import ICalendar
import Testing

/// Rules and the dates they give, without a zone.
struct RuleTests {
  /// A rule, DTSTART and its first instances.
  struct Row: CustomTestStringConvertible, Sendable {
    var rule, start: String
    var expected: [String]
    var testDescription: String { "\(rule) from \(start)" }

    init(_ rule: String, _ start: String, _ expected: String) {
      self.rule = rule
      self.start = start
      self.expected = expected.split(separator: " ").map(String.init)
    }
  }

  static let rows = [
    Row("FREQ=MONTHLY;COUNT=4", "2026-01-31", "2026-01-31 2026-03-31 2026-05-31 2026-07-31"),
    Row("FREQ=YEARLY", "2024-02-29", "2024-02-29 2028-02-29 2032-02-29"),
    Row(
      "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-01-30",
      "2026-01-30 2026-02-27 2026-03-31 2026-04-30"),
    Row("FREQ=MONTHLY;BYDAY=-2MO", "2026-01-19", "2026-01-19 2026-02-16 2026-03-23"),
    Row(
      "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-02-13",
      "2026-02-13 2026-03-13 2026-11-13 2027-08-13"),
    Row("FREQ=YEARLY;BYDAY=20MO", "1997-05-19", "1997-05-19 1998-05-18 1999-05-17"),
    Row("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "2026-05-11", "2026-05-11 2027-05-17 2028-05-15"),
    Row("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU", "2021-01-03", "2021-01-03 2022-01-02 2023-01-01"),
    Row(
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05",
      "1997-08-05 1997-08-10 1997-08-19 1997-08-24"),
    Row(
      "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05",
      "1997-08-05 1997-08-17 1997-08-19 1997-08-31"),
    Row("FREQ=WEEKLY;BYDAY=WE,FR,SU;BYSETPOS=2", "2026-06-12", "2026-06-12 2026-06-19 2026-06-26"),
    Row(
      "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "2024-11-05",
      "2024-11-05 2028-11-07 2032-11-02"),
    Row("FREQ=YEARLY;BYMONTH=1,4", "2026-01-26", "2026-01-26 2026-04-26 2027-01-26"),
    Row("FREQ=YEARLY;BYWEEKNO=1", "2002-01-01", "2002-01-01 2002-12-31 2003-12-30"),
    Row("FREQ=YEARLY;BYYEARDAY=-1,1", "2026-01-01", "2026-01-01 2026-12-31 2027-01-01"),
    Row("FREQ=DAILY;BYDAY=SA,SU;INTERVAL=2", "2026-01-03", "2026-01-03 2026-01-11 2026-01-17"),
    Row("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=-1", "2026-02-28", "2026-02-28 2027-02-28 2028-02-29"),
    // DTSTART that does not fit comes first and counts.
    Row("FREQ=WEEKLY;BYDAY=MO;COUNT=3", "2026-01-01", "2026-01-01 2026-01-05 2026-01-12"),
    // What is not allowed is ignored: numbers with WEEKLY, BYWEEKNO with MONTHLY.
    Row("FREQ=WEEKLY;BYDAY=2MO;COUNT=2", "2026-01-05", "2026-01-05 2026-01-12"),
    Row("FREQ=MONTHLY;BYWEEKNO=5;COUNT=2", "2026-01-05", "2026-01-05 2026-02-05"),
    // Both UNTIL and COUNT: whichever ends first.
    Row("FREQ=DAILY;COUNT=9;UNTIL=20260102", "2026-01-01", "2026-01-01 2026-01-02"),
    Row("FREQ=DAILY;COUNT=2;UNTIL=20260109", "2026-01-01", "2026-01-01 2026-01-02"),
    Row("FREQ=DAILY;UNTIL=20250101", "2026-01-01", "2026-01-01"),
    Row("FREQ=DAILY;UNTIL=20260102T000000Z", "2026-01-01", "2026-01-01 2026-01-02"),
    Row("FREQ=DAILY;UNTIL=20260102T120000", "2026-01-01", "2026-01-01 2026-01-02"),
    // RFC 7529.
    Row(
      "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD", "2024-02-29",
      "2024-02-29 2025-03-01 2026-03-01 2027-03-01 2028-02-29"),
    Row(
      "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=BACKWARD;COUNT=4", "2026-01-31",
      "2026-01-31 2026-02-28 2026-03-31 2026-04-30"),
    Row(
      "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=FORWARD;COUNT=3", "2026-01-31",
      "2026-01-31 2026-03-01 2026-03-31"),
    Row("RSCALE=CHINESE;FREQ=YEARLY", "2026-02-17", "2026-02-17"),
    // Valid, and empty but for DTSTART.
    Row("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", "2026-01-01"),
    // Sloppy text.
    Row(
      " freq=weekly; byday = tu,mo,tu ;;X-FOO=1;", "2026-01-05", "2026-01-05 2026-01-06 2026-01-12"),
    Row("COUNT=+02;FREQ=DAILY", "2026-01-05", "2026-01-05 2026-01-06"),
    Row("FREQ=MONTHLY;BYMONTHDAY=0,32,15", "2026-01-15", "2026-01-15 2026-02-15"),
  ]

  @Test(arguments: rows) func rulesGiveTheseDays(_ row: Row) throws {
    let set = RecurrenceSet(
      start: .date(try #require(Day(iso: row.start))), length: .days(1),
      rules: [try RecurrenceRule(text: row.rule)])
    let isComplete =
      row.rule.contains("COUNT") || row.rule.contains("UNTIL")
      || row.expected.count == 1
    let found = set.instances(
      touching: TimeSpan(.earliest, .latest), viewer: .utc,
      limit: isComplete ? 50 : row.expected.count
    ).instances.compactMap { $0.days.map { "\($0.lowerBound)" } }
    #expect(found == row.expected)
  }

  /// The same days come out when the window opens late.
  @Test(arguments: rows) func aLateWindowShowsTheSameDays(_ row: Row) throws {
    let start = try #require(Day(iso: row.start))
    let set = RecurrenceSet(
      start: .date(start), length: .days(1), rules: [try RecurrenceRule(text: row.rule)])
    let all = set.instances(
      touching: TimeSpan(.earliest, Zone.utc.start(of: start + 9000)), viewer: .utc
    ).instances.map(\.start)
    for days in [1, 30, 365, 4000] {
      let from = Zone.utc.start(of: start + days)
      let late = set.instances(
        touching: TimeSpan(from, Zone.utc.start(of: start + 9000)), viewer: .utc
      ).instances.map(\.start)
      #expect(late == all.filter { $0 >= from }, "\(days)")
    }
  }

  @Test func timesOfDayAreSorted() throws {
    let start = LocalDateTime(Day(2026, 1, 1), hour: 9, minute: 0)
    let set = RecurrenceSet(
      start: .floating(start), length: .exact(0),
      rules: [try RecurrenceRule(text: "FREQ=DAILY;BYHOUR=10,9;BYMINUTE=30,0;COUNT=6")])
    let found = set.instances(touching: TimeSpan(.earliest, .latest), viewer: .utc).instances
    #expect(
      found.map { LocalDateTime(wallSeconds: $0.startValue).description.suffix(14) } == [
        "01-01T09:00:00", "01-01T09:30:00", "01-01T10:00:00", "01-01T10:30:00", "01-02T09:00:00",
        "01-02T09:30:00",
      ])
  }

  @Test(arguments: [
    "INTERVAL=2", "FREQ=SOMETIMES", "FREQ=DAILY;BYDAY=XX", "FREQ=MONTHLY;BYMONTHDAY=0",
    "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;UNTIL=tomorrow", "",
    "FREQ=YEARLY;BYMONTH=13",
  ])
  func unusableRulesAreRefused(_ text: String) {
    #expect(throws: ICalendarError.self) { try RecurrenceRule(text: text) }
  }

  @Test func aRuleIsWrittenAsItWasMeant() throws {
    for text in [
      "FREQ=DAILY", "FREQ=WEEKLY;UNTIL=20261231T225959Z;INTERVAL=2;BYDAY=MO,-1FR;WKST=SU",
      "RSCALE=GREGORIAN;FREQ=YEARLY;COUNT=5;BYMONTH=2;SKIP=FORWARD",
      "FREQ=MONTHLY;BYMONTHDAY=-1;BYSETPOS=1",
    ] {
      let rule = try RecurrenceRule(text: text)
      #expect(try RecurrenceRule(text: rule.text) == rule)
    }
    #expect(try RecurrenceRule(text: "count=3;freq=daily").text == "FREQ=DAILY;COUNT=3")
  }

  /// Whoever walked over all their instances would never be done: that this ends is the claim.
  @Test func hostileRulesAreCutShort() throws {
    let zone = try SystemZones.zone("Europe/Berlin")
    let start = CalendarTime.zoned(
      LocalDateTime(Day(2000, 1, 1), hour: 9, minute: 0), zone, tzid: "Europe/Berlin")
    let window = TimeSpan(Instant(seconds: 1_800_000_000), Instant(seconds: 1_800_600_000))
    for text in [
      "FREQ=SECONDLY;COUNT=999999999", "FREQ=SECONDLY;BYSECOND=0;COUNT=999999999",
      "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
      "FREQ=YEARLY;BYDAY=53MO;COUNT=100000", "FREQ=DAILY;BYSETPOS=5;COUNT=1000000",
      "FREQ=HOURLY;BYYEARDAY=366;COUNT=100000", "FREQ=SECONDLY;INTERVAL=86400;BYHOUR=3",
      "FREQ=YEARLY;INTERVAL=999999999999", "FREQ=SECONDLY;INTERVAL=1000000000;COUNT=1000000000000",
    ] {
      let set = RecurrenceSet(
        start: start, length: .exact(60), rules: [try RecurrenceRule(text: text)])
      #expect(set.instances(touching: window, viewer: zone).instances.count <= 5000, "\(text)")
      // The start is an instance, whatever the rule says.
      let all = set.instances(touching: TimeSpan(.earliest, .latest), viewer: zone)
      #expect((1...5000).contains(all.instances.count), "\(text)")
      #expect(all.instances.allSatisfy { $0.start >= set.firstStart }, "\(text)")
      if let end = set.lastEnd {
        #expect(all.instances.allSatisfy { $0.end <= end }, "\(text)")
      }
    }
    let many = RecurrenceSet(
      start: start, length: .exact(60),
      rules: [try RecurrenceRule(text: "FREQ=SECONDLY;COUNT=999999999")])
    #expect(many.instances(touching: window, viewer: zone).truncated)
  }
}
