import Foundation
import Testing

struct AgendaTests {
  static func events(_ result: Program.Result) throws -> [[String: Any]] {
    try #require(try result.json()["events"] as? [[String: Any]])
  }

  @Test(arguments: ["🎉", "\"*", "!!!"])
  func aSearchWithoutAWordIsRefused(_ text: String) throws {
    let daybook = try Program()
    _ = try daybook("calendars", "add", "Personal")
    #expect(try daybook("new", "Dentist fri 10:00").status == 0)
    let result = try daybook("agenda", "--search", text, "--json")
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains("no words to search for"))
  }

  @Test func theWindowIncludesBothDaysAndEndsExclusively() throws {
    let daybook = try Program()
    _ = try daybook("import", try daybook.write("work.ics", Program.calendar(ImportTests.standUp)))
    let result = try daybook("agenda", "--from", "2026-11-17", "--to", "2026-11-18", "--json")
    let document = try result.json()
    #expect(document["from"] as? String == "2026-11-17")
    #expect(document["to"] as? String == "2026-11-19")
    #expect(document["timezone"] as? String == "Europe/Berlin")
    let starts = try Self.events(result).map { $0["start"] as? String }
    #expect(starts == ["2026-11-17T09:00:00+01:00", "2026-11-18T09:00:00+01:00"])
  }

  @Test func anOccurrenceHasEveryFieldOfItsShape() throws {
    let daybook = try Program(configuration: "addresses = [\"me@example.com\"]\n")
    _ = try daybook(
      "import",
      try daybook.write(
        "work.ics",
        Program.calendar(
          """
          UID:full
          SUMMARY:Review\\, Acme
          LOCATION:HQ
          DTSTART;TZID=Europe/Berlin:20261119T093000
          DTEND;TZID=Europe/Berlin:20261119T110000
          RRULE:FREQ=WEEKLY
          CONFERENCE;VALUE=URI:https://meet.example.com/x
          ATTENDEE;PARTSTAT=ACCEPTED:mailto:ME@example.com
          ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ana@example.com
          """)))
    let event = try #require(try Self.events(try daybook("agenda", "--json")).first)
    #expect(event["uid"] as? String == "full")
    #expect(event["recurrence_id"] as? String == "2026-11-19T09:30:00+01:00")
    #expect(event["title"] as? String == "Review, Acme")
    #expect(event["start"] as? String == "2026-11-19T09:30:00+01:00")
    #expect(event["end"] as? String == "2026-11-19T11:00:00+01:00")
    #expect(event["all_day"] as? Bool == false)
    #expect(event["timezone"] as? String == "Europe/Berlin")
    #expect(event["calendar"] as? String == "work")
    #expect(event["account"] as? String == "local")
    #expect(event["location"] as? String == "HQ")
    #expect(event["join_url"] as? String == "https://meet.example.com/x")
    #expect(event["status"] as? String == "confirmed")
    #expect(event["busy"] as? Bool == true)
    #expect(event["response"] as? String == "accepted")
    #expect(event["recurring"] as? Bool == true)
    #expect(event["client"] is NSNull)
    #expect(event["conflicts"] as? [String] == [])
    #expect((event["also_in"] as? [Any])?.isEmpty == true)
    let ids = try [event["id"], event["event"]].map { try #require($0 as? String) }
    let allowed = /[A-Za-z0-9_][A-Za-z0-9_-]{0,39}/
    #expect(ids.allSatisfy { $0.wholeMatch(of: allowed) != nil })
  }

  @Test func idsAreTheSameInEveryStore() throws {
    let calendar = Program.calendar(ImportTests.standUp)
    let ids = try (0..<2).map { _ in
      let daybook = try Program()
      _ = try daybook("import", try daybook.write("work.ics", calendar))
      return try Self.events(try daybook("agenda", "--json")).map { $0["id"] as? String }
    }
    #expect(ids[0] == ids[1])
    #expect(Set(ids[0]).count == 3)
  }

  @Test func aMeetingInTwoCalendarsIsListedOnce() throws {
    let daybook = try Program()
    let meeting =
      "UID:same\nSUMMARY:Shared\nDTSTART:20261119T100000Z\nDTEND:20261119T110000Z"
    for name in ["One", "Two"] {
      let path = try daybook.write("\(name).ics", Program.calendar(meeting))
      _ = try daybook("import", path, "--calendar", name)
    }
    _ = try daybook("calendars", "set", "Two", "--priority", "5")
    let merged = try Self.events(try daybook("agenda", "--json"))
    #expect(merged.count == 1)
    #expect(merged.first?["calendar"] as? String == "Two")
    #expect((merged.first?["also_in"] as? [Any])?.count == 1)
    #expect(try Self.events(try daybook("agenda", "--all-copies", "--json")).count == 2)
    let one = try Self.events(try daybook("agenda", "--calendar", "One", "--json"))
    #expect(one.first?["calendar"] as? String == "One")
    #expect(try daybook("conflicts", "--json").json()["conflicts"] as? [String] == [])
  }

  @Test func zeroLengthEventsAreListedWhereTheyBegin() throws {
    let daybook = try Program()
    _ = try daybook(
      "import",
      try daybook.write(
        "p.ics", Program.calendar("UID:p\nSUMMARY:Point\nDTSTART:20261118T230000Z")))
    func count(_ day: String) throws -> Int {
      try Self.events(try daybook("agenda", "--from", day, "--days", "1", "--json")).count
    }
    #expect(try count("2026-11-19") == 1)
    #expect(try count("2026-11-18") == 0)
  }

  @Test func yearsFarFromTheStoredWindowAreListed() throws {
    let daybook = try Program()
    _ = try daybook(
      "import",
      try daybook.write(
        "old.ics",
        Program.calendar(
          "UID:y\nSUMMARY:Birthday\nDTSTART;VALUE=DATE:19800229\nRRULE:FREQ=YEARLY")))
    let far = try Self.events(
      try daybook("agenda", "--from", "2096-02-29", "--days", "1", "--json"))
    #expect(far.map { $0["start"] as? String } == ["2096-02-29"])
    #expect(far.first?["end"] as? String == "2096-03-01")
    #expect(far.first?["timezone"] is NSNull)
  }

  @Test func floatingTimesFollowTheViewer() throws {
    let daybook = try Program()
    _ = try daybook(
      "import",
      try daybook.write(
        "f.ics", Program.calendar("UID:f\nSUMMARY:Float\nDTSTART:20261119T090000")))
    for (zone, start) in [
      ("Europe/Berlin", "2026-11-19T09:00:00+01:00"),
      ("Asia/Tokyo", "2026-11-19T09:00:00+09:00"),
    ] {
      let events = try Self.events(try daybook("--timezone", zone, "agenda", "--json"))
      #expect(events.first?["start"] as? String == start)
    }
  }

  @Test func escapeSequencesInTitlesAreHarmless() throws {
    let daybook = try Program()
    _ = try daybook(
      "import",
      try daybook.write(
        "e.ics",
        Program.calendar(
          "UID:e\nSUMMARY:Evil\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}\nDTSTART:20261119T090000Z")))
    let text = try daybook("agenda")
    for scalar in text.output.unicodeScalars where scalar != "\n" {
      let value = scalar.value
      #expect(value >= 0x20 && !(0x7f..<0xa0).contains(value) && value != 0x202e)
    }
    let title = try Self.events(try daybook("agenda", "--json")).first?["title"] as? String
    #expect(title?.hasPrefix("Evil\u{1b}]0;owned") == true)
  }
}
