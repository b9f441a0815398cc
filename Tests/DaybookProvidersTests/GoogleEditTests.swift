import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookCore
@testable import DaybookProviders

/// An edit of one thing sends that one thing, and all else that Google knows of the event stays.
@Suite struct GoogleEditTests {
  /// An event of which everything is told.
  static let full: GoogleJSON = [
    "id": "full1", "summary": "Review", "description": "<b>Agenda</b><br>One &amp; two",
    "location": "Room 4", "colorId": "7", "visibility": "private", "sequence": 3,
    "start": GoogleBench.at("09:00"), "end": GoogleBench.at("10:00"),
    "creator": ["email": "cy@example.org", "displayName": "Cy"],
    "organizer": ["email": "ada@example.org", "self": true], "attendees": .array(guests),
    "guestsCanInviteOthers": false, "guestsCanSeeOtherGuests": false, "anyoneCanAddSelf": true,
    "hangoutLink": "https://meet.google.com/abc-defg-hij",
    "conferenceData": [
      "conferenceId": "abc-defg-hij", "conferenceSolution": ["key": ["type": "hangoutsMeet"]],
      "entryPoints": [
        ["entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij"],
        ["entryPointType": "phone", "uri": "tel:+47-1", "pin": "123", "regionCode": "NO"],
      ],
    ],
    "reminders": [
      "useDefault": false,
      "overrides": [["method": "popup", "minutes": 10], ["method": "email", "minutes": 1440]],
    ],
    "attachments": [
      [
        "fileUrl": "https://drive.example/1", "title": "Plan", "mimeType": "text/plain",
        "fileId": "1", "iconLink": "https://drive.example/icon",
      ]
    ],
    "extendedProperties": [
      "private": ["other": "theirs", "daybook-x": "X-OWN:Kept"], "shared": ["room": "4"],
    ],
    "source": ["title": "Ticket", "url": "https://example.org/1"], "eventLabelId": "label1",
  ]

  static let guests: [GoogleJSON] = [
    [
      "email": "ada@example.org", "organizer": true, "self": true, "responseStatus": "accepted",
    ],
    [
      "email": "ben@example.org", "displayName": "Ben Rook", "optional": true,
      "responseStatus": "tentative", "comment": "Late", "additionalGuests": 2,
    ],
    ["email": "room4@example.org", "resource": true, "responseStatus": "accepted"],
  ]

  struct Edit: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var make: @Sendable (inout Component) throws -> Void
    /// The body of the PATCH.
    var body: GoogleJSON

