import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Both sides changed the same: a person chooses, and until then nothing is sent and nothing lost.
@Suite struct DivergedTests {
  let bench: SyncBench
  let remote: MemoryProvider
  let engine: SyncEngine

  init() throws {
    bench = try SyncBench()
    remote = try bench.writable(["a"])
    engine = bench.engine()
  }

  /// Ours and theirs, and what only one of us changed.
  private func diverge() async throws {
    _ = await engine.syncNow()
    try bench.rename("a", to: "Ours")
    try bench.set("DESCRIPTION", "Mine alone", of: "a")
    remote.set("SUMMARY", "Theirs", of: "a")
    remote.set("LOCATION", "There", of: "a")
    _ = await engine.syncNow()
  }

  private func entry() throws -> OutboxEntry { try #require(try bench.store.outbox().first) }

  private func settle(_ choice: OutboxChoice) throws {
    try bench.store.settle(outboxEntry: try entry().id, choice, now: bench.now)
  }

  private func notes() -> String? {
    remote.events(in: MemoryProvider.calendar).first?.components.first?.first("DESCRIPTION")?.text
  }

  @Test func bothAreKeptAndNothingIsSent() async throws {
    _ = await engine.syncNow()
    try bench.rename("a", to: "Ours")
    remote.set("SUMMARY", "Theirs", of: "a")
    remote.set("LOCATION", "There", of: "a")
    let report = try #require(await engine.syncNow().accounts.first)
    #expect(report.status == .ok)
    #expect(
      report.calendars.first?.notes == [
        "“Change” collides with a change made elsewhere (title): both are kept, "
          + "'daybook outbox' lets you choose"
      ])
    #expect(try bench.here() == ["a": "Ours @ There"])
    #expect(remote.there() == ["a": "Theirs @ There"])
    let waiting = try entry()
    #expect(waiting.diverged == ["SUMMARY"])
    #expect(waiting.theirs?.components.map(SyncBench.words) == ["Theirs @ There"])
    // It stays so, without a word more.
    #expect(try bench.store.hastenOutbox().count == 1)
    let again = try #require(await engine.syncNow().accounts.first)
    #expect(again.calendars.first?.notes == [])
    #expect(remote.there() == ["a": "Theirs @ There"])
    #expect(try entry().generation == waiting.generation)
  }

  @Test func oursGoesOverTheirs() async throws {
    try await diverge()
    try settle(.ours)
    #expect(await engine.syncNow().state == .ok)
    #expect(remote.there() == ["a": "Ours @ There"])
    #expect(notes() == "Mine alone")
    try await bench.expectQuiet(engine, remote)
  }

  @Test func theirsIsTakenAndWhatOnlyWeChangedIsSent() async throws {
    try await diverge()
    try settle(.theirs)
    #expect(try bench.here() == ["a": "Theirs @ There"])
    #expect(await engine.syncNow().state == .ok)
    #expect(remote.there() == ["a": "Theirs @ There"])
    #expect(notes() == "Mine alone")
    try await bench.expectQuiet(engine, remote)
  }

  @Test(arguments: [false, true]) func theChoiceIsUndone(_ isSentFirst: Bool) async throws {
    try await diverge()
    try settle(.ours)
    if isSentFirst { _ = await engine.syncNow() }
    try bench.store.undo(now: bench.now)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Theirs @ There"])
    #expect(try bench.here() == remote.there())
    try bench.store.redo(now: bench.now)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Ours @ There"])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func theirsIsUndoneToo() async throws {
    try await diverge()
    try settle(.theirs)
    _ = await engine.syncNow()
    try bench.store.undo(now: bench.now)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Ours @ There"])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func givingTheEditUpTakesTheirs() async throws {
    try await diverge()
    try bench.store.dropOutboxEntry(try entry().id, now: bench.now)
    #expect(try bench.here() == ["a": "Theirs @ There"])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func undoingTheEditTakesTheirsWithTheNextPass() async throws {
    _ = await engine.syncNow()
    try bench.rename("a", to: "Ours")
    remote.set("SUMMARY", "Theirs", of: "a")
    _ = await engine.syncNow()
    try bench.store.undo(now: bench.now)
    _ = await engine.syncNow()
    #expect(try bench.here() == ["a": "Theirs @ "])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func whoeverGivesInOnTheOtherSideEndsIt() async throws {
    try await diverge()
    remote.set("SUMMARY", "Ours", of: "a")
    _ = await engine.syncNow()
    #expect(try bench.here() == ["a": "Ours @ There"])
    #expect(notes() == "Mine alone")
    try await bench.expectQuiet(engine, remote)
  }

