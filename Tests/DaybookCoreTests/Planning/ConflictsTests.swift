import DaybookCore
import ICalendar
import Testing

struct ConflictsTests {
  func find(
    _ occurrences: [Occurrence], travel: TravelTimes = TravelTimes(),
    buffers: BufferWishes = BufferWishes(), decisions: ConflictDecisions = ConflictDecisions(),
    _ change: (inout ConflictSettings) -> Void = { _ in }
  ) -> [Conflict] {
    var settings = ConflictSettings()
    change(&settings)
    return Conflicts.find(
      in: occurrences, calendars: Sample.calendars, settings: settings, travel: travel,
      buffers: buffers, decisions: decisions)
  }

  func words(_ conflicts: [Conflict]) -> [String] {
    conflicts.map {
      "\($0.first.title)/\($0.second.title) \($0.kind) \($0.minutes) \($0.severity)"
    }
  }

  @Test func sharedTimeIsAnOverlapOfTheCommonStretch() throws {
    let zone = try Sample.berlin()
    let found = find([
      try Sample.meeting("Globex", "10:00–11:00"), try Sample.meeting("Acme", "09:30–10:20:30"),
    ])
    #expect(words(found) == ["Acme/Globex overlap 21 severe"])
    #expect(found.first?.span == (try Sample.span("2026-11-19 10:00–10:20:30", zone)))
  }

  @Test func whatBeginsTogetherIsInTheOrderOfIds() throws {
    let meetings = try (0..<12).map { try Sample.meeting("\($0)", "09:00–10:00", uid: "\($0)") }
    let found = find(meetings)
    #expect(found.count == 66)
    #expect(found.map(\.id) == found.map(\.id).sorted())
    #expect(find(meetings.reversed()).map(\.id) == found.map(\.id))
  }

  @Test func twoEventsThatRepeatEverySecondHaveTheirShareOfConflicts() throws {
    let series = try ["One", "Two"].flatMap { title in
      try (0..<100).map { number in
        try Sample.meeting(title, "09:00–10:00", uid: title) {
          $0.id = OccurrenceID("\(title)\(number)")
          $0.span = TimeSpan($0.span.start + number, $0.span.end + number)
        }
      }
    }
    let other = [try Sample.meeting("A", "14:00–15:00"), try Sample.meeting("B", "14:30–15:00")]
    let found = Conflicts.search(
      series + other, ConflictPolicy(calendars: Sample.calendars, settings: ConflictSettings()))
    #expect(found.conflicts.count == 5001)
    #expect(words(found.conflicts).last == "A/B overlap 30 severe")
    #expect(Set(found.truncated) == Set(series.map(\.event)))
  }

  @Test func touchingMeetingsDoNotOverlapButWantABuffer() throws {
    let pair = [
      try Sample.meeting("One", "09:00–10:00"), try Sample.meeting("Two", "10:00–11:00"),
    ]
    #expect(words(find(pair)) == ["One/Two buffer 15 minor"])
    #expect(find(pair) { $0.buffer = 0 }.isEmpty)
  }

  @Test func anExactBufferIsEnough() throws {
    let one = try Sample.meeting("One", "09:00–10:00")
    #expect(find([one, try Sample.meeting("Two", "10:15–11:00")]).isEmpty)
    let short = find([one, try Sample.meeting("Two", "10:14:59–11:00")])
    #expect(words(short) == ["One/Two buffer 1 minor"])
  }

  @Test func theAsksOfTwoNeighboursAddUp() throws {
    let one = try Sample.meeting("One", "09:00–10:00") { $0.bufferAfter = 10 }
    let two = try Sample.meeting("Two", "10:20–11:00") { $0.bufferBefore = 20 }
    #expect(words(find([one, two])) == ["One/Two buffer 10 minor"])
    var wishes = BufferWishes()
    wishes.calendars[CalendarID("A")] = .init(before: 30, after: 30)
    #expect(words(find([one, two], buffers: wishes)) == ["One/Two buffer 40 minor"])
  }

