import Foundation
import Testing

struct EditTests {
  static func starts(_ daybook: Program, _ arguments: String...) throws -> [String] {
    let result = try daybook.run(["agenda", "--json"] + arguments)
    return try AgendaTests.events(result).compactMap { $0["start"] as? String }
  }

  @Test func quickAddUnderstandsALine() throws {
    let daybook = try Program()
    let result = try daybook("new", "Acme call fri 15:00-16:00 @ Zoom", "--json")
    #expect(result.status == 0)
    let document = try result.json()
    #expect(document["queued"] as? Bool == false)
    let event = try #require(document["event"] as? [String: Any])
    #expect(event["title"] as? String == "Acme call")
    #expect(event["start"] as? String == "2026-11-20T15:00:00+01:00")
    #expect(event["end"] as? String == "2026-11-20T16:00:00+01:00")
    #expect(event["location"] as? String == "Zoom")
    #expect(event["calendar"] as? String == "Personal")
    #expect(try Self.starts(daybook) == ["2026-11-20T15:00:00+01:00"])
  }

  @Test func aDryRunStoresNothing() throws {
    let daybook = try Program()
    let document = try daybook("new", "Lunch tomorrow 12:30", "--dry-run", "--json").json()
    #expect(document["dry_run"] as? Bool == true)
    #expect(try Self.starts(daybook).isEmpty)
  }

  @Test func aDryRunReadsTheClientAndTheMeetingsAddress() throws {
    let daybook = try Program()
    _ = try daybook("clients", "add", "Acme")
    let line = "Call fri 10:00 @ https://meet.google.com/abc-defg-hij"
    let document = try daybook("new", line + " #acme", "--dry-run", "--json").json()
    let event = try #require(document["event"] as? [String: Any])
    #expect(event["client"] as? String == "Acme")
    #expect(event["join_url"] as? String == "https://meet.google.com/abc-defg-hij")
    #expect(try daybook("new", line + " #nobody", "--dry-run").status == 1)
  }

