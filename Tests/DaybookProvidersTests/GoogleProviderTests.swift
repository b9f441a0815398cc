import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// What is read from Google, and what is written there.
@Suite struct GoogleProviderTests {
  let bench: GoogleBench

  init() throws { bench = try GoogleBench() }

  @Test func calendarsHaveTheNamesColoursAndRightsOfTheirList() async throws {
    bench.fake.addCalendar(
      "c#7@group.example", summary: "Team North", role: "reader",
      more: ["summaryOverride": "Work", "selected": false, "backgroundColor": "#7bd148"])
    bench.fake.setPageSize(1)
    let found = try await bench.provider.calendars()
    #expect(found.map(\.name) == ["Ada", "Work"])
    #expect(found.map(\.isReadOnly) == [false, true])
    #expect(found.map(\.isHidden) == [false, true])
    #expect(found.map(\.color) == ["#9fe1e7", "#7bd148"])
    #expect(found.map(\.address) == ["ada@example.org", nil])
    #expect(bench.fake.complaints.isEmpty)
    bench.fake.stop()
  }

  @Test func aSeriesAndItsInstancesComeApartUnderOneUID() async throws {
    bench.fake.put(GoogleBench.series, in: GoogleBench.name)
    bench.fake.change(
      "series1_20261130T080000Z",
      [
        "summary": "Moved", "start": GoogleBench.at("13:00", day: "2026-11-30"),
        "end": GoogleBench.at("14:00", day: "2026-11-30"),
      ], in: GoogleBench.name)
    bench.fake.remove("series1_20261207T080000Z", in: GoogleBench.name)
    bench.fake.setPageSize(1)
    bench.fake.setPages(reversed: true)
    let whole = try await bench.whole("series1@google.com")
    #expect(whole.components.count == 3)
    let texts = whole.components.map(\.text)
    #expect(texts[0].contains("RRULE:FREQ=WEEKLY;COUNT=5"))
    #expect(texts.contains { $0.contains("RECURRENCE-ID;TZID=Europe/Berlin:20261130T090000") })
    #expect(texts.contains { $0.contains("STATUS:CANCELLED") && $0.contains("20261207T090000") })
    #expect(bench.fake.complaints.isEmpty)
    bench.fake.stop()
  }

  @Test func nothingChangedIsOneRequest() async throws {
    bench.fake.put(GoogleBench.series, in: GoogleBench.name)
    let token = try await bench.changes().token
    let before = bench.provider.requestsMade
    let pages = try await bench.changes(token).pages
    #expect(bench.provider.requestsMade == before + 1)
    #expect(pages.allSatisfy { $0.changed.isEmpty && $0.removed.isEmpty && !$0.isSnapshot })
    bench.fake.stop()
  }

  @Test func onlyWhatDiffersIsWrittenUnderTheTagItWasReadWith() async throws {
    bench.fake.put(
      [
        "id": "single1", "summary": "Review", "start": GoogleBench.at("09:00"),
        "end": GoogleBench.at("10:00"), "colorId": "7",
      ], in: GoogleBench.name)
    let base = try await bench.whole("single1@google.com")
    var event = base
    event.components[0].setText("LOCATION", "Room 9")
    let saved = try await bench.provider.save(
      event, over: base, telling: Notice(tellsPeople: true), in: GoogleBench.calendar)
    let question = try #require(bench.fake.server.questions.last)
    #expect(String(decoding: question.body, as: UTF8.self) == #"{"location":"Room 9"}"#)
    #expect(question.headers["if-match"] == base.version?.raw)
    #expect(bench.fake.mails == ["all"])
    #expect(saved.components[0].first("LOCATION")?.text == "Room 9")
    #expect(try bench.event("single1")["colorId"] == "7")
    #expect(bench.fake.complaints.isEmpty)
    bench.fake.stop()
  }

