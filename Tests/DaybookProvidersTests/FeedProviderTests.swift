import DaybookCore
import DaybookTestSupport
import ICalendar
import Synchronization
import Testing

@testable import DaybookProviders

@Suite struct FeedProviderTests {
  let calendar = RemoteID("feed")

  @Test func aFeedBringsItsEventsItsNameAndItsWishes() async throws {
    let text = Feed.text(
      [Feed.event("a"), Feed.event("b", start: "20261120T083000Z")],
      properties: [
        "X-WR-CALNAME;VALUE=TEXT:Team\\, home", "X-WR-TIMEZONE:Europe/Berlin",
        "X-APPLE-CALENDAR-COLOR:#FF8800FF", "X-PUBLISHED-TTL:PT6H",
      ])
    let server = try LoopbackServer(.calendar(text, type: "text/html"))
    defer { server.stop() }
    let page = try await provider(server).changes(in: calendar, since: KeptCopy())
    #expect(page.isSnapshot)
    #expect(page.changed.map(\.uid) == ["a", "b"])
    #expect(page.calendar?.name == "Team, home")
    #expect(page.calendar?.timezone == "Europe/Berlin")
    #expect(page.calendar?.color == "#ff8800")
    #expect(page.refresh == 6 * 3600)
  }

  @Test(arguments: [
    ([], 3600), (["REFRESH-INTERVAL;VALUE=DURATION:PT1M"], 900),
    (["REFRESH-INTERVAL;VALUE=DURATION:P30D"], 7 * 86_400),
    (["X-PUBLISHED-TTL:PT2H", "REFRESH-INTERVAL;VALUE=DURATION:PT12H"], 12 * 3600),
    (["X-PUBLISHED-TTL:soon"], 3600),
  ])
  func theFeedsIntervalIsHeldWithinReason(_ properties: [String], _ seconds: Int) async throws {
    let server = try LoopbackServer(.calendar(Feed.text([], properties: properties)))
    defer { server.stop() }
    let page = try await provider(server).changes(in: calendar, since: KeptCopy())
    #expect(page.refresh == seconds)
  }

  @Test func anUnchangedFeedCostsOneRequestAndNoBody() async throws {
    let server = try LoopbackServer { question in
      question.headers["if-none-match"] == "\"1\""
        ? WebReply(304) : .calendar(Feed.text([Feed.event("a")]), etag: "\"1\"")
    }
    defer { server.stop() }
    let provider = try provider(server)
    var kept = Kept()
    #expect(try await kept.pass(provider, calendar).changed == ["a"])
    let result = try await kept.pass(provider, calendar)
    #expect(result.changed.isEmpty && result.removed.isEmpty)
    #expect(provider.requestsMade == 2)
    #expect(kept.events.count == 1)
  }

  @Test func aNewStampAloneIsNoChange() async throws {
    let server = try LoopbackServer(.calendar(Feed.text([Feed.event("a")])))
    defer { server.stop() }
    var kept = Kept()
    let provider = try provider(server)
    _ = try await kept.pass(provider, calendar)
    server.answer(.calendar(Feed.text([Feed.event("a", stamp: "20261123T101010Z")])))
    #expect(try await kept.pass(provider, calendar).changed.isEmpty)
    server.answer(.calendar(Feed.text([Feed.event("a", title: "Moved")])))
    #expect(try await kept.pass(provider, calendar).changed == ["a"])
    server.answer(.calendar(Feed.text([Feed.event("b")])))
    let last = try await kept.pass(provider, calendar)
    #expect(last.changed == ["b"])
    #expect(last.removed == ["a"])
  }

  @Test func whatIsNoCalendarIsRefused() async throws {
    let page = "<html><body>Please sign in</body></html>"
    for body in [page, "", "\u{feff}\r\n", "BEGIN:VCARD\r\nEND:VCARD\r\n"] {
      let server = try LoopbackServer(WebReply(200, body))
      defer { server.stop() }
      await expect(.notACalendar(place(server)), server)
    }
  }

