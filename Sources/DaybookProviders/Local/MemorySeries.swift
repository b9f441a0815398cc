internal import DaybookCore
internal import ICalendar

/// Series as those keep them that keep instances apart: the master, and each instance that differs
/// or was cancelled, have ids and versions of their own.
extension MemoryProvider.State {
  /// All events of a calendar, the entries of each series together.
  func wholes(in calendar: RemoteID) -> [RemoteEvent] {
    guard let index = index(calendar) else { return [] }
    let entries = calendars[index].contents.events.values.sorted { $0.id < $1.id }
    guard isApart else { return entries }
    return Dictionary(grouping: entries, by: \.uid).values.compactMap { Self.whole($0) }
      .sorted { $0.id < $1.id }
  }

  private static func whole(_ entries: [RemoteEvent]) -> RemoteEvent? {
    let sorted = entries.sorted { $0.recurrence < $1.recurrence }
    guard var whole = sorted.first else { return nil }
    whole.components = sorted.flatMap(\.components)
    whole.parts = sorted.map {
      RemotePart(recurrence: $0.recurrence, id: $0.id, version: $0.version)
    }
    whole.isWhole = true
    return whole
  }

  private func entries(of uid: String, in calendar: RemoteID) -> [RemoteEvent] {
    guard let index = index(calendar) else { return [] }
    return calendars[index].contents.events.values.filter { $0.uid == uid }
      .sorted { $0.recurrence < $1.recurrence }
  }

  /// Makes what is there what somebody wrote there; entries that are the same keep their versions.
  mutating func putApart(_ event: RemoteEvent, in calendar: RemoteID) {
    let there = entries(of: event.uid, in: calendar)
    let isSeries = event.components.count > 1 || event.components.contains(where: \.isOfSeries)
    var kept: Set<RemoteID> = []
    for component in event.components {
      let recurrence = component.first("RECURRENCE-ID")?.value ?? ""
      var entry = RemoteEvent(
        id: there.first { $0.recurrence == recurrence }?.id
          ?? (recurrence.isEmpty ? event.id : RemoteID("\(event.id.raw)_\(recurrence)")),
        components: [component], zones: event.zones, isWhole: !isSeries)
      kept.insert(entry.id)
      if let known = there.first(where: { $0.id == entry.id }) {
        entry.version = known.version
        if known == entry { continue }
      }
      putEntry(entry, in: calendar)
    }
    for entry in there where !kept.contains(entry.id) { takeEntry(entry.id, in: calendar) }
  }

  /// Takes what differs from `base`, entry by entry; what was taken before comes to the same.
  mutating func saveApart(
    _ event: RemoteEvent, over base: RemoteEvent?, in calendar: RemoteID
  ) throws(ProviderError) -> RemoteEvent {
    let there = entries(of: event.uid, in: calendar)
    if base == nil, !there.isEmpty { throw .changedElsewhere }
    let wanted = event.withCancelledInstances(over: base)
    for component in wanted.components where base?.components.contains(component) != true {
      let recurrence = component.first("RECURRENCE-ID")?.value ?? ""
      let known = there.first { $0.recurrence == recurrence }
      if known?.components == [component] { continue }
      let part = event.parts.first { $0.recurrence == recurrence }
      let isKnown = part?.version == known?.version && part?.id == known?.id
      guard isKnown || (recurrence.isEmpty && known?.version == event.version) else {
        throw .changedElsewhere
      }
      try step()
      putEntry(
        RemoteEvent(
          id: known?.id
            ?? (recurrence.isEmpty ? event.id : RemoteID("\(event.id.raw)_\(recurrence)")),
          components: [component], zones: event.zones,
          isWhole: wanted.components.count == 1 && !component.isOfSeries), in: calendar)
    }
    let left = Set(wanted.components.map { $0.first("RECURRENCE-ID")?.value ?? "" })
    for entry in there where !left.contains(entry.recurrence) {
      guard base?.components.contains(where: { $0.recurrence == entry.recurrence }) == true else {
        throw .changedElsewhere
      }
      try step()
      takeEntry(entry.id, in: calendar)
    }
    return Self.whole(entries(of: event.uid, in: calendar)) ?? event
  }

  private mutating func step() throws(ProviderError) {
    guard let left = breaksAfter else { return }
    breaksAfter = left == 0 ? nil : left - 1
    if left == 0 { throw .unreachable(Self.place, .dropped) }
  }
}

extension RemoteEvent {
  fileprivate var recurrence: String { components.first?.recurrence ?? "" }

  /// An instance that was taken out is kept as a cancelled one, as services do that know no EXDATE.
  fileprivate func withCancelledInstances(over base: RemoteEvent?) -> RemoteEvent {
    guard let index = components.firstIndex(where: { !$0.has("RECURRENCE-ID") }) else {
      return self
    }
    let before = Set(
      (base?.components ?? []).flatMap { $0.all("EXDATE") }.map { "\($0.value)" })
    var event = self
    var master = components[index]
    for line in master.all("EXDATE") where !before.contains(line.value) {
      for time in line.value.split(separator: ",").map(String.init) {
        if event.components.contains(where: { $0.recurrence == time }) { continue }
        var cancelled = Component(named: "VEVENT")
        for name in ["UID", "DTSTAMP"] {
          if let own = master.first(name) { cancelled.append(own) }
        }
        cancelled.append("RECURRENCE-ID", parameters: line.parameters, rawValue: time)
        cancelled.append("DTSTART", parameters: line.parameters, rawValue: time)
        cancelled.append("STATUS", rawValue: "CANCELLED")
        event.components.append(cancelled)
      }
    }
    master.remove(where: { $0.name == "EXDATE" && !before.contains($0.value) })
    event.components[index] = master
    return event
  }
}

extension Component {
  fileprivate var recurrence: String { first("RECURRENCE-ID")?.value ?? "" }
  fileprivate var isOfSeries: Bool { has("RECURRENCE-ID") || has("RRULE") || has("RDATE") }
}
