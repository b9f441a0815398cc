package import DaybookCore

/// All steps of one pass: decided first, as a value to look at and to test, and done afterwards.
package struct SyncPlan: Hashable, Sendable {
  package struct Item: Hashable, Sendable {
    package var event: RemoteID
    package var step: SyncStep
  }

  /// By event; what needs nothing is left out.
  package private(set) var items: [Item] = []

  package init(_ states: [RemoteID: SyncState]) {
    for (event, state) in states.sorted(by: { $0.key < $1.key }) {
      let step = Self.step(local: state.local, remote: state.remote)
      if step != .nothing { items.append(Item(event: event, step: step)) }
    }
  }

  /// The table. No edit is lost: an edit beats a deletion, whichever side it is on, and two edits
  /// are put together.
  package static func step(local: Edit, remote: Edit) -> SyncStep {
    switch (local, remote) {
    case (.untouched, .untouched): .nothing
    case (.untouched, .created): .pull
    case (.untouched, .changed): .pull
    case (.untouched, .deleted): .drop
    case (.created, .untouched): .push
    case (.created, .created): .merge
    case (.created, .changed): .merge
    case (.created, .deleted): .pushAnew
    case (.changed, .untouched): .push
    case (.changed, .created): .merge
    case (.changed, .changed): .merge
    case (.changed, .deleted): .pushAnew
    case (.deleted, .untouched): .pushDeletion
    case (.deleted, .created): .pull
    case (.deleted, .changed): .pull
    case (.deleted, .deleted): .forget
    }
  }
}
