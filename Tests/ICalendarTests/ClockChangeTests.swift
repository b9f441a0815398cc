import ICalendar
import Testing

/// Series across the nights in which the clock changes.
struct ClockChangeTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var zone, lines: String
    var expected: [String]
    var testDescription: String { "\(zone) \(lines)" }

    init(_ zone: String, _ lines: String, _ expected: String...) {
      self.zone = zone
      self.lines = lines
      self.expected = expected
    }
  }

  @Test(arguments: [
    Row(
      "America/New_York", "DTSTART:20260306T023000|RRULE:FREQ=DAILY;COUNT=4",
      "03-06T07:30 03-06T07:30", "03-07T07:30 03-07T07:30", "03-08T07:30 03-08T07:30",
      "03-09T06:30 03-09T06:30"),
    Row(
      "America/New_York", "DTSTART:20261030T013000|RRULE:FREQ=DAILY;COUNT=4",
      "10-30T05:30 10-30T05:30", "10-31T05:30 10-31T05:30", "11-01T05:30 11-01T05:30",
      "11-02T06:30 11-02T06:30"),
    Row(
      "Europe/Berlin", "DTSTART:20260323T090000|DURATION:PT1H|RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3",
      "03-23T08:00 03-23T09:00", "03-30T07:00 03-30T08:00", "04-06T07:00 04-06T08:00"),
    Row(
      "Australia/Lord_Howe", "DTSTART:20261003T021500|RRULE:FREQ=DAILY;COUNT=3",
      "10-02T15:45 10-02T15:45", "10-03T15:45 10-03T15:45", "10-04T15:15 10-04T15:15"),
    Row(
      "Australia/Lord_Howe", "DTSTART:20260404T014500|RRULE:FREQ=DAILY;COUNT=3",
      "04-03T14:45 04-03T14:45", "04-04T14:45 04-04T14:45", "04-05T15:15 04-05T15:15"),
    Row(
      "Europe/Berlin", "DTSTART:20260327T220000|DTEND:20260328T060000|RRULE:FREQ=DAILY;COUNT=3",
      "03-27T21:00 03-28T05:00", "03-28T21:00 03-29T05:00", "03-29T20:00 03-30T04:00"),
    Row(
      "Europe/Berlin", "DTSTART:20261023T220000|DTEND:20261024T060000|RRULE:FREQ=DAILY;COUNT=3",
      "10-23T20:00 10-24T04:00", "10-24T20:00 10-25T04:00", "10-25T21:00 10-26T05:00"),
    Row(
      "America/New_York",
      "DTSTART:20261030T120000|DTEND:20261031T120000|RRULE:FREQ=DAILY;COUNT=2",
      "10-30T16:00 10-31T16:00", "10-31T16:00 11-01T16:00"),
    Row(
      "America/New_York", "DTSTART:20261030T120000|DURATION:P1D|RRULE:FREQ=DAILY;COUNT=2",
      "10-30T16:00 10-31T16:00", "10-31T16:00 11-01T17:00"),
    Row("America/New_York", "DTSTART:20260308T013000|DURATION:PT1H", "03-08T06:30 03-08T07:30"),
    Row(
      "America/New_York", "DTSTART:20260307T023000|DURATION:P1D|RRULE:FREQ=DAILY;COUNT=2",
      "03-07T07:30 03-08T07:30", "03-08T07:30 03-09T06:30"),
    // Every six hours are six hours that pass.
    Row(
      "Europe/Berlin", "DTSTART:20260328T220000|RRULE:FREQ=HOURLY;INTERVAL=6;COUNT=3",
      "03-28T21:00 03-28T21:00", "03-29T03:00 03-29T03:00", "03-29T09:00 03-29T09:00"),
    // UNTIL is an instant.
    Row(
      "America/New_York", "DTSTART:20261031T090000|RRULE:FREQ=DAILY;UNTIL=20261102T140000Z",
      "10-31T13:00 10-31T13:00", "11-01T14:00 11-01T14:00", "11-02T14:00 11-02T14:00"),
    Row(
      "America/New_York", "DTSTART:20261031T090000|RRULE:FREQ=DAILY;UNTIL=20261102T130000Z",
      "10-31T13:00 10-31T13:00", "11-01T14:00 11-01T14:00"),
    Row(
      "America/New_York", "DTSTART:20261031T220000|RRULE:FREQ=DAILY;UNTIL=20261101",
      "11-01T02:00 11-01T02:00", "11-02T03:00 11-02T03:00"),
    Row(
      "America/New_York", "DTSTART:20261031T090000|RRULE:FREQ=DAILY;UNTIL=20261101T090000",
      "10-31T13:00 10-31T13:00", "11-01T14:00 11-01T14:00"),
  ])
  func instancesFallOnTheseInstants(_ row: Row) throws {
    let lines = row.lines.split(separator: "|").map { line in
      let isTime = line.hasPrefix("DTSTART:") || line.hasPrefix("DTEND:")
      return isTime
        ? line.replacing(":", with: ";TZID=\(row.zone):", maxReplacements: 1) : "\(line)"
    }
    let text = "BEGIN:VEVENT\n\(lines.joined(separator: "\n"))\nEND:VEVENT"
    let event = try EventComponent(
      Component(text: text), zones: ZoneResolver(database: SystemZones.database))
    let found = RecurrenceSet(master: event).instances(
      touching: TimeSpan(.earliest, .latest), viewer: .utc
    ).instances
    let shown = found.map { instance in
      [instance.start, instance.end].map {
        "\(LocalDateTime(wallSeconds: $0.seconds))".dropFirst(5).dropLast(3)
      }.joined(separator: " ")
    }
    #expect(shown == row.expected)
  }
}
