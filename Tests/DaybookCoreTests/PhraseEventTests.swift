import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookCore

struct PhraseEventTests {
  /// What is typed, and what it says: when | title | place | #client | /calendar | rule.
  static let lines: [(String, String)] = [
    (
      "Acme call thu 15:00-16:00 @ Zoom #acme", "2026-11-19T15:00/16:00 | Acme call | @Zoom | #acme"
    ),
    ("lunch with Ana tomorrow 12:30 for 45m", "2026-11-19T12:30/13:15 | lunch with Ana"),
    (
      "fri 9am stand-up every weekday",
      "2026-11-20T09:00/10:00 | stand-up | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    ),
    ("Holiday 24 dec - 27 dec", "2026-12-24/2026-12-28 | Holiday"),
    ("dentist 2026-11-26 at 14:00 (60m)", "2026-11-26T14:00/15:00 | dentist"),
    ("Call mom next tue 3pm ET", "2026-11-24T21:00/22:00 America/New_York | Call mom"),
    (
      "standup every mon 9:00 until 31 dec",
      "2026-11-23T09:00/10:00 | standup | FREQ=WEEKLY;BYDAY=MO;UNTIL=20261231T080000Z"
    ),
    ("rent on the 1st of every month", "2026-12-01/2026-12-02 | rent | FREQ=MONTHLY;BYMONTHDAY=1"),
    (
      "call first monday of every month 10:00",
      "2026-12-07T10:00/11:00 | call | FREQ=MONTHLY;BYDAY=1MO"
    ),
    ("release 2.13. at 10:00", "2026-11-18T10:00/11:00 | release 2.13."),
    ("Birthday Ana 12 dec all day", "2026-12-12/2026-12-13 | Birthday Ana"),
    ("Rent due 1 dec", "2026-12-01/2026-12-02 | Rent due"),
    ("-5 degrees run fri 10:00", "2026-11-20T10:00/11:00 | -5 degrees run"),
    ("- coffee - fri 10:00", "2026-11-20T10:00/11:00 | coffee"),
    ("15:00 coffee", "2026-11-18T15:00/16:00 | coffee"),
    ("9:00 breakfast", "2026-11-18T09:00/10:00 | breakfast"),
    ("lunch at noon", "2026-11-18T12:00/13:00 | lunch"),
    ("Acme review fri 9-10:30", "2026-11-20T09:00/10:30 | Acme review"),
    ("review 9-10 thu", "2026-11-19T09:00/10:00 | review"),
    ("review thu 3-4pm", "2026-11-19T15:00/16:00 | review"),
    ("review thu 11-1", "2026-11-19T11:00/13:00 | review"),
    ("Read chapters 9-10 fri", "2026-11-20T09:00/10:00 | Read chapters"),
    ("night shift fri 22:00-06:00", "2026-11-20T22:00/2026-11-21T06:00 | night shift"),
    ("Hackathon fri 18:00 - sun 16:00", "2026-11-20T18:00/2026-11-22T16:00 | Hackathon"),
    ("Conference mon to wed", "2026-11-23/2026-11-26 | Conference"),
    ("Vacation next week", "2026-11-23/2026-11-30 | Vacation"),
    ("Vacation w52", "2026-12-21/2026-12-28 | Vacation"),
    ("Trip 24.-27.12.", "2026-12-24/2026-12-28 | Trip"),
    ("Trip 2026-12-24/2027-01-01", "2026-12-24/2027-01-02 | Trip"),
    ("Trip fri for 3 days", "2026-11-20/2026-11-23 | Trip"),
    ("Trip tomorrow until 27 nov", "2026-11-19/2026-11-28 | Trip"),
    ("party sat 20:00 until midnight", "2026-11-21T20:00/24:00 | party"),
    ("meet Bob tomorrow from 2 to 3", "2026-11-19T14:00/15:00 | meet Bob"),
    ("meet Bob between 14:00 and 15:30 tomorrow", "2026-11-19T14:00/15:30 | meet Bob"),
    ("meet Bob tomorrow at 3", "2026-11-19T15:00/16:00 | meet Bob"),
    ("dinner at Luigi's fri 19:30 with Ana", "2026-11-20T19:30/20:30 | dinner with Ana | @Luigi's"),
    ("work at home fri", "2026-11-20/2026-11-21 | work | @home"),
    ("Look at the numbers fri 10:00", "2026-11-20T10:00/11:00 | Look | @the numbers"),
    (
      "call fri 10:00 @ 12 Main Street, Berlin",
      "2026-11-20T10:00/11:00 | call | @12 Main Street, Berlin"
    ),
    ("dentist @ 14:00", "2026-11-18T14:00/15:00 | dentist"),
    ("mail ana@acme.com fri 9:00", "2026-11-20T09:00/10:00 | mail ana@acme.com"),
    (
      "Acme call thu 15:00 /Work #\"Acme Corp\"",
      "2026-11-19T15:00/16:00 | Acme call | #Acme Corp | /Work"
    ),
    ("Acme call thu 15:00 cal:Personal", "2026-11-19T15:00/16:00 | Acme call | /Personal"),
    ("fix issue #12 fri 10:00", "2026-11-20T10:00/11:00 | fix issue #12"),
    ("AC/DC concert fri 20:00", "2026-11-20T20:00/21:00 | AC/DC concert"),
    ("coffee tomorrow morning", "2026-11-19T09:00/10:00 | coffee"),
    ("dinner tonight at 8", "2026-11-18T20:00/21:00 | dinner"),
    ("dinner at 8 in the evening", "2026-11-18T20:00/21:00 | dinner"),
    ("quick sync in 2 hours", "2026-11-18T16:12/17:12 | quick sync"),
    ("focus now for 90m", "2026-11-18T14:12/15:42 | focus"),
    ("pay invoice in 3 days", "2026-11-21/2026-11-22 | pay invoice"),
    ("send report by fri", "2026-11-20/2026-11-21 | send report"),
    ("\"Tuesday club\" fri 18:00", "2026-11-20T18:00/19:00 | Tuesday club"),
    ("Plan monday launch tomorrow 10:00", "2026-11-19T10:00/11:00 | Plan monday launch"),
    ("Move 15:00 call to fri 16:00", "2026-11-20T16:00/17:00 | Move 15:00 call to"),
    ("Weekly review fri 15:00", "2026-11-20T15:00/16:00 | Weekly review"),
    ("1:1 weekly tue 10:00", "2026-11-24T10:00/11:00 | 1:1 | FREQ=WEEKLY"),
    (
      "gym every mon and thu 18:00",
      "2026-11-19T18:00/19:00 | gym | FREQ=WEEKLY;BYDAY=MO,TH"
    ),
    ("gym mondays 18:00", "2026-11-23T18:00/19:00 | gym | FREQ=WEEKLY;BYDAY=MO"),
    (
      "sync every 2 weeks on tue 10:00 10 times",
      "2026-11-24T10:00/11:00 | sync | FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=10"
    ),
    (
      "sync every other wed 10:00",
      "2026-11-18T10:00/11:00 | sync | FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"
    ),
    ("retro every last friday 15:00", "2026-11-27T15:00/16:00 | retro | FREQ=MONTHLY;BYDAY=-1FR"),
    (
      "retro monthly on the first monday 9:00",
      "2026-12-07T09:00/10:00 | retro | FREQ=MONTHLY;BYDAY=1MO"
    ),
    ("invoice every 15th", "2026-12-15/2026-12-16 | invoice | FREQ=MONTHLY;BYMONTHDAY=15"),
    (
      "close books every last day of the month",
      "2026-11-30/2026-12-01 | close books | FREQ=MONTHLY;BYMONTHDAY=-1"
    ),
    (
      "water plants daily until 30 nov",
      "2026-11-18/2026-11-19 | water plants | FREQ=DAILY;UNTIL=20261130"
    ),
    (
      "course every tue 19:00 from 1 dec for 4 weeks",
      "2026-12-01T19:00/20:00 | course | FREQ=WEEKLY;BYDAY=TU;UNTIL=20261228T180000Z"
    ),
    ("Ana's birthday 3 mar every year", "2027-03-03/2027-03-04 | Ana's birthday | FREQ=YEARLY"),
    ("Bitte 10 times fri", "2026-11-20/2026-11-21 | Bitte 10 times"),
    ("release 2.1 fri", "2026-11-20/2026-11-21 | release 2.1"),
    ("read March report fri 9:00", "2026-11-20T09:00/10:00 | read March report"),
    ("30m coffee fri 9:00", "2026-11-20T09:00/09:30 | coffee"),
    ("call, fri, 9:00, 2h", "2026-11-20T09:00/11:00 | call"),
    ("Zahnarzt 24.12. 9:30", "2026-12-24T09:30/10:30 | Zahnarzt"),
    ("☕ mit Jürgen fri 9:00", "2026-11-20T09:00/10:00 | ☕ mit Jürgen"),
    ("12th anniversary dinner fri 19:00", "2026-11-20T19:00/20:00 | 12th anniversary dinner"),
    ("Review 2026-11-20T15:00", "2026-11-20T15:00/16:00 | Review"),
    ("Review 2026-11-20T15:00:00Z", "2026-11-20T16:00/17:00 | Review"),
    ("1:1 with Sam wed 11", "2026-11-18T11:00/12:00 | 1:1 with Sam"),
    ("Meeting tomorrow 10 @ Zoom", "2026-11-19T10:00/11:00 | Meeting | @Zoom"),
    ("meet fri 3 people", "2026-11-20/2026-11-21 | meet 3 people"),
    ("Stand-up mon-fri 9:00", "2026-11-23T09:00/10:00 | Stand-up | FREQ=DAILY;COUNT=5"),
    ("Course 3-5 dec 9:00-17:00", "2026-12-03T09:00/17:00 | Course | FREQ=DAILY;COUNT=3"),
    (
      "Pay rent on the 1st every month",
      "2026-12-01/2026-12-02 | Pay rent | FREQ=MONTHLY"
    ),
    ("Standup 9:30am CET thu", "2026-11-19T09:30/10:30 | Standup"),
  ]

  @Test(arguments: lines)
  func aLineIsRead(_ line: String, _ expected: String) throws {
    let context = try PhraseWorld.context()
    let found = try EventPhrase(reading: line, in: context)
    #expect(PhraseWorld.summary(found, context) == expected)
  }

  @Test func aTitleAloneIsRefused() throws {
    let context = try PhraseWorld.context()
    #expect(throws: PhraseError.missingTime) { try EventPhrase(reading: "Acme call", in: context) }
    #expect(throws: PhraseError.missingTime) { try EventPhrase(reading: "call 30m", in: context) }
    #expect(throws: PhraseError.missingTime) {
      try EventPhrase(reading: "call tomorrow for 2h", in: context)
    }
  }

