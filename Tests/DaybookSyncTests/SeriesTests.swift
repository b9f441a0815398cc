import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Series whose provider names the master and each instance that differs by itself: they come in
/// pieces, and are edited, weighed and sent whole.
@Suite struct SeriesTests {
  let bench: SyncBench
  let calendar = MemoryProvider.calendar

  init() throws { bench = try SyncBench() }

  private func review(_ changes: [Int: String] = [:]) -> [String] {
    (0..<6).map { changes[$0] ?? "Review" }
  }

  @Test(arguments: [1, 100]) func entriesComeTogether(_ pageSize: Int) async throws {
    let remote = try bench.apart(
      SyncBench.series(
        SyncBench.master(), SyncBench.instance(2, title: "Third"), SyncBench.cancelled(4)),
      pageSize: pageSize)
    let engine = bench.engine()
    let report = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect([report.added, report.updated] == [1, 0])
    #expect(try bench.titles() == ["Review", "Review", "Third", "Review", "Review"])
    try await bench.expectAgreement(engine, remote)
  }

  @Test func anInstanceMayComeBeforeItsMaster() async throws {
    let remote = try bench.apart(SyncBench.series(SyncBench.instance(2, title: "Third")))
    let engine = bench.engine()
    _ = await engine.syncNow()
    #expect(try bench.titles() == ["Third"])
    try await bench.expectAgreement(engine, remote)
    remote.edit(
      SyncBench.series(try SyncBench.master(), try SyncBench.instance(2, title: "Third")),
      in: calendar)
    _ = await engine.syncNow()
    #expect(try bench.titles() == review([2: "Third"]))
    try await bench.expectAgreement(engine, remote)
  }