  @Test func anAnswerChangesMyLineAloneAndKeepsTheOthers() async throws {
    bench.fake.put(
      [
        "id": "single1", "summary": "Review", "start": GoogleBench.at("09:00"),
        "end": GoogleBench.at("10:00"), "organizer": ["email": "ben@example.org"],
        "attendees": [
          ["email": "ada@example.org", "self": true, "responseStatus": "needsAction"],
          [
            "email": "cy@example.org", "displayName": "Cy", "optional": true,
            "responseStatus": "accepted", "comment": "Late", "additionalGuests": 2,
          ],
        ],
      ], in: GoogleBench.name)
    let base = try await bench.whole("single1@google.com")
    var event = base
    let text = base.components[0].text.replacing(
      "ATTENDEE:mailto:ada@example.org", with: "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ada@example.org")
    event.components = [try Component(text: text)]
    _ = try await bench.provider.save(
      event, over: base, telling: .none, in: GoogleBench.calendar)
    let guests = try #require(try bench.event("single1")["attendees"]?.elements)
    #expect(guests.first?["responseStatus"] == "accepted")
    #expect(guests.last?["comment"] == "Late" && guests.last?["additionalGuests"] == 2)
    #expect(bench.fake.complaints.isEmpty)
    bench.fake.stop()
  }

