import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// Files become events, each key once, the newer version of two.
@Suite struct ImportTests {
  private func lunch(_ lines: String...) -> String {
    TestCalendar.text(
      TestCalendar.event(
        "lunch",
        (["DTSTART:20261119T110000Z", "DTEND:20261119T120000Z"] + lines).joined(separator: "\n")))
  }

  @Test func importingTheSameFileTwiceChangesNothing() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let text = TestCalendar.text(
      TestCalendar.event("a", "DTSTART:20261119T090000Z", "SUMMARY:One"),
      TestCalendar.event("b", "DTSTART;VALUE=DATE:20261120", "RRULE:FREQ=WEEKLY", "SUMMARY:Two"),
      TestCalendar.event(
        "b", "RECURRENCE-ID;VALUE=DATE:20261127", "DTSTART;VALUE=DATE:20261128", "SUMMARY:Moved"))
    let first = try home.load(text).files[0]
    #expect(first.events == 2 && first.overrides == 1)
    #expect(first.added == 3 && first.updated == 0 && first.unchanged == 0)
    let before = try home.occurrences("2026-11-01", "2027-02-01")
    let second = try home.load(text).files[0]
    #expect(second.added == 0 && second.updated == 0 && second.unchanged == 3)
    #expect(try home.occurrences("2026-11-01", "2027-02-01") == before)
  }

  @Test func aKeyThatIsTwiceInAFileSettlesDown() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let text = TestCalendar.text(
      TestCalendar.event("a", "DTSTART:20261119T090000Z", "SUMMARY:First"),
      TestCalendar.event("a", "DTSTART:20261119T090000Z", "SUMMARY:Second"))
    #expect(try home.load(text).files[0].added == 1)
    #expect(try home.occurrences("2026-11-19", "2026-11-20").map(\.title) == ["Second"])
    let again = try home.load(text).files[0]
    #expect(again.updated == 0 && again.added == 0)
    #expect(try home.occurrences("2026-11-19", "2026-11-20").map(\.title) == ["Second"])
  }

  @Test func theHigherSequenceWinsWhicheverComesLast() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(lunch("SEQUENCE:2", "SUMMARY:New"))
    try home.load(lunch("SEQUENCE:1", "SUMMARY:Old"))
    #expect(try home.occurrences("2026-11-19", "2026-11-20").map(\.title) == ["New"])
    try home.load(lunch("SEQUENCE:3", "SUMMARY:Newest"))
    #expect(try home.occurrences("2026-11-19", "2026-11-20").map(\.title) == ["Newest"])
  }

  @Test func theLaterStampWinsAndOfATieTheLater() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    func text(_ stamp: String, _ title: String) -> String {
      lunch("SUMMARY:\(title)").replacing("20260101T000000Z", with: stamp)
    }
    try home.load(text("20260601T000000Z", "June"))
    try home.load(text("20260501T000000Z", "May"))
    #expect(try home.occurrences("2026-11-19", "2026-11-20").map(\.title) == ["June"])
    try home.load(text("20260601T000000Z", "June again"))
    #expect(try home.occurrences("2026-11-19", "2026-11-20").map(\.title) == ["June again"])
  }

  @Test func whatIsGoneStaysUnlessMirrored() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let both = TestCalendar.text(
      TestCalendar.event("a", "DTSTART:20261119T090000Z", "SUMMARY:A"),
      TestCalendar.event("b", "DTSTART:20261119T100000Z", "SUMMARY:B"))
    let one = TestCalendar.text(
      TestCalendar.event("a", "DTSTART:20261119T090000Z", "SUMMARY:A"))
    try home.load(both)
    try home.load(one)
    #expect(try home.occurrences("2026-11-19", "2026-11-20").count == 2)
    #expect(try home.load(one, mirrors: true).removed == 1)
    #expect(try home.occurrences("2026-11-19", "2026-11-20").map(\.title) == ["A"])
  }

  @Test func anUnreadableEventCostsOnlyItself() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let outcome = try home.load(
      TestCalendar.text(
        TestCalendar.event("a", "SUMMARY:No start"),
        TestCalendar.event("b", "DTSTART:20261119T100000Z", "SUMMARY:B"))
    ).files[0]
    #expect(outcome.failure == nil && outcome.events == 1)
    #expect(outcome.skipped.map(\.line) == [4])
  }

  @Test func aFileWithoutACalendarFails() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    #expect(try home.load("<html>Please sign in</html>").files[0].failure?.code == "no_calendar")
  }

  @Test func aBadFileOfAFolderCostsNothingOfTheOthers() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let calendar = try home.store.localCalendar(named: "Folder").calendar
    func file(_ name: String, _ text: String) -> ImportFile {
      ImportFile(name: name, source: .bytes(Array(text.utf8)))
    }
    let counts = try home.store.importEvents(
      ImportBatch(
        calendar: calendar.id,
        files: [
          file("1.ics", TestCalendar.text(TestCalendar.event("a", "DTSTART:20261119T090000Z"))),
          file("2.ics", "nothing"), ImportFile(path: "/nowhere/3.ics"),
          file("4.ics", TestCalendar.text(TestCalendar.event("b", "DTSTART:20261119T100000Z"))),
        ], mirrors: true))
    #expect(counts.files.map { $0.failure == nil } == [true, false, false, true])
    #expect(counts.removed == 0)
    #expect(try home.occurrences("2026-11-19", "2026-11-20").count == 2)
  }

  @Test func aZoneDefinedBehindItsEventIsFound() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let zone = """
      BEGIN:VTIMEZONE
      TZID:Our House
      BEGIN:STANDARD
      DTSTART:19700101T000000
      TZOFFSETFROM:+0300
      TZOFFSETTO:+0300
      END:STANDARD
      END:VTIMEZONE
      """
    try home.load(
      TestCalendar.text(
        TestCalendar.event(
          "a", "DTSTART;TZID=Our House:20261119T120000", "RRULE:FREQ=DAILY;COUNT=900"), zone))
    let first = try #require(try home.occurrences("2026-11-19", "2026-11-20").first)
    #expect(first.span.start == Instant(seconds: 1_795_078_800))
    #expect(first.time.zoneName == "Our House")
    // Outside the window the series is read again from what was stored.
    let far = try #require(try home.occurrences("2029-05-01", "2029-05-02").first)
    #expect(far.span.start.seconds % 86_400 == 9 * 3600)
    #expect(try home.store.bundle(first.event).zones.count == 1)
  }

  @Test func floatingTimesTakeTheZoneThatTheirFileNames() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      "BEGIN:VCALENDAR\nX-WR-TIMEZONE:Asia/Tokyo\n"
        + TestCalendar.event("a", "DTSTART:20261119T090000", "RRULE:FREQ=YEARLY")
        + "\nEND:VCALENDAR\n")
    let found = try #require(try home.occurrences("2026-11-19", "2026-11-20").first)
    #expect(found.span.start == Instant(seconds: 1_795_046_400))
    let far = try #require(try home.occurrences("2050-11-19", "2050-11-20").first)
    #expect(far.span.start.seconds % 86_400 == 0)
  }

  @Test func anEventWithoutUIDIsTheSameNextTime() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let event = "BEGIN:VEVENT\nDTSTART:20261119T090000Z\nSUMMARY:Nameless\nEND:VEVENT"
    let text = TestCalendar.text(event, event)
    #expect(try home.load(text).files[0].added == 2)
    #expect(try home.load(text).files[0].unchanged == 2)
  }

  @Test func aComponentLostToALongLineIsReported() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let long = String(repeating: "x", count: 1_100_000)
    let outcome = try home.load(
      TestCalendar.text(
        TestCalendar.event("a", "DTSTART:20261119T090000Z", "SUMMARY:\(long)"),
        TestCalendar.event("b", "DTSTART:20261119T100000Z"))
    ).files[0]
    #expect(outcome.events == 1)
    #expect(outcome.skipped.map(\.reason).count == 1)
    #expect(outcome.skipped.first?.reason.contains("1 MB") == true)
  }

  @Test func aRenamedCalendarIsFoundByItsFirstName() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    let made = try home.store.localCalendar(named: "Work")
    #expect(made.isNew)
    var change = CalendarChange()
    change.name = "Job"
    try home.store.editCalendar(made.calendar.id, change, now: TemporaryStore.now)
    let again = try home.store.localCalendar(named: "Work")
    #expect(!again.isNew && again.calendar.id == made.calendar.id)
    #expect(try home.store.localCalendar(named: "job").calendar.id == made.calendar.id)
  }

  @Test func aNewCalendarComesWithItsFirstFileOrNotAtAll() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    func load(_ text: String) throws -> ImportCounts {
      try home.store.importEvents(
        ImportBatch(
          to: .local(name: "New"),
          files: [ImportFile(name: "x.ics", source: .bytes(Array(text.utf8)))]))
    }
    #expect(try load("no calendar").calendarName.isEmpty)
    #expect(try home.store.calendars().isEmpty)
    let event = TestCalendar.event("a", "DTSTART:20261119T090000Z")
    #expect(try load(TestCalendar.text(event)).calendarName == "New")
    #expect(try load("no calendar").calendarName == "New")
    #expect(try home.store.calendars(countingEvents: true).map(\.events) == [1])
  }

  @Test func aKeyThatIsTwiceInAFileCountsByWhatItWasBeforeAndIsAfter() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    func event(_ title: String) -> String {
      TestCalendar.event("a", "DTSTART:20261119T090000Z", "SUMMARY:\(title)")
    }
    try home.load(TestCalendar.text(event("Old")))
    let there = try home.load(TestCalendar.text(event("New"), event("Newer"))).files[0]
    #expect([there.added, there.updated, there.unchanged] == [0, 1, 0])
    let back = try home.load(TestCalendar.text(event("Other"), event("Newer"))).files[0]
    #expect([back.added, back.updated, back.unchanged] == [0, 0, 1])
  }
}
