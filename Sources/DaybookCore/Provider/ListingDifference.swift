/// Turns listings into changes: what is new, what has another version, what is gone.
///
/// Of several pages the later one wins where two name the same event, so that a page which is
/// repeated after a broken connection does no harm.
package struct ListingDifference: Sendable {
  private var known: [RemoteID: Version]
  private var changed: [RemoteID: RemoteEvent] = [:]
  private var order: [RemoteID] = []
  private var seen: Set<RemoteID> = []
  private var removed: Set<RemoteID> = []

  /// - Parameters:
  ///   - known: the version of every event that is kept.
  ///   - named: what pages named that were stored before.
  package init(known: [RemoteID: Version], named: Set<RemoteID> = []) {
    self.known = known
    seen = named
  }

  /// What the pages brought so far is stored: the next ones are compared with that.
  package mutating func markStored() {
    for (id, event) in changed { known[id] = event.version }
    changed = [:]
    order = []
  }

  package mutating func add(_ page: ChangePage) {
    for event in page.changed {
      seen.insert(event.id)
      removed.remove(event.id)
      if let version = event.version, known[event.id] == version {
        changed[event.id] = nil
      } else if changed.updateValue(event, forKey: event.id) == nil {
        order.append(event.id)
      }
    }
    for id in page.unchanged {
      seen.insert(id)
      removed.remove(id)
    }
    for id in page.removed {
      changed[id] = nil
      seen.remove(id)
      removed.insert(id)
    }
  }

  /// Events to store, in the order in which they were first named.
  package var changes: [RemoteEvent] {
    // An id that was taken back and named again stands twice in `order`.
    var given: Set<RemoteID> = []
    return order.compactMap { id in given.insert(id).inserted ? changed[id] : nil }
  }

  /// Kept events that were named and are as they were.
  package var unchanged: Set<RemoteID> { seen.filter { changed[$0] == nil } }

  /// Kept events that are gone: those the pages called removed and, when they were a snapshot, those
  /// they did not name.
  package func removals(isSnapshot: Bool) -> [RemoteID] {
    known.keys.filter { removed.contains($0) || (isSnapshot && !seen.contains($0)) }.sorted()
  }
}
