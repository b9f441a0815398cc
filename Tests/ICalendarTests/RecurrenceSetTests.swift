import ICalendar
import Testing

/// Exceptions, additions and overrides (RFC 5545 §3.8.4.4 and §3.8.5).
struct RecurrenceSetTests {
  /// The instances of a file with one UID, as `start-end#override`.
  private func instances(
    _ events: String..., calendar: String = "", viewer: Zone = .utc,
    window: TimeSpan = TimeSpan(.earliest, .latest)
  ) throws -> [String] {
    let bodies = events.map { "BEGIN:VEVENT\nUID:1\n\($0)\nEND:VEVENT" }
    let document = CalendarDocument.read(
      "BEGIN:VCALENDAR\n\(calendar)\n\(bodies.joined(separator: "\n"))\nEND:VCALENDAR")
    let object = try #require(document.calendars.first)
    let read = object.readEvents(zones: object.zones(in: SystemZones.database)).events
    let set = RecurrenceSet(
      master: read.first { !$0.component.has("RECURRENCE-ID") },
      overrides: read.filter { $0.component.has("RECURRENCE-ID") })
    return set.instances(touching: window, viewer: viewer).instances.map { instance in
      let mark = instance.override.map { "#\($0)" + (instance.followsOverride ? "+" : "") } ?? ""
      if let days = instance.days { return "\(days.lowerBound)".dropFirst(5) + mark }
      let start = "\(LocalDateTime(wallSeconds: instance.start.seconds))"
      return start.dropFirst(5).dropLast(3) + mark
    }
  }

  private let daily = "DTSTART;TZID=America/New_York:20260301T090000\nRRULE:FREQ=DAILY;COUNT=4"

  @Test(arguments: [
    "EXDATE;TZID=America/New_York:20260302T090000", "EXDATE:20260302T140000Z",
    "EXDATE;TZID=Europe/Berlin:20260302T150000", "EXDATE;VALUE=DATE:20260302",
    "EXDATE:20260302T090000", "EXDATE:20260302", "EXDATE:20300101T000000Z,20260302T140000Z",
  ])
  func anExceptionIsMatchedInAnyForm(_ line: String) throws {
    #expect(try instances("\(daily)\n\(line)") == ["03-01T14:00", "03-03T14:00", "03-04T14:00"])
  }