  @Test func aLaterChangeThereIsTheOneToChooseFrom() async throws {
    try await diverge()
    remote.set("SUMMARY", "Theirs again", of: "a")
    _ = await engine.syncNow()
    #expect(try entry().theirs?.components.map(SyncBench.words) == ["Theirs again @ There"])
    try settle(.theirs)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Theirs again @ There"])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func whatWasDeletedThereMeanwhileIsMadeAnew() async throws {
    try await diverge()
    remote.delete("a")
    _ = await engine.syncNow(SyncOptions(letsThrough: true))
    #expect(remote.there() == ["a": "Ours @ There"])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func thereIsNothingToChooseWhereOneSideChanged() async throws {
    _ = await engine.syncNow()
    try bench.rename("a", to: "Ours")
    #expect(throws: StoreError.self) { try settle(.theirs) }
    #expect(try bench.here() == ["a": "Ours @ "])
  }
}

/// An edit whose answer was lost is known again when it comes back.
@Suite struct DoubtTests {
  let bench: SyncBench

  init() throws { bench = try SyncBench() }

  @Test func aFurtherEditAfterALostAnswerIsNoCollision() async throws {
    let busy = try bench.busyAccount(["a"])
    let (remote, engine) = (busy.inner, bench.engine())
    _ = await engine.syncNow()
    try bench.rename("a", to: "First")
    busy.loseReplies([0])
    _ = await engine.syncNow()
    try bench.rename("a", to: "Second")
    remote.set("LOCATION", "There", of: "a")
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Second @ There"])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func anUndoAfterALostAnswerIsSent() async throws {
    let busy = try bench.busyAccount(["a"])
    let (remote, engine) = (busy.inner, bench.engine())
    _ = await engine.syncNow()
    try bench.rename("a", to: "First")
    busy.loseReplies([0])
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "First @ "])
    try bench.store.undo(now: bench.now)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Review @ "])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func aNewEventUndoneAfterALostAnswerIsTakenBack() async throws {
    let busy = try bench.busyAccount([])
    let (remote, engine) = (busy.inner, bench.engine())
    _ = await engine.syncNow()
    try bench.create("a", title: "Mine")
    busy.loseReplies([0])
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Mine @ "])
    try bench.store.undo(now: bench.now)
    _ = await engine.syncNow()
    #expect(remote.there() == [:])
    try await bench.expectQuiet(engine, remote)
  }

  @Test func whatNeverArrivedIsGivenUpQuietly() async throws {
    let remote = try bench.writable(["a"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "First")
    remote.fail(.unreachable(RemotePlace("memory://"), .dropped), after: 2)
    _ = await engine.syncNow()
    try bench.store.undo(now: bench.now)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Review @ "])
    try await bench.expectQuiet(engine, remote)
  }

  /// Somebody else's edit of the same is no echo of ours.
  @Test func anotherEditOfTheSameIsAChoiceThoughOursIsInDoubt() async throws {
    let remote = try bench.writable(["a"])
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "Ours")
    remote.fail(.unreachable(RemotePlace("memory://"), .dropped), after: 2)
    _ = await engine.syncNow()
    remote.set("SUMMARY", "Theirs", of: "a")
    bench.wait(120)
    _ = await engine.syncNow()
    #expect(remote.there() == ["a": "Theirs @ "])
    #expect(try bench.store.outbox().map(\.isDiverged) == [true])
  }
}
