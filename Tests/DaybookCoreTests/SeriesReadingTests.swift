import ICalendar
import Testing

@testable import DaybookCore

struct SeriesReadingTests {
  private func event(_ lines: String) throws -> Event {
    let text = "BEGIN:VEVENT\nUID:a\nDTSTART:20261119T090000Z\n\(lines)\nEND:VEVENT"
    let read = try EventComponent(
      try Component(text: text), zones: ZoneResolver(database: PhraseWorld.zones))
    return Event(reading: read, calendar: SeriesWorld.calendar)
  }

  @Test(arguments: [
    ("SUMMARY:x", ShowsAs.busy), ("TRANSP:TRANSPARENT", .free), ("transp:transparent", .free),
    ("STATUS:TENTATIVE", .tentative), ("STATUS:CANCELLED", .free),
    ("STATUS:CANCELLED\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY", .free),
    ("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY", .busy),
    ("TRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", .free),
    ("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", .free),
    ("X-MICROSOFT-CDO-BUSYSTATUS:OOF\nSTATUS:TENTATIVE", .busy),
    ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", .tentative),
    ("TRANSP:TRANSPARENT\nSTATUS:TENTATIVE", .free),
  ])
  func whatItClaimsFollowsTheOrderOfTheContract(_ lines: String, _ expected: ShowsAs) throws {
    #expect(try event(lines).showsAs == expected)
  }

  @Test func myAnswerIsFoldedIn() {
    #expect(MyAnswer.fold(.busy, .declined) == .free)
    #expect(MyAnswer.fold(.busy, .needsAction) == .tentative)
    #expect(MyAnswer.fold(.busy, .tentative) == .tentative)
    #expect(MyAnswer.fold(.free, .tentative) == .free)
    #expect(MyAnswer.fold(.tentative, .accepted) == .tentative)
    #expect(MyAnswer.fold(.busy, nil) == .busy)
  }

  @Test func peopleAreRead() throws {
    let event = try event(
      "ORGANIZER;CN=Boss:MAILTO:Boss@Example.com\n"
        + "ATTENDEE;PARTSTAT=DECLINED;ROLE=OPT-PARTICIPANT;CN=Me:mailto:ME@example.com\n"
        + "ATTENDEE;PARTSTAT=DELEGATED:mailto:ana@example.com")
    #expect(event.organizer?.email == "boss@example.com")
    #expect(event.attendees.map(\.response) == [.declined, .needsAction])
    #expect(event.attendees.map(\.role) == [.optional, .required])
    #expect(
      MyAnswer.response(among: event.attendees, addresses: ["me@example.com"]) == .declined)
    #expect(MyAnswer.response(among: event.attendees, addresses: ["x@example.com"]) == nil)
  }

  @Test func theSourceIsKeptLetterByLetter() throws {
    let text = "BEGIN:VEVENT\nUID:a\nDTSTART:20261119T090000Z\nx-odd;A=\"b;c\":d\\,e\nEND:VEVENT"
    let read = try EventComponent(
      try Component(text: text), zones: ZoneResolver(database: PhraseWorld.zones))
    #expect(Event(reading: read, calendar: SeriesWorld.calendar).source == text)
  }
}