  @Test func aThirdMeetingInTheGapMutesIt() throws {
    let pair = [
      try Sample.meeting("One", "09:00–10:00"), try Sample.meeting("Two", "10:10–11:00"),
    ]
    let third = try Sample.meeting("Third", "10:03–10:05")
    #expect(
      words(find(pair + [third])) == ["One/Third buffer 12 minor", "Third/Two buffer 10 minor"])
    let wholeDay = try Sample.meeting("Trip", "00:00–24:00") {
      $0.time = .allDay(Day(2026, 11, 19)..<Day(2026, 11, 20))
    }
    // Ignored for conflicts, it fills no gap either.
    #expect(words(find(pair + [wholeDay])) == ["One/Two buffer 5 minor"])
  }

  @Test func twoPlacesWantTimeToTravel() throws {
    func pair(_ here: String, _ there: String) throws -> [Occurrence] {
      [
        try Sample.meeting("One", "09:00–10:00") { $0.location = here },
        try Sample.meeting("Two", "10:20–11:00") { $0.location = there },
      ]
    }
    #expect(words(find(try pair("Torstr. 1", "Alt-Moabit 5"))) == ["One/Two travel 10 medium"])
    #expect(find(try pair("Torstr. 1", "torstr 1")).isEmpty)
    #expect(find(try pair("Torstr. 1", "Zoom")).isEmpty)
    #expect(find(try pair("Torstr. 1", "Alt-Moabit 5")) { $0.travel = 0 }.isEmpty)
    var times = TravelTimes()
    times["Alt-Moabit 5", "Torstr. 1"] = 45
    let far = find(try pair("Torstr. 1", "Alt-Moabit 5"), travel: times)
    #expect(words(far) == ["One/Two travel 25 medium"])
    times["Alt-Moabit 5", "Torstr. 1"] = 20
    #expect(find(try pair("Torstr. 1", "Alt-Moabit 5"), travel: times).isEmpty)
  }

  @Test func travelComesBeforeBuffer() throws {
    let found = find([
      try Sample.meeting("One", "09:00–10:00") { $0.location = "Torstr. 1" },
      try Sample.meeting("Two", "10:05–11:00") { $0.location = "Alt-Moabit 5" },
    ])
    #expect(words(found) == ["One/Two travel 25 medium"])
  }

  @Test func severityAsksForFirmClaimsAndEnoughSharedTime() throws {
    let one = try Sample.meeting("One", "09:00–10:00")
    #expect(find([one, try Sample.meeting("Two", "09:46–11:00")]).first?.severity == .medium)
    #expect(find([one, try Sample.meeting("Two", "09:45–11:00")]).first?.severity == .severe)
    #expect(find([one, try Sample.meeting("Two", "09:50–09:55")]).first?.severity == .severe)
    let asked = try Sample.meeting("Two", "09:00–10:00", uid: "t") { $0.response = .needsAction }
    #expect(find([one, asked]).first?.severity == .medium)
    #expect(find([one, asked]) { $0.ignore = [.tentative] }.isEmpty)
  }

  @Test func whatTakesNoTimeConflictsWithNothing() throws {
    let one = try Sample.meeting("One", "09:00–10:00")
    let others: [Occurrence] = [
      try Sample.meeting("Free", "09:00–10:00") { $0.showsAs = .free },
      try Sample.meeting("Declined", "09:00–10:00") { $0.response = .declined },
      try Sample.meeting("Cancelled", "09:00–10:00") { $0.status = .cancelled },
      try Sample.meeting("Moment", "09:30–09:30"),
    ]
    for other in others { #expect(find([one, other]).isEmpty, "\(other.title)") }
  }

  @Test func aSeriesNeverConflictsWithItselfInItsCalendar() throws {
    func instance(_ clocks: String, in calendar: String = "A") throws -> Occurrence {
      try Sample.meeting("Loop", clocks, in: calendar, uid: "loop") {
        $0.originalStart = .instant($0.span.start)
        $0.id = Event.occurrenceID($0.event, $0.originalStart)
      }
    }
    #expect(find([try instance("09:00–10:00"), try instance("09:30–10:30")]).isEmpty)
    let across = [try instance("09:00–10:00"), try instance("09:30–10:30", in: "B")]
    #expect(words(find(across)) == ["Loop/Loop overlap 30 severe"])
  }

  @Test func ownHoldsDoNotConflictWithEachOther() throws {
    let hold: (inout Occurrence) -> Void = { $0.holdExpires = Instant(seconds: 2_000_000_000) }
    let holds = [
      try Sample.meeting("Hold: A", "09:00–10:00", hold),
      try Sample.meeting("Hold: B", "09:00–10:00", hold),
    ]
    #expect(find(holds).isEmpty)
    let real = try Sample.meeting("Acme", "09:00–10:00")
    #expect(words(find(holds + [real])).count == 2)
  }

  @Test func aHoldAsksForNoGap() throws {
    let hold = try Sample.meeting("Hold: A", "10:00–11:00") {
      $0.holdExpires = Instant(seconds: 2_000_000_000)
    }
    let before = try Sample.meeting("Acme", "09:00–10:00")
    #expect(find([before, hold]).isEmpty)
    var meeting = hold
    meeting.holdExpires = nil
    #expect(words(find([before, meeting])) == ["Acme/Hold: A buffer 15 minor"])
  }

  @Test func aCopyOfAMeetingIsNoConflict() throws {
    let copies = [
      try Sample.meeting("Acme", "09:00–10:00", uid: "x"),
      try Sample.meeting("Acme", "09:30–10:30", in: "B", uid: "x"),
      try Sample.meeting("busy", "09:00–10:00", in: "C"),
    ]
    #expect(find(copies).isEmpty)
    let other = try Sample.meeting("Globex", "09:30–10:00")
    let found = find(copies + [other])
    #expect(words(found) == ["Acme/Globex overlap 30 severe"])
    #expect(found.first?.first.alsoIn.map(\.raw) == ["B", "C"])
  }

  @Test func sameCalendarCanBeIgnored() throws {
    let pair = [
      try Sample.meeting("One", "09:00–10:00"), try Sample.meeting("Two", "09:00–10:00"),
    ]
    #expect(find(pair) { $0.ignore = [.sameCalendar] }.isEmpty)
  }

  @Test func theGravestComesFirstAtTheSameStart() throws {
    let found = find([
      try Sample.meeting("Long", "09:00–12:00"), try Sample.meeting("Firm", "10:00–11:00"),
      try Sample.meeting("Maybe", "10:00–11:00") { $0.status = .tentative },
    ])
    #expect(found.map(\.severity) == [.severe, .medium, .medium])
    #expect(found[1].id < found[2].id)
  }

  @Test func decisionsAreKeptForOneTimeOrForThePair() throws {
    let pair = [
      try Sample.meeting("One", "09:00–10:00"), try Sample.meeting("Two", "09:00–10:00"),
    ]
    let made = Conflict.Decision(action: "keep", at: Instant(seconds: 0))
    let kept = ConflictDecision(state: .ignored, decision: made)
    let id = Conflict.id(pair[1].id, pair[0].id)
    #expect(find(pair, decisions: .init(single: [id: kept])).first?.state == .ignored)
    let always = ConflictDecisions(pairs: [EventPair(pair[1].event, pair[0].event): kept])
    let found = find(pair, decisions: always)
    #expect(found.first?.decision == made)
    let window = TimeSpan(pair[0].span.start, pair[0].span.end)
    #expect(Conflicts.listed(found, touching: window).isEmpty)
    #expect(Conflicts.listed(found, touching: window, includesDecided: true).count == 1)
  }

  @Test func aConflictIsListedWhereItTouchesTheWindow() throws {
    let zone = try Sample.berlin()
    let found = find([
      try Sample.meeting("One", "09:00–10:00"), try Sample.meeting("Two", "10:00–11:00"),
    ])
    let from = try Sample.at("2026-11-19 10:00", zone)
    #expect(Conflicts.listed(found, touching: TimeSpan(from, from + 60)).count == 1)
    #expect(Conflicts.listed(found, touching: TimeSpan(from - 60, from)).isEmpty)
  }
}
