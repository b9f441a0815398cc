internal import DaybookCore
internal import DaybookStore
internal import ICalendar

/// Puts entries that come one by one into the whole series to which they belong, where that meets an
/// edit that waits: a plan weighs whole series against each other.
///
/// What the other side has is what both agreed on, with the entries that came in their places.
struct SeriesGathering {
  /// Whole series for those that meet an edit; all else as it came.
  private(set) var changes: [RemoteEvent] = []
  private(set) var removals: [RemoteID] = []
  private let names: InstanceNames

  /// - Parameter unchanged: what a listing named that is as it was: an instance among them outlives
  ///   its master.
  init(
    outbox: [OutboxEntry], changes: [RemoteEvent], removals: [RemoteID], unchanged: Set<RemoteID>,
    names: InstanceNames
  ) {
    self.names = names
    var owners: [RemoteID: Int] = [:]
    var uids: [EventName: Int] = [:]
    for (index, entry) in outbox.enumerated() {
      guard let copy = entry.theirs ?? entry.copy else { continue }
      uids[EventName(copy)] = index
      for part in copy.parts { owners[part.id] = index }
    }
    var news: [Int: [RemoteEvent]] = [:]
    var gone: [Int: Set<RemoteID>] = [:]
    for event in changes {
      if !event.isWhole, let index = owners[event.id] ?? uids[EventName(event)] {
        news[index, default: []].append(event)
      } else {
        self.changes.append(event)
      }
    }
    for id in removals {
      if let index = owners[id] {
        gone[index, default: []].insert(id)
      } else {
        self.removals.append(id)
      }
    }
    for (index, entry) in outbox.enumerated() {
      let (news, gone) = (news[index] ?? [], gone[index] ?? [])
      if news.isEmpty && gone.isEmpty { continue }
      if let whole = series(entry, news, gone, unchanged) {
        self.changes.append(whole)
      } else if let there = entry.theirs ?? entry.base {
        self.removals.append(there.id)
      }
    }
  }

  /// What the other side has of an event; nil where nothing is left of it.
  private func series(
    _ entry: OutboxEntry, _ news: [RemoteEvent], _ gone: Set<RemoteID>, _ unchanged: Set<RemoteID>
  ) -> RemoteEvent? {
    var whole: [String: (component: Component, part: RemotePart?)] = [:]
    let base = entry.theirs ?? entry.base
    for component in base?.components ?? [] {
      let line = component.first("RECURRENCE-ID")?.value ?? ""
      whole[names.name(of: component, zones: base?.zones ?? [])] = (
        component, base?.parts.first { $0.recurrence == line }
      )
    }
    if let master = whole[""]?.part?.id, gone.contains(master) {
      // Its instances go with it, but for those that were named.
      whole = whole.filter { $0.value.part.map { unchanged.contains($0.id) } ?? false }
    }
    whole = whole.filter { item in
      item.value.part.map { !gone.contains($0.id) } ?? true
    }
    let ours = names.lines(of: entry.current).merging(names.lines(of: base)) { $1 }
    for event in news {
      for component in event.components {
        let name = names.name(of: component, zones: event.zones)
        let component = component.respelled(ours[name]).dated
        whole[name] = (
          component,
          RemotePart(
            recurrence: component.first("RECURRENCE-ID")?.value ?? "", id: event.id,
            version: event.version)
        )
      }
    }
    let entries = whole.sorted { $0.key < $1.key }.map(\.value)
    let parts = entries.compactMap(\.part)
    guard let main = parts.first ?? news.first.map({ part(of: $0) }) else { return nil }
    var zones = base?.zones ?? []
    for zone in news.flatMap(\.zones) where !zones.contains(zone) { zones.append(zone) }
    return RemoteEvent(
      id: main.id, version: main.version, components: entries.map(\.component), zones: zones,
      duplicate: (base ?? news.first)?.duplicate ?? 0, parts: parts)
  }

  private func part(of event: RemoteEvent) -> RemotePart {
    RemotePart(recurrence: "", id: event.id, version: event.version)
  }
}

/// What both sides call an event, whatever name its provider gave it.
struct EventName: Hashable {
  private let uid: String
  private let duplicate: Int

  init(_ event: RemoteEvent) {
    uid = event.uid
    duplicate = event.duplicate
  }
}

extension Component {
  /// The same with the instance it stands for written as in `line`.
  fileprivate func respelled(_ line: ContentLine?) -> Component {
    guard let line, first("RECURRENCE-ID") != line else { return self }
    var component = self
    component.set("RECURRENCE-ID", parameters: line.parameters, rawValue: line.value)
    return component
  }
}