  @Test(arguments: [
    "EXDATE;VALUE=DATE:20260302", "EXDATE;TZID=Europe/Berlin:20260302T000000",
    "EXDATE:20260302T100000", "EXDATE:20260301T230000Z",
  ])
  func anAllDayExceptionIsMatchedByItsDate(_ line: String) throws {
    #expect(
      try instances(
        "DTSTART;VALUE=DATE:20260301\nRRULE:FREQ=DAILY;COUNT=3\n\(line)",
        calendar: "X-WR-TIMEZONE:Europe/Berlin") == ["03-01", "03-03"])
  }

  @Test func anExceptionOnTheStartLeavesTheCountAlone() throws {
    #expect(
      try instances("\(daily)\nEXDATE:20260301T140000Z")
        == ["03-02T14:00", "03-03T14:00", "03-04T14:00"])
  }

  @Test func addedDatesAreNotCountedAndNotDoubled() throws {
    #expect(
      try instances(
        "\(daily)\nRDATE:20260302T140000Z,20260310T000000Z\nEXDATE:20260310T000000Z\n"
          + "RDATE;VALUE=PERIOD:20260401T100000Z/PT2H")
        == ["03-01T14:00", "03-02T14:00", "03-03T14:00", "03-04T14:00", "04-01T10:00"])
  }

  @Test func severalRulesAreJoinedAndAnOldExclusionRuleSubtracts() throws {
    #expect(
      try instances(
        "DTSTART:20260301T090000Z\nRRULE:FREQ=DAILY;COUNT=3\nRRULE:FREQ=WEEKLY;COUNT=2\n"
          + "EXRULE:FREQ=DAILY;INTERVAL=2;COUNT=2")
        == ["03-02T09:00", "03-08T09:00"])
  }

  @Test(arguments: [
    "RECURRENCE-ID;TZID=America/New_York:20260302T090000", "RECURRENCE-ID:20260302T140000Z",
    "RECURRENCE-ID;VALUE=DATE:20260302", "RECURRENCE-ID:20260302T090000",
  ])
  func anOverrideReplacesItsInstanceInAnyForm(_ line: String) throws {
    let override = "\(line)\nDTSTART:20260320T100000Z"
    let expected = ["03-01T14:00", "03-03T14:00", "03-04T14:00", "03-20T10:00#0"]
    #expect(try instances(daily, override) == expected)
    // It may stand before its master.
    #expect(try instances(override, daily) == expected)
    let window = TimeSpan(Instant(seconds: 1_774_000_000), Instant(seconds: 1_774_010_000))
    #expect(try instances(daily, override, window: window) == ["03-20T10:00#0"])
  }

  @Test func overridesWithoutAnInstanceOrAMasterAreShown() throws {
    let stray = "RECURRENCE-ID:20260305T120000Z\nDTSTART:20260305T130000Z"
    #expect(try instances(stray) == ["03-05T13:00#0"])
    #expect(try instances(daily, stray).last == "03-05T13:00#0")
    #expect(try instances("\(daily)\nEXDATE:20260305T120000Z", stray).count == 4)
    #expect(try instances(daily, "\(stray)\nSTATUS:CANCELLED").count == 4)
  }

  @Test func aCancelledOverrideRemovesItsInstance() throws {
    #expect(
      try instances(
        daily, "RECURRENCE-ID:20260302T140000Z\nDTSTART:20260302T140000Z\nSTATUS:CANCELLED")
        == ["03-01T14:00", "03-03T14:00", "03-04T14:00"])
  }

  @Test func theNewestOfTwoOverridesCounts() throws {
    let older = "RECURRENCE-ID:20260302T140000Z\nSEQUENCE:2\nDTSTART:20260302T150000Z"
    let newer = "RECURRENCE-ID:20260302T140000Z\nSEQUENCE:3\nDTSTART:20260302T160000Z"
    #expect(try instances(daily, newer, older)[1] == "03-02T16:00#0")
    let stamped =
      "RECURRENCE-ID:20260302T140000Z\nSEQUENCE:3\nDTSTAMP:20260101T000000Z\n"
      + "DTSTART:20260302T170000Z"
    #expect(try instances(daily, stamped, newer)[1] == "03-02T17:00#0")
  }

  @Test func thisAndFutureMovesLaterOnesByTheClock() throws {
    // The clock changes on 8 March; 11:00 stays 11:00. A plain override beats it on its day.
    let found = try instances(
      "DTSTART;TZID=America/New_York:20260305T090000\nRRULE:FREQ=DAILY;COUNT=6",
      "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20260306T090000\n"
        + "DTSTART;TZID=America/New_York:20260306T110000\nDURATION:PT30M",
      "RECURRENCE-ID;TZID=America/New_York:20260308T090000\n"
        + "DTSTART;TZID=America/New_York:20260308T200000",
      "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20260310T090000\n"
        + "DTSTART;TZID=America/New_York:20260311T080000")
    #expect(
      found == [
        "03-05T14:00", "03-06T16:00#0", "03-07T16:00#0+", "03-09T00:00#1", "03-09T15:00#0+",
        "03-11T12:00#2",
      ])
  }

  @Test func thisAndFutureNamedByADateBeginsOnThatDate() throws {
    #expect(
      try instances(
        "DTSTART;TZID=America/New_York:20260115T220000\nRRULE:FREQ=DAILY;COUNT=3",
        "RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20260116\n"
          + "DTSTART;TZID=America/New_York:20260116T200000")
        == ["01-16T03:00", "01-17T01:00#0", "01-18T01:00#0+"])
  }

  @Test func thisAndFutureInUTCKeepsToTheSeriesClock() throws {
    #expect(
      try instances(
        "DTSTART;TZID=America/New_York:20260307T090000\nRRULE:FREQ=DAILY;COUNT=3",
        "RECURRENCE-ID;RANGE=THISANDFUTURE:20260307T140000Z\nDTSTART:20260307T160000Z")
        == ["03-07T16:00#0", "03-08T15:00#0+", "03-09T15:00#0+"])
  }

  @Test func exchangeAllDaySeriesEndOnTheirLocalDate() throws {
    let series = "DTSTART;VALUE=DATE:20260813\nRRULE:FREQ=DAILY;UNTIL=20260817T220000Z"
    #expect(try instances(series, calendar: "X-WR-TIMEZONE:Europe/Berlin").last == "08-18")
    let berlin = try SystemZones.zone("Europe/Berlin")
    #expect(try instances(series, viewer: berlin).last == "08-18")
    #expect(try instances(series).last == "08-17")
  }

  @Test func allDayInstancesCoverTheViewersDays() throws {
    let set = RecurrenceSet(start: .date(Day(2026, 9, 6)), length: .days(1))
    let santiago = try SystemZones.zone("America/Santiago")
    let found = set.instances(touching: TimeSpan(.earliest, .latest), viewer: santiago).instances
    #expect(found.map(\.span) == [santiago.span(of: Day(2026, 9, 6))])
    #expect(found.first?.span.seconds == 23 * 3600)
  }

  @Test func theExampleOfTheContractHasItsInstances() throws {
    let found = try instances(
      "DTSTART;TZID=America/New_York:20260302T090000\nDTEND;TZID=America/New_York:20260302T093000\n"
        + "RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20260427T130000Z\n"
        + "EXDATE;TZID=America/New_York:20260316T090000",
      "RECURRENCE-ID;TZID=America/New_York:20260323T090000\n"
        + "DTSTART;TZID=America/New_York:20260324T110000")
    #expect(
      found == [
        "03-02T14:00", "03-09T13:00", "03-24T15:00#0", "03-30T13:00", "04-06T13:00", "04-13T13:00",
        "04-20T13:00", "04-27T13:00",
      ])
  }

  @Test func boundsHoldEveryInstance() throws {
    let zone = try SystemZones.zone("Pacific/Auckland")
    for text in [
      "FREQ=DAILY;COUNT=40", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=9", "FREQ=WEEKLY;UNTIL=20270101",
    ] {
      for start in [
        CalendarTime.date(Day(2026, 1, 30)), .utc(Instant(seconds: 1_769_700_000)),
        .floating(LocalDateTime(Day(2026, 1, 30), hour: 23, minute: 0)),
      ] {
        let set = RecurrenceSet(
          start: start, length: start.isDate ? .days(2) : .exact(7200),
          rules: [try RecurrenceRule(text: text)])
        let end = try #require(set.lastEnd)
        for viewer in [zone, Zone(fixed: -39_600, identifier: "x")] {
          let found = set.instances(touching: TimeSpan(.earliest, .latest), viewer: viewer)
            .instances
          #expect(found.count > 5)
          #expect(found.allSatisfy { $0.start >= set.firstStart && $0.end <= end })
        }
      }
    }
    let endless = RecurrenceSet(
      start: .date(Day(2026, 1, 30)), length: .days(1), rules: [RecurrenceRule(.daily)])
    #expect(endless.lastEnd == nil)
  }

  @Test func theEndsOfTimeDoNotTrap() throws {
    for text in ["00010101", "99991231", "00010101T000000", "99991231T235959Z"] {
      for rule in [
        "FREQ=DAILY", "FREQ=YEARLY", "FREQ=SECONDLY", "FREQ=MONTHLY;BYDAY=-1SU",
        "FREQ=WEEKLY;COUNT=9",
      ] {
        _ = try instances("DTSTART:\(text)\nRRULE:\(rule)\nDURATION:P9D")
      }
    }
    let set = RecurrenceSet(
      start: .utc(Instant(seconds: 0)), length: .exact(60), rules: [RecurrenceRule(.secondly)])
    let all = TimeSpan(Instant(seconds: Int.min / 2), Instant(seconds: Int.max / 2))
    #expect(set.instances(touching: all, viewer: .utc, limit: 10).truncated)
  }

  @Test func originalStartsCanBeWrittenBack() throws {
    let zone = try SystemZones.zone("America/New_York")
    let set = RecurrenceSet(
      start: .zoned(LocalDateTime(Day(2026, 10, 31), hour: 1, minute: 30), zone, tzid: "Eastern"),
      length: .exact(0), rules: [try RecurrenceRule(text: "FREQ=HOURLY;INTERVAL=1;COUNT=27")])
    for instance in set.instances(touching: TimeSpan(.earliest, .latest), viewer: .utc).instances {
      #expect(instance.originalStart.instant(viewer: .utc) == instance.start)
    }
  }
}