  @Test func anInstanceWithoutItsMasterIsEditedAndDeleted() async throws {
    let remote = try bench.apart(
      SyncBench.series(
        SyncBench.instance(2, title: "Third"), SyncBench.instance(3, title: "Fourth")))
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.changeInstance(2, title: "Mine")
    _ = await engine.syncNow()
    #expect(
      remote.events(in: calendar).flatMap(\.components).map { $0.first("SUMMARY")?.text }
        == ["Mine", "Fourth"])
    try await bench.expectAgreement(engine, remote)
  }

  @Test func anInstanceThatIsTakenAwayFollowsTheRuleAgain() async throws {
    let remote = try bench.apart(
      SyncBench.series(SyncBench.master(), SyncBench.instance(2, title: "Third")))
    let engine = bench.engine()
    _ = await engine.syncNow()
    remote.edit(SyncBench.series(try SyncBench.master()), in: calendar)
    let report = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect([report.updated, report.deleted] == [1, 0])
    #expect(try bench.titles() == review())
    try await bench.expectAgreement(engine, remote)
  }

  @Test func instancesGoWithTheirMaster() async throws {
    let remote = try bench.apart(
      SyncBench.series(SyncBench.master(), SyncBench.instance(2, title: "Third")))
    let engine = bench.engine()
    _ = await engine.syncNow()
    remote.remove(RemoteID("s"), in: calendar)
    _ = await engine.syncNow()
    #expect(try bench.titles() == [])
    try await bench.expectAgreement(engine, remote)
  }

  @Test(arguments: [false, true])
  func anInstanceThatIsNamedOutlivesItsMaster(_ isFull: Bool) async throws {
    let remote = try bench.apart(
      SyncBench.series(SyncBench.master(), SyncBench.instance(2, title: "Third")))
    let engine = bench.engine()
    _ = await engine.syncNow()
    remote.removeEntry(RemoteID("s"), in: calendar)
    if !isFull {
      remote.edit(SyncBench.series(try SyncBench.instance(2, title: "Alone")), in: calendar)
    }
    _ = await engine.syncNow(SyncOptions(isFull: isFull))
    #expect(try bench.titles() == [isFull ? "Third" : "Alone"])
    try await bench.expectAgreement(engine, remote)
  }

  @Test func whatIsEditedHereIsSentWholeAndKeptByItsParts() async throws {
    let remote = try bench.apart(SyncBench.series(SyncBench.master()))
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.changeInstance(1, title: "Second")
    try bench.deleteInstance(3)
    _ = await engine.syncNow()
    #expect(try bench.titles() == ["Review", "Second", "Review", "Review", "Review"])
    let there = try #require(remote.events(in: calendar).first)
    #expect(there.parts.map(\.recurrence) == ["", SyncBench.thursdays[1], SyncBench.thursdays[3]])
    try await bench.expectAgreement(engine, remote)
    try bench.changeInstance(nil as Int?, title: "All")
    _ = await engine.syncNow()
    try await bench.expectAgreement(engine, remote)
  }

  @Test func entriesThatMeetAnEditMeetItTogether() async throws {
    let remote = try bench.apart(
      SyncBench.series(SyncBench.master(), SyncBench.instance(5, title: "Last")), pageSize: 1)
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.changeInstance(1, title: "Mine")
    remote.edit(
      SyncBench.series(
        try SyncBench.master("LOCATION:There"), try SyncBench.instance(2, title: "Theirs"),
        try SyncBench.cancelled(3)),
      in: calendar)
    #expect(await engine.syncNow().state == .ok)
    #expect(try bench.titles() == ["Review", "Mine", "Theirs", "Review", "Review"])
    try await bench.expectAgreement(engine, remote)
  }

  @Test func anEditThatCannotBeSentYetIsPutTogetherWithTheirs() async throws {
    let remote = try bench.apart(SyncBench.series(SyncBench.master()))
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.changeInstance(1, title: "Mine")
    remote.edit(
      SyncBench.series(try SyncBench.master(), try SyncBench.instance(2, title: "Theirs")),
      in: calendar)
    remote.fail(.unreachable(RemotePlace("https://example.com"), .dropped), after: 2)
    _ = await engine.syncNow()
    #expect(try bench.titles() == review([1: "Mine", 2: "Theirs"]))
    bench.wait(60)
    _ = await engine.syncNow()
    try await bench.expectAgreement(engine, remote)
  }

  @Test(arguments: 0...2) func aSaveThatBrokeOffIsFinished(_ taken: Int) async throws {
    let remote = try bench.apart(SyncBench.series(SyncBench.master()))
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.changeInstance(nil as Int?, title: "All")
    try bench.changeInstance(1, title: "Mine")
    try bench.deleteInstance(2)
    remote.breakNextSave(after: taken)
    #expect(await engine.syncNow().state != .ok)
    bench.wait(60)
    _ = await engine.syncNow()
    #expect(try bench.titles() == ["All", "Mine", "All", "All", "All"])
    try await bench.expectAgreement(engine, remote)
  }

  @Test func aSeriesEditedHereAndDeletedThereIsMadeAnew() async throws {
    let remote = try bench.apart(
      SyncBench.series(SyncBench.master(), SyncBench.instance(2, title: "Third")))
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.changeInstance(1, title: "Mine")
    remote.remove(RemoteID("s"), in: calendar)
    _ = await engine.syncNow()
    #expect(try bench.titles() == review([1: "Mine", 2: "Third"]))
    try await bench.expectAgreement(engine, remote)
  }

  @Test func anInstanceEditedThereAndDeletedHereTakesPlace() async throws {
    let remote = try bench.apart(SyncBench.series(SyncBench.master()))
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.deleteInstance(2)
    remote.edit(
      SyncBench.series(try SyncBench.master(), try SyncBench.instance(2, title: "Theirs")),
      in: calendar)
    _ = await engine.syncNow()
    #expect(try bench.titles() == review([2: "Theirs"]))
    try await bench.expectAgreement(engine, remote)
  }

  /// Any Thursday is renamed here or there while calls fail and saves break off; what was done last
  /// to a Thursday that only one side touches is what both have in the end.
  @Test(arguments: 1...16) func bothSidesAgreeOnSeriesOnceItIsQuiet(_ seed: Int) async throws {
    var random = Seeded(seed: UInt64(2000 + seed))
    let remote = try bench.apart(
      SyncBench.series(SyncBench.master()), pageSize: Int.random(in: 1...3, using: &random))
    let engine = bench.engine()
    _ = await engine.syncNow()
    var last: [Int: String] = [:]
    for step in 0..<24 {
      // Even Thursdays are changed here, odd ones there.
      let number = Int.random(in: 0..<6, using: &random)
      last[number] = "Title \(step)"
      if number.isMultiple(of: 2) {
        try bench.changeInstance(number, title: "Title \(step)")
      } else if let series = remote.events(in: calendar).first {
        var series = series
        let name = SyncBench.thursdays[number]
        series.components.removeAll { $0.first("RECURRENCE-ID")?.value == name }
        series.components.append(try SyncBench.instance(number, title: "Title \(step)"))
        remote.edit(series, in: calendar)
      }
      switch Int.random(in: 0..<6, using: &random) {
      case 0: remote.breakNextSave(after: Int.random(in: 0...2, using: &random))
      case 1: remote.loseNextReply()
      case 2: remote.expireTokens()
      case 3: remote.fail(.tokenExpired, after: Int.random(in: 0...4, using: &random))
      default: break
      }
      if Bool.random(using: &random) { _ = await engine.syncNow() }
      bench.wait(Int.random(in: 0...200, using: &random))
    }
    for _ in 0..<6 {
      bench.wait(2 * 3600)
      _ = await engine.syncNow()
    }
    #expect(try bench.titles() == review(last), "seed \(seed)")
    try await bench.expectAgreement(engine, remote)
  }
}
