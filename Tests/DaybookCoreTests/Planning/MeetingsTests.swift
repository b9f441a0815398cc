import DaybookCore
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

struct MeetingsTests {
  func titles(_ occurrences: [Occurrence], _ calendars: CalendarTable = Sample.calendars)
    -> [String]
  {
    Meetings.merged(occurrences, calendars: calendars).map {
      "\($0.title)@\($0.calendar)+\($0.alsoIn.map(\.raw).joined(separator: ","))"
    }
  }

  @Test func theSameUIDInAnotherCalendarIsTheSameMeetingWhateverItsStart() throws {
    let one = try Sample.meeting("Review", "09:00–10:00", uid: "x")
    let other = try Sample.meeting("Renamed", "14:00–15:00", in: "B", uid: "x")
    #expect(titles([one, other]) == ["Review@A+B"])
  }

  @Test func instancesOfASeriesAreToldApartByTheirOriginalStart() throws {
    func instance(_ calendar: String, _ day: String) throws -> Occurrence {
      try Sample.meeting("Stand-up", "09:00–09:15", in: calendar, uid: "s", on: day) {
        $0.originalStart = .instant($0.span.start)
        $0.id = Event.occurrenceID($0.event, $0.originalStart)
      }
    }
    let all = [
      try instance("A", "2026-11-19"), try instance("B", "2026-11-19"),
      try instance("A", "2026-11-20"),
    ]
    #expect(titles(all) == ["Stand-up@A+B", "Stand-up@A+"])
  }

  @Test func timesAndTitleMakeTheSameMeetingAfterTrimmingAndFolding() throws {
    let one = try Sample.meeting("Straße  ", "09:00–10:00")
    let other = try Sample.meeting("\tSTRASSE", "09:00–10:00", in: "B")
    let later = try Sample.meeting("Strasse", "09:00–10:15", in: "C")
    #expect(titles([one, other, later]) == ["\tSTRASSE@B+A", "Strasse@C+"])
  }

  /// Letters of which several become one when case is folded, or are one however they are written.
  @Test func titlesAreTheSameHoweverTheirLettersAreWritten() throws {
    let letters = [
      "a", "B", "s", "S", "ß", "ſ", "é", "e\u{301}", "E\u{301}", "e", "ﬁ", "FI", "f", "i", "İ", "ı",
      "K",
      "\u{212A}", "Σ", "ς", "σ", "ᾳ", "α\u{345}", "ΑΙ", "会", "👩‍💻", "🇩🇪", " ", "\t", "\u{a0}",
    ]
    var random = Seeded(seed: 17)
    for _ in 0..<4_000 {
      let pair = (0..<2).map { _ in
        (0..<Int.random(in: 0...3, using: &random)).map { _ in
          letters.randomElement(using: &random) ?? ""
        }.joined()
      }
      let folded = pair.map {
        $0.trimmingCharacters(in: .whitespacesAndNewlines).uppercased().lowercased()
      }
      let merged = Meetings.merged(
        [
          try Sample.meeting(pair[0], "09:00–10:00", uid: "1"),
          try Sample.meeting(pair[1], "09:00–10:00", in: "B", uid: "2"),
        ], calendars: Sample.calendars)
      #expect((merged.count == 1) == (folded[0] == folded[1]), "\(pair)")
    }
  }

  @Test func oneCalendarsOwnEventsAreNeverTheSameMeeting() throws {
    let twice = [
      try Sample.meeting("Call", "09:00–10:00", uid: "1"),
      try Sample.meeting("Call", "09:00–10:00", uid: "2"),
    ]
    #expect(titles(twice) == ["Call@A+", "Call@A+"])
    let copy = try Sample.meeting("Call", "09:00–10:00", in: "B", uid: "1")
    #expect(Set(titles(twice + [copy])) == ["Call@A+B", "Call@A+"])
  }

  @Test func aBareBusyJoinsTheFirstMeetingInOrderOnly() throws {
    let all = [
      try Sample.meeting("Globex", "09:00–10:00"), try Sample.meeting("Acme", "09:00–10:00"),
      try Sample.meeting(" busy", "09:00–10:00", in: "B"),
    ]
    #expect(titles(all) == ["Acme@A+B", "Globex@A+"])
  }

