internal import DaybookCore
internal import ICalendar

/// Gathers the entries of a feed into events that travel whole, and gives every one of them a name
/// that is the same at the next fetch.
struct FeedEvents {
  private(set) var notes: [String] = []
  private let seed: String
  private var order: [String] = []
  private var groups: [String: Group] = [:]
  private var nameless: [String: Int] = [:]

  private struct Group {
    var masters: [Entry] = []
    var overrides: [Entry] = []
  }

  private struct Entry {
    var component: Component
    var sequence: Int
    var stamp: String
    /// Its start as written; of overrides the start they replace.
    var start: String
    var zones: [String: Component]

    /// RFC 5546 §2.1.5; of equals the later in the file counts.
    func yields(to other: Entry) -> Bool {
      (sequence, stamp) <= (other.sequence, other.stamp)
    }
  }

  init(seed: String) {
    self.seed = seed
  }

  mutating func add(_ component: Component, zones: [String: Component], isCancelled: Bool) {
    guard let start = component.first("DTSTART")?.value else {
      notes.append("line \(component.line): an event without DTSTART is skipped")
      return
    }
    var component = component
    if isCancelled { component.set("STATUS", rawValue: "CANCELLED") }
    let uid = name(&component, start: start)
    let original = component.first("RECURRENCE-ID")?.value
    let entry = Entry(
      component: component, sequence: Int(component.first("SEQUENCE")?.value ?? "") ?? 0,
      stamp: component.first("DTSTAMP")?.value ?? "", start: original ?? start, zones: zones)
    if groups[uid] == nil { order.append(uid) }
    if original == nil {
      groups[uid, default: Group()].masters.append(entry)
    } else {
      groups[uid, default: Group()].overrides.append(entry)
    }
  }

  /// The event's UID; where it has none it gets one made of what it is.
  private mutating func name(_ component: inout Component, start: String) -> String {
    if let uid = component.first("UID")?.text, !uid[...].trimmed.isEmpty { return uid }
    let title = component.first("SUMMARY")?.text ?? ""
    let number = nameless[start + "\n" + title, default: 0]
    nameless[start + "\n" + title] = number + 1
    let uid = StableID.make("uid", seed, start, title, String(number))
    component.set("UID", rawValue: uid)
    return uid
  }

  /// Whole events, in the order of the file.
  func resources() -> [RemoteEvent] {
    order.flatMap { uid in groups[uid].map { resources(uid, $0) } ?? [] }
  }

  private func resources(_ uid: String, _ group: Group) -> [RemoteEvent] {
    let masters = distinct(group.masters)
    let overrides = latest(group.overrides)
    guard !masters.isEmpty else { return [resource(uid, 0, overrides)] }
    // Careless exporters reuse UIDs: what differs belongs to the first that repeats.
    let series = masters.firstIndex { $0.component.has("RRULE") || $0.component.has("RDATE") } ?? 0
    return masters.indices.map { index in
      resource(uid, index, [masters[index]] + (index == series ? overrides : []))
    }
  }

  /// Of the highest SEQUENCE one for each start, by start, so that a feed may change its order.
  private func distinct(_ masters: [Entry]) -> [Entry] {
    guard masters.count > 1 else { return masters }
    let highest = masters.reduce(0) { max($0, $1.sequence) }
    return latest(masters.filter { $0.sequence == highest }).sorted { $0.start < $1.start }
  }

  /// One entry for each start, in the order of the file.
  private func latest(_ entries: [Entry]) -> [Entry] {
    guard entries.count > 1 else { return entries }
    var place: [String: Int] = [:]
    var kept: [Entry] = []
    for entry in entries {
      if let index = place[entry.start] {
        if kept[index].yields(to: entry) { kept[index] = entry }
      } else {
        place[entry.start] = kept.count
        kept.append(entry)
      }
    }
    return kept
  }

  private func resource(_ uid: String, _ duplicate: Int, _ entries: [Entry]) -> RemoteEvent {
    var zones: [String: Component] = [:]
    for entry in entries where !entry.zones.isEmpty {
      for id in Self.zoneNames(entry.component) { zones[id] = entry.zones[id] }
    }
    let needed = zones.sorted { $0.key < $1.key }.map(\.value)
    let components = entries.map(\.component)
    return RemoteEvent(
      id: RemoteID(duplicate == 0 ? uid : uid + "#\(duplicate + 1)"),
      version: ContentHash.version(of: components, zones: needed), components: components,
      zones: needed, duplicate: duplicate)
  }

  private static func zoneNames(_ component: Component) -> Set<String> {
    var names: Set<String> = []
    for line in component.lines {
      if let name = line.parameter("TZID") { names.insert(name) }
    }
    return names
  }
}