  @Test func anEventSentTwiceAfterALostAnswerIsOne() async throws {
    let event = try RemoteEvent(
      id: "u-1",
      components: [
        Component(
          text: Feed.event("u-1", more: ["X-OWN:Kept", "X-DAYBOOK-HOLD;GROUP=g:20261120T000000Z"]))
      ])
    bench.fake.loseNextReply()
    await #expect(throws: ProviderError.self) {
      try await bench.provider.save(event, in: GoogleBench.calendar)
    }
    let saved = try await bench.provider.save(event, in: GoogleBench.calendar)
    #expect(bench.fake.events(in: GoogleBench.name).count == 1)
    #expect(saved.uid == "u-1")
    #expect(saved.components[0].has("X-OWN") && saved.components[0].has("X-DAYBOOK-HOLD"))
    try await bench.provider.delete(
      saved.id, version: saved.version, in: GoogleBench.calendar)
    let again = try await bench.provider.save(event, in: GoogleBench.calendar)
    #expect(again.id != saved.id && again.uid == "u-1")
    #expect(bench.fake.complaints.isEmpty)
    bench.fake.stop()
  }

  @Test func aChangeWhoseAnswerWasLostIsMetByWhatItSays() async throws {
    bench.fake.put(GoogleBench.series, in: GoogleBench.name)
    let base = try await bench.whole("series1@google.com")
    var event = base
    event.components[0].setText("SUMMARY", "New")
    bench.fake.loseNextReply()
    // Curl repeats by itself what breaks off on a connection that was open before.
    _ = try? await bench.provider.save(
      event, over: base, telling: .none, in: GoogleBench.calendar)
    let saved = try await bench.provider.save(
      event, over: base, telling: .none, in: GoogleBench.calendar)
    #expect(saved.components[0].first("SUMMARY")?.text == "New")
    bench.fake.change("series1", ["summary": "Theirs"], in: GoogleBench.name)
    await #expect(throws: ProviderError.changedElsewhere) {
      try await bench.provider.save(
        event, over: base, telling: .none, in: GoogleBench.calendar)
    }
    bench.fake.stop()
  }

  @Test func instancesAreChangedTakenOutAndPutBack() async throws {
    bench.fake.put(GoogleBench.series, in: GoogleBench.name)
    let base = try await bench.whole("series1@google.com")
    var event = base
    event.components[0].append(
      "EXDATE", parameters: [.init("TZID", "Europe/Berlin")], rawValue: "20261207T090000")
    event.components.append(
      try Component(
        text: """
          BEGIN:VEVENT
          UID:series1@google.com
          RECURRENCE-ID;TZID=Europe/Berlin:20261130T090000
          DTSTART;TZID=Europe/Berlin:20261130T130000
          DTEND;TZID=Europe/Berlin:20261130T140000
          SUMMARY:Moved
          END:VEVENT
          """))
    let saved = try await bench.provider.save(
      event, over: base, telling: .none, in: GoogleBench.calendar)
    #expect(try bench.event("series1_20261130T080000Z")["summary"] == "Moved")
    #expect(try bench.event("series1_20261207T080000Z")["status"] == "cancelled")
    #expect(try bench.event("series1")["recurrence"] == ["RRULE:FREQ=WEEKLY;COUNT=5"])
    #expect(saved.parts.count == 3 && saved.components.count == 3)
    // Everything back as it was.
    let changed = try await bench.whole("series1@google.com")
    var undone = changed
    undone.components = Array(changed.components.prefix(1))
    _ = try await bench.provider.save(
      undone, over: changed, telling: .none, in: GoogleBench.calendar)
    let back = try bench.event("series1_20261207T080000Z")
    #expect(back["status"] == "confirmed" && back["summary"] == "Review")
    #expect(try bench.event("series1_20261130T080000Z")["summary"] == "Review")
    #expect(
      try bench.event("series1_20261130T080000Z")["start"]?["dateTime"]
        == "2026-11-30T09:00:00+01:00")
    #expect(bench.fake.complaints.isEmpty)
    bench.fake.stop()
  }

  @Test func pagesThatOverlapOrLeadBackAreToleratedOrEnd() async throws {
    for number in 0..<7 {
      bench.fake.put(
        [
          "id": .string("single\(number)"), "summary": "Review", "start": GoogleBench.at("09:00"),
          "end": GoogleBench.at("10:00"),
        ], in: GoogleBench.name)
    }
    bench.fake.setPageSize(3)
    bench.fake.setPages(overlap: true, reversed: true, emptyFirst: true)
    let ids = Set(try await bench.changes().pages.flatMap(\.changed).map(\.id))
    #expect(ids.count == 7)
    let loop = WebReply.json(200, ["items": [], "nextPageToken": "again"])
    bench.fake.misbehave(.init(loop, times: 5))
    await #expect(throws: ProviderError.self) { try await bench.changes() }
    bench.fake.stop()
  }

  @Test func anEventOfAWrongFormCostsItselfAndANote() async throws {
    bench.fake.misbehave(
      .init(
        .json(
          200,
          [
            "nextSyncToken": "s",
            "items": [
              ["id": "bad1", "start": "soon"], 7, ["id": "bad2", "status": "confirmed"],
              ["id": "good", "start": ["date": "2026-11-27"], "end": ["date": "2026-11-28"]],
            ],
          ])))
    let page = try #require(try await bench.changes().pages.first)
    #expect(page.changed.map(\.id) == ["good"])
    #expect(Set(page.unchanged) == ["bad1", "bad2"])
    #expect(page.notes.count == 3)
    bench.fake.stop()
  }

  @Test func aFreeBusyCalendarShowsBusyAndTakesNothing() async throws {
    bench.fake.put(GoogleBench.series, in: GoogleBench.name)
    bench.fake.setRole("freeBusyReader", of: GoogleBench.name)
    let base = try await bench.whole("series1@google.com")
    #expect(base.components[0].first("SUMMARY")?.text == "Busy")
    await #expect(throws: ProviderError.readOnly(RemotePlace(bench.fake.base))) {
      try await bench.provider.save(
        base, over: nil, telling: .none, in: GoogleBench.calendar)
    }
    bench.fake.stop()
  }
}

