package import DaybookCore
package import DaybookStore
internal import ICalendar

/// All steps of one pass over a calendar: decided first, as a value to look at and to test, and done
/// afterwards.
package struct SyncPlan: Sendable {
  package struct Item: Sendable {
    package var event: RemoteID
    package var step: SyncStep
    /// Ours, where it waits in the outbox.
    package var entry: OutboxEntry?
    /// Theirs, where it is new or changed, or was left for somebody to choose.
    package var theirs: RemoteEvent?
    /// What both sides last had alike.
    package var base: RemoteEvent?
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
      guard let copy = entry.copy else { continue }
      // A new event is known by its UID until its provider's own name for it has arrived.
      let id = theirs[copy.id].map(\.isWhole) == true ? copy.id : names[EventName(copy)]
      let news = id.flatMap { theirs.removeValue(forKey: $0) }
      // What goes on under another name has gone under its old one all the same.
      let isGone = news == nil && gone.remove(copy.id) != nil
      let found = news ?? (isGone ? nil : entry.theirs)
      let base = entry.base(meeting: found)
      let local = Edit(from: base?.components, to: entry.current?.components)
      let remote: Edit =
        if let found {
          // Ours that came back: its answer was lost.
          entry.isEcho(found, of: base) ? .untouched : base == nil ? .created : .changed
        } else { isGone ? .deleted : .untouched }
      items.append(
        Item(
          event: found?.id ?? copy.id, step: Self.step(local: local, remote: remote), entry: entry,
          theirs: found, base: base))
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

extension OutboxEntry {
  /// Whether nothing can be done about it until somebody has chosen.
  var waitsForChoice: Bool {
    guard let theirs, let current else { return false }
    let base = base(meeting: theirs)?.components ?? []
    return !Merge(base: base, local: current.components, remote: theirs.components).diverged.isEmpty
  }

  /// Any state of it, for what it is called.
  var copy: RemoteEvent? {
    base ?? current
      ?? sent.last.flatMap { components in
        components.first?.first("UID").map {
          RemoteEvent(id: RemoteID($0.text), components: components)
        }
      }
  }

  /// What both sides last had alike: what they agreed on, or what was sent since then, where `theirs`
  /// shows that it arrived.
  fileprivate func base(meeting theirs: RemoteEvent?) -> RemoteEvent? {
    guard let theirs else { return base }
    let components = Merge.base(
      base?.components ?? [], local: current?.components ?? [], sent: sent,
      theirs: theirs.components)
    if components.isEmpty { return nil }
    var copy = base ?? theirs
    copy.components = components
    return copy
  }

  /// Whether what is there is what was sent, and so is news to nobody.
  fileprivate func isEcho(_ theirs: RemoteEvent, of base: RemoteEvent?) -> Bool {
    guard !sent.isEmpty, current == nil, let base else { return false }
    return Merge.areSame(theirs.components, base.components)
  }
}
