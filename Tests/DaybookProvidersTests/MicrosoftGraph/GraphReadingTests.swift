import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// How a mailbox is read.
@Suite(.serialized) struct GraphReadingTests {
  @Test func allPagesOfCalendarsComeWithOwnerColourAndRight() async throws {
    let bench = try GraphBench()
    for number in 1...120 {
      bench.fake.addCalendar("C\(number)", isDefault: false, color: "lightRed")
    }
    bench.fake.addCalendar(
      "Team", id: "shared", isDefault: false, canEdit: false, owner: "Ben@Contoso.example",
      hexColor: "#4F6BED")
    let found = try await bench.provider.calendars()
    #expect(found.count == 122)
    #expect(bench.provider.requestsMade == 2)
    let team = try #require(found.last)
    #expect(team.isReadOnly && team.color == "#4f6bed" && team.address == "ben@contoso.example")
    #expect(found[0].color == nil && found[1].color == "#e0645c" && !found[0].isReadOnly)
  }

  @Test func nothingChangedCostsOneRequest() async throws {
    let bench = try GraphBench()
    try bench.publish(GraphBench.event("a"))
    try bench.publish(GraphBench.weekly)
    var kept = Kept()
    try await bench.pass(&kept)
    let before = bench.provider.requestsMade
    try await bench.pass(&kept)
    #expect(bench.provider.requestsMade == before + 1)
    #expect(bench.fake.violations == [])
  }