  @Test func aTimeAloneIsRefused() throws {
    let context = try PhraseWorld.context()
    #expect(throws: PhraseError.missingTitle) { try EventPhrase(reading: "fri 15:00", in: context) }
    #expect(throws: PhraseError.empty(.event)) { try EventPhrase(reading: " ", in: context) }
  }

  @Test func whatCannotBeIsRefused() throws {
    let context = try PhraseWorld.context()
    #expect(throws: PhraseError.noSuchDay("31 apr")) {
      try EventPhrase(reading: "Acme call 31 apr 10:00", in: context)
    }
    #expect(throws: PhraseError.noSuchDay("30 feb")) {
      try EventPhrase(reading: "Dentist 30 feb", in: context)
    }
    #expect(throws: PhraseError.self) { try EventPhrase(reading: "Dentist 3/4", in: context) }
    #expect(throws: PhraseError.self) {
      try EventPhrase(reading: "party mon or maybe tue", in: context)
    }
    #expect(throws: PhraseError.self) {
      try EventPhrase(reading: "call fri 15:00-15:00", in: context)
    }
  }

  @Test func thePartsCoverWhatWasRead() throws {
    let line = "Acme call thu 15:00-16:00 @ Zoom #acme"
    let found = try EventPhrase(reading: line, in: PhraseWorld.context())
    let parts = found.parts.map { "\($0.kind): \(line[$0.range])" }
    #expect(
      parts == [
        "title: Acme call", "day: thu", "time: 15:00-16:00", "location: @ Zoom", "client: #acme",
      ])
  }

  @Test(arguments: lines)
  func partsNeverOverlap(_ line: String, _: String) throws {
    let parts = try EventPhrase(reading: line, in: PhraseWorld.context()).parts
    for (part, next) in zip(parts, parts.dropFirst()) {
      #expect(part.range.upperBound <= next.range.lowerBound || part.range == next.range)
    }
  }

  @Test func theReadingIsOneLine() throws {
    let context = try PhraseWorld.context()
    let call = try EventPhrase(reading: "Acme call thu 26 nov 15:00-16:00", in: context)
    #expect(
      call.reading(in: context, calendar: "Outlook")
        == "Thu 26 Nov 15:00–16:00 · Acme call · Outlook")
    let far = try EventPhrase(reading: "standup every mon 3pm ET", in: context)
    #expect(
      far.reading(in: context) == "Mon 23 Nov 21:00–22:00 (15:00 EST), every Monday · standup")
  }

  @Test(arguments: lines)
  func theReadingOfATimeReadsBack(_ line: String, _: String) throws {
    let context = try PhraseWorld.context()
    let found = try EventPhrase(reading: line, in: context)
    guard found.time.zoneName == nil || found.time.zoneName == context.zone.identifier else {
      return
    }
    let again = try EventPhrase(
      reading: TimeWords.text(found.time, in: context) + " \"x\"", in: context)
    #expect(again.time == found.time)
  }

  @Test func nothingTypedMakesItFail() throws {
    var generator = Seeded(seed: 20_261_118)
    let context = try PhraseWorld.context()
    let typed: [Substring] = Self.lines.flatMap { line, _ in line.split(separator: " ") }
    let words = typed + ["-", "/", "@", "#", "(", "\"", "é", "12"]
    for _ in 0..<3000 {
      let line = (0..<Int.random(in: 1...8, using: &generator)).compactMap { _ in
        words.randomElement(using: &generator)
      }.joined(separator: Bool.random(using: &generator) ? " " : "")
      guard let found = try? EventPhrase(reading: line, in: context) else { continue }
      #expect(!found.title.isEmpty, "\(line)")
      if let rule = found.rule { #expect(throws: Never.self) { try RecurrenceRule(text: rule) } }
      #expect(found.parts.allSatisfy { $0.range.upperBound <= line.endIndex })
    }
  }
}
