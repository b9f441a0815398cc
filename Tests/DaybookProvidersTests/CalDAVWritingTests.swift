import DaybookCore
import DaybookTestSupport
import ICalendar
import Synchronization
import Testing

@testable import DaybookProviders

/// What becomes of a write that a CalDAV server does not simply take.
@Suite struct CalDAVWritingTests {
  let calendar = DAVStub.calendar

  @Test(arguments: [
    (403, "<c:supported-calendar-component/>", "the calendar is for other things"),
    (412, "<c:valid-calendar-data/>", "it finds it invalid"),
    (403, "<c:supported-calendar-data/>", "it finds it invalid"),
    (403, "<c:valid-calendar-object-resource/>", "it finds it invalid"),
    (403, "<c:max-resource-size/>", "it is too large"),
    (403, "<c:min-date-time/>", "it is too long ago or too far ahead"),
    (403, "<c:max-date-time/>", "it is too long ago or too far ahead"),
    (403, "<c:max-instances/>", "it repeats too often"),
    (403, "<c:max-attendees-per-instance/>", "too many people take part"),
    (507, "<d:quota-not-exceeded/>", "there is no room left"), (507, "", "there is no room left"),
    (400, "", "it finds it invalid"), (413, "", "it is too large"),
    (403, "<d:need-privileges/>", "refuses access (403)"), (403, "", "refuses access (403)"),
    (409, "", "has nothing at this address (404)"), (401, "", "no longer accepts the sign-in"),
    (423, "", "failed (423)"), (503, "", "failed (503)"),
    (429, "", "asks for fewer requests (429)"),
  ])
  func everyRefusalIsSaidInWords(_ status: Int, _ condition: String, _ words: String) async throws {
    let stub = try DAVStub { question in
      question.method == "PUT" ? DAVStub.error(status, condition) : nil
    }
    defer { stub.server.stop() }
    let event = try event("a")
    do throws(ProviderError) {
      _ = try await stub.provider().save(event, in: calendar)
      Issue.record("a refused event was taken")
    } catch {
      #expect(error.message.contains(words), "\(error.message)")
      #expect(error.hint != nil)
    }
  }

  /// 409 with Radicale, 412 with Xandikos.
  @Test(arguments: [409, 412], ["", "<d:href>/cal/jobs/there.ics</d:href>"])
  func anEventWhoseUIDIsThereIsAdopted(_ status: Int, _ href: String) async throws {
    let stub = try DAVStub { question in
      switch question.method {
      case "PUT": DAVStub.error(status, "<c:no-uid-conflict>\(href)</c:no-uid-conflict>")
      case "GET" where question.path.hasSuffix("there.ics"):
        .calendar(Feed.text([Feed.event("a")]), etag: "\"7\"")
      case "REPORT": DAVStub.multistatus(DAVStub.data("/cal/jobs/there.ics", "\"7\"", "a"))
      default: nil
      }
    }
    defer { stub.server.stop() }
    let saved = try await stub.provider().save(try event("a"), in: calendar)
    #expect(saved.id == "/cal/jobs/there.ics" && saved.version == "\"7\"")
  }

