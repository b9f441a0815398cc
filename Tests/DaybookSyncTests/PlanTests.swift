import DaybookCore
@testable import DaybookStore
import DaybookTestSupport
import Testing

@testable import DaybookSync

@Suite struct PlanTests {
  /// Every row of the table: what was done here, what was done there, what to do.
  static let table: [(local: Edit, remote: Edit, step: SyncStep)] = [
    (.untouched, .untouched, .nothing), (.untouched, .created, .pull),
    (.untouched, .changed, .pull), (.untouched, .deleted, .drop),
    (.created, .untouched, .push), (.created, .created, .merge), (.created, .changed, .merge),
    (.created, .deleted, .pushAnew), (.changed, .untouched, .push), (.changed, .created, .merge),
    (.changed, .changed, .merge), (.changed, .deleted, .pushAnew),
    (.deleted, .untouched, .pushDeletion), (.deleted, .created, .pull),
    (.deleted, .changed, .pull), (.deleted, .deleted, .forget),
  ]

  @Test func theTableHasARowForEveryPair() {
    #expect(Self.table.count == Edit.allCases.count * Edit.allCases.count)
    #expect(Set(Self.table.map { [$0.local, $0.remote] }).count == Self.table.count)
  }

  @Test(arguments: table)
  func eachPairOfEditsHasItsStep(_ row: (local: Edit, remote: Edit, step: SyncStep)) {
    #expect(SyncPlan.step(local: row.local, remote: row.remote) == row.step)
  }

  @Test func noLocalEditIsEverJustOverwritten() {
    for remote in Edit.allCases {
      for local in [Edit.created, .changed] {
        let step = SyncPlan.step(local: local, remote: remote)
        #expect([.push, .pushAnew, .merge].contains(step))
      }
    }
  }

  @Test func everyStepHasAPlaceInTheTable() {
    #expect(Set(Self.table.map(\.step)) == Set(SyncStep.allCases))
  }

  @Test func anEditIsReadOffWhatWasAndWhatIs() {
    #expect(Edit(from: nil as Int?, to: nil) == .untouched)
    #expect(Edit(from: nil, to: 1) == .created)
    #expect(Edit(from: 1, to: 1) == .untouched)
    #expect(Edit(from: 1, to: 2) == .changed)
    #expect(Edit(from: 1, to: nil) == .deleted)
  }

  @Test func aPlanNamesWhatWaitsHereAndThenWhatHappenedThere() throws {
    let known = try SyncBench.event("a")
    let renamed = try SyncBench.event("a", title: "Mine")
    let added = try SyncBench.event("n")
    var theirs = added
    theirs.id = RemoteID("/n.ics")
    let plan = SyncPlan(
      outbox: [entry(1, from: known, to: renamed), entry(2, from: nil, to: added)],
      changes: [try SyncBench.event("b"), theirs], removals: [RemoteID("c"), RemoteID("a")])
    #expect(plan.items.map(\.event.raw) == ["a", "/n.ics", "b", "c"])
    #expect(plan.items.map(\.step) == [.pushAnew, .merge, .pull, .drop])
    #expect(plan.items.map(\.entry?.id) == [1, 2, nil, nil])
  }

  private func entry(_ id: Int, from base: RemoteEvent?, to current: RemoteEvent?) -> OutboxEntry {
    OutboxEntry(
      id: id, event: EventID("e\(id)"), calendar: CalendarID("c"), account: AccountID("a"),
      sentence: "", at: TemporaryStore.now, tellsPeople: false, generation: 1, attempts: 0,
      base: base, current: current)
  }
}
