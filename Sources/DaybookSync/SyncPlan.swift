package import DaybookCore
package import DaybookStore

/// All steps of one pass over a calendar: decided first, as a value to look at and to test, and done
/// afterwards.
package struct SyncPlan: Sendable {
  package struct Item: Sendable {
    package var event: RemoteID
    package var step: SyncStep
    /// Ours, where it waits in the outbox.
    package var entry: OutboxEntry?
    /// Theirs, where it is new or changed.
    package var theirs: RemoteEvent?
  }

  /// What waits here, oldest first; then what happened there alone.
  package private(set) var items: [Item] = []

  /// - Parameters:
  ///   - outbox: what waits for this calendar.
  ///   - changes: what is new or changed there.
  ///   - removals: what is gone there.
  package init(outbox: [OutboxEntry], changes: [RemoteEvent], removals: [RemoteID]) {
    var theirs = Dictionary(changes.map { ($0.id, $0) }, uniquingKeysWith: { $1 })
    var names: [EventName: RemoteID] = [:]
    if !outbox.isEmpty {
      for event in changes where event.isWhole { names[EventName(event)] = event.id }
    }
    var gone = Set(removals)
    for entry in outbox {
      guard let copy = entry.base ?? entry.current else { continue }
      // A new event is known by its UID until its provider's own name for it has arrived.
      let id = theirs[copy.id].map(\.isWhole) == true ? copy.id : names[EventName(copy)]
      let found = id.flatMap { theirs.removeValue(forKey: $0) }
      // What goes on under another name has gone under its old one all the same.
      let isGone = found == nil && gone.remove(copy.id) != nil
      let local = Edit(from: entry.base?.components, to: entry.current?.components)
      let remote: Edit =
        if found != nil { entry.base == nil ? .created : .changed } else {
          isGone ? .deleted : .untouched
        }
      items.append(
        Item(
          event: found?.id ?? copy.id, step: Self.step(local: local, remote: remote), entry: entry,
          theirs: found))
    }
    for event in changes where theirs[event.id] != nil {
      items.append(
        Item(
          event: event.id, step: Self.step(local: .untouched, remote: .changed), theirs: event))
    }
    for id in removals where gone.contains(id) {
      items.append(Item(event: id, step: Self.step(local: .untouched, remote: .deleted)))
    }
  }

  /// The table. An edit beats a deletion, whichever side it is on, and two edits are put together.
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
