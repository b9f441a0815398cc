import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Listings of many pages are stored as they come, and go on where they broke off.
@Suite struct ListingPartsTests {
  let bench: SyncBench

  init() throws { bench = try SyncBench() }

  private static let cut = ProviderError.unreachable(
    RemotePlace("https://example.com"), .dropped)

  private func state() throws -> CalendarSyncState {
    let account = try #require(try bench.store.accounts().first)
    return try #require(try bench.store.syncStates(of: account.id).first)
  }

  private func listing() throws -> SyncListing {
    try bench.store.listing(of: try state().calendar)
  }

  @Test func aFirstListingThatBreaksOffGoesOnWhereItDid() async throws {
    let remote = try bench.remote((0..<10).map { "e\($0)" }, pageSize: 2)
    // The list of calendars and two pages come.
    remote.fail(Self.cut, after: 3)
    let first = try #require(await bench.engine().syncNow().accounts.first)
    #expect(first.status == .failed)
    #expect(first.calendars.first?.added == 4)
    #expect(try bench.stored().count == 4)
    #expect(try state().position.token == nil)
    #expect(try state().position.resume != nil)
    #expect(try listing().named.count == 4)

    let before = remote.requestsMade
    let second = try #require(await bench.engine().syncNow().accounts.first)
    #expect(second.status == .ok)
    #expect(second.calendars.first?.added == 6)
    #expect(second.calendars.first?.isFull == true)
    // The list of calendars, and the three pages that were left.
    #expect(remote.requestsMade - before == 4)
    #expect(try bench.stored() == SyncBench.there(remote))
    #expect(try state().position.resume == nil)
    #expect(try listing().named.isEmpty)
    let runs = try bench.store.syncRuns()
    #expect(runs.map(\.counts.added) == [6, 4])
    #expect(runs.map(\.state) == [.ok, .failed])
  }

  @Test func anyCallOfAFirstListingMayFailAndTheSecondPassBringsTheRest() async throws {
    var failures = 0
    for call in 0..<20 {
      let bench = try SyncBench()
      let remote = try bench.remote((0..<7).map { "e\($0)" }, pageSize: 2)
      remote.fail(Self.cut, after: call)
      let first = await bench.engine().syncNow()
      if first.state == .ok { break }
      failures += 1
      let second = await bench.engine().syncNow()
      #expect(second.state == .ok)
      #expect(try bench.stored() == SyncBench.there(remote))
      let added = (first.accounts + second.accounts).flatMap(\.calendars).map(\.added)
      #expect(added.reduce(0, +) == 7)
    }
    // The list of calendars, and four pages.
    #expect(failures == 5)
  }

  @Test func aPageThatIsNoLongerKnownThereStartsOver() async throws {
    let remote = try bench.remote((0..<6).map { "e\($0)" }, pageSize: 2)
    remote.fail(Self.cut, after: 2)
    _ = await bench.engine().syncNow()
    #expect(try bench.stored().count == 2)
    remote.expireTokens()
    remote.remove(RemoteID("e0"), in: RemoteID("c"))
    let report = try #require(await bench.engine().syncNow().accounts.first)
    #expect(report.status == .ok)
    #expect(try bench.stored().keys.sorted() == ["e1", "e2", "e3", "e4", "e5"])
    #expect(try listing().named.isEmpty)
  }

  @Test func aPassAskedToCompareEverythingDoesNotGoOnInTheMiddle() async throws {
    let remote = try bench.remote((0..<6).map { "e\($0)" }, pageSize: 2)
    remote.fail(Self.cut, after: 2)
    _ = await bench.engine().syncNow()
    let before = remote.requestsMade
    #expect(await bench.engine().syncNow(SyncOptions(isFull: true)).state == .ok)
    #expect(remote.requestsMade - before == 4)
    #expect(try bench.stored().count == 6)
  }

  @Test func onlyTheEndOfAListingSaysWhatIsGone() async throws {
    let script = ListingScript()
    try bench.add("team", script, kind: .caldav)
    script.pages = [["a", "b"], ["c", "d"]]
    #expect(await bench.engine().syncNow().state == .ok)
    // "a" is gone and "e" is new; the listing breaks off behind its first page.
    script.pages = [["b"], ["c"], ["d", "e"]]
    script.forget()
    script.fails = 1
    #expect(await bench.engine().syncNow().state == .failed)
    #expect(try bench.stored().keys.sorted() == ["a", "b", "c", "d"])
    #expect(await bench.engine().syncNow().state == .ok)
    #expect(script.asked.suffix(2) == ["1", "2"])
    #expect(try bench.stored().keys.sorted() == ["b", "c", "d", "e"])
  }