  @Test func aSeriesIsItsMasterAndWhatDiffers() async throws {
    let bench = try GraphBench()
    let id = try bench.publish(GraphBench.weekly)
    bench.fake.delete(Day(2026, 12, 1), of: id)
    bench.fake.change(Day(2026, 12, 8), of: id, ["subject": "Moved"])
    var kept = Kept()
    try await bench.pass(&kept)
    #expect(kept.events.count == 2)
    let master = try #require(kept.events[RemoteID(id)])
    #expect(!master.isWhole)
    let component = master.components[0]
    #expect(component.first("DTSTART")?.raw == "DTSTART;TZID=Europe/Berlin:20261124T090000")
    #expect(component.first("RRULE")?.value == "FREQ=WEEKLY;BYDAY=TU")
    #expect(component.all("EXDATE").map(\.raw) == ["EXDATE;TZID=Europe/Berlin:20261201T090000"])
    let exception = try #require(kept.events.values.first { $0.id.raw != id }?.components[0])
    #expect(
      exception.first("RECURRENCE-ID")?.raw == "RECURRENCE-ID;TZID=Europe/Berlin:20261208T090000")
    #expect(exception.first("SUMMARY")?.text == "Moved")
    #expect(exception.first("UID")?.value == "weekly")
  }

  @Test func aVanishedExceptionGoesAndItsSlotStaysEmpty() async throws {
    let bench = try GraphBench()
    let id = try bench.publish(GraphBench.weekly)
    bench.fake.change(Day(2026, 12, 8), of: id, ["subject": "Moved"])
    var kept = Kept()
    try await bench.pass(&kept)
    bench.fake.delete(Day(2026, 12, 8), of: id)
    try await bench.pass(&kept)
    #expect(Array(kept.events.keys) == [RemoteID(id)])
    #expect(
      kept.events[RemoteID(id)]?.components[0].first("EXDATE")?.value == "20261208T090000")
  }

  @Test func aMasterThatIsNotSentIsAskedFor() async throws {
    let bench = try GraphBench()
    bench.fake.omitMasters()
    let id = try bench.publish(GraphBench.weekly)
    var kept = Kept()
    try await bench.pass(&kept)
    #expect(kept.events[RemoteID(id)]?.components[0].first("SUMMARY")?.text == "Stand-up")
  }

  /// An answer of one page with these items.
  private func page(_ items: String) -> WebReply {
    WebReply(
      200, "{\"value\":[" + items + "],\"@odata.deltaLink\":\"http://127.0.0.1:1/v1.0/x\"}")
  }

  private func stub(_ day: Int, of master: String = "M") -> String {
    """
    {"id":"\(master).occ.\(day)","type":"occurrence","seriesMasterId":"\(master)",
    "start":{"dateTime":"2026-12-\(day)T09:00:00.0000000","timeZone":"UTC"},
    "end":{"dateTime":"2026-12-\(day)T10:00:00.0000000","timeZone":"UTC"}}
    """
  }

  @Test(arguments: [
    // A pattern that nobody here knows, and one that the server reads in another way.
    (#"{"type":"lunar","interval":1}"#, nil, "20261212T090000Z,20261219T090000Z", nil),
    (
      #"{"type":"daily","interval":7}"#, "FREQ=DAILY;COUNT=4;INTERVAL=7", "20261220T090000Z",
      "20261226T090000Z"
    ),
  ])
  func theServersOwnDatesAreRight(
    _ pattern: String, _ rule: String?, _ added: String, _ removed: String?
  ) async throws {
    let bench = try GraphBench()
    let master = """
      {"id":"M","type":"seriesMaster","iCalUId":"m","changeKey":"k","recurrence":{"pattern":
      \(pattern),"range":{"type":"numbered","numberOfOccurrences":4,"startDate":"2026-12-05"}},
      "start":{"dateTime":"2026-12-05T09:00:00","timeZone":"UTC"},
      "end":{"dateTime":"2026-12-05T10:00:00","timeZone":"UTC"}}
      """
    var items = [master, stub(19), stub(12), stub(19)]
    items.append(
      stub(12).replacing(".occ.12", with: ".occ.5").replacing("2026-12-12", with: "2026-12-05"))
    if rule != nil { items.append(stub(20)) }
    bench.fake.fail(.init(.replies(page(items.joined(separator: ",")))))
    let found = try await bench.provider.changes(in: bench.calendar, since: KeptCopy())
    let component = try #require(found.changed.first?.components[0])
    #expect(component.first("RRULE")?.value == rule)
    #expect(component.first("RDATE")?.value == added)
    #expect(component.first("EXDATE")?.value == removed)
  }

  @Test func whatLiesOutsideTheWindowIsKeptWhenItIsLaidAnew() async throws {
    let bench = try GraphBench()
    let old = try bench.publish(
      GraphBench.event("old", ["DTSTART:20251101T090000Z", "DTEND:20251101T100000Z"]))
    let near = try bench.publish(GraphBench.event("near"))
    var kept = Kept()
    try await bench.pass(&kept)
    #expect(kept.events.count == 2)
    bench.wait(90 * 86_400)
    bench.fake.remove(near)
    bench.fake.expireTokens()
    kept.token = nil
    try await bench.pass(&kept)
    #expect(Array(kept.events.keys) == [RemoteID(old)])
    let token = try #require(kept.token.flatMap { GraphToken($0) })
    #expect(token.laid == GraphBench.now + 90 * 86_400)
    // A change out there is named as if it were gone; what is really gone goes.
    bench.fake.change(old, ["subject": "Still there"])
    try await bench.pass(&kept)
    #expect(kept.events[RemoteID(old)]?.components[0].first("SUMMARY")?.text == "Still there")
    bench.fake.remove(old)
    try await bench.pass(&kept)
    #expect(kept.events.isEmpty)
  }

  @Test func theWindowGoesOnAWeekLaterAndForgetsNothingOfItsPast() async throws {
    let bench = try GraphBench()
    let id = try bench.publish(
      GraphBench.event(
        "s",
        [
          "DTSTART:20251104T090000Z", "DTEND:20251104T100000Z", "RRULE:FREQ=WEEKLY;BYDAY=TU",
        ]))
    bench.fake.delete(Day(2025, 11, 11), of: id)
    var kept = Kept()
    try await bench.pass(&kept)
    let before = try #require(kept.token.flatMap { GraphToken($0) })
    bench.wait(60 * 86_400)
    try await bench.pass(&kept)
    let after = try #require(kept.token.flatMap { GraphToken($0) })
    #expect(after.window.end == before.window.end + 60 * 86_400)
    #expect(after.window.start == before.window.start)
    #expect(kept.events[RemoteID(id)]?.components[0].first("EXDATE")?.value == "20251111T090000Z")
  }

  @Test func idsThatWereNeverSeenAndAreRemovedAreIgnored() async throws {
    let bench = try GraphBench()
    var kept = Kept()
    try await bench.pass(&kept)
    try bench.publish(
      GraphBench.event("far", ["DTSTART:20351101T090000Z", "DTEND:20351101T100000Z"]))
    let before = bench.provider.requestsMade
    try await bench.pass(&kept)
    #expect(kept.events.isEmpty && bench.provider.requestsMade == before + 1)
  }

  @Test func repeatedAndDisorderedPagesDoNoHarm() async throws {
    let bench = try GraphBench()
    bench.fake.repeatItems()
    bench.fake.setPageSize(3)
    for number in 0..<10 { try bench.publish(GraphBench.event("e\(number)")) }
    let id = try bench.publish(GraphBench.weekly)
    bench.fake.delete(Day(2026, 12, 1), of: id)
    var kept = Kept()
    try await bench.pass(&kept)
    #expect(kept.events.count == 11)
    #expect(kept.events[RemoteID(id)]?.components[0].has("EXDATE") == true)
  }

  @Test func aRoundThatGoesInCirclesIsGivenUp() async throws {
    let bench = try GraphBench()
    bench.fake.setPageSize(1)
    for number in 0..<3 { try bench.publish(GraphBench.event("e\(number)")) }
    bench.fake.goInCircles()
    var kept = Kept()
    await #expect(throws: ProviderError.self) { try await bench.pass(&kept) }
    #expect(bench.provider.requestsMade < 6)
  }

  @Test func aBadEventCostsOnlyItselfAndANote() async throws {
    let bench = try GraphBench()
    let good = stub(12).replacing(#""type":"occurrence","seriesMasterId":"M","#, with: "")
    let items = [
      #"{"id":"bad","start":{"dateTime":"soon"},"end":7}"#, "7", "null", #"{"subject":"nameless"}"#,
      #"{"id":"stub","type":"occurrence"}"#, good,
    ]
    bench.fake.fail(.init(.replies(page(items.joined(separator: ",")))))
    let found = try await bench.provider.changes(in: bench.calendar, since: KeptCopy())
    #expect(found.changed.map(\.id.raw) == ["M.occ.12"])
    #expect(found.unchanged == [RemoteID("bad")])
    #expect(found.notes.count == 2)
  }

  @Test func theWholeRoundStartsOverWhereItsBeginningIsForgotten() async throws {
    let bench = try GraphBench()
    let other = try GraphBench()
    bench.fake.setPageSize(1)
    for number in 0..<3 { try bench.publish(GraphBench.event("e\(number)")) }
    let page = try await bench.provider.changes(in: bench.calendar, since: KeptCopy())
    #expect(page.hasMore && page.isSnapshot)
    let stranger = try GraphProvider(
      base: bench.fake.address, addresses: [], transport: CurlTransport(version: "0"),
      zones: TestZones.database, clock: { GraphBench.now })
    for provider in [stranger, other.provider] {
      await #expect(throws: ProviderError.tokenExpired) {
        try await provider.changes(in: bench.calendar, since: KeptCopy(token: page.token))
      }
    }
    #expect(other.provider.requestsMade == 0)
  }

  @Test func aPageAtAnotherHostIsNotAskedFor() async throws {
    let asked = AskedHosts()
    let provider = try GraphProvider(
      base: "https://graph.example/v1.0", addresses: [],
      transport: ScriptedTransport { request throws(ProviderError) in
        asked.add(request.address.host)
        return WebResponse(
          status: 200,
          body: Array(
            #"{"value":[],"@odata.nextLink":"https://evil.example/v1.0/me/calendars"}"#.utf8),
          address: request.address)
      }, zones: TestZones.database, clock: { GraphBench.now })
    await #expect(throws: ProviderError.self) { try await provider.calendars() }
    #expect(asked.all == ["graph.example"])
  }

  @Test func theDefaultCalendarIsReadByItsOwnPathWhereTheOtherIsMissing() async throws {
    let bench = try GraphBench()
    try bench.publish(GraphBench.event("a"))
    bench.fake.fail(
      .init(.replies(FakeGraph.error(400, "ErrorInvalidRequest")), on: "GET", "/me/calendars/"))
    _ = try await bench.provider.calendars()
    var kept = Kept()
    try await bench.pass(&kept)
    #expect(kept.events.count == 1)
  }
}

/// JSON of any kind, read without trust.
@Suite struct GraphJSONTests {
  @Test(arguments: [
    "", "{", "}", "[", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{\"a\":\"", "{\"a\":\"\\",
    "{\"a\":\"\\u12\"}",
    "{\"value\":[{\"id\":\"x\"}", "nul", "{\"value\":[}", "{\"value\":[1,,2]}",
  ])
  func whatIsNoJSONIsNoPage(_ text: String) {
    #expect(JSONReading.value(GraphPage<GraphEvent>.self, of: Array(text.utf8)) == nil)
  }

  @Test func textIsReadWithAllItsEscapes() throws {
    let json =
      #"{"value":["a\"b\\c\/\n\u00e9\ud83d\ude00\ud83dx","é😀",7,null],"more":[[{"x":[1]}]]}"#
    let page = try #require(JSONReading.value(GraphPage<String>.self, of: Array(json.utf8)))
    #expect(page.value == ["a\"b\\c/\né😀\u{fffd}x", "é😀"])
    #expect(page.unreadable == 2)
  }

  @Test func deepNestingIsPassedOver() {
    let deep = String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000)
    let json = "{\"x\":" + deep + ",\"value\":[]}"
    #expect(JSONReading.value(GraphPage<GraphEvent>.self, of: Array(json.utf8)) != nil)
  }
}
