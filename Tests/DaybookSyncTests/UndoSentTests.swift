import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// What was sent is undone by sending the inverse, on top of whatever became of it since.
@Suite struct UndoSentTests {
  let bench: SyncBench
  let remote: MemoryProvider
  let engine: SyncEngine

  init() throws {
    bench = try SyncBench()
    remote = try bench.remote(["a"], kind: .caldav) { StampingProvider($0) }
    engine = bench.engine()
  }

  private func there(_ uid: String) -> Component? {
    remote.events(in: MemoryProvider.calendar).first { $0.uid == uid }?.components.first
  }

  @Test func whatTheProviderAddedStays() async throws {
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    _ = await engine.syncNow()
    #expect(there("a")?.first("X-STAMP") != nil)
    try bench.store.undo(now: bench.now)
    #expect(try bench.here() == ["a": "Review @ "])
    _ = await engine.syncNow()
    #expect(there("a")?.first("SUMMARY")?.text == "Review")
    #expect(there("a")?.first("X-STAMP") != nil)
    #expect(there("a")?.first("SEQUENCE")?.value == "2")
    try bench.store.redo(now: bench.now)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "New @ "])
    #expect(there("a")?.first("SEQUENCE")?.value == "3")
    try await bench.expectQuiet(engine, remote)
  }

  @Test func severalEditsThatWereSentAtOnceAreUndoneOneByOne() async throws {
    _ = await engine.syncNow()
    try bench.create("b", title: "One")
    try bench.rename("b", to: "Two")
    try bench.set("LOCATION", "Room", of: "b")
    _ = await engine.syncNow()
    #expect(there("b").map(SyncBench.words) == "Two @ Room")
    for words in ["Two @ ", "One @ "] {
      try bench.store.undo(now: bench.now)
      _ = await engine.syncNow()
      #expect(there("b").map(SyncBench.words) == words)
      #expect(there("b")?.first("X-STAMP") != nil)
    }
    try bench.store.undo(now: bench.now)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Review @ "])
    for words in ["One @ ", "Two @ ", "Two @ Room"] {
      try bench.store.redo(now: bench.now)
      _ = await engine.syncNow()
      #expect(there("b").map(SyncBench.words) == words)
    }
    try await bench.expectQuiet(engine, remote)
  }

  @Test func whatSomebodyElseChangedSinceStays() async throws {
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    _ = await engine.syncNow()
    remote.set("LOCATION", "There", of: "a")
    _ = await engine.syncNow()
    try bench.store.undo(now: bench.now)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Review @ There"])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func whatSomebodyElseChangedOfTheSameIsNotTakenBack() async throws {
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    _ = await engine.syncNow()
    remote.set("SUMMARY", "Theirs", of: "a")
    _ = await engine.syncNow()
    #expect(throws: StoreError.self) { try bench.store.undo(now: bench.now) }
    #expect(try bench.here() == ["a": "Theirs @ "])
    try await bench.expectQuiet(engine, remote)
  }
}
