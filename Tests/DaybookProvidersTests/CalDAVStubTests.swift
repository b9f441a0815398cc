import DaybookCore
import DaybookTestSupport
import ICalendar
import Synchronization
import Testing

@testable import DaybookProviders

/// What CalDAV servers do that are not in reach of a test.
@Suite struct CalDAVStubTests {
  let calendar = DAVStub.calendar

  // MARK: - What changed

  @Test func aListThatIsCutShortIsGoneOnWith() async throws {
    let stub = try DAVStub { question in
      switch DAVStub.since(question) {
      case "":
        DAVStub.multistatus(
          DAVStub.tag("/cal/jobs/a.ics", "\"1\"") + DAVStub.status("/cal/jobs/", 507), token: "t0")
      case "t0": DAVStub.multistatus(DAVStub.tag("/cal/jobs/b.ics", "\"1\""), token: "t1")
      default: DAVStub.multiget(question)
      }
    }
    defer { stub.server.stop() }
    var kept = Kept()
    let news = try await kept.pass(stub.provider(), calendar)
    #expect(news.changed == ["/cal/jobs/a.ics", "/cal/jobs/b.ics"])
    #expect(CalDAVToken(kept.token)?.sync == "t1")
  }

  @Test func aListThatNeverEndsIsLeftAndRemovesNothing() async throws {
    let stub = try DAVStub { question in
      DAVStub.since(question) == nil
        ? DAVStub.multiget(question)
        : DAVStub.multistatus(
          DAVStub.tag("/cal/jobs/a.ics", "\"1\"") + DAVStub.status("/cal/jobs/", 507), token: "t0")
    }
    defer { stub.server.stop() }
    let kept = KeptCopy { ["/cal/jobs/z.ics": "\"9\""] }
    let page = try await stub.provider().changes(in: calendar, since: kept)
    #expect(page.failure?.code == "malformed_response")
    #expect(!page.isSnapshot && page.changed.count == 1)
  }

  @Test(arguments: [418, 403, 500])
  func onlyWhatIsNotFoundWasDeleted(_ status: Int) async throws {
    let stub = try DAVStub(token: "t2") { question in
      DAVStub.since(question) == nil
        ? DAVStub.multistatus(DAVStub.status("/cal/jobs/a.ics", status))
        : DAVStub.multistatus(
          DAVStub.status("/cal/jobs/a.ics", status) + DAVStub.status("/cal/jobs/b.ics", 404)
            + DAVStub.status("/cal/jobs/never.ics", 404), token: "t2")
    }
    defer { stub.server.stop() }
    let page = try await stub.provider().changes(
      in: calendar, since: kept(["a.ics", "b.ics"], token: "t1"))
    #expect(page.removed == ["/cal/jobs/b.ics"])
    #expect(page.changed.isEmpty && page.failure != nil)
    // It is asked for again, though nothing else moved.
    #expect(CalDAVToken(page.token)?.retry == ["/cal/jobs/a.ics"])
  }

