import ICalendar
import Testing

@testable import DaybookCore

/// Lines as people really type them, read on Wednesday, 18 November 2026.
struct PhraseLineTests {
  static let lines: [(String, String)] = [
    ("party 12/31 8pm", "2026-12-31T20:00/21:00 | party"),
    ("Call 11/25 15:30", "2026-11-25T15:30/16:30 | Call"),
    ("Party 31/12/2026 20:00", "2026-12-31T20:00/21:00 | Party"),
    ("oncall 24/7 fri 10:00", "2026-11-20T10:00/11:00 | oncall 24/7"),
    ("1/2 day off fri", "2026-11-20/2026-11-21 | 1/2 day off"),
    ("Trip 3 dec 14:00 - 7 dec 12:00", "2026-12-03T14:00/2026-12-07T12:00 | Trip"),
    ("Trip from dec 3 2pm to dec 7 12:00", "2026-12-03T14:00/2026-12-07T12:00 | Trip"),
    ("Trip 3 dec 14:00 - 7 dec", "2026-12-03T14:00/2026-12-08T00:00 | Trip"),
    ("Hackathon fri 18:00 until sun", "2026-11-20T18:00/2026-11-23T00:00 | Hackathon"),
    ("Flight fri 22:00 - sat 06:30", "2026-11-20T22:00/2026-11-21T06:30 | Flight"),
    (
      "Rent on the first of every month",
      "2026-12-01/2026-12-02 | Rent | FREQ=MONTHLY;BYMONTHDAY=1"
    ),
    (
      "Rent on the 15th of each month",
      "2026-12-15/2026-12-16 | Rent | FREQ=MONTHLY;BYMONTHDAY=15"
    ),
    ("Rent every 1st", "2026-12-01/2026-12-02 | Rent | FREQ=MONTHLY;BYMONTHDAY=1"),
    (
      "Pay every 1st and 15th",
      "2026-12-01/2026-12-02 | Pay | FREQ=MONTHLY;BYMONTHDAY=1,15"
    ),
    (
      "Beer last friday of every month",
      "2026-11-27/2026-11-28 | Beer | FREQ=MONTHLY;BYDAY=-1FR"
    ),
    (
      "Beer every first and third monday 18:00",
      "2026-12-07T18:00/19:00 | Beer | FREQ=MONTHLY;BYDAY=1MO,3MO"
    ),
    (
      "Invoice last working day of every month",
      "2026-11-30/2026-12-01 | Invoice | FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    ),
    (
      "Books at the end of every month",
      "2026-11-30/2026-12-01 | Books | FREQ=MONTHLY;BYMONTHDAY=-1"
    ),
    ("gym every other tuesday", "2026-11-24/2026-11-25 | gym | FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    (
      "gym every 2 weeks on mon and thu",
      "2026-11-19/2026-11-20 | gym | FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"
    ),
    (
      "Report every 3rd week on fri",
      "2026-11-20/2026-11-21 | Report | FREQ=WEEKLY;INTERVAL=3;BYDAY=FR"
    ),
    ("Team bi-weekly fri 10:00", "2026-11-20T10:00/11:00 | Team | FREQ=WEEKLY;INTERVAL=2"),
    ("Ana's birthday every 24 dec", "2026-12-24/2026-12-25 | Ana's birthday | FREQ=YEARLY"),
    ("Rent on the 1st of the month 10:00", "2026-12-01T10:00/11:00 | Rent"),
    ("Call fri 10 with Bob", "2026-11-20T10:00/11:00 | Call with Bob"),
    ("Call fri 10 James", "2026-11-20T10:00/11:00 | Call James"),
    ("Call 10 dec with Bob", "2026-12-10/2026-12-11 | Call with Bob"),
    ("Call 10 dec 10 with Bob", "2026-12-10T10:00/11:00 | Call with Bob"),
    ("meet fri 10 people", "2026-11-20/2026-11-21 | meet 10 people"),
    (
      "standup every weekday 9-10",
      "2026-11-18T09:00/10:00 | standup | FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    ),
    ("Gym every mon 7", "2026-11-23T07:00/08:00 | Gym | FREQ=WEEKLY;BYDAY=MO"),
    ("Gym every monday morning", "2026-11-23T09:00/10:00 | Gym | FREQ=WEEKLY;BYDAY=MO"),
    ("meditate every morning", "2026-11-18T09:00/10:00 | meditate | FREQ=DAILY"),
    ("Gym fri in the evening", "2026-11-20T19:00/20:00 | Gym"),
    ("Call fri 1500-1600", "2026-11-20T15:00/16:00 | Call"),
    ("Call 1500-1600", "2026-11-18T15:00/16:00 | Call"),
    ("call fri at 1500 with Bob", "2026-11-20T15:00/16:00 | call with Bob"),
    ("plan 2025-2030 fri 10:00", "2026-11-20T10:00/11:00 | plan 2025-2030"),
    ("Call fri 14h-15h", "2026-11-20T14:00/15:00 | Call"),
    ("Call fri 14h30", "2026-11-20T14:30/15:30 | Call"),
    ("Call fri 14h", "2026-11-20T14:00/15:00 | Call"),
    ("Workshop fri 9:00 8h", "2026-11-20T09:00/17:00 | Workshop"),
    ("call fri 15.30 with Bob", "2026-11-20T15:30/16:30 | call with Bob"),
    ("Zahnarzt fri 14 Uhr", "2026-11-20T14:00/15:00 | Zahnarzt"),
    (
      "Gym mon, wed and fri 7:00-8:00",
      "2026-11-23T07:00/08:00 | Gym | FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=3"
    ),
    (
      "Gym every mon 10:00 until 24 dec",
      "2026-11-23T10:00/11:00 | Gym | FREQ=WEEKLY;BYDAY=MO;UNTIL=20261224T090000Z"
    ),
    (
      "Gym mon/wed/fri 7-8 until 24 dec",
      "2026-11-23T07:00/08:00 | Gym | FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20261224T060000Z"
    ),
    ("Gym every mon, wed and fri", "2026-11-18/2026-11-19 | Gym | FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("Gym mon and wed weekly 7:00", "2026-11-23T07:00/08:00 | Gym | FREQ=WEEKLY;BYDAY=MO,WE"),
    ("Sync next week mon", "2026-11-23/2026-11-24 | Sync"),
    ("Sync next week on mon 10:00", "2026-11-23T10:00/11:00 | Sync"),
    ("Vacation week of 30 nov", "2026-11-30/2026-12-07 | Vacation"),
    (
      "Standup https://zoom.us/j/1?pwd=a-c fri 9:00",
      "2026-11-20T09:00/10:00 | Standup | https://zoom.us/j/1?pwd=a-c"
    ),
    (
      "Read (https://example.com/a(b)), fri 9:00",
      "2026-11-20T09:00/10:00 | Read | https://example.com/a(b)"
    ),
    (
      "Call meet.google.com/abc-def tomorrow 10:00 @ Zoom",
      "2026-11-19T10:00/11:00 | Call | @Zoom | https://meet.google.com/abc-def"
    ),
  ]

  @Test(arguments: lines)
  func aLineIsRead(_ line: String, _ expected: String) throws {
    let context = try PhraseWorld.context()
    let found = try EventPhrase(reading: line, in: context)
    #expect(PhraseWorld.summary(found, context) == expected)
  }

  /// What would put the event elsewhere, and what is said of it.
  @Test(arguments: [
    ("gym every other weekday", "every other weekday"),
    ("Standup every 3 blue moons 10:00", "every 3 blue"),
    ("Touch every base fri 10:00", "every base"),
    ("Plan budget next month 10:00", "next month"), ("Call Bob tommorow 10:00", "tommorow"),
    ("Call Bob thrusday 10:00", "thrusday"),
    ("gym every mon until christmas 7:00", "until christmas"),
    ("gym every day except fri 7:00", "except"), ("call fri 25:00", "25:00"),
    ("call fri 13pm", "13pm"),
    ("Budget in december 10:00", "in december"),
  ])
  func wordsThatWouldMoveItAreRefused(_ line: String, _ part: String) throws {
    let context = try PhraseWorld.context()
    let error = #expect(throws: PhraseError.self) { try EventPhrase(reading: line, in: context) }
    guard case .leftOver(part, _, _)? = error else {
      Issue.record("\(line): \(String(describing: error))")
      return
    }
    let quoted = line.replacing(part, with: "\"\(part)\"")
    #expect(throws: Never.self) {
      do throws(PhraseError) { _ = try EventPhrase(reading: quoted, in: context) } catch {
        // In quotes it is title; that nothing says when is another matter.
        if error != .missingTime { throw error }
      }
    }
  }

  @Test(arguments: [
    "party 3/4 8pm", "party 13/13 8pm", "Workshop fri 8h", "Gym 3 dec, 5 dec 7:00",
    "Gym 3 dec and 5 dec 7:00", "call fri 10:00 or 11:00", "call fri 9-10 2h",
    "call weekly every mon 10:00", "call fri 9:00 #acme #globex", "review 31/4 9:00",
  ])
  func whatCanBeTwoThingsIsRefused(_ line: String) throws {
    let context = try PhraseWorld.context()
    #expect(throws: PhraseError.self) { try EventPhrase(reading: line, in: context) }
  }

  /// Words that stay in the title although they look like a time are told.
  @Test(arguments: [
    ("Plan monday launch tomorrow 10:00", ["monday"]),
    ("Move 15:00 call to fri 16:00", ["15:00"]), ("meet fri 10 people", ["10"]),
    ("Lunch fri @ Luigi's 12.30", ["12.30"]), ("Evening class fri", ["Evening"]),
    ("Share 3/4 of it fri 10:00", ["3/4"]), ("Budget in december fri", ["in december"]),
    ("christmas party 18:00", ["christmas"]), ("Weekly review fri 15:00", []),
    ("read March report fri 9:00", []), ("1:1 with Sam wed 11", []), ("release 2.13. at 10:00", []),
    ("\"monday\" launch tomorrow 10:00", []), ("Call Frida 10:00", []),
    ("Morning run fri 7:00", []),
  ])
  func whatIsLeftOverIsTold(_ line: String, _ words: [String]) throws {
    let found = try EventPhrase(reading: line, in: PhraseWorld.context())
    #expect(found.leftOver == words)
    #expect((found.caution == nil) == words.isEmpty)
  }

  @Test func aMeetingsAddressIsWhereItIsJoined() throws {
    let context = try PhraseWorld.context()
    let zoom = "https://acme.zoom.us/j/1"
    let alone = NewEvent(try EventPhrase(reading: "Sync \(zoom) fri 9:00", in: context))
    #expect(alone.location == zoom && alone.url.isEmpty)
    let placed = NewEvent(try EventPhrase(reading: "Sync fri 9:00 @ Room 4 \(zoom)", in: context))
    #expect(placed.location == "Room 4" && placed.url == zoom)
    let page = NewEvent(try EventPhrase(reading: "Sync www.acme.com fri 9:00", in: context))
    #expect(page.location.isEmpty && page.url == "https://www.acme.com")
    for event in [alone, placed, page] {
      let zones = ZoneResolver(database: PhraseWorld.zones)
      let text = event.source(uid: "a", now: context.now, zones: zones)
      let component = try EventComponent(try Component(text: text), zones: zones)
      #expect(component.conferenceURL == (event.url.isEmpty ? event.location : event.url))
    }
  }

  @Test func theEndOfADayIsTwentyFour() throws {
    let context = try PhraseWorld.context()
    let trip = try EventPhrase(reading: "Trip 3 dec 14:00 - 7 dec", in: context)
    #expect(trip.reading(in: context) == "Thu 3 Dec 14:00 – Mon 7 Dec 24:00 · Trip")
  }
}