  @Test func aUIDInAnotherCalendarIsSaidInWords() async throws {
    let stub = try DAVStub { question in
      question.method == "PUT"
        ? DAVStub.error(403, "<c:no-uid-conflict/>") : DAVStub.multistatus("")
    }
    defer { stub.server.stop() }
    await #expect(
      throws: ProviderError.notTaken(.rejected(RemotePlace(stub.server.address), .sameUID))
    ) {
      try await stub.provider().save(try event("a"), in: calendar)
    }
  }

  @Test func aLostRaceWithoutAWordIsPlannedAgain() async throws {
    let stub = try DAVStub { question in
      switch question.method {
      case "PUT": WebReply(412)
      case "GET": .calendar(Feed.text([Feed.event("a", title: "Theirs")]), etag: "\"7\"")
      default: nil
      }
    }
    defer { stub.server.stop() }
    await #expect(throws: ProviderError.changedElsewhere) {
      try await stub.provider().save(try event("a"), in: calendar)
    }
    await #expect(throws: ProviderError.changedElsewhere) {
      try await stub.provider().save(
        try event("/cal/jobs/a.ics", version: "\"7\"", uid: "a"), in: calendar)
    }
  }

  @Test func nothingIsEverWrittenWithoutACondition() async throws {
    let stub = try DAVStub { question in
      switch question.method {
      case "PUT": WebReply(201)
      case "GET": .calendar(Feed.text([Feed.event("a", title: "Old")]), etag: "W/\"7\"")
      case "DELETE": WebReply(204)
      default: nil
      }
    }
    defer { stub.server.stop() }
    let provider = stub.provider()
    _ = try await provider.save(try event("a"), in: calendar)
    _ = try await provider.save(
      try event("/cal/jobs/a.ics", version: "W/\"7\"", uid: "a"), in: calendar)
    try await provider.delete("/cal/jobs/a.ics", version: nil, in: calendar)
    let writes = stub.server.questions.filter { $0.method == "PUT" || $0.method == "DELETE" }
    #expect(writes.map { $0.headers["if-none-match"] } == ["*", nil, nil])
    // A weak tag never matches: it is what a proxy made of the server's own.
    #expect(writes.map { $0.headers["if-match"] } == [nil, "\"7\"", "\"7\""])
    #expect(writes.last?.headers["schedule-reply"] == "F")
  }

  /// Servers that give no tag to a write give one to the reading behind it.
  @Test func whatIsStoredIsWhatIsReadBack() async throws {
    let stub = try DAVStub { question in
      question.method == "PUT"
        ? WebReply(201) : .calendar(Feed.text([Feed.event("a", more: ["X-S:1"])]), etag: "\"7\"")
    }
    defer { stub.server.stop() }
    let saved = try await stub.provider().save(try event("a"), in: calendar)
    #expect(saved.version == "\"7\"")
    #expect(saved.components.first?.has("X-S") == true)
  }

  @Test(arguments: [404, 410, 412])
  func whatIsGoneIsDeleted(_ status: Int) async throws {
    let stub = try DAVStub { $0.method == "DELETE" ? WebReply(status) : nil }
    defer { stub.server.stop() }
    try await stub.provider().delete("/cal/jobs/a.ics", version: "\"1\"", in: calendar)
    #expect(stub.server.questions.contains { $0.method == "DELETE" })
  }

  @Test(arguments: [(true, true), (false, true), (true, false), (false, false)])
  func peopleAreMailedOnlyWhenThePersonSaysSo(_ tells: Bool, _ mails: Bool) async throws {
    let stub = try DAVStub { $0.method == "PUT" ? WebReply(201) : nil }
    let listing = DAVStub.home(token: "t", ctag: "c")
    let sent = Mutex("")
    stub.server.answer { question in
      switch question.method {
      case "OPTIONS":
        return WebReply(
          200, headers: [("DAV", mails ? "1, calendar-access, calendar-auto-schedule" : "1")])
      case "PROPFIND": return listing
      case "PUT":
        sent.withLock { $0 = String(decoding: question.body, as: UTF8.self) }
        return WebReply(201)
      default: return .calendar(sent.withLock { $0 }, etag: "\"1\"")
      }
    }
    defer { stub.server.stop() }
    var event = try event("a")
    event.components[0].append("ATTENDEE", rawValue: "mailto:bo@example.com")
    _ = try await stub.provider().save(
      event, over: nil, telling: Notice(tellsPeople: tells), in: calendar)
    #expect(sent.withLock { $0 }.contains("SCHEDULE-AGENT=CLIENT") == (mails && !tells))
  }

  private func event(_ id: String, version: String? = nil, uid: String? = nil) throws
    -> RemoteEvent
  {
    RemoteEvent(
      id: RemoteID(id), version: version.map { Version($0) },
      components: [try Component(text: Feed.event(uid ?? id))])
  }
}
