import DaybookCore
import DaybookProviders
@testable import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Whatever happens while an edit is on its way, no side loses anything.
@Suite struct RaceTests {
  let bench: SyncBench

  init() throws { bench = try SyncBench() }

  @Test func whatChangesElsewhereMeanwhileIsPlannedAgain() async throws {
    let busy = try bench.busyAccount(["a", "b"])
    let (remote, engine) = (busy.inner, bench.engine())
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    try bench.delete("b")
    busy.meanwhile { remote.set("LOCATION", "There", of: "a") }
    busy.meanwhile { remote.set("LOCATION", "There", of: "b") }
    #expect(await engine.syncNow().state == .ok)
    #expect(remote.there() == ["a": "New @ There", "b": "Review @ There"])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func somebodyWhoNeverStopsChangingItDoesNotKeepUsForEver() async throws {
    let busy = try bench.busyAccount(["a"])
    let (remote, engine) = (busy.inner, bench.engine())
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    for time in 0..<3 { busy.meanwhile { remote.set("LOCATION", "\(time)", of: "a") } }
    #expect(await engine.syncNow().accounts.first?.error?.code == "changed_elsewhere")
    #expect(try bench.store.outbox().map(\.attempts) == [1])
    bench.wait(60)
    #expect(await engine.syncNow().state == .ok)
    #expect(remote.there() == ["a": "New @ 2"])
    try await bench.expectQuiet(engine, remote)
  }

  /// What happens here while a write is under way.
  enum Deed: CaseIterable, Sendable {
    case edit, delete, undo, undoAndEdit
  }

