import Foundation
import Testing

struct RespondTests {
  static let invitation = """
    UID:invitation@example.com
    SUMMARY:Review
    DTSTART:20261119T100000Z
    DTEND:20261119T110000Z
    RRULE:FREQ=DAILY;COUNT=3
    ORGANIZER:mailto:ana@example.com
    ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:me@example.com
    """

  static func invited() throws -> (Program, event: String, occurrences: [String]) {
    let daybook = try Program(configuration: "addresses = [\"me@example.com\"]\n")
    _ = try daybook("import", try daybook.write("a.ics", Program.calendar(invitation)))
    let events = try AgendaTests.events(try daybook("agenda", "--json"))
    return (
      daybook, try #require(events.first?["event"] as? String),
      events.compactMap { $0["id"] as? String }
    )
  }

  static func responses(_ daybook: Program) throws -> [String?] {
    try AgendaTests.events(try daybook("agenda", "--json")).map { $0["response"] as? String }
  }

  @Test(arguments: [
    ("yes", "accepted", true), ("maybe", "tentative", true), ("no", "declined", false),
  ])
  func anAnswerForTheSeriesIsForAllOfIt(_ answer: String, _ response: String, _ isBusy: Bool) throws
  {
    let (daybook, event, _) = try Self.invited()
    let result = try daybook("respond", event, answer, "--json")
    #expect(result.status == 0)
    let document = try result.json()
    #expect(document["queued"] as? Bool == false)
    let shown = try #require(document["event"] as? [String: Any])
    #expect(shown["response"] as? String == response)
    #expect(shown["busy"] as? Bool == isBusy)
    #expect(try Self.responses(daybook) == [response, response, response])
    #expect(try daybook("undo").status == 0)
    #expect(try Self.responses(daybook) == ["needs_action", "needs_action", "needs_action"])
  }

  @Test func anAnswerForAnOccurrenceIsForThatOne() throws {
    let (daybook, _, occurrences) = try Self.invited()
    let result = try daybook("respond", occurrences[1], "no", "--note", "On a train")
    #expect(result.status == 0)
    #expect(try Self.responses(daybook) == ["needs_action", "declined", "needs_action"])
  }

  @Test func whoIsNotInvitedHasNothingToAnswer() throws {
    let daybook = try Program()
    _ = try daybook("import", try daybook.write("a.ics", Program.calendar(Self.invitation)))
    let event = try AgendaTests.events(try daybook("agenda", "--json")).first?["event"]
    let result = try daybook("respond", try #require(event as? String), "yes", "--json")
    #expect(result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("addresses"))
    #expect(try daybook("respond", "abcd", "perhaps").status == 64)
  }
}
