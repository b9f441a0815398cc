import DaybookCore
import ICalendar
import Testing

struct ResolutionsTests {
  func offers(
    _ occurrences: [Occurrence], calendars: CalendarTable = Sample.calendars,
    now: String = "2026-11-18 14:12",
    _ change: (inout ConflictSettings) -> Void = { _ in }
  ) throws -> (conflict: Conflict, offers: [Resolution]) {
    var settings = ConflictSettings()
    change(&settings)
    let zone = try Sample.berlin()
    let found = Conflicts.find(in: occurrences, calendars: calendars, settings: settings)
    let conflict = try #require(found.first)
    let resolutions = Resolutions(
      around: occurrences, calendars: calendars, policy: AvailabilityPolicy(), settings: settings,
      now: try Sample.at(now, zone), zone: zone)
    return (conflict, resolutions.offers(for: conflict))
  }

  func pair() throws -> [Occurrence] {
    [
      try Sample.meeting("Acme review", "09:30–11:00") { $0.people = 4 },
      try Sample.meeting("Globex call", "09:30–10:30", in: "B") { $0.people = 2 },
    ]
  }

  @Test func theSmallerMeetingMovesToItsNearestFitsFirst() throws {
    let lunch = try Sample.meeting("Lunch", "12:45–14:00")
    let (_, found) = try offers(try pair() + [lunch])
    #expect(found.first?.id == "move-second-1")
    #expect(found.first?.label == "Move Globex call to Thu 11:15–12:15 (2 to tell)")
    #expect(found.first?.disturbs == 2)
    #expect(found[1].label == "Move Globex call to Fri 09:30–10:30 (2 to tell)")
    #expect(found.suffix(2).map(\.id) == ["keep", "keep-pair"])
    let numbered = found.dropLast(2)
    #expect(numbered.map(\.disturbs) == numbered.map(\.disturbs).sorted())
  }

