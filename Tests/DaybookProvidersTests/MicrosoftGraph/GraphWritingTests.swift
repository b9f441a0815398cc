import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// What is sent to a mailbox.
@Suite(.serialized) struct GraphWritingTests {
  /// The series of a mailbox that has one, as the engine would hand it over to be saved.
  private func whole(_ kept: Kept) -> RemoteEvent? {
    let all = kept.events.values.sorted { $0.id < $1.id }
    guard var master = all.first(where: { !$0.components[0].has("RECURRENCE-ID") }) else {
      return nil
    }
    master.parts = [RemotePart(recurrence: "", id: master.id, version: master.version)]
    for event in all where event.components[0].has("RECURRENCE-ID") {
      master.components += event.components
      master.parts.append(
        RemotePart(
          recurrence: event.components[0].first("RECURRENCE-ID")?.value ?? "", id: event.id,
          version: event.version))
    }
    master.isWhole = true
    return master
  }

  private func bodies(_ bench: GraphBench, _ method: String) -> [GraphJSON] {
    bench.fake.server.questions.filter { $0.method == method }.compactMap {
      GraphJSON(bytes: $0.body)
    }
  }

  /// A mailbox with one event in it, as it is kept.
  private func opened(_ text: String, _ more: [String: GraphJSON] = [:]) async throws
    -> (bench: GraphBench, id: String, event: RemoteEvent)
  {
    let bench = try GraphBench()
    let id = try bench.publish(text)
    if !more.isEmpty { bench.fake.change(id, more) }
    var kept = Kept()
    try await bench.pass(&kept)
    return (bench, id, try #require(whole(kept)))
  }

  private static let invited: [String: GraphJSON] = [
    "isOrganizer": false,
    "organizer": ["emailAddress": ["name": "Ben", "address": "ben@contoso.example"]],
    "responseStatus": ["response": "notResponded", "time": "0001-01-01T00:00:00Z"],
    "attendees": [
      [
        "type": "required", "status": ["response": "none"],
        "emailAddress": ["name": "Ada", "address": "ada@contoso.example"],
      ]
    ],
  ]

  @Test func aNewEventIsMadeOnceHoweverOftenItIsSent() async throws {
    let bench = try GraphBench()
    let event = RemoteEvent(id: "n", components: [try Component(text: GraphBench.event("my-uid"))])
    bench.fake.fail(.init(.losesTheReply, on: "POST"))
    await #expect(throws: ProviderError.self) {
      try await bench.provider.save(event, in: bench.calendar)
    }
    let saved = try await bench.provider.save(event, in: bench.calendar)
    #expect(bench.fake.ids == [saved.id.raw])
    #expect(saved.uid == "my-uid")
    var kept = Kept()
    try await bench.pass(&kept)
    #expect(
      kept.events[saved.id]?.uid == "my-uid" && kept.events[saved.id]?.version == saved.version)
    #expect(bench.fake.violations == [])
  }

  @Test func anEventThatWasEditedBeforeTheRepeatIsThereAsItIsNow() async throws {
    let bench = try GraphBench()
    var event = RemoteEvent(id: "n", components: [try Component(text: GraphBench.event("u"))])
    bench.fake.fail(.init(.truncates, on: "POST"))
    await #expect(throws: ProviderError.self) {
      try await bench.provider.save(event, in: bench.calendar)
    }
    event.components[0].setText("SUMMARY", "Later")
    let saved = try await bench.provider.save(event, in: bench.calendar)
    #expect(bench.fake.ids.count == 1)
    #expect(bench.fake.fields(saved.id.raw)?["subject"] == "Later")
  }

  @Test func onlyWhatDiffersIsSent() async throws {
    let (bench, id, base) = try await opened(GraphBench.event("a"))
    var event = base
    event.components[0].setText("SUMMARY", "New")
    let saved = try await bench.provider.save(event, over: base, telling: .none, in: bench.calendar)
    #expect(bodies(bench, "PATCH") == [["subject": "New"]])
    #expect(bench.fake.fields(id)?["subject"] == "New")
    #expect(saved.version != base.version)
    #expect(bench.fake.server.questions.last { $0.method == "PATCH" }?.headers["if-match"] != nil)
    var kept = Kept()
    kept.events = [saved.id: saved]
    kept.token = nil
    let news = try await kept.pass(bench.provider, bench.calendar)
    #expect(news.changed.isEmpty)
  }

  @Test func whatChangedThereMeanwhileIsNotOverwritten() async throws {
    let (bench, id, base) = try await opened(GraphBench.event("a"))
    bench.fake.ignoreIfMatch()
    bench.fake.change(id, ["subject": "Theirs"])
    var event = base
    event.components[0].setText("SUMMARY", "Ours")
    await #expect(throws: ProviderError.changedElsewhere) {
      try await bench.provider.save(event, over: base, telling: .none, in: bench.calendar)
    }
    #expect(bench.fake.fields(id)?["subject"] == "Theirs")
  }

  @Test func aConflictThatIsNoneIsTriedOnceMore() async throws {
    let (bench, id, base) = try await opened(GraphBench.event("a"))
    bench.fake.fail(
      .init(.replies(FakeGraph.error(412, "ErrorIrresolvableConflict")), on: "PATCH"))
    var event = base
    event.components[0].setText("SUMMARY", "Ours")
    _ = try await bench.provider.save(event, over: base, telling: .none, in: bench.calendar)
    #expect(bench.fake.fields(id)?["subject"] == "Ours")
  }

  @Test(arguments: [
    ("ACCEPTED", "accepted", true), ("DECLINED", "declined", false),
    ("TENTATIVE", "tentativelyAccepted", true),
  ])
  func anAnswerIsAnAnswerAndNoChange(_ status: String, _ word: String, _ tells: Bool)
    async throws
  {
    let (bench, id, base) = try await opened(GraphBench.event("a"), Self.invited)
    var event = base
    event.components[0].remove("ATTENDEE")
    event.components[0].append(
      "ATTENDEE", parameters: [.init("PARTSTAT", status)], rawValue: "mailto:ada@contoso.example")
    let saved = try await bench.provider.save(
      event, over: base, telling: Notice(tellsPeople: tells, note: "See you"), in: bench.calendar)
    #expect(bench.fake.fields(id)?["responseStatus"]?["response"] == .string(word))
    #expect(bodies(bench, "PATCH").isEmpty)
    #expect(bench.fake.mails == (tells ? ["answer \(word): See you"] : []))
    #expect(saved.components[0].first("ATTENDEE")?.parameter("PARTSTAT") == status)
  }

  @Test func deletingCancelsWithWordsWhereOthersCome() async throws {
    let attendees: [String: GraphJSON] = [
      "attendees": [
        ["type": "required", "emailAddress": ["name": "Ben", "address": "ben@contoso.example"]]
      ]
    ]
    let (bench, _, event) = try await opened(GraphBench.event("a"), attendees)
    try await bench.provider.delete(
      event.id, version: event.version, telling: Notice(tellsPeople: true, note: "Ill"),
      in: bench.calendar)
    #expect(bench.fake.ids.isEmpty)
    #expect(bench.fake.mails == ["cancel: Ill to ben@contoso.example"])
    try await bench.provider.delete(event.id, version: event.version, in: bench.calendar)
  }

  @Test func aStaleDeletionIsRefused() async throws {
    let (bench, id, event) = try await opened(GraphBench.event("a"))
    bench.fake.change(id, ["subject": "Theirs"])
    await #expect(throws: ProviderError.changedElsewhere) {
      try await bench.provider.delete(event.id, version: event.version, in: bench.calendar)
    }
    #expect(bench.fake.ids == [id])
  }

  @Test func oneDateOfASeriesIsChangedAndItsSeriesIsNot() async throws {
    let (bench, id, base) = try await opened(GraphBench.weekly)
    var event = base
    event.components.append(
      try Component(
        text: GraphBench.event(
          "weekly",
          [
            "RECURRENCE-ID;TZID=Europe/Berlin:20261208T090000",
            "DTSTART;TZID=Europe/Berlin:20261209T100000",
            "DTEND;TZID=Europe/Berlin:20261209T103000", "TRANSP:OPAQUE",
            "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
          ], title: "Stand-up")))
    let saved = try await bench.provider.save(event, over: base, telling: .none, in: bench.calendar)
    #expect(bodies(bench, "PATCH").count == 1)
    #expect(bodies(bench, "PATCH")[0].object?.keys.sorted() == ["end", "isAllDay", "start"])
    let exception = try #require(bench.fake.exceptions(id)[Day(2026, 12, 8)])
    #expect(exception["start"]?["dateTime"]?.string?.hasPrefix("2026-12-09T10:00:00") == true)
    #expect(saved.parts.map(\.recurrence) == ["", "20261208T090000"])
    #expect(saved.parts.allSatisfy { $0.version != nil })
    // Sending it again changes nothing.
    let again = try await bench.provider.save(
      saved, over: saved, telling: .none, in: bench.calendar)
    #expect(again.parts == saved.parts && bodies(bench, "PATCH").count == 1)
    var kept = Kept()
    kept.events = Dictionary(
      uniqueKeysWithValues: saved.parts.map {
        ($0.id, RemoteEvent(id: $0.id, version: $0.version, components: []))
      })
    let news = try await kept.pass(bench.provider, bench.calendar)
    #expect(news.changed.isEmpty && news.removed.isEmpty)
  }

  @Test func aDeletedDateIsDeletedThereAndOnlyOnce() async throws {
    let (bench, id, base) = try await opened(GraphBench.weekly)
    var event = base
    event.components[0].append(
      "EXDATE", parameters: [.init("TZID", "Europe/Berlin")], rawValue: "20261208T090000")
    // Once more by curl itself, which trusts no connection that it had kept open.
    bench.fake.fail(.init(.losesTheReply, on: "DELETE", times: 2))
    await #expect(throws: ProviderError.self) {
      try await bench.provider.save(event, over: base, telling: .none, in: bench.calendar)
    }
    #expect(bench.fake.deletedDays(id) == [Day(2026, 12, 8)])
    // The series has changed by that: what it is now is read, and the rest put over it.
    var kept = Kept()
    try await bench.pass(&kept)
    let now = try #require(whole(kept))
    #expect(now.components[0].first("EXDATE")?.value == "20261208T090000")
    var again = event
    again.version = now.version
    _ = try await bench.provider.save(again, over: now, telling: .none, in: bench.calendar)
    #expect(bench.fake.deletedDays(id) == [Day(2026, 12, 8)])
  }

  @Test func aDateThatIsCancelledHereIsGoneThere() async throws {
    let (bench, id, first) = try await opened(GraphBench.weekly)
    bench.fake.change(Day(2026, 12, 8), of: id, ["subject": "Special"])
    var kept = Kept()
    try await bench.pass(&kept)
    let base = try #require(whole(kept))
    #expect(first.parts.count == 1 && base.parts.count == 2)
    var event = base
    event.components[1].set("STATUS", rawValue: "CANCELLED")
    let saved = try await bench.provider.save(event, over: base, telling: .none, in: bench.calendar)
    #expect(bench.fake.deletedDays(id) == [Day(2026, 12, 8)])
    #expect(saved.components.count == 1 && saved.components[0].has("EXDATE"))
  }

  @Test func aSeriesIsMadeWithAllThatDiffers() async throws {
    let bench = try GraphBench()
    var master = try Component(text: GraphBench.weekly)
    master.append(
      "EXDATE", parameters: [.init("TZID", "Europe/Berlin")], rawValue: "20261201T090000")
    let other = try Component(
      text: GraphBench.event(
        "weekly",
        [
          "RECURRENCE-ID;TZID=Europe/Berlin:20261208T090000",
          "DTSTART;TZID=Europe/Berlin:20261208T110000",
          "DTEND;TZID=Europe/Berlin:20261208T113000",
        ], title: "Late"))
    let saved = try await bench.provider.save(
      RemoteEvent(id: "n", components: [master, other]), in: bench.calendar)
    #expect(bench.fake.deletedDays(saved.id.raw) == [Day(2026, 12, 1)])
    #expect(bench.fake.exceptions(saved.id.raw)[Day(2026, 12, 8)]?["subject"] == "Late")
    #expect(bench.fake.violations == [])
  }

  @Test func whatCannotBeSaidIsNotSent() async throws {
    let bench = try GraphBench()
    let event = RemoteEvent(
      id: "n",
      components: [
        try Component(
          text: GraphBench.event(
            "n",
            [
              "DTSTART:20261124T090000Z", "DURATION:PT1H", "RRULE:FREQ=MONTHLY;BYDAY=2TU,2WE",
            ]))
      ])
    do throws(ProviderError) {
      _ = try await bench.provider.save(event, in: bench.calendar)
      Issue.record("it was sent")
    } catch {
      #expect(error.code == "not_expressible")
    }
    #expect(bench.provider.requestsMade == 0)
  }

  @Test func theZoneKeepsItsOwnName() async throws {
    let bench = try GraphBench()
    let event = RemoteEvent(
      id: "n",
      components: [
        try Component(
          text: GraphBench.event(
            "n",
            [
              "DTSTART;TZID=Europe/Oslo:20261124T090000", "DTEND;TZID=Europe/Oslo:20261124T100000",
              "X-DAYBOOK-HOLD;GROUP=g:20261130T000000Z",
            ]))
      ])
    let saved = try await bench.provider.save(event, in: bench.calendar)
    #expect(
      bench.fake.fields(saved.id.raw)?["start"]?["timeZone"] == "W. Europe Standard Time")
    #expect(saved.components[0].first("DTSTART")?.parameter("TZID") == "Europe/Oslo")
    #expect(saved.components[0].has("X-DAYBOOK-HOLD"))
  }

  @Test func inASharedCalendarIAmItsOwnerAndEventsAreBelowIt() async throws {
    let bench = try GraphBench()
    let shared = RemoteID(
      bench.fake.addCalendar("Ben", isDefault: false, owner: "ben@contoso.example"))
    var invited = Self.invited
    invited["attendees"] = [
      ["type": "required", "emailAddress": ["name": "Ben", "address": "ben@contoso.example"]],
      ["type": "required", "emailAddress": ["name": "Ada", "address": "ada@contoso.example"]],
    ]
    invited["organizer"] = ["emailAddress": ["name": "Cleo", "address": "cleo@x.example"]]
    invited["responseStatus"] = ["response": "accepted"]
    let id = try bench.publish(GraphBench.event("a"), to: shared)
    bench.fake.change(id, invited)
    _ = try await bench.provider.calendars()
    let page = try await bench.provider.changes(in: shared, since: KeptCopy())
    let base = try #require(page.changed.first)
    #expect(
      base.components[0].all("ATTENDEE").map { $0.parameter("PARTSTAT") } == ["ACCEPTED", nil])
    var event = base
    event.components[0].setText("SUMMARY", "New")
    _ = try await bench.provider.save(event, over: base, telling: .none, in: shared)
    #expect(bench.fake.fields(id)?["subject"] == "New")
    #expect(bench.fake.requests.last?.contains("/me/calendars/") == true)
  }

  @Test func theFakeRefusesWhatTheContractForbids() async throws {
    let bench = try GraphBench()
    let client = bench.provider.client
    let path = "/me/calendars/\(WebPath.encoded(bench.calendar.raw))"
    let bodies: [JSONValue] = [
      ["subject": "x"],
      [
        "transactionId": "t", "recurrence": ["pattern": ["type": "daily", "index": "first"]],
      ],
      [
        "transactionId": "t", "start": ["dateTime": "2026-11-24T09:00:00", "timeZone": "Nowhere"],
      ],
    ]
    for body in bodies {
      let answer = try await client.exchange(
        path + "/events", .init(method: "POST", body: body))
      #expect(answer.status == 400)
    }
    let answer = try await client.exchange(
      path + "/calendarView/delta?startDateTime=2026-01-01T00:00:00Z&$select=id",
      .init(pageSize: 5))
    #expect(answer.status == 400)
    #expect(bench.fake.violations.count == 4)
    guard FakeGraph.knowsTheTypes else { return }
    let unknown = try await client.exchange(
      path + "/events", .init(method: "POST", body: ["transactionId": "t", "subjekt": "x"]))
    #expect(unknown.status == 400)
    let wrong = try await client.exchange(
      path + "/events", .init(method: "POST", body: ["transactionId": "t", "showAs": "away"]))
    #expect(wrong.status == 400)
  }
}