    init(
      _ name: String, _ body: GoogleJSON,
      _ make: @escaping @Sendable (inout Component) throws -> Void
    ) {
      testDescription = name
      self.make = make
      self.body = body
    }
  }

  static func patched(_ time: String) -> GoogleJSON {
    [
      "date": .null, "dateTime": .string("2026-11-23T\(time):00+01:00"),
      "timeZone": "Europe/Berlin",
    ]
  }

  static let edits = [
    Edit("the title", ["summary": "New"]) { $0.setTexts(EventChange(title: "New")) },
    Edit("no place", ["location": .null]) { $0.setTexts(EventChange(location: "")) },
    Edit("the notes", ["description": "a < b & c"]) {
      $0.setTexts(EventChange(notes: "a < b & c"))
    },
    Edit("no notes", ["description": .null]) { $0.setTexts(EventChange(notes: "")) },
    Edit("free", ["transparency": "transparent"]) { $0.setTexts(EventChange(showsAs: .free)) },
    Edit("tentative", ["status": "tentative"]) { $0.setTexts(EventChange(status: .tentative)) },
    Edit("public", ["visibility": "public"]) { $0.setText("CLASS", "PUBLIC") },
    Edit("no class", ["visibility": "default"]) { $0.remove("CLASS") },
    Edit("a colour", ["colorId": "11"]) { $0.setText("COLOR", "#dc2127") },
    Edit("no colour", ["colorId": .null]) { $0.remove("COLOR") },
    Edit("longer", ["end": patched("11:00")]) {
      $0.set("DTEND", parameters: [.init("TZID", "Europe/Berlin")], rawValue: "20261123T110000")
    },
    Edit(
      "a whole day",
      [
        "start": ["date": "2026-11-23", "dateTime": .null, "timeZone": .null],
        "end": ["date": "2026-11-24", "dateTime": .null, "timeZone": .null],
      ]
    ) { $0.setTimes(.date(Day(2026, 11, 23)), to: .date(Day(2026, 11, 24))) },
    Edit("no reminder", ["reminders": ["useDefault": false, "overrides": []]]) {
      $0.removeChildren { _ in true }
    },
    Edit(
      "one reminder less",
      ["reminders": ["useDefault": false, "overrides": [["method": "popup", "minutes": 10]]]]
    ) { $0.removeChildren { $0.first("ACTION")?.value == "EMAIL" } },
    Edit(
      "a category",
      [
        "extendedProperties": [
          "private": [
            .init(stringLiteral: "daybook-" + StableID.make("carried", "CATEGORIES:Work")):
              "CATEGORIES:Work"
          ]
        ]
      ]
    ) { $0.setText("CATEGORIES", "Work") },
    Edit(
      "my answer",
      [
        "attendees": [
          ["email": "ada@example.org", "responseStatus": "declined"], guests[1], guests[2],
        ]
      ]
    ) { component in
      let lines = component.all("ATTENDEE")
      component.remove("ATTENDEE")
      for line in lines {
        component.append(
          ContentLine(raw: line.raw.replacing("ACCEPTED:mailto:ada", with: "DECLINED:mailto:ada")))
      }
    },
    Edit("a guest less", ["attendees": [bare, guests[2]]]) { component in
      component.remove { $0.name == "ATTENDEE" && $0.value.contains("ben") }
    },
    Edit(
      "a guest more",
      [
        "attendees": [
          bare, guests[1], guests[2],
          ["email": "new@example.org", "displayName": "New", "responseStatus": "needsAction"],
        ]
      ]
    ) {
      $0.append("ATTENDEE", parameters: [.init("CN", "New")], rawValue: "mailto:new@example.org")
    },
  ]

  /// Ada as she is written: what Google says of her is not for us to say.
  static let bare: GoogleJSON = ["email": "ada@example.org", "responseStatus": "accepted"]

  @Test(arguments: edits) func anEditSendsWhatDiffersAndLosesNothing(_ edit: Edit) async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    bench.fake.put(Self.full, in: GoogleBench.name)
    let before = try bench.event("full1")
    let base = try await bench.whole("full1@google.com")
    var event = base
    try edit.make(&event.components[0])
    let saved = try await bench.provider.save(
      event, over: base, telling: .none, in: GoogleBench.calendar)
    let writes = bench.fake.server.questions.filter { $0.method != "GET" }
    #expect(writes.map(\.method) == ["PATCH"])
    #expect(GoogleJSON(writes.first?.body ?? []) == edit.body)
    let after = try bench.event("full1")
    let changed = Set(edit.body.members?.keys ?? [:].keys).union(["etag", "updated"])
    for (name, value) in before.members ?? [:] where !changed.contains(name) {
      #expect(after[name] == value, "\(name)")
    }
    // What is merged there, or made whole, loses nothing either.
    #expect(after["extendedProperties"]?["private"]?["other"] == "theirs")
    #expect(after["extendedProperties"]?["private"]?["daybook-x"] == "X-OWN:Kept")
    #expect(after["extendedProperties"]?["shared"] == ["room": "4"])
    #expect(after["attendees"]?.elements?.first?["self"] == true)
    // Whoever reads it anew has what was saved, and what was wanted.
    let again = try await bench.whole("full1@google.com")
    #expect(Merge.areSame(again.components, saved.components))
    #expect(bench.fake.complaints.isEmpty)
  }

  @Test func aPropertyOfOursGoesAndComesBesideWhatGoogleSays() async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    var event = try RemoteEvent(
      id: "u-1",
      components: [
        Component(text: Feed.event("u-1", more: ["X-OWN:One", "X-DAYBOOK-HOLD:20261120T000000Z"]))
      ])
    var saved = try await bench.provider.save(event, in: GoogleBench.calendar)
    // Google adds a way to join, which stands before what is ours.
    let id = saved.id.raw
    bench.fake.change(
      id, ["hangoutLink": "https://meet.google.com/abc", "guestsCanModify": true],
      in: GoogleBench.name)
    let base = try await bench.whole("u-1")
    event = base
    event.components[0].remove("X-DAYBOOK-HOLD")
    event.components[0].setText("X-OWN", "Two")
    saved = try await bench.provider.save(
      event, over: base, telling: .none, in: GoogleBench.calendar)
    for component in [saved.components[0], try await bench.whole("u-1").components[0]] {
      #expect(!component.has("X-DAYBOOK-HOLD"))
      #expect(component.all("X-OWN").map(\.value) == ["Two"])
      #expect(component.all("CONFERENCE").count == 1)
    }
    #expect(try bench.event(id)["guestsCanModify"] == true)
    #expect(bench.fake.complaints.isEmpty)
  }

  // MARK: - What may not be changed

  struct Limit: Sendable, CustomTestStringConvertible {
    var kind: String
    var open: [String]
    var testDescription: String { kind }
  }

  /// Which of a title, a colour, a reminder and an hour may be changed.
  @Test(arguments: [
    Limit(kind: "default", open: ["title", "colour", "reminder", "end"]),
    Limit(kind: "outOfOffice", open: ["title", "colour", "reminder", "end"]),
    Limit(kind: "focusTime", open: ["title", "colour", "reminder", "end"]),
    Limit(kind: "fromGmail", open: ["colour", "reminder"]),
    Limit(kind: "birthday", open: ["title", "colour", "reminder", "end"]),
    Limit(kind: "workingLocation", open: ["end"]),
    Limit(kind: "locked", open: ["colour", "reminder"]),
  ])
  func whatGoogleHoldsFastIsRefusedWithoutAsking(_ limit: Limit) async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    bench.fake.put(
      [
        "id": "event1", "summary": "Review", "start": GoogleBench.at("09:00"),
        "end": GoogleBench.at("10:00"), "eventType": .string(limit.kind),
        "locked": .bool(limit.kind == "locked"),
      ], in: GoogleBench.name)
    for part in ["title", "colour", "reminder", "end"] {
      let base = try await bench.whole("event1@google.com")
      var event = base
      try Self.change(part, of: &event.components[0])
      let asked = bench.provider.requestsMade
      let refusal = await Self.refusal(of: event, over: base, bench)
      #expect(refusal == (limit.open.contains(part) ? nil : "fixed_event"), "\(part)")
      #expect(bench.provider.requestsMade == asked + (refusal == nil ? 1 : 0))
    }
    #expect(bench.fake.complaints.isEmpty)
  }

  private static func change(_ part: String, of component: inout Component) throws {
    switch part {
    case "title": component.setText("SUMMARY", "New")
    case "colour": component.setText("COLOR", "#dc2127")
    case "reminder":
      component.append(
        child: try Component(
          text: "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT5M\nDESCRIPTION:R\nEND:VALARM"))
    default:
      component.set(
        "DTEND", parameters: [.init("TZID", "Europe/Berlin")], rawValue: "20261123T110000")
    }
  }

  private static func refusal(
    of event: RemoteEvent, over base: RemoteEvent, _ bench: GoogleBench
  ) async -> String? {
    do {
      _ = try await bench.provider.save(event, over: base, telling: .none, in: GoogleBench.calendar)
      return nil
    } catch {
      return error.code
    }
  }

  @Test func aListOfGuestsThatWasCutIsNeverWrittenBack() async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    bench.fake.put(Self.full, in: GoogleBench.name)
    bench.fake.change("full1", ["attendeesOmitted": true], in: GoogleBench.name)
    let base = try await bench.whole("full1@google.com")
    var event = base
    let text = base.components[0].text
      .replacing("PARTSTAT=ACCEPTED:mailto:ada", with: "PARTSTAT=DECLINED:mailto:ada")
    event.components = [try Component(text: text)]
    _ = try await bench.provider.save(event, over: base, telling: .none, in: GoogleBench.calendar)
    let body = try #require(bench.fake.server.questions.last.flatMap { GoogleJSON($0.body) })
    #expect(
      body == [
        "attendees": [["email": "ada@example.org", "responseStatus": "declined"]],
        "attendeesOmitted": true,
      ])
    event.components[0].append("ATTENDEE", rawValue: "mailto:new@example.org")
    await #expect(throws: ProviderError.self) {
      try await bench.provider.save(event, over: base, telling: .none, in: GoogleBench.calendar)
    }
    #expect(bench.fake.complaints.isEmpty)
  }
}
