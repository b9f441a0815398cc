import DaybookCore
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

  @Test func aPlanIsInOrderAndLeavesOutWhatNeedsNothing() {
    let plan = SyncPlan([
      RemoteID("b"): SyncState(local: .untouched, remote: .changed),
      RemoteID("c"): SyncState(local: .untouched, remote: .untouched),
      RemoteID("a"): SyncState(local: .changed, remote: .untouched),
    ])
    #expect(plan.items.map(\.event.raw) == ["a", "b"])
    #expect(plan.items.map(\.step) == [.push, .pull])
  }
}