  @Test func aMoveToAnotherWeekNamesItsDate() throws {
    let friday = "2026-11-20"
    let all = [
      try Sample.meeting("Acme review", "16:00–17:00", on: friday) { $0.people = 4 },
      try Sample.meeting("Globex call", "16:30–17:00", in: "B", on: friday) { $0.people = 2 },
    ]
    let (_, found) = try offers(all, now: "2026-11-20 15:59")
    let labels = found.filter { $0.id.hasPrefix("move-second") }.map(\.label)
    #expect(!labels.isEmpty)
    for label in labels { #expect(label.contains(/to (Mon 23|Tue 24) Nov \d/), "\(label)") }
  }

  @Test func noMoveLandsInThePastOnBusyTimeOrTooClose() throws {
    let (conflict, found) = try offers(try pair(), now: "2026-11-19 10:20")
    let zone = try Sample.berlin()
    #expect(found.contains { if case .move = $0.change { true } else { false } })
    for resolution in found {
      guard case .move(let id, let span) = resolution.change else { continue }
      #expect(span.start >= (try Sample.at("2026-11-19 10:20", zone)))
      let other = id == conflict.first.id ? conflict.second : conflict.first
      #expect(!span.overlaps(TimeSpan(other.span.start - 899, other.span.end + 899)))
      let applied = resolution.applied(to: try pair(), zone: zone)
      let left = Conflicts.find(
        in: applied, calendars: Sample.calendars, settings: ConflictSettings())
      #expect(left.isEmpty, "\(resolution.id)")
    }
  }

  @Test func whatIsOverIsNeitherMovedNorDeclined() throws {
    let (_, found) = try offers(try pair(), now: "2026-11-19 11:00")
    #expect(found.map(\.id) == ["keep", "keep-pair"])
    // One of the two goes on, and only that one can still be moved.
    let (_, later) = try offers(try pair(), now: "2026-11-19 10:45")
    #expect(later.contains { $0.id.hasPrefix("move-first") })
    #expect(!later.contains { $0.id.hasPrefix("move-second") })
  }

  @Test func anEdgeThatOverlapsCanBeGivenUp() throws {
    let all = [
      try Sample.meeting("Early", "09:00–10:00"), try Sample.meeting("Late", "09:45–11:00"),
    ]
    let (_, found) = try offers(all)
    let labels = found.filter { $0.id.hasPrefix("shorten") }.map(\.label)
    #expect(labels == ["Shorten Early to 09:00–09:30", "Shorten Late to 10:15–11:00"])
    // Fewer than fifteen minutes would be left with the gap, so it ends where the other begins.
    let tight = [
      try Sample.meeting("Early", "09:00–10:00"), try Sample.meeting("Late", "09:20–11:00"),
    ]
    #expect(try offers(tight).offers.contains { $0.label == "Shorten Early to 09:00–09:20" })
    let nested = [
      try Sample.meeting("Outer", "09:00–12:00"), try Sample.meeting("Inner", "10:00–11:00"),
    ]
    #expect(try !offers(nested).offers.contains { $0.id.hasPrefix("shorten") })
  }

  @Test func nothingInAReadOnlyCalendarIsTouched() throws {
    let calendars = CalendarTable([
      Sample.calendar("A", isReadOnly: true), Sample.calendar("B", isReadOnly: true),
    ])
    var all = try pair()
    all[1].response = .accepted
    let (_, found) = try offers(all, calendars: calendars)
    #expect(found.map(\.id) == ["keep", "keep-pair"])
  }

  @Test func aMeetingInTwoCalendarsIsChangedInBothOrInNone() throws {
    let all = [
      try Sample.meeting("Lunch", "12:00–13:00"),
      try Sample.meeting("Lunch", "12:00–13:00", in: "B"),
      try Sample.meeting("Review", "12:30–14:00"),
    ]
    let (_, found) = try offers(all)
    let touching = found.filter { $0.id.contains("first") }
    #expect(!touching.isEmpty)
    for resolution in touching {
      let left = Conflicts.find(
        in: resolution.applied(to: all, zone: try Sample.berlin()), calendars: Sample.calendars,
        settings: ConflictSettings())
      #expect(left.isEmpty, "\(resolution.id)")
    }
    let calendars = CalendarTable([
      Sample.calendar("A"), Sample.calendar("B", isReadOnly: true),
    ])
    #expect(try !offers(all, calendars: calendars).offers.contains { $0.id.contains("first") })
  }

  @Test func whatSomeoneElseCalledIsDeclinedNotMoved() throws {
    var all = try pair()
    all[1].response = .accepted
    all[1].caller = .someoneElse
    let (_, found) = try offers(all)
    #expect(!found.contains { $0.id.hasPrefix("move-second") || $0.id == "shorten-second" })
    #expect(found.contains { $0.id == "decline-second" })
    #expect(!found.contains { $0.id == "decline-first" })
  }

  @Test func whatICalledIsMovedAndNeverDeclined() throws {
    var all = try pair()
    all[1].response = .accepted
    all[1].caller = .me
    let (_, found) = try offers(all)
    #expect(found.contains { $0.id.hasPrefix("move-second") })
    #expect(!found.contains { $0.id == "decline-second" })
  }

  @Test func aHoldIsReleasedBeforeAnythingElse() throws {
    let all = [
      try Sample.meeting("Hold: Init", "09:30–10:30") {
        $0.holdExpires = Instant(seconds: 2_000_000_000)
      },
      try Sample.meeting("Acme", "10:00–11:00", in: "B") { $0.people = 1 },
    ]
    let (_, found) = try offers(all)
    #expect(found.first?.label == "Release Hold: Init")
    #expect(found.first?.disturbs == 0)
    let rest = found[0].applied(to: all, zone: try Sample.berlin())
    #expect(rest.map(\.title) == ["Acme"])
  }

  @Test func timeOfMyOwnCanBeMarkedFree() throws {
    let all = [
      try Sample.meeting("Deep work", "09:00–12:00"),
      try Sample.meeting("Acme", "10:00–11:00", in: "B") { $0.people = 3 },
    ]
    let (_, found) = try offers(all)
    #expect(found.contains { $0.id == "free-first" })
    #expect(!found.contains { $0.id == "free-second" })
  }
}
