import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

/// Windows show what touches them, in any year, for any viewer.
@Suite struct ReadingTests {
  @Test func theEdgesOfAWindowBelongToWhatTouchesIt() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      TestCalendar.text(
        TestCalendar.event("a", "DTSTART:20261119T090000Z", "DTEND:20261119T100000Z", "SUMMARY:a"),
        TestCalendar.event("b", "DTSTART:20261119T100000Z", "DTEND:20261119T110000Z", "SUMMARY:b"),
        TestCalendar.event("c", "DTSTART:20261119T110000Z", "DTEND:20261119T120000Z", "SUMMARY:c"),
        TestCalendar.event("d", "DTSTART:20261119T100000Z", "SUMMARY:zero"),
        TestCalendar.event("e", "DTSTART:20261119T110000Z", "SUMMARY:later zero"),
        TestCalendar.event(
          "f", "DTSTART:20200101T000000Z", "DTEND:20300101T000000Z", "SUMMARY:long")))
    let ten = Instant(seconds: 1_795_082_400)
    let found = try home.store.occurrences(touching: TimeSpan(ten, ten + 3600), viewer: .utc)
    #expect(found.occurrences.map(\.title) == ["long", "b", "zero"])
  }

  @Test func aRangeReadAgreesWithLookingAtEverything() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    var generator = Seeded(seed: 7)
    let lengths = [0, 900, 3600, 86_400, 86_401, 200_000, 700_000, 6_000_000, 90_000_000]
    var spans: [(Int, Int)] = []
    var events: [String] = []
    for index in 0..<400 {
      let start = 1_780_000_000 + Int.random(in: 0..<30_000_000, using: &generator)
      let length = lengths.randomElement(using: &generator) ?? 0
      spans.append((start, start + length))
      events.append(
        TestCalendar.event(
          "e\(index)", "DTSTART:\(stamp(start))", "DTEND:\(stamp(start + length))"))
    }
    try home.load(TestCalendar.text(events.joined(separator: "\n")))
    for _ in 0..<60 {
      let from = 1_780_000_000 + Int.random(in: 0..<30_000_000, using: &generator)
      let to = from + Int.random(in: 1..<2_000_000, using: &generator)
      let window = TimeSpan(Instant(seconds: from), Instant(seconds: to))
      let expected = spans.filter {
        TimeSpan(Instant(seconds: $0.0), Instant(seconds: $0.1)).touches(window)
      }.count
      let found = try home.store.occurrences(touching: window, viewer: .utc).occurrences
      #expect(found.count == expected, "window \(from)..<\(to)")
    }
  }

  private func stamp(_ seconds: Int) -> String {
    OriginalStart.instant(Instant(seconds: seconds)).compact
  }

  @Test(arguments: ["Pacific/Kiritimati", "Europe/Berlin", "America/Los_Angeles", "Etc/GMT+12"])
  func allDayEventsCoverTheViewersDay(_ name: String) throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      TestCalendar.text(
        TestCalendar.event("a", "DTSTART;VALUE=DATE:20261119", "SUMMARY:day"),
        TestCalendar.event(
          "b", "DTSTART:20261119T233000", "DTEND:20261119T234500", "SUMMARY:floating"),
        TestCalendar.event(
          "c", "DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=DAILY", "SUMMARY:daily")))
    let zone = try TestZones.zone(name)
    let found = try home.occurrences("2026-11-19", "2026-11-20", viewer: zone)
    #expect(found.map(\.title) == ["daily", "day", "floating"])
    #expect(found.allSatisfy { $0.isAllDay ? $0.span == zone.span(of: Day(2026, 11, 19)) : true })
    #expect(
      try home.occurrences("2026-11-20", "2026-11-21", viewer: zone).map(\.title) == ["daily"])
  }

  @Test(arguments: [1990, 2024, 2027, 2031, 2099, 4000])
  func seriesAreThereInAnyYear(_ year: Int) throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      TestCalendar.text(
        TestCalendar.event(
          "a", "DTSTART;TZID=Europe/Berlin:19800107T090000", "DURATION:PT1H",
          "RRULE:FREQ=WEEKLY;BYDAY=MO", "SUMMARY:weekly"),
        TestCalendar.event(
          "b", "DTSTART;VALUE=DATE:19800229", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
          "SUMMARY:last of February")))
    let zone = try TestZones.zone("Europe/Berlin")
    let window = TimeSpan(zone.start(of: Day(year, 1, 1)), zone.start(of: Day(year + 1, 1, 1)))
    let found = try home.store.occurrences(touching: window, viewer: zone).occurrences
    let mondays = (Day(year, 1, 1)..<Day(year + 1, 1, 1)).filter { $0.weekday == .monday }.count
    #expect(found.filter { $0.title == "weekly" }.count == mondays)
    #expect(found.filter { $0.title != "weekly" }.count == 1)
    #expect(Set(found.map(\.id)).count == found.count)
    #expect(found.allSatisfy { $0.originalStart != nil && $0.isRecurring })
  }

  @Test func theEdgeOfTheKeptWindowNeitherDoublesNorLoses() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      TestCalendar.text(
        TestCalendar.event(
          "a", "DTSTART:20240101T233000Z", "DURATION:PT2H", "RRULE:FREQ=DAILY", "SUMMARY:night"),
        TestCalendar.event(
          "b", "DTSTART;VALUE=DATE:20240101", "RRULE:FREQ=DAILY", "SUMMARY:day"),
        TestCalendar.event(
          "c", "DTSTART:20240101T234500", "DURATION:PT1H", "RRULE:FREQ=DAILY", "SUMMARY:floating")))
    let zone = try TestZones.zone("America/New_York")
    // Past the beginning, 365 days ago, and past the end, 730 and 31 days on.
    for edge in [Day(2025, 11, 18), Day(2028, 12, 18)] {
      let found = try home.store.occurrences(
        touching: TimeSpan(zone.start(of: edge - 10), zone.start(of: edge + 10)), viewer: zone
      ).occurrences
      #expect(found.filter { $0.title == "day" }.count == 20)
      #expect(found.filter { $0.title == "floating" }.count == 21)
      #expect(found.filter { $0.title == "night" }.count == 20)
      #expect(Set(found.map(\.id)).count == found.count)
    }
  }

  @Test func overridesMovedFarAwayAreStillThere() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      TestCalendar.text(
        TestCalendar.event(
          "a", "DTSTART:20261101T090000Z", "RRULE:FREQ=DAILY;COUNT=5", "SUMMARY:a"),
        TestCalendar.event(
          "a", "RECURRENCE-ID:20261102T090000Z", "DTSTART:20400101T090000Z", "SUMMARY:far"),
        TestCalendar.event(
          "a", "RECURRENCE-ID:20261103T090000Z", "DTSTART:20261103T100000Z", "STATUS:CANCELLED",
          "SUMMARY:off")))
    #expect(
      try home.occurrences("2040-01-01", "2040-01-02").map(\.title) == ["far"])
    #expect(try home.occurrences("2026-11-01", "2026-11-30").count == 3)
    var filter = OccurrenceFilter()
    filter.includesCancelled = true
    #expect(try home.occurrences("2026-11-01", "2026-11-30", in: filter).count == 4)
  }

  @Test func aRuleBySecondsIsCutAndNamed() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      TestCalendar.text(
        TestCalendar.event("a", "DTSTART:20261119T000000Z", "RRULE:FREQ=SECONDLY", "SUMMARY:tick")))
    let from = Instant(seconds: 1_795_082_400)
    let list = try home.store.occurrences(touching: TimeSpan(from, from + 86_400), viewer: .utc)
    #expect(list.occurrences.count == 5000)
    #expect(list.truncated == list.occurrences.first.map { [$0.event] })
    let short = try home.store.occurrences(touching: TimeSpan(from, from + 10), viewer: .utc)
    #expect(short.occurrences.count == 10 && short.truncated.isEmpty)
  }

  @Test func myAnswerAndTheCalendarDecideWhatItShowsAs() throws {
    let home = try TemporaryStore(addresses: ["Me@Example.com"])
    defer { home.remove() }
    func invitation(_ uid: String, _ answer: String) -> String {
      TestCalendar.event(
        uid, "DTSTART:20261119T090000Z", "DTEND:20261119T100000Z", "SUMMARY:\(uid)",
        "ORGANIZER:mailto:boss@example.com",
        "ATTENDEE;PARTSTAT=\(answer):mailto:ME@example.com",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:other@example.com")
    }
    try home.load(
      TestCalendar.text(
        invitation("1", "ACCEPTED"), invitation("2", "DECLINED"), invitation("3", "TENTATIVE"),
        invitation("4", "NEEDS-ACTION"),
        TestCalendar.event(
          "5", "DTSTART:20261119T090000Z", "DTEND:20261119T100000Z", "SUMMARY:5",
          "TRANSP:TRANSPARENT")))
    let found = try home.occurrences("2026-11-19", "2026-11-20")
    #expect(found.map(\.showsAs) == [.busy, .free, .tentative, .tentative, .free])
    #expect(found.map(\.response) == [.accepted, .declined, .tentative, .needsAction, nil])
    #expect(found.map(\.people) == [1, 1, 1, 1, 0])
    var change = CalendarChange()
    change.isBusy = false
    try home.store.editCalendar(found[0].calendar, change, now: TemporaryStore.now)
    #expect(
      try home.occurrences("2026-11-19", "2026-11-20").allSatisfy { $0.showsAs == .free })
  }

  @Test func hiddenCalendarsShowOnlyWhenNamed() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(TestCalendar.text(TestCalendar.event("a", "DTSTART:20261119T090000Z")))
    let id = try home.store.calendar(named: "pers").calendar.id
    var change = CalendarChange()
    change.isHidden = true
    try home.store.editCalendar(id, change, now: TemporaryStore.now)
    #expect(try home.occurrences("2026-11-19", "2026-11-20").isEmpty)
    var filter = OccurrenceFilter()
    filter.calendars = [id]
    #expect(try home.occurrences("2026-11-19", "2026-11-20", in: filter).count == 1)
  }

  @Test func wordsAreFoundByTheirBeginningsWithoutAccents() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      TestCalendar.text(
        TestCalendar.event("a", "DTSTART:20261119T090000Z", "SUMMARY:Café Müller review"),
        TestCalendar.event(
          "b", "DTSTART:20251119T090000Z", "SUMMARY:b", "LOCATION:Muller hall",
          "DESCRIPTION:bring\\nthe plans\\, please")))
    func titles(_ text: String) throws -> [String] {
      try home.store.search(text, near: TemporaryStore.now, limit: 10, viewer: .utc).map(\.title)
    }
    #expect(try titles("mull") == ["Café Müller review", "b"])
    #expect(try titles("CAFE rev") == ["Café Müller review"])
    #expect(try titles("plans") == ["b"])
    #expect(try titles("\"*) OR") == [])
    #expect(try titles("nothing") == [])
    var filter = OccurrenceFilter()
    filter.search = "hall"
    #expect(
      try home.store.allOccurrences(viewer: .utc, in: filter).occurrences.map(\.title) == ["b"])
  }

  @Test(arguments: ["straße", "STRASSE 5", "strass"])
  func aSharpSIsFoundInBothItsSpellings(_ text: String) throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      TestCalendar.text(
        TestCalendar.event("a", "DTSTART:20261119T090000Z", "SUMMARY:Lange Straße 5"),
        TestCalendar.event("b", "DTSTART:20261120T090000Z", "SUMMARY:Strasse 5"),
        TestCalendar.event("c", "DTSTART:20261121T090000Z", "SUMMARY:Strand 5")))
    let found = try home.store.search(
      text, near: TemporaryStore.now, limit: 10, viewer: .utc)
    #expect(found.map(\.title) == ["Lange Straße 5", "Strasse 5"])
  }

  @Test func idsAreFoundExactlyOrByABeginningOfFour() throws {
    let home = try TemporaryStore()
    defer { home.remove() }
    try home.load(
      TestCalendar.text(
        TestCalendar.event("a", "DTSTART:20261119T090000Z", "RRULE:FREQ=DAILY", "SUMMARY:a")))
    let found = try #require(try home.occurrences("2027-01-05", "2027-01-06").first)
    let whole = try home.store.find(found.event.raw)
    #expect(whole.event == found.event && whole.originalStart == nil && whole.isSeries)
    #expect(try home.store.find(String(found.event.raw.prefix(5))).event == found.event)
    let one = try home.store.find(found.id.raw)
    #expect(one.originalStart == found.originalStart && one.occurrence == found.id)
    #expect(throws: StoreError.self) { try home.store.find(String(found.event.raw.prefix(3))) }
    #expect(throws: StoreError.self) { try home.store.find(found.event.raw + "-20261119T093000Z") }
    #expect(throws: StoreError.self) { try home.store.find("zzzzzzzz") }
  }
}
