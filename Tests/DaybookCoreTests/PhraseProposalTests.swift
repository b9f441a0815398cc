import ICalendar
import Testing

@testable import DaybookCore

struct PhraseProposalTests {
  static let proposals: [(String, [String])] = [
    (
      "Tue 3pm ET or Thu after 2",
      ["at 2026-11-24T15:00 America/New_York", "after 2026-11-19T14:00 America/New_York"]
    ),
    (
      "Wed 10-12, Thu 14:00",
      ["2026-11-18T10:00/12:00 Europe/Berlin", "at 2026-11-19T14:00 Europe/Berlin"]
    ),
    (
      "Tue 3pm or Thu 2pm ET",
      ["at 2026-11-24T15:00 America/New_York", "at 2026-11-19T14:00 America/New_York"]
    ),
    (
      "How about Monday at 10 or 11?",
      ["at 2026-11-23T10:00 Europe/Berlin", "at 2026-11-23T11:00 Europe/Berlin"]
    ),
    (
      "I could do Friday morning, or Mon 23 Nov between 2 and 4",
      [
        "within 2026-11-20T09:00/12:00 Europe/Berlin", "2026-11-23T14:00/16:00 Europe/Berlin",
      ]
    ),
    ("Tuesday, Nov 24 at 3:30 works", ["at 2026-11-24T15:30 Europe/Berlin"]),
    ("3pm on Tuesday", ["at 2026-11-24T15:00 Europe/Berlin"]),
    ("thu before 11", ["before 2026-11-19T11:00 Europe/Berlin"]),
    ("any time on Friday", ["days 2026-11-20/2026-11-21 Europe/Berlin"]),
    (
      "Fri 9-10, 13-14 and 16:00",
      [
        "2026-11-20T09:00/10:00 Europe/Berlin", "2026-11-20T13:00/14:00 Europe/Berlin",
        "at 2026-11-20T16:00 Europe/Berlin",
      ]
    ),
    ("2026-11-24 14:00 UTC", ["at 2026-11-24T14:00 UTC"]),
    (
      "Tue 24 Nov\n- 9:00–9:45\n- 11:00–12:00",
      ["2026-11-24T09:00/09:45 Europe/Berlin", "2026-11-24T11:00/12:00 Europe/Berlin"]
    ),
    ("anytime next week works", ["days 2026-11-23/2026-11-30 Europe/Berlin"]),
    ("week of 30 Nov", ["days 2026-11-30/2026-12-07 Europe/Berlin"]),
    ("later this week", ["days 2026-11-19/2026-11-21 Europe/Berlin"]),
    ("some time in December", ["days 2026-12-01/2027-01-01 Europe/Berlin"]),
    (
      "Mon-Tue mornings",
      [
        "within 2026-11-23T09:00/12:00 Europe/Berlin",
        "within 2026-11-24T09:00/12:00 Europe/Berlin",
      ]
    ),
    (
      "next week after 3",
      (23...27).map { "after 2026-11-\($0)T15:00 Europe/Berlin" }
    ),
    (
      "Friday at 15:00 or 16:00, otherwise 1 Dec 9am PT",
      [
        "at 2026-11-20T15:00 Europe/Berlin", "at 2026-11-20T16:00 Europe/Berlin",
        "at 2026-12-01T09:00 America/Los_Angeles",
      ]
    ),
    (
      "Fri 15:00\nMon 9:00 ET",
      ["at 2026-11-20T15:00 Europe/Berlin", "at 2026-11-23T09:00 America/New_York"]
    ),
    (
      "Mon 3pm or 4pm, Tue 5pm. All times are ET.",
      [
        "at 2026-11-23T15:00 America/New_York", "at 2026-11-23T16:00 America/New_York",
        "at 2026-11-24T17:00 America/New_York",
      ]
    ),
    (
      "Tue or Wed after 3pm",
      ["after 2026-11-24T15:00 Europe/Berlin", "after 2026-11-25T15:00 Europe/Berlin"]
    ),
    (
      "Mon, Tue or maybe Thu 10-12",
      [
        "2026-11-23T10:00/12:00 Europe/Berlin", "2026-11-24T10:00/12:00 Europe/Berlin",
        "2026-11-26T10:00/12:00 Europe/Berlin",
      ]
    ),
    (
      "3pm on Tue or Wed",
      ["at 2026-11-24T15:00 Europe/Berlin", "at 2026-11-25T15:00 Europe/Berlin"]
    ),
    (
      "3pm or 4pm on Tuesday",
      ["at 2026-11-24T15:00 Europe/Berlin", "at 2026-11-24T16:00 Europe/Berlin"]
    ),
    (
      "Tuesday works, or Thursday after 3",
      ["days 2026-11-24/2026-11-25 Europe/Berlin", "after 2026-11-19T15:00 Europe/Berlin"]
    ),
    (
      "Mon 3pm Tue 4pm", ["at 2026-11-23T15:00 Europe/Berlin", "at 2026-11-24T16:00 Europe/Berlin"]
    ),
    (
      "Tue 3pm London time or Mon 9am your time",
      ["at 2026-11-24T15:00 Europe/London", "at 2026-11-23T09:00 Europe/Berlin"]
    ),
    ("11/25 15:30", ["at 2026-11-25T15:30 Europe/Berlin"]),
    ("Tuesday works, after 3", ["after 2026-11-24T15:00 Europe/Berlin"]),
  ]

