import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Synchronization
import Testing

@testable import DaybookSync

/// What a pass leaves that is not its turn, or that finds less than there was.
@Suite struct TurnTests {
  let bench: SyncBench

  init() throws { bench = try SyncBench() }

  @Test func anAccountThatAnotherProcessIsAtIsNotCalledFailed() async throws {
    let remote = try bench.remote(["a"])
    _ = await bench.engine().syncNow()
    let account = try #require(try bench.store.accounts().first)
    let name = "sync:" + account.id.raw
    _ = try bench.store.acquireLease(
      name, holder: "other", now: .latest - 1000, seconds: 10)
    let report = await bench.engine(patience: 0).syncNow()
    #expect(report.accounts.first?.error?.code == "account_busy")
    let state = try #require(try bench.store.accountSyncStates().first)
    #expect(state.state == .ok)
    #expect(state.failure == nil)
    #expect(state.failures == 0)
    #expect(remote.requestsMade == 2)
  }

  @Test func aTurnThatIsLostAmidAPassEndsItWithoutBlame() async throws {
    let bench = bench
    let account = Mutex<AccountID?>(nil)
    try bench.remote(["a"]) { memory in
      Interfering(memory) {
        guard let id = account.withLock({ $0 }) else { return }
        let name = "sync:" + id.raw
        guard let holder = try? bench.store.leaseHolder(name) else { return }
        try? bench.store.releaseLease(name, holder: holder)
        _ = try? bench.store.acquireLease(
          name, holder: "other", now: .latest - 1000, seconds: 10)
      }
    }
    let id = try bench.store.accounts().first?.id
    account.withLock { $0 = id }
    let report = await bench.engine(patience: 0).syncNow()
    #expect(report.accounts.first?.error?.code == "account_busy")
    #expect(try bench.store.accounts().first?.failure == nil)
    #expect(try bench.store.syncRuns().isEmpty)
  }

  @Test func whatWasAskedIsLoggedThoughThePassDidNotBegin() async throws {
    let script = ListingScript()
    script.exchanges = [RemoteExchange(request: "POST https://example.com/token", status: 200)]
    let account = try bench.add("team", script)
    _ = try bench.store.acquireLease(
      "sync:" + account.id.raw, holder: "other", now: .latest - 1000, seconds: 10)
    _ = await bench.engine(patience: 0).syncNow()
    #expect(
      try bench.store.exchanges().map(\.request) == ["POST https://example.com/token"])
  }

  @Test func aPassThatIsStoppedGivesItsTurnBack() async throws {
    let gate = Gate()
    try bench.remote(["a"]) { Gated($0, gate) }
    let account = try #require(try bench.store.accounts().first)
    let engine = bench.engine()
    await engine.start()
    bench.alarm.ring()
    await gate.someoneWaits()
    #expect(try bench.store.leaseHolder("sync:" + account.id.raw) != nil)
    await engine.stop()
    #expect(try bench.store.leaseHolder("sync:" + account.id.raw) == nil)
    #expect(try bench.store.accounts().first?.state == .new)
  }

  @Test(arguments: [true, false])
  func aFileThatVanishesWithManyEventsIsHeldUntilSomebodySaysYes(_ isLarge: Bool) async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("a.ics", Self.file(isLarge ? 20 : 19))
    try folder.write("b.ics", Self.file(2))
    try bench.add("files", FileProvider(address: folder.path, seed: "s", home: "/"))
    let engine = bench.engine()
    #expect(await engine.syncNow().state == .ok)
    #expect(try bench.store.calendars().map(\.name).sorted() == ["a", "b"])
    try folder.delete("a.ics")
    for _ in 0..<2 {
      let report = try #require(await engine.syncNow().accounts.first)
      #expect(report.error?.code == (isLarge ? "wipe_guard" : nil))
      #expect(report.status == (isLarge ? .partial : .ok))
      #expect(try bench.store.calendars().map(\.name).sorted() == (isLarge ? ["a", "b"] : ["b"]))
    }
    #expect(await engine.syncNow(SyncOptions(isFull: true, letsThrough: true)).state == .ok)
    #expect(try bench.store.calendars().map(\.name) == ["b"])
  }

  @Test func aFileThatIsRenamedIsNotHeld() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try folder.write("a.ics", Self.file(25))
    try folder.write("b.ics", Self.file(2))
    try bench.add("files", FileProvider(address: folder.path, seed: "s", home: "/"))
    let engine = bench.engine()
    #expect(await engine.syncNow().state == .ok)
    try folder.delete("a.ics")
    try folder.write("c.ics", Self.file(25))
    #expect(await engine.syncNow().state == .ok)
    #expect(try bench.store.calendars().map(\.name).sorted() == ["b", "c"])
  }

  private static func file(_ count: Int) -> String {
    let events = (0..<count).map {
      "BEGIN:VEVENT\r\nUID:\($0)-of-\(count)\r\nDTSTAMP:20261101T000000Z\r\n"
        + "DTSTART:20261119T083000Z\r\nSUMMARY:Event\r\nEND:VEVENT\r\n"
    }
    return "BEGIN:VCALENDAR\r\n" + events.joined() + "END:VCALENDAR\r\n"
  }
}

/// Does something before it answers with its calendars.
struct Interfering: ProviderAround {
  let inner: MemoryProvider
  private let deed: @Sendable () -> Void

  init(_ inner: MemoryProvider, _ deed: @escaping @Sendable () -> Void) {
    self.inner = inner
    self.deed = deed
  }

  func calendars() async throws(ProviderError) -> [RemoteCalendar] {
    deed()
    return try await inner.calendars()
  }
}