  @Test func aFeedThatBreaksOffIsRefused() async throws {
    let server = try LoopbackServer(
      WebReply(200, Feed.text([Feed.event("a")], ending: ""), .endsByClosing))
    defer { server.stop() }
    await expect(.truncated(place(server)), server)
  }

  @Test func everyRefusalHasItsOwnWords() async throws {
    var sentences: Set<String> = []
    var codes: [String] = []
    for status in [401, 403, 404, 410, 429, 500, 400] {
      let server = try LoopbackServer(WebReply(status, "no", headers: [("Retry-After", "60")]))
      defer { server.stop() }
      let provider = try provider(server)
      do throws(ProviderError) {
        _ = try await provider.changes(in: calendar, since: KeptCopy())
        Issue.record("a status of \(status) was taken for an answer")
      } catch {
        #expect(!error.message.contains("secret"))
        #expect(error.hint != nil)
        sentences.insert(error.message)
        codes.append(error.code)
      }
    }
    #expect(sentences.count == 7)
    #expect(
      codes == [
        "sign_in_needed", "forbidden", "not_found", "gone", "rate_limited", "server_error",
        "refused",
      ])
  }

  @Test func anEventWithoutUIDKeepsItsNameAtTheNextFetch() async throws {
    let one = Feed.event(nil)
    let text = Feed.text([one, one, Feed.event(nil, title: "Other"), Feed.event("a")])
    let server = try LoopbackServer(.calendar(text))
    defer { server.stop() }
    var kept = Kept()
    let provider = try provider(server)
    #expect(try await kept.pass(provider, calendar).changed.count == 4)
    server.answer(
      .calendar(Feed.text([Feed.event("a"), Feed.event(nil, title: "Other"), one, one])))
    let again = try await kept.pass(provider, calendar)
    #expect(again.changed.isEmpty && again.removed.isEmpty)
    #expect(Set(kept.events.values.map(\.uid)).count == 4)
  }

  @Test func twoEventsOfOneUIDAreBothKept() async throws {
    let first = Feed.event("x", start: "20261119T083000Z")
    let second = Feed.event("x", start: "20261126T083000Z", title: "Second")
    let server = try LoopbackServer(.calendar(Feed.text([second, first])))
    defer { server.stop() }
    var kept = Kept()
    let provider = try provider(server)
    _ = try await kept.pass(provider, calendar)
    #expect(Set(kept.events.keys) == ["x", "x#2"])
    #expect(kept.events["x#2"]?.duplicate == 1)
    #expect(kept.events["x#2"]?.uid == "x")
    server.answer(.calendar(Feed.text([first, second])))
    #expect(try await kept.pass(provider, calendar).changed.isEmpty)
  }

  @Test func ofTwoVersionsTheHigherSequenceCounts() async throws {
    let old = Feed.event("x", title: "Old", more: ["SEQUENCE:1"])
    let new = Feed.event("x", start: "20261120T083000Z", title: "New", more: ["SEQUENCE:2"])
    let server = try LoopbackServer(.calendar(Feed.text([new, old])))
    defer { server.stop() }
    let page = try await provider(server).changes(in: calendar, since: KeptCopy())
    #expect(page.changed.count == 1)
    #expect(page.changed.first?.components.first?.first("SUMMARY")?.text == "New")
  }

  @Test func aSeriesComesWithItsInstancesAndItsZone() async throws {
    let zone = [
      "BEGIN:VTIMEZONE", "TZID:Here", "BEGIN:STANDARD", "DTSTART:19700101T000000",
      "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "END:STANDARD", "END:VTIMEZONE",
    ].joined(separator: "\r\n")
    let moved = [
      "BEGIN:VEVENT", "UID:s", "DTSTAMP:20261101T000000Z",
      "RECURRENCE-ID;TZID=Here:20261126T090000", "DTSTART;TZID=Here:20261126T100000",
      "SUMMARY:Later", "END:VEVENT",
    ].joined(separator: "\r\n")
    let master = [
      "BEGIN:VEVENT", "UID:s", "DTSTAMP:20261101T000000Z", "DTSTART;TZID=Here:20261119T090000",
      "RRULE:FREQ=WEEKLY", "SUMMARY:Weekly", "END:VEVENT",
    ].joined(separator: "\r\n")
    let server = try LoopbackServer(.calendar(Feed.text([moved, master, zone])))
    defer { server.stop() }
    let page = try await provider(server).changes(in: calendar, since: KeptCopy())
    let event = try #require(page.changed.first)
    #expect(page.changed.count == 1)
    #expect(event.components.map { $0.has("RRULE") } == [true, false])
    #expect(event.zones.count == 1)
  }

  @Test func aCancellingCalendarCancelsItsEvents() async throws {
    let server = try LoopbackServer(
      .calendar(Feed.text([Feed.event("a")], properties: ["METHOD:CANCEL"])))
    defer { server.stop() }
    let page = try await provider(server).changes(in: calendar, since: KeptCopy())
    #expect(page.changed.first?.components.first?.first("STATUS")?.value == "CANCELLED")
  }

  @Test func anEventWithoutAStartIsLeftOutAndSaid() async throws {
    let bad = "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:No start\r\nEND:VEVENT"
    let server = try LoopbackServer(.calendar(Feed.text([Feed.event("a"), bad])))
    defer { server.stop() }
    let page = try await provider(server).changes(in: calendar, since: KeptCopy())
    #expect(page.changed.map(\.uid) == ["a"])
    #expect(page.notes.count == 1)
    #expect(page.notes.first?.hasPrefix("line ") == true)
  }

  @Test func aFeedThatMovedForGoodIsAskedThereAndAtHomeWhenItIsNot() async throws {
    let home = try #require(WebAddress("https://old.example/feed.ics"))
    let there = try #require(WebAddress("https://new.example/feed.ics"))
    let asked = RequestLog()
    let isThere = Mutex(true)
    let text = Feed.text([Feed.event("a")])
    let transport = ScriptedTransport { request in
      asked.add(RemoteExchange(request: request.address.host))
      let isMoved = isThere.withLock { $0 }
      guard request.address == home || isMoved else {
        return WebResponse(status: 404, address: request.address)
      }
      return WebResponse(
        status: 200, body: Array(text.utf8), address: isMoved ? there : home,
        movedTo: isMoved && request.address == home ? there : nil)
    }
    let provider = FeedProvider(address: home.text, seed: "s", transport: transport)
    var kept = Kept()
    for _ in 0..<2 { _ = try await kept.pass(provider, calendar) }
    isThere.withLock { $0 = false }
    for _ in 0..<2 { _ = try await kept.pass(provider, calendar) }
    #expect(
      asked.take().map(\.request) == [
        "old.example", "new.example", "new.example", "old.example", "old.example",
      ])
    #expect(kept.events.count == 1)
  }

  @Test func whatAFeedSignsInWithGoesAlongToWhereItMovedOnItsHostOnly() throws {
    let home = try #require(WebAddress("https://me:hush@example.com/old.ics"))
    let moved = try #require(WebAddress("https://example.com/new.ics"))
    let elsewhere = try #require(WebAddress("https://example.org/new.ics"))
    #expect(moved.signed(like: home).credentials == "me:hush")
    #expect(elsewhere.signed(like: home).credentials == nil)
  }

  @Test func nothingCanBeWritten() async throws {
    let server = try LoopbackServer(WebReply())
    defer { server.stop() }
    let provider = try provider(server)
    let event = RemoteEvent(id: RemoteID("a"), components: [])
    await #expect(throws: ProviderError.readOnly(place(server))) {
      try await provider.save(event, in: calendar)
    }
    #expect(server.questions.isEmpty)
  }

  private func provider(_ server: LoopbackServer) throws -> FeedProvider {
    FeedProvider(
      address: server.address + "/secret/feed.ics", seed: "s",
      transport: CurlTransport(version: "0"))
  }

  private func place(_ server: LoopbackServer) -> RemotePlace {
    RemotePlace(server.address + "/secret/feed.ics")
  }

  private func expect(_ error: ProviderError, _ server: LoopbackServer) async {
    await #expect(throws: error) {
      try await provider(server).changes(in: calendar, since: KeptCopy())
    }
  }
}
