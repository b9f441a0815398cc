import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

@Suite struct EngineTests {
  let bench: SyncBench

  init() throws { bench = try SyncBench() }

  @Test func aPassStoresWhatChangedAndSaysHowMuch() async throws {
    let remote = try bench.remote(["a", "b", "c"])
    let engine = bench.engine()
    let first = try #require(await engine.syncNow().accounts.first)
    #expect(first.status == .ok)
    #expect(first.error == nil)
    #expect(first.calendars.map(\.name) == ["Team"])
    #expect(first.calendars.first?.added == 3)
    #expect(first.calendars.first?.isFull == true)
    #expect(first.calendars.first?.requests == 2)
    try remote.edit(SyncBench.event("a", title: "Moved"), in: RemoteID("c"))
    remote.remove(RemoteID("b"), in: RemoteID("c"))
    let second = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect([second.added, second.updated, second.deleted] == [0, 1, 1])
    #expect(!second.isFull)
    #expect(try bench.stored() == ["a": "Moved", "c": "Review"])
    let third = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect([third.added, third.updated, third.deleted] == [0, 0, 0])
  }

  @Test func aFullPassComparesEverythingAndChangesNothingThatIsTheSame() async throws {
    let remote = try bench.remote(["a", "b"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    remote.remove(RemoteID("b"), in: RemoteID("c"))
    let report = await engine.syncNow(SyncOptions(isFull: true))
    let calendar = try #require(report.accounts.first?.calendars.first)
    #expect(calendar.isFull)
    #expect([calendar.added, calendar.updated, calendar.deleted] == [0, 0, 1])
  }

  @Test func aFailingAccountKeepsItsEventsAndLeavesOthersAlone() async throws {
    let broken = try bench.remote(["a"], named: "broken")
    try bench.remote(["b"], named: "fine")
    let engine = bench.engine()
    _ = await engine.syncNow()
    let place = RemotePlace("https://example.com/secret")
    broken.fail(.unreachable(place, .silence(30)), after: 1)
    let report = await engine.syncNow()
    #expect(report.accounts.map(\.name) == ["broken", "fine"])
    #expect(report.accounts.map(\.status) == [.failed, .ok])
    #expect(report.accounts.first?.error?.code == "timeout")
    #expect(report.state == .partial)
    #expect(try bench.stored().keys.sorted() == ["a", "b"])
    let account = try #require(try bench.store.accounts().first { $0.name == "broken" })
    #expect(account.state == .failed)
    #expect(account.failure?.message == "https://example.com/… sent nothing for 30 s")
    #expect(account.lastSync == bench.now)
  }

  @Test func anAccountThatWantsASignInSaysSo() async throws {
    let remote = try bench.remote(["a"])
    remote.fail(.signInNeeded(RemotePlace("https://example.com"), by: .password))
    let report = await bench.engine().syncNow()
    #expect(report.accounts.first?.status == .loginRequired)
    #expect(report.accounts.first?.error?.code == "sign_in_needed")
    #expect(report.state == .failed)
  }

  @Test func anExpiredTokenStartsOver() async throws {
    let remote = try bench.remote(["a", "b"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    remote.expireTokens()
    remote.remove(RemoteID("a"), in: RemoteID("c"))
    let calendar = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect(calendar.isFull)
    #expect(calendar.deleted == 1)
    #expect(try bench.stored().keys.sorted() == ["b"])
  }

  @Test func aListingThatLostMostOfItsEventsIsHeldUntilSomebodySaysYes() async throws {
    let uids = (0..<20).map { "e\($0)" }
    let remote = try bench.remote(uids, capabilities: Capabilities(isIncremental: false))
    let engine = bench.engine()
    _ = await engine.syncNow()
    for uid in uids.prefix(11) { remote.remove(RemoteID(uid), in: RemoteID("c")) }
    for _ in 0..<2 {
      let held = try #require(await engine.syncNow().accounts.first)
      #expect(held.status == .partial)
      #expect(held.error?.code == "wipe_guard")
      #expect(try bench.stored().count == 20)
    }
    #expect(await engine.syncNow(SyncOptions(isFull: true)).accounts.first?.status == .partial)
    let yes = SyncOptions(isFull: true, letsThrough: true)
    let through = try #require(await engine.syncNow(yes).accounts.first)
    #expect(through.status == .ok)
    #expect(through.calendars.first?.deleted == 11)
    #expect(try bench.stored().count == 9)
  }

  @Test func aFeedKeepsTheNameItGaveItselfWhenItDoesNotChange() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write(
      "a.ics", "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Team\r\nEND:VCALENDAR\r\n")
    try bench.add("file", FileProvider(address: folder.path + "/a.ics", seed: "s", home: "/"))
    let engine = bench.engine()
    for _ in 0..<2 {
      let report = await engine.syncNow()
      #expect(report.accounts.first?.calendars.map(\.name) == ["Team"])
      #expect(try bench.store.calendars().map(\.name) == ["Team"])
    }
  }

  @Test func aCalendarThatIsTakenAwayGoesButNeverAllOfThem() async throws {
    let remote = try bench.remote(["a"])
    remote.add(RemoteCalendar(id: RemoteID("d"), name: "Second"))
    let engine = bench.engine()
    _ = await engine.syncNow()
    #expect(try bench.store.calendars().map(\.name).sorted() == ["Second", "Team"])
    remote.remove(RemoteID("d") as RemoteID)
    _ = await engine.syncNow()
    #expect(try bench.store.calendars().map(\.name) == ["Team"])
    remote.remove(RemoteID("c") as RemoteID)
    let report = await engine.syncNow()
    #expect(report.accounts.first?.error?.code == "wipe_guard")
    #expect(try bench.stored().count == 1)
  }

  @Test func whatIsDueIsAskedOnceAndNothingElse() async throws {
    let fine = try bench.remote(["a"], named: "fine")
    let engine = bench.engine(every: 900)
    #expect(await engine.syncDue().accounts.map(\.name) == ["fine"])
    #expect(await engine.syncDue() == SyncReport())
    bench.wait(899)
    #expect(await engine.syncDue() == SyncReport())
    bench.wait(1)
    fine.fail(.unreachable(RemotePlace("https://example.com"), .silence(30)))
    #expect(await engine.syncDue().accounts.map(\.status) == [.failed])
    // What failed is left alone until its time has come.
    #expect(await engine.syncDue() == SyncReport())
    bench.wait(86_400)
    #expect(await engine.syncDue().accounts.map(\.name) == ["fine"])
    #expect(bench.alarm.seconds == nil)
  }

  @Test func accountsWithoutAnOtherSideAreNotSynced() async throws {
    _ = try bench.store.localAccount()
    #expect(await bench.engine().syncNow() == SyncReport())
  }

  @Test func onlyTheAccountsThatWereNamedAreAsked() async throws {
    let first = try bench.remote(["a"], named: "one")
    let second = try bench.remote(["b"], named: "two")
    let two = try #require(try bench.store.accounts().first { $0.name == "two" })
    _ = await bench.engine().syncNow(accounts: [two.id])
    #expect(first.requestsMade == 0)
    #expect(second.requestsMade == 2)
  }

  @Test func everyNthCallMayFailAndNothingIsLost() async throws {
    let uids = (0..<7).map { "e\($0)" }
    var failures = 0
    for call in 0..<20 {
      let bench = try SyncBench()
      let remote = try bench.remote(uids, pageSize: 2)
      let engine = bench.engine()
      _ = await engine.syncNow()
      remote.remove(RemoteID("e0"), in: RemoteID("c"))
      for uid in uids.dropFirst() {
        try remote.edit(SyncBench.event(uid, title: "New"), in: RemoteID("c"))
      }
      let before = try bench.stored()
      remote.fail(.unreachable(RemotePlace("https://example.com"), .dropped), after: call)
      let report = await engine.syncNow()
      if report.accounts.first?.status == .ok { break }
      failures += 1
      #expect(try bench.stored() == before)
      #expect(await engine.syncNow().accounts.first?.status == .ok)
      #expect(try bench.stored() == SyncBench.there(remote))
    }
    // The list of calendars, and four pages.
    #expect(failures == 5)
  }

  @Test func anAccountHeldByAnotherProcessIsReportedBusy() async throws {
    let remote = try bench.remote(["a"])
    let account = try #require(try bench.store.accounts().first)
    let other = try bench.temporary.reopened()
    _ = try other.acquireLease(
      "sync:" + account.id.raw, holder: "other", now: .latest - 1000, seconds: 10)
    let report = await bench.engine(patience: 0).syncNow()
    #expect(report.accounts.first?.error?.code == "account_busy")
    #expect(remote.requestsMade == 0)
    try other.releaseLease("sync:" + account.id.raw, holder: "other")
    #expect(await bench.engine(patience: 0).syncNow().accounts.first?.status == .ok)
  }

  @Test func whatADeadProcessHeldIsTakenOverAtOnce() async throws {
    try bench.remote(["a"])
    let account = try #require(try bench.store.accounts().first)
    let name = "sync:" + account.id.raw
    // No system counts its processes that far.
    let holder = StoreLease.holder(process: .max)
    _ = try bench.store.acquireLease(name, holder: holder, now: .latest - 1000, seconds: 10)
    #expect(await bench.engine(patience: 0).syncNow().accounts.first?.status == .ok)
    let alive = StoreLease.holder(process: 1)
    _ = try bench.store.acquireLease(name, holder: alive, now: .latest - 1000, seconds: 10)
    let report = await bench.engine(patience: 0).syncNow()
    #expect(report.accounts.first?.error?.code == "account_busy")
  }

  @Test func aCalendarThatFailedSaysWhyInItsReport() async throws {
    let remote = try bench.remote(["a"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    remote.fail(.notFound(RemotePlace("https://example.com")), after: 1)
    let report = try #require(await engine.syncNow().accounts.first)
    #expect(report.calendars.map(\.failure?.code) == ["not_found"])
  }

  @Test func aPassThatIsStoppedSaysNothingAgainstItsAccount() async throws {
    let remote = try bench.remote(["a"])
    remote.fail(.cancelled)
    _ = await bench.engine().syncNow()
    let account = try #require(try bench.store.accounts().first)
    #expect(account.state == .new)
    #expect(account.failure == nil)
  }
}
