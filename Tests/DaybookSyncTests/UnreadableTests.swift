import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookStore
@testable import DaybookSync

/// A store that cannot be read: nothing was synced, and nobody is told that it was.
@Suite struct UnreadableTests {
  let bench: SyncBench

  init() throws {
    bench = try SyncBench()
    try bench.remote(["a"])
  }

  private func damage() throws {
    try bench.store.write { try $0.db.run("ALTER TABLE account RENAME TO lost") }
  }

  @Test func nothingKnownIsNoSuccess() async throws {
    let engine = bench.engine()
    #expect(await engine.syncNow().state == .ok)
    try damage()
    let report = await engine.syncNow()
    #expect(report.state == .failed)
    #expect(report.error?.code == "store_error")
    #expect(report.accounts.isEmpty)
  }

  @Test func anAccountThatCannotBeReadIsTriedAgain() async throws {
    let account = try #require(try bench.store.accounts().first)
    let sync = AccountSync(account.id, world: bench.world())
    try damage()
    let end = try #require(
      await sync.pass(SyncOptions(), SyncSchedule(SyncSettings())))
    #expect(end.report == nil)
    #expect(end.failure?.code == "store_error")
    #expect(end.due == bench.now + 60)
  }
}