/// Each row of Google's table of errors, reading and writing.
@Suite struct GoogleErrorTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var status: Int
    var reason: String
    var detail: String?
    var reading: String
    var writing: String
    var testDescription: String { "\(status) \(reason)" }
  }

  static let rows = [
    Row(status: 400, reason: "badRequest", reading: "refused", writing: "refused"),
    Row(status: 401, reason: "authError", reading: "sign_in_needed", writing: "sign_in_needed"),
    Row(
      status: 403, reason: "userRateLimitExceeded", reading: "rate_limited",
      writing: "rate_limited"),
    Row(
      status: 403, reason: "rateLimitExceeded", reading: "rate_limited", writing: "rate_limited"),
    Row(
      status: 403, reason: "quotaExceeded", reading: "quota_exhausted",
      writing: "quota_exhausted"),
    Row(
      status: 403, reason: "dailyLimitExceeded", reading: "quota_exhausted",
      writing: "quota_exhausted"),
    Row(
      status: 403, reason: "forbiddenForNonOrganizer", reading: "not_organizer",
      writing: "not_organizer"),
    Row(
      status: 403, reason: "insufficientPermissions", detail: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
      reading: "sign_in_needed", writing: "sign_in_needed"),
    Row(
      status: 403, reason: "accessNotConfigured", detail: "SERVICE_DISABLED",
      reading: "service_off", writing: "service_off"),
    Row(
      status: 403, reason: "accessNotConfigured", reading: "service_off", writing: "service_off"),
    Row(status: 403, reason: "requiredAccessLevel", reading: "forbidden", writing: "read_only"),
    Row(
      status: 403, reason: "insufficientPermissions", reading: "forbidden", writing: "read_only"),
    Row(status: 404, reason: "notFound", reading: "not_found", writing: "changed_elsewhere"),
    Row(
      status: 409, reason: "conflict", reading: "changed_elsewhere", writing: "changed_elsewhere"),
    Row(
      status: 410, reason: "fullSyncRequired", reading: "token_expired",
      writing: "changed_elsewhere"),
    Row(
      status: 410, reason: "updatedMinTooLongAgo", reading: "token_expired",
      writing: "changed_elsewhere"),
    Row(status: 410, reason: "deleted", reading: "token_expired", writing: "changed_elsewhere"),
    Row(
      status: 412, reason: "conditionNotMet", reading: "changed_elsewhere",
      writing: "changed_elsewhere"),
    Row(
      status: 429, reason: "rateLimitExceeded", reading: "rate_limited", writing: "rate_limited"),
    Row(status: 500, reason: "backendError", reading: "server_error", writing: "server_error"),
    Row(status: 503, reason: "", reading: "server_error", writing: "server_error"),
  ]

  @Test(arguments: rows) func everyRefusalAsksForTheRightThing(_ row: Row) async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    bench.fake.put(GoogleBench.series, in: GoogleBench.name)
    let token = try await bench.changes().token
    let base = try await bench.whole("series1@google.com")
    bench.fake.refuse(row.status, row.reason, detail: row.detail) { $0.method == "GET" }
    #expect(await code { _ = try await bench.changes(token) } == row.reading)
    var event = base
    event.components[0].setText("SUMMARY", "New")
    bench.fake.refuse(row.status, row.reason, detail: row.detail) { $0.method == "PATCH" }
    let changed = event
    #expect(
      await code {
        _ = try await bench.provider.save(
          changed, over: base, telling: .none, in: GoogleBench.calendar)
      } == row.writing)
    #expect(try bench.event("series1")["summary"] == "Review")
  }

  @Test func whatIsNoJSONIsUnreadable() async throws {
    let bench = try GoogleBench()
    defer { bench.fake.stop() }
    bench.fake.misbehave(.init(WebReply(200, "<html>Sign in</html>")))
    #expect(await code { _ = try await bench.changes() } == "malformed_response")
    bench.fake.misbehave(.init(WebReply(200, #"{"items":[{"id":"#)))
    #expect(await code { _ = try await bench.changes() } == "malformed_response")
    bench.fake.misbehave(.init(WebReply(200, #"{"items":[]}"#)))
    #expect(await code { _ = try await bench.changes() } == "malformed_response")
  }

  private func code(_ body: () async throws -> Void) async -> String? {
    do {
      try await body()
      return nil
    } catch {
      return (error as? ProviderError)?.code
    }
  }
}
