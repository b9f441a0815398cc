import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// The engine against a Google account over real HTTP.
@Suite struct GoogleEngineTests {
  let bench: SyncBench
  let desk: GoogleDesk

  init() throws {
    bench = try SyncBench()
    desk = try GoogleDesk(bench)
  }

  @Test func whatIsEditedOnBothSidesIsPutTogether() async throws {
    let id = desk.add("a")
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "Here")
    desk.change(id, ["location": "There"])
    #expect(await engine.syncNow().state == .ok)
    #expect(desk.there() == ["a": "Here @ There"])
    #expect(try bench.here() == desk.there())
    try await bench.expectQuiet(engine, desk)
  }

  @Test func whatIsEditedThereBetweenReadingAndWritingIsPutTogetherInTheSamePass() async throws {
    let id = desk.add("a")
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "Here")
    desk.transport.before("PATCH") { [desk] in desk.change(id, ["location": "There"]) }
    #expect(await engine.syncNow().state == .ok)
    #expect(desk.there() == ["a": "Here @ There"])
    try await bench.expectQuiet(engine, desk)
  }

  @Test func anEditBeatsADeletionWhicheverSideItIsOn() async throws {
    let ids = ["a", "b"].map { desk.add($0) }
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "Edited here")
    desk.fake.remove(ids[0], in: GoogleDesk.calendar)
    try bench.delete("b")
    desk.change(ids[1], ["location": "Edited there"])
    _ = await engine.syncNow(SyncOptions(letsThrough: true))
    #expect(desk.there() == ["a": "Edited here @ ", "b": "Review @ Edited there"])
    #expect(try bench.here() == desk.there())
    try await bench.expectQuiet(engine, desk)
  }

  // MARK: - Lost answers

  /// How the answer to a write that was taken is lost.
  enum Loss: CaseIterable, Sendable {
    case nothingComes, halfComes, noJSON, unavailable

    func fault(_ method: String) -> FakeGoogle.Fault {
      let reply: WebReply
      switch self {
      case .nothingComes: reply = WebReply(200, "", .hangsUp)
      case .halfComes: reply = WebReply(200, #"{"kind":"calendar#event"}"#, .breaksOff(after: 9))
      case .noJSON: reply = WebReply(200, #"{"kind":"calendar#ev"#)
      case .unavailable: reply = WebReply(503, "<html>Try again</html>")
      }
      return FakeGoogle.Fault(reply, isDone: true) { $0.method == method }
    }
  }

  @Test(arguments: Loss.allCases)
  func whatIsMadeHereIsMadeThereOnceThoughItsAnswerIsLost(_ loss: Loss) async throws {
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.create("mine", title: "Mine")
    desk.fake.misbehave(loss.fault("POST"))
    _ = await engine.syncNow()
    #expect(try bench.store.outbox().count == 1)
    // Edited meanwhile: what comes back is ours, and the edit is sent after it.
    try bench.rename("mine", to: "Mine too")
    bench.wait(3600)
    _ = await engine.syncNow()
    bench.wait(3600)
    _ = await engine.syncNow()
    #expect(desk.there() == ["mine": "Mine too @ "])
    #expect(desk.events.count == 1)
    try await bench.expectQuiet(engine, desk)
    try bench.delete("mine")
    _ = await engine.syncNow()
    #expect(desk.events.isEmpty)
    try await bench.expectQuiet(engine, desk)
  }

  @Test(arguments: Loss.allCases)
  func aSendingThatIsRepeatedWithoutAListingMeetsWhatArrived(_ loss: Loss) async throws {
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.create("mine", title: "Mine")
    desk.fake.misbehave(loss.fault("POST"))
    _ = await engine.syncNow()
    // The list of changes is late: it does not tell of the new event yet.
    let isList: @Sendable (WebQuestion) -> Bool = { $0.path.contains("syncToken=") }
    let asked = try #require(desk.fake.server.questions.last(where: isList)?.path)
    let token = asked.split(separator: "&").first { $0.hasPrefix("syncToken=") }?.dropFirst(10)
    desk.fake.misbehave(
      .init(
        .json(200, ["items": [], "nextSyncToken": .string(String(token ?? ""))]), when: isList))
    bench.wait(3600)
    _ = await engine.syncNow()
    bench.wait(3600)
    _ = await engine.syncNow()
    #expect(desk.there() == ["mine": "Mine @ "])
    try await bench.expectQuiet(engine, desk)
  }

  @Test(arguments: Loss.allCases)
  func aLostChangeIsNeitherLostNorMadeTwice(_ loss: Loss) async throws {
    desk.add("a")
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    desk.fake.misbehave(loss.fault("PATCH"))
    _ = await engine.syncNow()
    bench.wait(3600)
    #expect(await engine.syncNow().state == .ok)
    #expect(desk.there() == ["a": "New @ "])
    #expect(desk.fake.requests.filter { $0.hasPrefix("PATCH") }.count == 1)
    try await bench.expectQuiet(engine, desk)
  }

  @Test(arguments: Loss.allCases)
  func aDeletionWhoseAnswerIsLostIsDoneWith(_ loss: Loss) async throws {
    desk.add("a")
    desk.add("b")
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.delete("a")
    desk.fake.misbehave(loss.fault("DELETE"))
    _ = await engine.syncNow()
    bench.wait(3600)
    #expect(await engine.syncNow().state == .ok)
    #expect(desk.there() == ["b": "Review @ "])
    try await bench.expectQuiet(engine, desk)
  }

  @Test func whatWasDeletedThereAndEditedHereIsMadeAnewThoughItsNameIsTaken() async throws {
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.create("mine", title: "Mine")
    _ = await engine.syncNow()
    let id = try #require(desk.events.first?["id"]?.string)
    desk.fake.remove(id, in: GoogleDesk.calendar)
    try bench.rename("mine", to: "Mine still")
    #expect(await engine.syncNow(SyncOptions(letsThrough: true)).state == .ok)
    #expect(desk.there() == ["mine": "Mine still @ "])
    try await bench.expectQuiet(engine, desk)
  }

  // MARK: - Refusals

  @Test(arguments: [403, 429]) func whoAsksTooOftenWaitsAndSendsOnce(_ status: Int) async throws {
    for number in 0..<3 { desk.add("e\(number)") }
    let engine = bench.engine()
    _ = await engine.syncNow()
    for number in 0..<3 { try bench.rename("e\(number)", to: "New") }
    desk.fake.refuse(status, "rateLimitExceeded") { $0.method == "PATCH" }
    #expect(await engine.syncNow().state == .partial)
    // Those behind it would meet the same.
    #expect(desk.fake.requests.filter { $0.hasPrefix("PATCH") }.count == 1)
    #expect(try bench.store.outbox().count == 3)
    bench.wait(3600)
    #expect(await engine.syncNow().state == .ok)
    #expect(Set(desk.there().values) == ["New @ "])
    #expect(desk.fake.requests.filter { $0.hasPrefix("PATCH") }.count == 4)
    try await bench.expectQuiet(engine, desk)
  }

  @Test func oneThatIsRefusedHoldsUpNoOther() async throws {
    desk.add("fixed", ["locked": true])
    desk.add("free")
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("fixed", to: "New")
    try bench.rename("free", to: "New")
    #expect(await engine.syncNow().state == .partial)
    #expect(desk.there() == ["fixed": "Review @ ", "free": "New @ "])
    #expect(try bench.store.outbox().map(\.failure?.code) == ["fixed_event"])
    #expect(desk.fake.complaints == [])
  }

  // MARK: - Tokens

  @Test(arguments: [1, 4, 2500]) func nothingIsLostWhenTheTokenIsForgotten(_ size: Int) async throws
  {
    let ids = (0..<30).map { desk.add("e\($0)") }
    desk.addSeries()
    desk.change(GoogleDesk.thursday(2), ["location": "Moved"])
    desk.fake.setPageSize(size)
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("e1", to: "Here")
    try bench.changeInstance(1, title: "Mine")
    try bench.create("mine", title: "Mine")
    try bench.delete("e2")
    desk.fake.remove(ids[3], in: GoogleDesk.calendar)
    desk.change(ids[1], ["location": "There"])
    desk.change(GoogleDesk.thursday(2), ["location": "Moved again"])
    desk.fake.expireTokens()
    let report = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect(report.isFull && report.deleted == 1 && report.sent == 4)
    #expect(desk.there()["e1"] == "Here @ There")
    #expect(desk.there()["e2"] == nil && desk.there()["e3"] == nil)
    try await bench.expectQuiet(engine, desk)
  }

  @Test func aTokenThatIsForgottenBetweenTwoPagesStartsOver() async throws {
    let ids = (0..<6).map { desk.add("e\($0)") }
    desk.fake.setPageSize(2)
    let engine = bench.engine()
    _ = await engine.syncNow()
    for id in ids { desk.change(id, ["location": "There"]) }
    try bench.rename("e5", to: "Here")
    desk.fake.refuse(410, "fullSyncRequired", location: "syncToken") {
      $0.path.contains("pageToken=")
    }
    let report = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect(report.isFull && report.failure == nil)
    #expect(desk.there()["e5"] == "Here @ There")
    try await bench.expectQuiet(engine, desk)
  }

  @Test func anEventWithoutANameIsLeftOutAndTold() async throws {
    let page = #"{"items":[{"summary":"Nameless"},{"id":7}],"nextSyncToken":"s"}"#
    desk.fake.misbehave(
      FakeGoogle.Fault(WebReply(200, page), when: { $0.path.contains("/events?") }))
    let report = try #require(await bench.engine().syncNow().accounts.first)
    #expect(report.status == .ok)
    #expect(
      report.calendars.flatMap(\.notes)
        == Array(repeating: "an event without a name is left out", count: 2))
  }
}