  @Test(arguments: [400, 403, 409, 410, 412, 415])
  func aRefusedTokenIsDropped(_ status: Int) async throws {
    let stub = try DAVStub { _ in DAVStub.error(status, "<d:valid-sync-token/>") }
    defer { stub.server.stop() }
    await #expect(throws: ProviderError.tokenExpired) {
      try await stub.provider().changes(in: calendar, since: kept([], token: "old"))
    }
  }

  @Test(arguments: [
    (401, "sign_in_needed"), (403, "forbidden"), (404, "not_found"), (429, "rate_limited"),
    (500, "server_error"), (503, "server_error"),
  ])
  func whatIsNoAnswerIsAnError(_ status: Int, _ code: String) async throws {
    let stub = try DAVStub { _ in WebReply(status, "no", headers: [("Retry-After", "7")]) }
    defer { stub.server.stop() }
    do throws(ProviderError) {
      _ = try await stub.provider().changes(in: calendar, since: KeptCopy())
      Issue.record("\(status) was taken for an answer")
    } catch {
      #expect(error.code == code)
      #expect(error.hint != nil && !error.message.contains("geheim"))
      if status == 429 || status == 503 { #expect(error.retryAfter == 7) }
    }
  }

  @Test func aTokenOfZeroIsOne() async throws {
    let stub = try DAVStub(token: "0") { question in
      DAVStub.since(question) == nil ? nil : DAVStub.multistatus("", token: "0")
    }
    defer { stub.server.stop() }
    var kept = Kept()
    let provider = stub.provider()
    _ = try await kept.pass(provider, calendar)
    #expect(CalDAVToken(kept.token)?.sync == "0")
    _ = try await provider.calendars()
    let before = provider.requestsMade
    _ = try await kept.pass(provider, calendar)
    #expect(provider.requestsMade == before)
  }

  @Test func withoutTokensTheCtagAndAListingTell() async throws {
    let ctag = Mutex("c1")
    let server = try LoopbackServer { question in
      if question.path == "/cal/" {
        return DAVStub.home(token: nil, ctag: ctag.withLock { $0 })
      }
      return question.method == "PROPFIND"
        ? DAVStub.multistatus(
          DAVStub.tag("/cal/jobs/", "\"x\"")
            + DAVStub.tag("http://elsewhere.example/cal/jobs/a%40b.ics", "\"1\""))
        : DAVStub.multiget(question) ?? WebReply(500)
    }
    defer { server.stop() }
    let provider = CalDAVProvider(
      address: server.address + "/cal/", transport: CurlTransport(version: "0"),
      zones: TestZones.database)
    var kept = Kept()
    #expect(try await kept.pass(provider, calendar).changed == ["/cal/jobs/a%40b.ics"])
    _ = try await provider.calendars()
    let before = provider.requestsMade
    _ = try await kept.pass(provider, calendar)
    #expect(provider.requestsMade == before)
    ctag.withLock { $0 = "c2" }
    _ = try await provider.calendars()
    let news = try await kept.pass(provider, calendar)
    #expect(provider.requestsMade == before + 2)
    #expect(news.changed.isEmpty && news.removed.isEmpty)
  }

  @Test func whatWasNotGivenIsAskedForAgainByItself() async throws {
    let isGiven = Mutex(false)
    let stub = try DAVStub(token: "t2", ctag: "c2") { question in
      if DAVStub.since(question) != nil {
        return DAVStub.multistatus(
          isGiven.withLock { $0 } ? "" : DAVStub.tag("/cal/jobs/a.ics", "\"1\""), token: "t2")
      }
      return isGiven.withLock { $0 }
        ? DAVStub.multiget(question) : DAVStub.multistatus(DAVStub.status("/cal/jobs/a.ics", 503))
    }
    defer { stub.server.stop() }
    let provider = stub.provider()
    var kept = Kept()
    #expect(try await kept.pass(provider, calendar).changed.isEmpty)
    isGiven.withLock { $0 = true }
    _ = try await provider.calendars()
    #expect(try await kept.pass(provider, calendar).changed == ["/cal/jobs/a.ics"])
    #expect(CalDAVToken(kept.token)?.retry.isEmpty == true)
  }

  /// A token that was handed out for a lie is found out by the next day.
  @Test func onceADayEverythingIsCompared() async throws {
    let day = Mutex("24 Nov 2026")
    let server = try LoopbackServer { question in
      if question.path == "/cal/" {
        var listing = DAVStub.home(token: "t", ctag: "c")
        listing.headers.append(("Date", "Wed, \(day.withLock { $0 }) 05:06:32 GMT"))
        return listing
      }
      if DAVStub.since(question) != nil { return DAVStub.multistatus("", token: "t") }
      return question.method == "PROPFIND"
        ? DAVStub.multistatus(DAVStub.tag("/cal/jobs/missed.ics", "\"1\""))
        : DAVStub.multiget(question) ?? WebReply(404)
    }
    defer { server.stop() }
    let provider = CalDAVProvider(
      address: server.address + "/cal/", transport: CurlTransport(version: "0"),
      zones: TestZones.database)
    var kept = Kept()
    for _ in 0..<2 {
      _ = try await provider.calendars()
      #expect(try await kept.pass(provider, calendar).changed.isEmpty)
    }
    day.withLock { $0 = "25 Nov 2026" }
    _ = try await provider.calendars()
    #expect(try await kept.pass(provider, calendar).changed == ["/cal/jobs/missed.ics"])
  }

  @Test func aTokenThatDoesNotTellOfOurOwnWritesIsNotBelieved() async throws {
    let stub = try DAVStub { question in
      if DAVStub.since(question) != nil { return DAVStub.multistatus("", token: "t1") }
      switch question.method {
      case "PUT": return WebReply(201)
      case "GET": return .calendar(Feed.text([Feed.event("a")]), etag: "\"1\"")
      case "PROPFIND":
        return DAVStub.multistatus(
          DAVStub.tag("/cal/jobs/a.ics", "\"1\"") + DAVStub.tag("/cal/jobs/b.ics", "\"1\""))
      default: return DAVStub.multiget(question)
      }
    }
    defer { stub.server.stop() }
    let provider = stub.provider()
    var kept = Kept()
    _ = try await kept.pass(provider, calendar)
    let saved = try await provider.save(event("a"), in: calendar)
    kept.events[saved.id] = saved
    _ = try await provider.calendars()
    #expect(try await kept.pass(provider, calendar).changed == ["/cal/jobs/b.ics"])
  }

  @Test func manyEventsComeInPagesAndEachOnce() async throws {
    let names = (0..<450).map { "/cal/jobs/\($0).ics" }
    let stub = try DAVStub { question in
      DAVStub.since(question) != nil
        ? DAVStub.multistatus(names.map { DAVStub.tag($0, "\"1\"") }.joined(), token: "t1")
        : DAVStub.multiget(question)
    }
    defer { stub.server.stop() }
    var kept = Kept()
    _ = try await kept.pass(stub.provider(), calendar)
    #expect(kept.events.count == 450)
    // The list of calendars, that of changes, and five of a hundred.
    #expect(stub.server.questions.count == 7)
  }

  @Test func anotherSpellingIsTheSameMember() async throws {
    let stub = try DAVStub(token: "t2") { question in
      DAVStub.since(question) == nil
        ? nil : DAVStub.multistatus(DAVStub.tag("/cal/jobs/a@b.ics", "\"1\""), token: "t2")
    }
    defer { stub.server.stop() }
    let known = KeptCopy(token: CalDAVToken(sync: "t1").token) { ["/cal/jobs/a%40b.ics": "\"1\""] }
    let page = try await stub.provider().changes(in: calendar, since: known)
    #expect(page.changed.isEmpty && page.removed.isEmpty)
    #expect(stub.server.questions.count == 2)
  }

  @Test func whatAnAnswerLeavesOutIsFetchedByItself() async throws {
    let stub = try DAVStub { question in
      if DAVStub.since(question) != nil {
        return DAVStub.multistatus(
          DAVStub.tag("/cal/jobs/a.ics", "\"1\"") + DAVStub.tag("/cal/jobs/b.ics", "\"1\""),
          token: "t1")
      }
      return question.method == "GET"
        ? .calendar(Feed.text([Feed.event("b")]), etag: "\"2\"")
        : DAVStub.multistatus(DAVStub.data("/cal/jobs/a.ics", "\"1\"", "a", isCDATA: true))
    }
    defer { stub.server.stop() }
    var kept = Kept()
    _ = try await kept.pass(stub.provider(), calendar)
    #expect(kept.events["/cal/jobs/a.ics"]?.uid == "a")
    #expect(kept.events["/cal/jobs/b.ics"]?.version == "\"2\"")
  }

  @Test(arguments: [40, 200, 400])
  func anAnswerThatBreaksOffChangesNothing(_ count: Int) async throws {
    let stub = try DAVStub { _ in
      var reply = DAVStub.multistatus(
        (0..<9).map { DAVStub.tag("/cal/jobs/\($0).ics", "\"1\"") }.joined(), token: "t1")
      reply.body = Array(reply.body.prefix(count))
      return reply
    }
    defer { stub.server.stop() }
    do throws(ProviderError) {
      _ = try await stub.provider().changes(in: calendar, since: KeptCopy())
      Issue.record("half an answer was taken for one")
    } catch {
      #expect(error.code == "truncated")
    }
  }

  @Test func aReadOnlyCalendarIsNotWrittenTo() async throws {
    let privilege = "<d:current-user-privilege-set><d:privilege><d:read/></d:privilege>"
    let stub = try DAVStub(more: privilege + "</d:current-user-privilege-set>") { _ in nil }
    defer { stub.server.stop() }
    let provider = stub.provider()
    #expect(try await provider.calendars().map(\.isReadOnly) == [true])
    do throws(ProviderError) {
      _ = try await provider.save(event("a"), in: calendar)
      Issue.record("a read-only calendar took an event")
    } catch {
      #expect(error.code == "read_only")
    }
  }

  // MARK: - Who is told the password

  @Test(arguments: [301, 302, 303, 307, 308])
  func aRedirectionKeepsMethodAndBody(_ status: Int) async throws {
    let server = try LoopbackServer { question in
      question.path == "/old/"
        ? .redirection(status, to: "/cal/") : DAVStub.home(token: "t", ctag: nil)
    }
    defer { server.stop() }
    let provider = CalDAVProvider(
      address: server.address + "/old/", transport: CurlTransport(version: "0"),
      zones: TestZones.database)
    #expect(try await provider.calendars().map(\.id) == [calendar])
    let last = try #require(server.questions.last)
    #expect(last.method == "PROPFIND" && last.body == server.questions.first?.body)
    #expect(last.headers["depth"] == "1")
  }

  @Test func anotherHostNeverSeesThePassword() async throws {
    let other = try LoopbackServer(DAVStub.home(token: "t", ctag: nil))
    let server = try LoopbackServer(.redirection(302, to: "http://localhost:\(other.port)/cal/"))
    defer {
      server.stop()
      other.stop()
    }
    let provider = CalDAVProvider(
      address: server.address + "/cal/",
      transport: SignedTransport(
        CurlTransport(version: "0"), as: PasswordCredentials(user: "ana", password: "geheim")),
      zones: TestZones.database)
    do throws(ProviderError) {
      _ = try await provider.calendars()
      Issue.record("another host was believed")
    } catch {
      #expect(error.code == "other_host")
    }
    #expect(server.questions.allSatisfy { $0.headers["authorization"] != nil })
    #expect(other.questions.allSatisfy { $0.headers["authorization"] == nil })
  }

  @Test(arguments: [
    ("https://caldav.icloud.com/", "https://p123-caldav.icloud.com:443/1/", true),
    ("https://caldav.icloud.com/", "https://icloud.com/", true),
    ("https://example.com/", "https://dav.example.com/", true),
    ("http://example.com/", "https://example.com/", true),
    ("https://example.com/", "http://example.com/", false),
    ("https://caldav.icloud.com/", "https://caldav.icloud.com.evil.example/", false),
    ("https://a.co.uk/", "https://b.co.uk/", false),
    ("https://example.com/", "https://other.com/", false),
    ("https://ana.duckdns.org/", "https://bea.duckdns.org/", false),
    ("https://10.0.0.1/", "https://11.0.0.1/", false),
  ])
  func aPasswordGoesToItsOwnersHostsAlone(_ from: String, _ to: String, _ is: Bool) throws {
    #expect(try #require(WebAddress(from)).trusts(try #require(WebAddress(to))) == `is`)
  }

  @Test func plainHTTPIsForThisMachineAlone() async throws {
    do throws(ProviderError) {
      _ = try await DAVDiscovery(
        transport: CurlTransport(version: "0"), zones: TestZones.database
      ).find("http://dav.example.com/")
      Issue.record("a password was sent in clear")
    } catch {
      #expect(error.code == "plain_http")
    }
  }

  private func kept(_ names: [String], token: String) -> KeptCopy {
    let versions = Dictionary(
      uniqueKeysWithValues: names.map { (RemoteID("/cal/jobs/" + $0), Version("\"1\"")) })
    return KeptCopy(token: CalDAVToken(sync: token, ctag: "c0").token) { versions }
  }

  private func event(_ uid: String) -> RemoteEvent {
    let component = (try? Component(text: Feed.event(uid))) ?? Component(named: "VEVENT")
    return RemoteEvent(id: RemoteID(uid), components: [component])
  }
}
