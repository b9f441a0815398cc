import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// What is claimed of each row of a table of errors: the person is told of it in its words, in the
/// report of the pass and in the list of accounts, nothing is lost by it, and when it is over one
/// more pass makes both sides equal, with the edit sent once.
struct ErrorStory {
  let bench: SyncBench
  let side: any ErrorSide

  func tell(_ row: ErrorRow, _ moment: ErrorRow.Moment) async throws {
    let engine = bench.engine()
    let first = await engine.syncNow()
    #expect(first.state == .ok, "\(first)")
    let agreed = try side.there()
    try #require(try side.here(bench) == agreed && agreed.count == 2)
    try side.edit(bench)
    if moment == .reading { try side.changeThere() }
    let (here, there) = (try side.here(bench), try side.there())

    side.refuse(row.reply, moment)
    let seen = row.seen(moment, at: side.place)
    let report = try #require(await engine.syncNow().accounts.first)
    #expect(report.status == seen.state)
    #expect(report.error == seen.failure)
    let account = try #require(try bench.store.accounts().first)
    #expect(account.state == seen.state)
    #expect(account.failure == seen.failure)
    if seen.failure != nil {
      #expect(try side.here(bench) == here)
      #expect(try side.there() == there)
      #expect(side.taken == 0)
      let waiting = try bench.store.outbox()
      #expect(waiting.count == 1)
      if moment == .writing { #expect(waiting.first?.failure == seen.failure) }
    }

    side.forgive()
    bench.wait(25 * 3600)
    let last = await engine.syncNow()
    #expect(last.state == .ok, "\(last)")
    let wanted = try side.wanted(moment)
    #expect(try side.here(bench) == wanted)
    #expect(try side.there() == wanted)
    #expect(try bench.store.outbox().isEmpty)
    #expect(side.taken == 1)
    #expect(side.complaints == [])
    let mended = try #require(try bench.store.accounts().first)
    #expect(mended.state == .ok && mended.failure == nil)
  }
}