  @Test func aBareBusyOfItsOwnCalendarStaysAlone() throws {
    let all = [
      try Sample.meeting("Acme", "09:00–10:00"), try Sample.meeting("Busy", "09:00–10:00"),
    ]
    #expect(titles(all) == ["Acme@A+", "Busy@A+"])
  }

  @Test func beingTheSameCarriesOver() throws {
    let all = [
      try Sample.meeting("Acme", "09:00–10:00", uid: "x"),
      try Sample.meeting("Moved", "11:00–12:00", in: "B", uid: "x"),
      try Sample.meeting("moved", "11:00–12:00", in: "C", uid: "y"),
    ]
    #expect(titles(all) == ["Acme@A+B,C"])
  }

  @Test func theCalendarOfTheHighestPriorityIsShown() throws {
    let calendars = CalendarTable([
      Sample.calendar("A"), Sample.calendar("B", priority: 5), Sample.calendar("C", priority: 2),
    ])
    let all = try ["A", "B", "C"].map {
      try Sample.meeting("Acme", "09:00–10:00", in: $0, uid: "x")
    }
    #expect(titles(all, calendars) == ["Acme@B+C,A"])
  }

  @Test func aTitleIsShownBeforeABareBusyOfTheSamePriority() throws {
    let all = [
      try Sample.meeting("Busy", "09:00–10:00", in: "A"),
      try Sample.meeting("Zebra", "09:00–10:00", in: "B"),
    ]
    #expect(titles(all) == ["Zebra@B+A"])
  }

  @Test func listsAreInOrderOfStartThenAllDayThenScalarsThenCalendar() throws {
    let zone = try Sample.berlin()
    let wholeDay = try Sample.meeting("zz", "00:00–24:00") {
      let day = Day(2026, 11, 19)
      $0.time = .allDay(day..<(day + 1))
      $0.span = zone.span(of: day)
    }
    let all = [
      try Sample.meeting("é", "00:00–01:00"), try Sample.meeting("z", "00:00–01:00"),
      try Sample.meeting("a", "00:00–01:00", in: "B"), try Sample.meeting("a", "00:00–01:00"),
      try Sample.meeting("Z", "00:00–00:30"), wholeDay,
      try Sample.meeting("first", "23:00–23:30", on: "2026-11-18"),
    ]
    let sorted = AgendaOrder(Sample.calendars).sorted(all)
    #expect(sorted.map(\.title) == ["first", "zz", "Z", "a", "a", "z", "é"])
    #expect(sorted[3].calendar.raw == "A")
  }

  @Test(arguments: [
    ("", false), ("  ", false), ("https://zoom.us/j/123", false), ("www.example.com/x", false),
    ("Zoom", false), ("Microsoft Teams Meeting", false), ("Google Meet", false),
    ("Room 4", false), ("4th floor", false), ("Floor 3, Room 12", false),
    ("Conference room Blue", false), ("Besprechungsraum", false), ("Online", false),
    ("Microsoft Teams Meeting; Conference Room 4", false), ("Torstr. 1, 10119 Berlin", true),
    ("Café Einstein", true), ("Room 4, Torstr. 1", true), ("Berlin", true),
    ("Torstr. 1; https://zoom.us/j/1", true), ("10 Downing Street", true),
    ("東京駅", true), ("K 4, Torstr. 1", true), ("+49 30 1234567", false),
    ("example.com/meet/ana", false), ("integrations:google:meet", false), ("Daily.co", false),
    ("Torstr. 1/2, Berlin", true),
  ])
  func aPhysicalPlaceIsSomewhereToGo(_ location: String, _ isPhysical: Bool) {
    #expect((Place.physical(location) != nil) == isPhysical)
  }

  @Test func aPlaceIsTheSameHoweverItIsSpaced() {
    #expect(Place.physical("Torstr. 1,  Berlin") == Place.physical("torstr 1 berlin "))
  }
}
