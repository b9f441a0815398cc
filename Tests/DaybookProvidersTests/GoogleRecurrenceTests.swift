import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// How Google is told that something repeats: zones by name, ends in UTC or as dates, and single dates
/// by ids of their own.
@Suite struct GoogleRecurrenceTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var lines: [String]
    var recurrence: [String]
    var zone: String?

    init(_ name: String, _ lines: [String], _ recurrence: [String], zone: String? = "Europe/Berlin")
    {
      testDescription = name
      self.lines = lines
      self.recurrence = recurrence
      self.zone = zone
    }
  }

  static let berlin = [
    "DTSTART;TZID=Europe/Berlin:20261123T090000", "DTEND;TZID=Europe/Berlin:20261123T100000",
  ]
  static let days = ["DTSTART;VALUE=DATE:20261123", "DTEND;VALUE=DATE:20261124"]

  static let rows = [
    Row(
      "an end in UTC", berlin + ["RRULE:FREQ=WEEKLY;UNTIL=20261214T080000Z"],
      ["RRULE:FREQ=WEEKLY;UNTIL=20261214T080000Z"]),
    Row(
      "an end by the clock", berlin + ["RRULE:FREQ=WEEKLY;UNTIL=20261214T090000"],
      ["RRULE:FREQ=WEEKLY;UNTIL=20261214T080000Z"]),
    Row(
      "an end on a day", berlin + ["RRULE:FREQ=WEEKLY;UNTIL=20261214"],
      ["RRULE:FREQ=WEEKLY;UNTIL=20261214T225959Z"]),
    Row(
      "whole days to a day", days + ["RRULE:FREQ=WEEKLY;UNTIL=20261214"],
      ["RRULE:FREQ=WEEKLY;UNTIL=20261214"], zone: nil),
    Row(
      "whole days to a moment", days + ["RRULE:FREQ=WEEKLY;UNTIL=20261213T230000Z"],
      ["RRULE:FREQ=WEEKLY;UNTIL=20261214"], zone: nil),
    Row(
      "dates taken out",
      berlin + [
        "RRULE:FREQ=DAILY;COUNT=9", "EXDATE;TZID=Europe/Berlin:20261125T090000,20261124T090000",
        "EXDATE:20261126T080000Z",
      ],
      [
        "RRULE:FREQ=DAILY;COUNT=9", "EXDATE;TZID=Europe/Berlin:20261124T090000,20261125T090000",
        "EXDATE:20261126T080000Z",
      ]),
    Row(
      "whole days taken out",
      days + ["RRULE:FREQ=DAILY;COUNT=9", "EXDATE;VALUE=DATE:20261124"],
      ["RRULE:FREQ=DAILY;COUNT=9", "EXDATE;VALUE=DATE:20261124"], zone: nil),
    Row(
      "dates without a rule", berlin + ["RDATE;TZID=Europe/Berlin:20261201T090000"],
      ["RDATE;TZID=Europe/Berlin:20261201T090000"]),
    Row(
      "a date of another length", berlin + ["RDATE;VALUE=PERIOD:20261201T080000Z/PT2H"],
      ["RDATE;VALUE=PERIOD:20261201T080000Z/PT2H"]),
    Row(
      "by whoever's clock: the calendar's",
      [
        "DTSTART:20261123T090000", "DTEND:20261123T100000", "RRULE:FREQ=DAILY;COUNT=9",
        "EXDATE:20261124T090000",
      ], ["RRULE:FREQ=DAILY;COUNT=9", "EXDATE;TZID=Europe/Berlin:20261124T090000"]),
    Row(
      "in UTC", ["DTSTART:20261123T080000Z", "DTEND:20261123T090000Z", "RRULE:FREQ=DAILY;COUNT=9"],
      ["RRULE:FREQ=DAILY;COUNT=9"], zone: "UTC"),
    Row(
      "in a zone by another name",
      [
        "DTSTART;TZID=W. Europe Standard Time:20261123T090000",
        "DTEND;TZID=W. Europe Standard Time:20261123T100000", "RRULE:FREQ=DAILY;COUNT=9",
        "EXDATE;TZID=W. Europe Standard Time:20261124T090000",
      ], ["RRULE:FREQ=DAILY;COUNT=9", "EXDATE;TZID=Europe/Berlin:20261124T090000"]),
  ]

  @Test(arguments: rows) func aSeriesIsToldInGooglesForm(_ row: Row) async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    _ = try await bench.changes()
    let text = (["BEGIN:VEVENT", "UID:u-1", "SUMMARY:Review"] + row.lines + ["END:VEVENT"])
      .joined(separator: "\n")
    let event = RemoteEvent(id: "u-1", components: [try Component(text: text)])
    let saved = try await bench.provider.save(event, in: GoogleBench.calendar)
    let there = try bench.event(saved.id.raw)
    #expect(there["recurrence"]?.elements?.compactMap(\.string) == row.recurrence)
    #expect(there["start"]?["timeZone"]?.string == row.zone)
    // What comes back takes place at the same times, and asks for no further write.
    let base = try await bench.whole("u-1")
    #expect(try Self.starts(base) == Self.starts(event, in: "Europe/Berlin"))
    var renamed = base
    renamed.components[0].setText("SUMMARY", "New")
    _ = try await bench.provider.save(
      renamed, over: base, telling: .none, in: GoogleBench.calendar)
    let body = bench.fake.server.questions.last.flatMap { GoogleJSON($0.body) }
    #expect(body == ["summary": "New"])
    #expect(bench.fake.complaints.isEmpty)
  }

  /// When it takes place in the two months that follow, for a viewer there.
  private static func starts(_ event: RemoteEvent, in zone: String = "Europe/Berlin") throws
    -> [String]
  {
    let viewer = try TestZones.zone(zone)
    let read = try EventComponent(
      event.components[0], zones: ZoneResolver(database: TestZones.database))
    let from = Instant(seconds: 1_795_046_400)
    return RecurrenceSet(master: read)
      .instances(touching: TimeSpan(from, from + 60 * 86_400), viewer: viewer).instances
      .map { CalendarTime.utc($0.start).text }
  }

  @Test func wholeDaysOfASeriesAreChangedAndTakenOut() async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    bench.fake.put(GoogleMappingTests.days, in: GoogleBench.name)
    bench.fake.change("days1_20261207", ["summary": "Half"], in: GoogleBench.name)
    let base = try await bench.whole("days1@google.com")
    #expect(base.components.last?.text.contains("RECURRENCE-ID;VALUE=DATE:20261207") == true)
    var event = base
    event.components[0].append(
      "EXDATE", parameters: [.init("VALUE", "DATE")], rawValue: "20261214")
    event.components[1].setText("SUMMARY", "Whole")
    event.components.append(
      try Component(
        text: """
          BEGIN:VEVENT
          UID:days1@google.com
          RECURRENCE-ID;VALUE=DATE:20261130
          DTSTART;VALUE=DATE:20261201
          DTEND;VALUE=DATE:20261203
          SUMMARY:Leave
          END:VEVENT
          """))
    _ = try await bench.provider.save(event, over: base, telling: .none, in: GoogleBench.calendar)
    let moved = try bench.event("days1_20261130")
    #expect(moved["start"] == ["date": "2026-12-01"] && moved["end"] == ["date": "2026-12-03"])
    #expect(try bench.event("days1_20261207")["summary"] == "Whole")
    #expect(try bench.event("days1_20261214")["status"] == "cancelled")
    #expect(try bench.event("days1")["recurrence"] == ["RRULE:FREQ=WEEKLY;COUNT=4"])
    let writes = bench.fake.server.questions.filter { $0.method != "GET" }
    #expect(writes.map(\.method).sorted() == ["DELETE", "PATCH", "PATCH"])
    #expect(try await bench.whole("days1@google.com").components.count == 4)
    #expect(bench.fake.complaints.isEmpty)
  }

  @Test func aDateIsFoundThoughTheCalendarCountsInAnotherZone() async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    let name = "team@group.example"
    bench.fake.addCalendar(name, timeZone: "America/New_York")
    bench.fake.put(GoogleBench.series, in: name)
    bench.fake.remove("series1_20261207T080000Z", in: name)
    let calendar = RemoteID(name)
    let entries = try await bench.provider.changes(in: calendar, since: KeptCopy()).changed
    let ids = entries.compactMap { $0.components[0].first("RECURRENCE-ID")?.raw }
    #expect(ids == ["RECURRENCE-ID;TZID=Europe/Berlin:20261207T090000"])
    let base = try #require(entries.first { $0.id == "series1" })
    var event = base
    event.components[0].append(
      "EXDATE", parameters: [.init("TZID", "Europe/Berlin")], rawValue: "20261130T090000")
    _ = try await bench.provider.save(event, over: base, telling: .none, in: calendar)
    #expect(bench.fake.event("series1_20261130T080000Z", in: name)?["status"] == "cancelled")
    #expect(bench.fake.complaints.isEmpty)
  }
}
