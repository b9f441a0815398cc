import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// What is edited here arrives there, whatever happens there meanwhile.
@Suite struct PushTests {
  let bench: SyncBench

  init() throws { bench = try SyncBench() }

  /// A row of the table, played on both sides of an event `a`, and what both sides have in the end.
  struct Row: Sendable {
    var here: Edit
    var there: Edit
    var end: String?
  }

  static let rows = [
    Row(here: .untouched, there: .untouched, end: "Review @ "),
    Row(here: .untouched, there: .created, end: "Review @ There"),
    Row(here: .untouched, there: .changed, end: "Review @ There"),
    Row(here: .untouched, there: .deleted, end: nil),
    Row(here: .created, there: .untouched, end: "Here @ "),
    Row(here: .created, there: .created, end: "Here @ There"),
    Row(here: .changed, there: .untouched, end: "Here @ "),
    Row(here: .changed, there: .changed, end: "Here @ There"),
    Row(here: .changed, there: .deleted, end: "Here @ "),
    Row(here: .deleted, there: .untouched, end: nil),
    Row(here: .deleted, there: .changed, end: "Review @ There"),
    Row(here: .deleted, there: .deleted, end: nil),
  ]

  @Test(arguments: rows, [false, true])
  func everyRowOfTheTableEndsInAgreement(_ row: Row, isApart: Bool) async throws {
    let isNew = row.here == .created || row.there == .created
    let remote = try bench.writable(
      isNew ? [] : ["a"], capabilities: Capabilities(keepsInstancesApart: isApart))
    let engine = bench.engine()
    _ = await engine.syncNow()
    switch row.here {
    case .untouched: break
    case .created: try bench.create("a", title: "Here")
    case .changed: try bench.rename("a", to: "Here")
    case .deleted: try bench.delete("a")
    }
    if row.there == .created { try remote.edit(SyncBench.event("a"), in: MemoryProvider.calendar) }
    if row.there == .created || row.there == .changed { remote.set("LOCATION", "There", of: "a") }
    if row.there == .deleted { remote.delete("a") }
    #expect(await engine.syncNow().state == .ok)
    let held = try bench.store.outbox().filter(\.isDiverged)
    #expect(held.isEmpty != (row.here == .created && row.there == .created))
    for entry in held { try bench.store.settle(outboxEntry: entry.id, .ours, now: bench.now) }
    _ = await engine.syncNow()
    #expect(remote.there() == row.end.map { ["a": $0] } ?? [:])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func theReportCountsWhatWasSent() async throws {
    let remote = try bench.writable(["a", "b"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    try bench.delete("b")
    try bench.create("c", title: "Mine")
    let report = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect(report.sent == 3)
    #expect([report.added, report.updated, report.deleted] == [0, 0, 0])
    #expect(remote.there() == ["a": "New @ ", "c": "Mine @ "])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func anEditUndoneBeforeItIsSentIsNeverSent() async throws {
    let remote = try bench.writable(["a"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    try bench.store.undo(now: bench.now)
    try await bench.expectQuiet(engine, remote)
    #expect(remote.there() == ["a": "Review @ "])
  }

  @Test func anEditUndoneAfterItWasSentIsSentBack() async throws {
    let remote = try bench.writable(["a"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    _ = await engine.syncNow()
    try bench.store.undo(now: bench.now)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Review @ "])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func aCalendarThatCannotBeWrittenIsNeverSentTo() async throws {
    let remote = try bench.writable(["a"], capabilities: Capabilities(canWrite: false))
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    let requests = remote.requestsMade
    #expect(await engine.syncNow().state == .ok)
    #expect(remote.requestsMade == requests + 2)
    #expect(try bench.store.outbox().map(\.failure?.code) == ["read_only"])
    #expect(try bench.here() == ["a": "New @ "])
  }

  @Test func whatIsRateLimitedWaitsAsLongAsItWasAskedTo() async throws {
    let remote = try bench.writable(["a", "b"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    try bench.rename("b", to: "New")
    remote.fail(.rateLimited(RemotePlace("https://example.com/x"), retryAfter: 300), after: 2)
    let requests = remote.requestsMade
    let report = try #require(await engine.syncNow().accounts.first)
    #expect(report.status == .partial)
    #expect(report.error?.code == "rate_limited")
    #expect(remote.requestsMade == requests + 3)
    let waiting = try bench.store.outbox()
    #expect(waiting.map(\.retryAt) == [bench.now + 300, bench.now + 300])
    #expect(waiting.map(\.attempts) == [1, 1])
    #expect(
      waiting.first?.failure?.message
        == "https://example.com/… asks for fewer requests (429), and to wait 300 s")
    _ = await engine.syncNow()
    #expect(try bench.store.outbox().count == 2)
    bench.wait(300)
    _ = await engine.syncNow()
    try await bench.expectQuiet(engine, remote)
  }

  @Test func whatIsRefusedDoesNotKeepTheOthersBack() async throws {
    let remote = try bench.writable(["a", "b"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    try bench.rename("b", to: "New")
    remote.fail(.refused(RemotePlace("https://example.com"), status: 422), after: 2)
    #expect(await engine.syncNow().accounts.first?.error?.code == "refused")
    #expect(remote.there() == ["a": "Review @ ", "b": "New @ "])
    #expect(try bench.store.outbox().map(\.failure?.code) == ["refused"])
  }

  @Test func anEditThatCouldNotBeSentIsMergedAllTheSame() async throws {
    let remote = try bench.writable(["a", "b"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    try bench.rename("b", to: "New")
    remote.set("LOCATION", "There", of: "a")
    remote.delete("b")
    remote.fail(.unreachable(RemotePlace("https://example.com"), .dropped), after: 2)
    _ = await engine.syncNow()
    #expect(try bench.here() == ["a": "New @ There", "b": "New @ "])
    #expect(remote.there() == ["a": "Review @ There"])
    bench.wait(60)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "New @ There", "b": "New @ "])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func anEditWakesItsAccount() async throws {
    let remote = try bench.writable(["a"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    await engine.start()
    try bench.rename("a", to: "New")
    await bench.observer.passes(2)
    #expect(remote.there() == ["a": "New @ "])
    await engine.stop()
  }

  @Test func whatWaitedBeforeTheProgramBeganIsSentAtOnce() async throws {
    let remote = try bench.writable(["a"])
    _ = await bench.engine().syncNow()
    try bench.rename("a", to: "New")
    let engine = bench.engine()
    await engine.start()
    await bench.observer.passes(2)
    #expect(remote.there() == ["a": "New @ "])
    await engine.stop()
  }

  @Test func theAlarmIsSetForWhatIsToBeSentAgain() async throws {
    let remote = try bench.writable(["a"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    remote.fail(.unreachable(RemotePlace("https://example.com"), .dropped), after: 2)
    await engine.start()
    try bench.rename("a", to: "New")
    await bench.observer.passes(2)
    // Asking by hand waits for the pass that just ended, which sets the alarm.
    _ = await engine.syncNow()
    #expect(bench.alarm.seconds == 60)
    bench.wait(60)
    bench.alarm.ring()
    await bench.observer.passes(4)
    #expect(remote.there() == ["a": "New @ "])
    await engine.stop()
  }

  @Test func whatIsWantedNowIsSentBeforeItIsDue() async throws {
    let remote = try bench.writable(["a"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    remote.fail(.refused(RemotePlace("https://example.com"), status: 422), after: 2)
    _ = await engine.syncNow()
    #expect(try bench.store.outbox().map(\.attempts) == [1])
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Review @ "])
    #expect(try bench.store.hastenOutbox().count == 1)
    #expect(await engine.syncNow().state == .ok)
    #expect(remote.there() == ["a": "New @ "])
    try await bench.expectQuiet(engine, remote)
  }
}