  @Test(arguments: [false, true])
  func whatAListingLostIsCountedWithoutWhatItBrought(_ breaksOff: Bool) async throws {
    let script = ListingScript()
    try bench.add("team", script, kind: .caldav)
    script.pages = [(0..<20).map { "old\($0)" }]
    #expect(await bench.engine().syncNow().state == .ok)
    script.pages = [(0..<40).map { "new\($0)" }, ["last"]]
    script.forget()
    if breaksOff {
      script.fails = 1
      #expect(await bench.engine().syncNow().state == .failed)
    }
    let report = try #require(await bench.engine().syncNow().accounts.first)
    #expect(report.error?.code == "wipe_guard")
    #expect(report.error?.message.contains("20 of 20") == true)
    #expect(try bench.stored().count { $0.key.hasPrefix("old") } == 20)
    #expect(try state().position.resume == nil)
  }

  @Test func anEditMadeAmidAListingMeetsItAndIsSentAtItsEnd() async throws {
    let remote = try bench.writable((0..<6).map { "e\($0)" }, pageSize: 2)
    remote.fail(Self.cut, after: 2)
    _ = await bench.engine().syncNow()
    try bench.rename("e0", to: "Here")
    try bench.create("mine", title: "Mine")
    for uid in ["e0", "e1", "e2"] { remote.set("LOCATION", "There", of: uid) }
    // It breaks off once more, behind the page on which e0 comes again.
    remote.fail(Self.cut, after: 3)
    _ = await bench.engine().syncNow()
    #expect(remote.there()["e0"] == "Review @ There")
    #expect(try bench.here()["e0"] == "Here @ There")
    #expect(try bench.store.outbox().count == 2)
    #expect(await bench.engine().syncNow().state == .ok)
    #expect(remote.there()["e0"] == "Here @ There")
    #expect(remote.there()["mine"] == "Mine @ ")
    #expect(try bench.here() == remote.there())
    #expect(try bench.store.outbox().isEmpty)
  }

  @Test func whoStopsAListingKeepsWhatHasCome() async throws {
    let remote = try bench.remote((0..<6).map { "e\($0)" }, pageSize: 2)
    remote.fail(.cancelled, after: 3)
    _ = await bench.engine().syncNow()
    #expect(try bench.stored().count == 4)
    #expect(try bench.store.accounts().first?.failure == nil)
    let before = remote.requestsMade
    #expect(await bench.engine().syncNow().state == .ok)
    #expect(remote.requestsMade - before == 2)
  }

  /// Over real HTTP, and with a provider of the next process that remembers nothing.
  @Test func googleIsAskedForTheNextPageWhenItsQuotaIsThereAgain() async throws {
    let fake = try FakeGoogle { $0 == "ya29.test" }
    fake.addCalendar("ada@example.org", summary: "Ada", isPrimary: true)
    for number in 0..<6 {
      fake.put(
        [
          "id": .string("event0\(number)"), "summary": .string("Event \(number)"),
          "start": ["dateTime": "2026-11-19T09:00:00+01:00", "timeZone": "Europe/Berlin"],
          "end": ["dateTime": "2026-11-19T10:00:00+01:00", "timeZone": "Europe/Berlin"],
        ], in: "ada@example.org")
    }
    fake.setPageSize(2)
    let account = try bench.add("ada", Self.google(fake), kind: .google)
    fake.misbehave(
      FakeGoogle.Fault(
        .google(403, "rateLimitExceeded"), after: 1, when: { $0.path.contains("pageToken=") }))
    let first = try #require(await bench.engine().syncNow().accounts.first)
    #expect(first.error?.code == "rate_limited")
    #expect(try bench.stored().count == 4)
    bench.serve(account, with: Self.google(fake))
    let before = fake.server.questions.count
    #expect(await bench.engine().syncNow().state == .ok)
    #expect(try bench.stored().count == 6)
    let asked = fake.server.questions.dropFirst(before).filter { $0.path.contains("/events?") }
    #expect(asked.count == 1)
    #expect(asked.first?.path.contains("pageToken=") == true)
    #expect(fake.complaints.isEmpty)
  }

  private static func google(_ fake: FakeGoogle) -> GoogleProvider {
    GoogleProvider(
      transport: SignedTransport(
        CurlTransport(version: "0"), as: KeyCredentials(key: "ya29.test")),
      base: fake.base, zones: TestZones.database)
  }
}
