import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// What somebody there says is followed at once, by a pass over just that calendar.
@Suite struct PushedTests {
  let bench: SyncBench

  init() throws { bench = try SyncBench() }

  private func twoCalendars() throws -> (MemoryProvider, Account) {
    let provider = MemoryProvider(
      calendars: ["c", "d"].map { RemoteCalendar(id: RemoteID($0), name: $0) })
    return (provider, try bench.add("team", provider))
  }

  private func calendar(_ name: String) throws -> CalendarID {
    try bench.store.calendar(named: name).id
  }

  @Test func justThatCalendarIsAsked() async throws {
    let (remote, account) = try twoCalendars()
    let engine = bench.engine(every: 900)
    await engine.start()
    bench.alarm.ring()
    await bench.observer.passes(1)
    await eventually { bench.alarm.seconds == 900 }
    bench.wait(100)
    try remote.edit(SyncBench.event("one"), in: RemoteID("c"))
    try remote.edit(SyncBench.event("two"), in: RemoteID("d"))
    await engine.pushed(account.id, calendar: try calendar("d"))
    await bench.observer.passes(2)
    #expect(bench.observer.ended[1].calendars.map(\.name) == ["d"])
    #expect(try bench.stored().keys.sorted() == ["two"])
    // The others are not kept waiting for it.
    await eventually { bench.alarm.seconds == 800 }
    await engine.stop()
  }

  @Test func aBurstIsTwoPasses() async throws {
    let (remote, account) = try twoCalendars()
    let engine = bench.engine(every: 900)
    await engine.start()
    bench.alarm.ring()
    await bench.observer.passes(1)
    await eventually { bench.alarm.seconds == 900 }
    let (c, d) = (try calendar("c"), try calendar("d"))
    bench.wait(1)
    await engine.pushed(account.id, calendar: c)
    await bench.observer.passes(2)
    await eventually { bench.alarm.seconds == 899 }
    for _ in 0..<50 { await engine.pushed(account.id, calendar: d) }
    await engine.pushed(account.id, calendar: c)
    try remote.edit(SyncBench.event("late"), in: RemoteID("d"))
    #expect(bench.observer.ended.count == 2)
    #expect(bench.alarm.seconds == 2)
    bench.wait(2)
    bench.alarm.ring()
    await bench.observer.passes(3)
    #expect(bench.observer.ended[2].calendars.map(\.name).sorted() == ["c", "d"])
    #expect(try bench.stored().keys.sorted() == ["late"])
    await engine.stop()
  }

  @Test func aWholeAccountIsAskedWhereNoCalendarIsNamed() async throws {
    let (remote, account) = try twoCalendars()
    let engine = bench.engine(every: 900)
    await engine.start()
    bench.alarm.ring()
    await bench.observer.passes(1)
    await eventually { bench.alarm.seconds == 900 }
    try remote.edit(SyncBench.event("one"), in: RemoteID("c"))
    await engine.pushed(account.id, calendar: nil)
    await bench.observer.passes(2)
    #expect(bench.observer.ended[1].calendars.map(\.name) == ["c", "d"])
    await engine.stop()
  }

  @Test func unknownAccountsAndStoppedEnginesAreNotAsked() async throws {
    let (_, account) = try twoCalendars()
    let engine = bench.engine()
    await engine.pushed(AccountID("somebody"), calendar: nil)
    await engine.start()
    await engine.pushed(AccountID("nobody"), calendar: nil)
    await engine.stop()
    await engine.pushed(account.id, calendar: nil)
    #expect(bench.observer.ended.isEmpty)
  }

  /// A message opens a store that was closed, and is there before the engine runs.
  @Test func whatIsSaidBeforeTheStartIsFollowedAtTheStart() async throws {
    let (remote, account) = try twoCalendars()
    let first = bench.engine(every: 900)
    await first.start()
    bench.alarm.ring()
    await bench.observer.passes(1)
    await first.stop()
    try remote.edit(SyncBench.event("one"), in: RemoteID("d"))
    let engine = bench.engine(every: 900)
    await engine.pushed(account.id, calendar: try calendar("d"))
    await engine.start()
    await bench.observer.passes(2)
    #expect(bench.observer.ended[1].calendars.map(\.name) == ["d"])
    #expect(try bench.stored().keys.sorted() == ["one"])
    await engine.stop()
  }
}
