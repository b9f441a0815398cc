import DaybookCore
import ICalendar
import Testing

struct AgendaTests {
  static let day = Day(2026, 11, 19)

  func agenda(
    _ occurrences: [Occurrence], shown: Set<CalendarID>? = nil, mergesCopies: Bool = true
  ) throws -> Agenda {
    let conflicts = Conflicts.find(
      in: occurrences, calendars: Sample.calendars, settings: ConflictSettings())
    return Agenda(
      days: Self.day..<(Self.day + 1), zone: try Sample.berlin(), occurrences: occurrences,
      conflicts: conflicts, calendars: Sample.calendars, policy: AvailabilityPolicy(),
      shown: shown, mergesCopies: mergesCopies)
  }

  @Test func aMeetingIsListedOnceWithItsConflictsAndCopies() throws {
    let all = [
      try Sample.meeting("Acme", "09:00–10:00", uid: "x"),
      try Sample.meeting("Acme", "09:00–10:00", in: "B", uid: "x"),
      try Sample.meeting("Globex", "09:30–10:30", in: "C"),
      try Sample.meeting("Tomorrow", "09:30–10:30", on: "2026-11-20"),
    ]
    let merged = try agenda(all)
    #expect(merged.entries.map(\.occurrence.title) == ["Acme", "Globex"])
    #expect(merged.entries.allSatisfy { $0.conflicts.count == 1 })
    #expect(merged.entries[0].occurrence.alsoIn.map(\.raw) == ["B"])
    let named = try agenda(all, shown: [CalendarID("B")])
    #expect(named.entries.map(\.occurrence.calendar.raw) == ["B"])
    #expect(named.entries[0].conflicts == merged.entries[0].conflicts)
    #expect(named.entries[0].occurrence.alsoIn.map(\.raw) == ["A"])
    #expect(try agenda(all, mergesCopies: false).entries.count == 3)
  }

  @Test func totalsCountSharedTimeOnce() throws {
    let acme = ClientID("acme")
    let all = [
      try Sample.meeting("Acme", "09:00–11:00") { $0.client = acme },
      try Sample.meeting("Acme too", "10:00–12:00") {
        $0.client = acme
        $0.isBillable = false
      },
      try Sample.meeting("Own", "13:00–13:30"),
      try Sample.meeting("Free", "14:00–16:00") { $0.showsAs = .free },
    ]
    let totals = try agenda(all).totals
    #expect(totals.inMeetings == 3 * 3600 + 1800)
    #expect(totals.billable == 2 * 3600)
    #expect(totals.free == 8 * 3600 - totals.inMeetings)
    #expect(
      totals.byClient == [.init(client: acme, seconds: 14_400), .init(client: nil, seconds: 1800)])
  }

  @Test func gapsAreTheFreeStretchesOfTheHours() throws {
    let zone = try Sample.berlin()
    let found = try agenda([
      try Sample.meeting("One", "09:00–10:00"), try Sample.meeting("Two", "10:10–16:00"),
    ])
    #expect(found.gaps(on: Self.day) == [try Sample.span("2026-11-19 16:00–17:00", zone)])
  }

  @Test func aHoldLapsesAtItsMomentOrWithItsLastSpan() throws {
    let zone = try Sample.berlin()
    let spans = try ["2026-11-20 10:00–11:00", "2026-11-19 09:00–10:00"]
      .map { try Sample.span($0, zone) }
    let now = try Sample.at("2026-11-18 14:00", zone)
    let group = Holds.place(spans, title: "Init", in: CalendarID("A"), now: now)
    #expect(group.title == "Hold: Init")
    #expect(group.spans.first == spans[1])
    #expect(group.expires == spans[0].start)
    #expect(!group.isLapsed(at: now))
    #expect(group.isLapsed(at: group.expires))
    #expect(group == Holds.place(spans.reversed(), title: "Init", in: CalendarID("A"), now: now))
  }
}
