internal import DaybookCore
internal import ICalendar

/// Everything of one UID, sorted out for writing.
struct GoogleSeries {
  /// The entry without RECURRENCE-ID; nil for an invitation to single dates.
  private(set) var master: EventComponent?
  /// What differs, by the slot it stands for.
  private(set) var overrides: [OriginalStart: EventComponent] = [:]
  /// What EXDATE takes out.
  let excluded: Set<OriginalStart>

  /// nil where an entry has no usable start.
  init?(_ event: RemoteEvent, in scope: GoogleScope) {
    for component in event.components {
      guard let read = try? EventComponent(component, zones: scope.zones) else { return nil }
      if let id = read.recurrenceID {
        overrides[scope.slot(id)] = read
      } else {
        master = master ?? read
      }
    }
    excluded = master.map { GoogleRecurrence($0, in: scope).excluded } ?? []
  }

  var uid: String { (master ?? overrides.values.first)?.uid ?? "" }

  /// In the order of time.
  var slots: [OriginalStart] { overrides.keys.sorted { $0.compact < $1.compact } }
}

/// A whole series as it is put together from what Google answered.
struct GoogleResult {
  private(set) var event: RemoteEvent

  init(id: RemoteID, version: Version?) {
    event = RemoteEvent(id: id, version: version, components: [])
  }

  /// Adds an entry: the master first.
  mutating func add(_ component: Component, id: RemoteID, version: Version?) {
    event.components.append(component)
    let recurrence = component.first("RECURRENCE-ID")?.value ?? ""
    event.parts.append(RemotePart(recurrence: recurrence, id: id, version: version))
  }
}

extension RemoteEvent {
  /// What the provider calls one entry of it.
  func part(_ component: Component?) -> RemotePart? {
    let recurrence = component?.first("RECURRENCE-ID")?.value ?? ""
    return parts.first { $0.recurrence == recurrence }
  }
}