  @Test func anAllDayEventStaysOneUntilItIsGivenATime() throws {
    let daybook = try Program()
    let made = try daybook("new", "Trip fri-sat", "--json").json()["event"] as? [String: Any]
    let id = try #require(made?["id"] as? String)
    func bounds(_ arguments: String...) throws -> [String?] {
      let result = try daybook.run(["edit", id, "--json"] + arguments)
      let event = try #require(try result.json()["event"] as? [String: Any])
      return [event["start"] as? String, event["end"] as? String]
    }
    #expect(try bounds("--end", "2026-11-23") == ["2026-11-20", "2026-11-24"])
    #expect(try bounds("--start", "2026-11-21") == ["2026-11-21", "2026-11-25"])
    #expect(
      try bounds("--start", "sat 10:00", "--end", "sat 11:00") == [
        "2026-11-21T10:00:00+01:00", "2026-11-21T11:00:00+01:00",
      ])
    #expect(try bounds("--all-day") == ["2026-11-21", "2026-11-22"])
  }

  @Test(arguments: [
    ("2026-11-16T10:00", "2026-11-16T10:00:00+01:00"), ("thu 10:00", "2026-11-16T10:00:00+01:00"),
    ("10:00", "2026-11-16T10:00:00+01:00"), ("2026-11-17T09:00", "2026-11-17T09:00:00+01:00"),
  ])
  func aSeriesMovesByTheInstanceNearestToTheNewStart(_ start: String, _ first: String) throws {
    let daybook = try Program()
    let weekly = """
      UID:weekly@example.com
      SUMMARY:Weekly
      DTSTART;TZID=Europe/Berlin:20261116T090000
      RRULE:FREQ=WEEKLY
      """
    let daily = """
      UID:daily@example.com
      SUMMARY:Daily
      DTSTART;TZID=Europe/Berlin:20261116T090000
      RRULE:FREQ=DAILY
      """
    let body = start.hasPrefix("thu") || start == "10:00" ? daily : weekly
    _ = try daybook("import", try daybook.write("work.ics", Program.calendar(body)))
    let window = ["agenda", "--from", "2026-11-01", "--days", "60", "--json"]
    let event = try #require(
      try AgendaTests.events(try daybook.run(window)).first?["event"] as? String)
    #expect(try daybook("edit", event, "--scope", "all", "--start", start).status == 0)
    #expect(
      try AgendaTests.events(try daybook.run(window)).first?["start"] as? String == first)
  }

  @Test func startAloneKeepsTheLength() throws {
    let daybook = try Program()
    _ = try daybook("new", "Review fri 10:00-11:30")
    let id = try #require(try AgendaTests.events(try daybook("agenda", "--json")).first?["id"])
    let result = try daybook("edit", "\(id)", "--start", "fri 14:00", "--json")
    let event = try #require(try result.json()["event"] as? [String: Any])
    #expect(event["start"] as? String == "2026-11-20T14:00:00+01:00")
    #expect(event["end"] as? String == "2026-11-20T15:30:00+01:00")
    #expect(event["id"] as? String == "\(id)")
  }

  static func series() throws -> (Program, event: String, occurrences: [String]) {
    let daybook = try Program()
    _ = try daybook("import", try daybook.write("work.ics", Program.calendar(ImportTests.standUp)))
    let all = try AgendaTests.events(
      try daybook("agenda", "--from", "2026-11-16", "--days", "7", "--json"))
    return (
      daybook, try #require(all.first?["event"] as? String),
      all.compactMap { $0["id"] as? String }
    )
  }

  @Test func aSeriesIdNeedsAScope() throws {
    let (daybook, event, _) = try Self.series()
    #expect(try daybook("edit", event, "--title", "X").status == 64)
    #expect(try daybook("delete", event).status == 64)
    #expect(try daybook("delete", event, "--scope", "all").status == 0)
    #expect(try Self.starts(daybook).isEmpty)
  }

  @Test func anOccurrenceIdMeansThatOneOnly() throws {
    let (daybook, _, occurrences) = try Self.series()
    let result = try daybook("delete", occurrences[2], "--json")
    #expect(try result.json()["deleted"] as? Int == 1)
    let left = try Self.starts(daybook, "--from", "2026-11-16", "--days", "7")
    #expect(
      left.map { String($0.prefix(10)) } == [
        "2026-11-16", "2026-11-17", "2026-11-19", "2026-11-20",
      ])
    #expect(try daybook("edit", occurrences[3], "--title", "Different").status == 0)
    let titles = try AgendaTests.events(
      try daybook("agenda", "--from", "2026-11-16", "--days", "7", "--json")
    ).map { $0["title"] as? String }
    #expect(titles == ["Stand-up", "Stand-up", "Different", "Stand-up"])
  }

  @Test func thisAndFollowingSplitsTheSeries() throws {
    let (daybook, _, occurrences) = try Self.series()
    let result = try daybook(
      "edit", occurrences[3], "--start", "2026-11-19T11:00:00+01:00", "--scope", "following")
    #expect(result.status == 0, "\(result.errors)")
    let starts = try Self.starts(daybook, "--from", "2026-11-16", "--days", "7")
    #expect(
      starts == [
        "2026-11-16T09:00:00+01:00", "2026-11-17T09:00:00+01:00", "2026-11-18T09:00:00+01:00",
        "2026-11-19T11:00:00+01:00", "2026-11-20T11:00:00+01:00",
      ])
  }

  @Test func undoAndRedoGoThroughEverythingAndAcrossRuns() throws {
    let (daybook, event, occurrences) = try Self.series()
    func state() throws -> String {
      try daybook("agenda", "--from", "2026-11-16", "--days", "7", "--json").output
    }
    var states = [try state()]
    _ = try daybook("delete", occurrences[1])
    states.append(try state())
    _ = try daybook("edit", occurrences[2], "--title", "Other", "--scope", "following")
    states.append(try state())
    _ = try daybook("edit", event, "--location", "Here", "--scope", "all")
    states.append(try state())
    _ = try daybook("new", "Lunch fri 12:00")
    states.append(try state())
    for expected in states.dropLast().reversed() {
      #expect(try daybook("undo").status == 0)
      #expect(try state() == expected)
    }
    for expected in states.dropFirst() {
      #expect(try daybook("redo").status == 0)
      #expect(try state() == expected)
    }
    #expect(try daybook("redo").status == 1)
  }

  @Test func aUniqueBeginningOfAnIdIsEnough() throws {
    let daybook = try Program()
    _ = try daybook("new", "Review fri 10:00-11:30")
    let event = try #require(try AgendaTests.events(try daybook("agenda", "--json")).first)
    let id = try #require(event["id"] as? String)
    let shown = try daybook("show", String(id.prefix(6)), "--json").json()
    #expect(shown["title"] as? String == "Review")
    #expect((shown["ics"] as? String)?.contains("SUMMARY:Review") == true)
    #expect(try daybook("show", "zzzz").status == 1)
    let (other, _, occurrences) = try Self.series()
    let shorter = String(occurrences[1].dropLast())
    #expect(try other("show", shorter, "--json").json()["id"] as? String == occurrences[1])
  }
}