  @Test(arguments: Deed.allCases, [false, true])
  func whatHappensHereDuringAPassSurvivesIt(_ deed: Deed, _ isMerge: Bool) async throws {
    let busy = try bench.busyAccount(["a"])
    let (remote, engine, bench) = (busy.inner, bench.engine(), bench)
    _ = await engine.syncNow()
    try bench.rename("a", to: "First")
    if isMerge { remote.set("LOCATION", "There", of: "a") }
    busy.meanwhile {
      switch deed {
      case .edit: try bench.rename("a", to: "Second")
      case .delete: try bench.delete("a")
      case .undo: try bench.store.undo(now: bench.now)
      case .undoAndEdit:
        try bench.store.undo(now: bench.now)
        try bench.set("DESCRIPTION", "Third", of: "a")
      }
    }
    for _ in 0..<2 { _ = await engine.syncNow() }
    let place = isMerge ? "There" : ""
    let end: [String: String] =
      switch deed {
      case .edit: ["a": "Second @ \(place)"]
      case .delete: [:]
      case .undo, .undoAndEdit: ["a": "Review @ \(place)"]
      }
    #expect(remote.there() == end)
    if deed == .undoAndEdit { #expect(bench.source("a")?.contains("DESCRIPTION:Third") == true) }
    try await bench.expectQuiet(engine, remote)
  }

  @Test func aNewEventThatIsUndoneWhileItIsSentIsTakenBackThere() async throws {
    let busy = try bench.busyAccount([])
    let (remote, engine, bench) = (busy.inner, bench.engine(), bench)
    _ = await engine.syncNow()
    try bench.create("a", title: "Mine")
    busy.meanwhile { try bench.store.undo(now: bench.now) }
    for _ in 0..<2 { _ = await engine.syncNow() }
    #expect(remote.there() == [:])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func aDeletionThatIsUndoneWhileItIsSentIsMadeAnewThere() async throws {
    let busy = try bench.busyAccount(["a"])
    let (remote, engine, bench) = (busy.inner, bench.engine(), bench)
    _ = await engine.syncNow()
    try bench.delete("a")
    busy.meanwhile { try bench.store.undo(now: bench.now) }
    for _ in 0..<2 { _ = await engine.syncNow() }
    #expect(remote.there() == ["a": "Review @ "])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func anEditWhoseNoticeWasAskedForIsSentWithIt() async throws {
    let busy = try bench.busyAccount(["a"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.set("LOCATION", "Here", of: "a", tellsPeople: true)
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    _ = await engine.syncNow()
    #expect(busy.told == [true, false])
  }

  @Test func anEventEditedWhileItsChangesAreReadIsMetOnceMore() async throws {
    let busy = try bench.busyAccount(["a", "b"])
    let (remote, engine, bench) = (busy.inner, bench.engine(), bench)
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    remote.set("LOCATION", "There", of: "b")
    remote.set("LOCATION", "There", of: "a")
    busy.meanwhile { try bench.rename("b", to: "New") }
    for _ in 0..<2 { _ = await engine.syncNow() }
    #expect(remote.there() == ["a": "New @ There", "b": "New @ There"])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func aNewEventWhoseReplyWasLostComesBackByItsUID() async throws {
    let remote = try bench.writable()
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.create("a", title: "Mine")
    remote.loseNextReply()
    #expect(await engine.syncNow().accounts.first?.status == .partial)
    #expect(remote.there() == ["a": "Mine @ "])
    _ = await engine.syncNow()
    #expect(remote.events(in: MemoryProvider.calendar).count == 1)
    try await bench.expectQuiet(engine, remote)
  }

  @Test func anEventThatGoesOnUnderAnotherNameIsKept() async throws {
    let remote = try bench.writable(["a", "b"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("b", to: "Mine")
    for uid in ["a", "b"] {
      var event = try SyncBench.event(uid)
      remote.delete(uid)
      event.id = RemoteID(uid + "-again")
      remote.edit(event, in: MemoryProvider.calendar)
    }
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Review @ ", "b": "Mine @ "])
    try await bench.expectQuiet(engine, remote)
  }

  /// For each call and each reply of a pass: it fails, and nothing is lost or done twice.
  @Test(arguments: [false, true]) func everyNthCallMayFail(_ isReplyLost: Bool) async throws {
    var failures = 0
    for call in 0..<9 {
      let bench = try SyncBench()
      let busy = try bench.busyAccount(["a", "b", "c", "d"])
      let (remote, engine) = (busy.inner, bench.engine())
      _ = await engine.syncNow()
      try bench.create("new", title: "Mine")
      try bench.rename("a", to: "Mine")
      try bench.delete("b")
      try bench.rename("c", to: "Mine")
      remote.set("LOCATION", "There", of: "c")
      remote.set("LOCATION", "There", of: "d")
      if isReplyLost {
        busy.loseReplies([call])
      } else {
        remote.fail(.unreachable(RemotePlace("https://example.com"), .dropped), after: call)
      }
      if await engine.syncNow().state == .ok { break }
      failures += 1
      bench.wait(3600)
      #expect(await engine.syncNow().state == .ok)
      #expect(
        remote.there() == [
          "new": "Mine @ ", "a": "Mine @ ", "c": "Mine @ There", "d": "Review @ There",
        ])
      #expect(try bench.here() == remote.there())
      #expect(try bench.store.outbox().isEmpty)
    }
    // Four writes; before them the list of calendars and the changes.
    #expect(failures == (isReplyLost ? 4 : 6))
  }

  /// The other side has taken everything, and here the pass breaks off: the store is as it was
  /// before, and the next pass finds out.
  @Test(arguments: ["outbox", "remote", "calendar", "event", "sync_run"])
  func aPassThatIsCutLeavesWhatWasBefore(_ table: String) async throws {
    let remote = try bench.writable(["a", "b", "c"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.create("new", title: "Mine")
    try bench.rename("a", to: "Mine")
    try bench.delete("b")
    remote.set("LOCATION", "There", of: "c")
    let before = (try bench.here(), try bench.store.outbox().map(\.generation))
    let deed =
      table == "outbox" ? "DELETE" : table == "calendar" || table == "event" ? "UPDATE" : "INSERT"
    try bench.store.execute(
      """
      CREATE TEMP TRIGGER trouble BEFORE \(deed) ON main.\(table)
      BEGIN SELECT RAISE(ABORT, 'trouble'); END
      """)
    #expect(await engine.syncNow().state != .ok)
    #expect(try bench.here() == before.0)
    #expect(try bench.store.outbox().map(\.generation) == before.1)
    try bench.store.execute("DROP TRIGGER trouble")
    #expect(await engine.syncNow().state == .ok)
    #expect(
      remote.there() == ["new": "Mine @ ", "a": "Mine @ ", "c": "Review @ There"])
    try await bench.expectQuiet(engine, remote)
  }
}