  @Test(arguments: proposals)
  func aProposalIsRead(_ text: String, _ expected: [String]) throws {
    let found = try ProposalPhrase(reading: text, in: PhraseWorld.context())
    let offers = found.offers.map { offer -> String in
      func local(_ instant: Instant) -> String {
        String("\(offer.zone.local(at: instant))".dropLast(3))
      }
      let zone = " " + offer.zone.identifier
      return switch offer.window {
      case .at(let start): "at \(local(start))\(zone)"
      case .span(let span): "\(local(span.start))/\(local(span.end).suffix(5))\(zone)"
      case .after(let span): "after \(local(span.start))\(zone)"
      case .before(let span): "before \(local(span.end))\(zone)"
      case .within(let span): "within \(local(span.start))/\(local(span.end).suffix(5))\(zone)"
      case .days(let span):
        "days \(offer.zone.day(at: span.start))/\(offer.zone.day(at: span.end))\(zone)"
      }
    }
    #expect(offers == expected)
  }

  @Test func wordsWithoutATimeAreNoProposal() throws {
    let context = try PhraseWorld.context()
    #expect(throws: PhraseError.self) {
      try ProposalPhrase(reading: "let me know what suits you", in: context)
    }
    #expect(throws: PhraseError.self) {
      try ProposalPhrase(reading: "anytime works", in: context)
    }
    #expect(throws: PhraseError.empty(.offers)) { try ProposalPhrase(reading: "", in: context) }
  }

  @Test func aTimeOfADayThatCannotBeReadIsNotTodays() throws {
    let context = try PhraseWorld.context()
    #expect(
      throws: PhraseError.notUnderstood(part: "tommorow", expected: .day, nearest: "tomorrow")
    ) { try ProposalPhrase(reading: "tommorow 3pm", in: context) }
  }

  @Test func whatIsPassedOverAndLooksLikeATimeIsTold() throws {
    let context = try PhraseWorld.context()
    let found = try ProposalPhrase(reading: "Fri 25:00 or Mon 3pm", in: context)
    #expect(found.leftOver == ["25:00"])
    #expect(try ProposalPhrase(reading: "Mon 3pm works for me", in: context).caution == nil)
  }

  @Test func aZoneThatIsCarriedIsKnownToBe() throws {
    let text = "Mon 3pm, Tue 4pm ET"
    let found = try ProposalPhrase(reading: text, in: PhraseWorld.context())
    #expect(found.offers.map(\.isZoneCarried) == [true, false])
  }

  @Test func anOpenOfferEndsWithItsDay() throws {
    let found = try ProposalPhrase(reading: "Thu after 2", in: PhraseWorld.context())
    let zone = try PhraseWorld.zone("Europe/Berlin")
    let offer = try #require(found.offers.first)
    #expect(offer.window.isOpen)
    #expect(offer.window.span(lasting: 30).end == zone.span(of: Day(2026, 11, 19)).end)
  }
}
