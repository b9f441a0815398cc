import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// What each of Google's fields is read as (Calendar API v3, Events).
@Suite struct GoogleMappingTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// What the entry says beside a title and an hour in Berlin.
    var fields: GoogleJSON
    /// Lines that its VEVENT has, and names or beginnings that no line of it has.
    var has: [String]
    var lacks: [String]

    init(_ name: String, _ fields: GoogleJSON, has: [String] = [], lacks: [String] = []) {
      testDescription = name
      self.fields = fields
      self.has = has
      self.lacks = lacks
    }
  }

  static let times = [
    Row(
      "whole days", ["start": ["date": "2026-11-27"], "end": ["date": "2026-11-30"]],
      has: ["DTSTART;VALUE=DATE:20261127", "DTEND;VALUE=DATE:20261130"]),
    Row(
      "an offset that is not its zone's",
      [
        "start": ["dateTime": "2026-11-23T03:00:00-05:00", "timeZone": "Europe/Berlin"],
        "end": ["dateTime": "2026-11-23T09:00:00Z", "timeZone": "Europe/Berlin"],
      ],
      has: [
        "DTSTART;TZID=Europe/Berlin:20261123T090000", "DTEND;TZID=Europe/Berlin:20261123T100000",
      ]),
    Row(
      "no zone: the calendar's",
      ["start": ["dateTime": "2026-11-23T08:00:00Z"], "end": ["dateTime": "2026-11-23T09:00:00Z"]],
      has: ["DTSTART;TZID=Europe/Berlin:20261123T090000"]),
    Row(
      "UTC", ["start": ["dateTime": "2026-11-23T09:00:00+01:00", "timeZone": "UTC"]],
      has: ["DTSTART:20261123T080000Z"]),
    Row(
      "a zone that nobody knows",
      ["start": ["dateTime": "2026-11-23T09:00:00+01:00", "timeZone": "Mars/Olympus"]],
      has: ["DTSTART:20261123T080000Z"]),
    Row(
      "a flight",
      ["end": ["dateTime": "2026-11-23T10:00:00-05:00", "timeZone": "America/New_York"]],
      has: [
        "DTSTART;TZID=Europe/Berlin:20261123T090000", "DTEND;TZID=America/New_York:20261123T100000",
      ]),
    Row(
      "the second half past two of an autumn night",
      [
        "start": ["dateTime": "2026-10-25T02:30:00+01:00", "timeZone": "Europe/Berlin"],
        "end": ["dateTime": "2026-10-25T03:30:00+01:00", "timeZone": "Europe/Berlin"],
      ],
      has: ["DTSTART:20261025T013000Z", "DTEND;TZID=Europe/Berlin:20261025T033000"]),
    Row(
      "no end", ["endTimeUnspecified": true],
      has: ["DTSTART;TZID=Europe/Berlin:20261123T090000"], lacks: ["DTEND"]),
    Row(
      "rules, dates and exceptions",
      [
        "recurrence": [
          "RRULE:FREQ=WEEKLY;UNTIL=20261214T080000Z", "EXDATE;TZID=Europe/Berlin:20261130T090000",
          "RDATE:20261201T080000Z", "RDATE;VALUE=PERIOD:20261202T080000Z/PT2H",
          "EXRULE:FREQ=MONTHLY", "X-NONE:7", "DTSTART:20200101T000000Z",
        ]
      ],
      has: [
        "RRULE:FREQ=WEEKLY;UNTIL=20261214T080000Z", "EXDATE;TZID=Europe/Berlin:20261130T090000",
        "RDATE:20261201T080000Z", "RDATE;VALUE=PERIOD:20261202T080000Z/PT2H",
        "EXRULE:FREQ=MONTHLY",
      ], lacks: ["X-NONE", "DTSTART:2020"]),
  ]

  static let words = [
    Row("nothing said", [:], has: ["TRANSP:OPAQUE"], lacks: ["CLASS", "STATUS", "COLOR", "ORG"]),
    Row(
      "HTML", ["description": "<b>Agenda</b><br>One &amp; two"],
      has: [
        #"DESCRIPTION:Agenda\nOne & two"#,
        "X-ALT-DESC;FMTTYPE=text/html:<b>Agenda</b><br>One &amp\\; two",
      ]),
    Row(
      "an address is no tag", ["description": "Ask <ben@example.org> & wait"],
      has: ["DESCRIPTION:Ask <ben@example.org> & wait"], lacks: ["X-ALT-DESC"]),
    Row(
      "what acts on a terminal", ["summary": "A\u{1b}[31mB\nC"],
      has: [#"SUMMARY:A[31mB\nC"#]),
    Row("tentative", ["status": "tentative"], has: ["STATUS:TENTATIVE"]),
    Row("free", ["transparency": "transparent"], has: ["TRANSP:TRANSPARENT"]),
    Row("public", ["visibility": "public"], has: ["CLASS:PUBLIC"]),
    Row("private", ["visibility": "private"], has: ["CLASS:PRIVATE"]),
    Row("confidential", ["visibility": "confidential"], has: ["CLASS:CONFIDENTIAL"]),
    Row("by default", ["visibility": "default"], lacks: ["CLASS"]),
    Row("a word to come", ["visibility": "friends", "transparency": "mist"], lacks: ["CLASS"]),
    Row("a colour", ["colorId": "11"], has: ["COLOR:#dc2127"]),
    Row("a colour to come", ["colorId": "42"], lacks: ["COLOR"]),
    Row(
      "out of office", ["eventType": "outOfOffice"],
      has: ["X-DAYBOOK-EVENT-TYPE:outOfOffice", "TRANSP:OPAQUE"]),
    Row(
      "focus", ["eventType": "focusTime"],
      has: ["X-DAYBOOK-EVENT-TYPE:focusTime", "TRANSP:OPAQUE"]),
    Row("a kind to come", ["eventType": "siesta"], has: ["TRANSP:OPAQUE"]),
    Row("the usual kind", ["eventType": "default"], lacks: ["X-DAYBOOK-EVENT-TYPE"]),
    Row(
      "a birthday", ["eventType": "birthday"],
      has: ["X-DAYBOOK-EVENT-TYPE:birthday", "TRANSP:TRANSPARENT"]),
    Row(
      "work at home",
      [
        "eventType": "workingLocation", "summary": .null,
        "workingLocationProperties": ["type": "homeOffice", "homeOffice": [:]],
      ], has: ["SUMMARY:Home", "TRANSP:TRANSPARENT"]),
    Row(
      "work somewhere",
      [
        "eventType": "workingLocation", "summary": .null,
        "workingLocationProperties": [
          "type": "customLocation", "customLocation": ["label": "Library"],
        ],
      ], has: ["SUMMARY:Library", "TRANSP:TRANSPARENT"]),
    Row("locked", ["locked": true], has: ["X-DAYBOOK-LOCKED:TRUE"]),
  ]

  static let others = [
    Row(
      "reminders as the calendar has them", ["reminders": ["useDefault": true]], lacks: ["ACTION"]),
    Row(
      "reminders of its own",
      [
        "reminders": [
          "useDefault": false,
          "overrides": [
            ["method": "popup", "minutes": 10], ["method": "email", "minutes": 1440],
            ["method": "popup", "minutes": 99_999], ["method": "popup"],
          ],
        ]
      ], has: ["ACTION:DISPLAY", "TRIGGER:-PT10M", "ACTION:EMAIL", "TRIGGER:-PT24H"],
      lacks: ["TRIGGER:-P69D"]),
    Row(
      "my own without guests",
      [
        "organizer": ["email": "ada@example.org", "self": true],
        "creator": ["email": "cy@example.org"],
      ], lacks: ["ORGANIZER", "ATTENDEE", "X-DAYBOOK-GUESTS-OMITTED"]),
    Row(
      "somebody else's, made by a third",
      [
        "organizer": ["email": "ben@example.org", "displayName": "Ben"],
        "creator": ["email": "cy@example.org"],
        "attendees": [["email": "ada@example.org", "self": true, "responseStatus": "declined"]],
      ],
      has: ["ORGANIZER;CN=Ben:mailto:ben@example.org"], lacks: ["ORGANIZER:mailto:cy"]),
    Row(
      "guests that are not told", ["attendeesOmitted": true],
      has: ["X-DAYBOOK-GUESTS-OMITTED:TRUE"]),
    Row(
      "a way in by video, and by telephone beside it",
      [
        "hangoutLink": "https://meet.google.com/old",
        "conferenceData": [
          "entryPoints": [
            ["entryPointType": "phone", "uri": "tel:+47-1", "label": "+47 1"],
            ["entryPointType": "sip", "uri": "sip:1@example.org"],
            ["entryPointType": "video", "uri": "https://meet.google.com/abc"],
          ]
        ],
      ],
      has: [
        "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.google.com/abc",
        "CONFERENCE;VALUE=URI;FEATURE=PHONE;LABEL=+47 1:tel:+47-1",
      ], lacks: ["CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.google.com/old"]),
    Row(
      "only the old link", ["hangoutLink": "https://meet.google.com/old"],
      has: ["CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://meet.google.com/old"]),
    Row(
      "by telephone only",
      ["conferenceData": ["entryPoints": [["entryPointType": "phone", "uri": "tel:+47-1"]]]],
      lacks: ["CONFERENCE"]),
    Row(
      "an attachment",
      [
        "attachments": [
          ["fileUrl": "https://drive.example/1", "title": "Plan", "mimeType": "text/plain"],
          ["title": "No address"],
        ]
      ], has: ["ATTACH;FMTTYPE=text/plain;FILENAME=Plan:https://drive.example/1"]),
    Row(
      "what other programs keep",
      ["extendedProperties": ["private": ["a": "X-A:1"], "shared": ["daybook-b": "X-B:1"]]],
      lacks: ["X-A", "X-B"]),
  ]

  @Test(arguments: times + words + others) func everyFieldIsRead(_ row: Row) async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    var event: [String: GoogleJSON] = [
      "id": "event1", "iCalUID": "event1@google.com", "summary": "Review",
      "start": GoogleBench.at("09:00"), "end": GoogleBench.at("10:00"),
    ]
    event.merge(row.fields.members ?? [:]) { $1 }
    bench.fake.misbehave(
      .init(
        .json(
          200,
          [
            "nextSyncToken": "s", "timeZone": "Europe/Berlin", "accessRole": "owner",
            "items": [.object(event)],
          ]), isDone: true))
    let component = try await bench.whole("event1@google.com").components[0]
    let lines = (component.lines + component.children.flatMap(\.lines)).map(\.raw)
    for line in row.has { #expect(lines.contains(line), "\(lines)") }
    for start in row.lacks { #expect(!lines.contains { $0.hasPrefix(start) }, "\(lines)") }
    #expect(bench.fake.complaints.isEmpty)
  }

  @Test func aGuestIsReadInFull() async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    bench.fake.put(
      [
        "id": "event1", "start": GoogleBench.at("09:00"), "end": GoogleBench.at("10:00"),
        "attendees": [
          [
            "email": "ben@example.org", "displayName": "Ben Rook", "optional": true,
            "responseStatus": "tentative", "comment": "Late; sorry", "additionalGuests": 2,
          ],
          ["email": "room4@example.org", "resource": true, "responseStatus": "accepted"],
          ["displayName": "Nameless", "id": "7"],
        ],
      ], in: GoogleBench.name)
    let component = try await bench.whole("event1@google.com").components[0]
    let lines = component.all("ATTENDEE")
    try #require(lines.count == 2)
    let ben = EventComponent.Attendee(lines[0])
    #expect(ben.address == "ben@example.org" && ben.name == "Ben Rook")
    #expect(ben.response == .tentative && ben.role == .optional)
    #expect(lines[0].parameter("X-RESPONSE-COMMENT") == "Late; sorry")
    #expect(lines[0].parameter("X-NUM-GUESTS") == "2")
    #expect(EventComponent.Attendee(lines[1]).kind == .resource)
    // Whoever has no address cannot be written back.
    #expect(component.has("X-DAYBOOK-GUESTS-OMITTED"))
  }

  // MARK: - What is left of what was cancelled

  @Test func aSkeletonSaysWhichDateOfWhichSeriesIsGone() async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    bench.fake.put(GoogleBench.series, in: GoogleBench.name)
    bench.fake.put(Self.days, in: GoogleBench.name)
    bench.fake.misbehave(
      .init(
        .json(
          200,
          [
            "nextSyncToken": "s", "timeZone": "Europe/Berlin",
            "items": [
              ["id": "gone1", "status": "cancelled"],
              [
                "id": "a", "status": "cancelled", "recurringEventId": "series1",
                "originalStartTime": ["dateTime": "2026-11-30T08:00:00Z"],
              ],
              [
                "id": "b", "status": "cancelled", "recurringEventId": "days1",
                "originalStartTime": ["date": "2026-11-30"],
              ],
              [
                "id": "c", "status": "cancelled", "recurringEventId": "gone1",
                "originalStartTime": ["date": "2026-11-30"],
              ],
            ],
          ])))
    let page = try #require(try await bench.changes().pages.first)
    #expect(Set(page.removed) == ["gone1", "c"])
    let texts = page.changed.map { $0.components[0].text }
    try #require(texts.count == 2)
    #expect(page.changed.map(\.uid) == ["series1@google.com", "days1@google.com"])
    #expect(texts[0].contains("RECURRENCE-ID;TZID=Europe/Berlin:20261130T090000"))
    #expect(texts[1].contains("RECURRENCE-ID;VALUE=DATE:20261130"))
    #expect(texts.allSatisfy { $0.contains("STATUS:CANCELLED") })
    #expect(page.notes.isEmpty && page.unchanged.isEmpty)
  }

  /// Whole Mondays.
  static let days: GoogleJSON = [
    "id": "days1", "summary": "Leave", "start": ["date": "2026-11-23"],
    "end": ["date": "2026-11-24"], "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=4"],
  ]
}
