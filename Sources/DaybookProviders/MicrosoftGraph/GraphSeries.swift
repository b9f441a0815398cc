internal import DaybookCore
internal import ICalendar

/// One series of a round as entries to keep: its master, and what differs from it.
struct GraphSeries: Sendable {
  let components: GraphComponents
  let master: GraphEvent
  let group: GraphRound.Group
  let window: TimeSpan

  private var start: CalendarTime? {
    components.times(of: master, .master(.none))?.0
  }

  /// How long an occurrence lasts, in seconds.
  private var seconds: Int {
    guard let (first, last) = components.times(of: master, .master(.none)) else { return 0 }
    return last.instant(viewer: .utc) - first.instant(viewer: .utc)
  }

  /// Whether it should have occurrences here and the round named none, which may mean that all were
  /// deleted, or that it was sent without them.
  var isSilent: Bool {
    guard group.starts.isEmpty, group.exceptions.isEmpty, let start else { return false }
    let rule = master.recurrence?.rule(from: start)
    return !GraphCorrections.slots(
      rule: rule, from: start, in: TimeSpan(window.start + 86_400, window.end - 86_400)
    ).isEmpty
  }

  /// Its entries; the master alone is nil where it cannot be read.
  func events() -> (master: RemoteEvent?, exceptions: [RemoteEvent]) {
    guard let start else { return (nil, []) }
    var slots = Set(group.starts.compactMap { key(of: $0, start) })
    var exceptions: [RemoteEvent] = []
    for event in group.exceptions.values.sorted(by: { $0.id < $1.id }) {
      guard let key = slot(of: event, start) else { continue }
      slots.insert(key)
      if let exception = exception(event, at: key, start) { exceptions.append(exception) }
    }
    let rule = master.recurrence?.rule(from: start)
    let corrections = GraphCorrections(
      rule: rule, from: start, seconds: seconds, slots: slots, in: window)
    guard
      let component = components.component(master, as: .master(corrections))
    else { return (nil, exceptions) }
    return (
      RemoteEvent(
        id: RemoteID(master.id), version: version(start, rule, corrections).version,
        components: [component], isWhole: false), exceptions
    )
  }

  func exception(_ event: GraphEvent, at key: Int, _ start: CalendarTime) -> RemoteEvent? {
    let slot = GraphCorrections.time(key, like: start)
    guard
      let component = components.component(
        event, as: .exception(slot: slot, uid: GraphComponents.uid(of: master))),
      let (from, to) = components.times(of: event)
    else { return nil }
    let version = GraphVersion(
      key: event.key, from: from.instant(viewer: .utc).seconds,
      to: to.instant(viewer: .utc).seconds, mark: GraphVersion.mark(ofSeries: master.id))
    return RemoteEvent(
      id: RemoteID(event.id), version: version.version, components: [component], isWhole: false)
  }

  func version(_ start: CalendarTime, _ rule: RecurrenceRule?, _ corrections: GraphCorrections)
    -> GraphVersion
  {
    var end: Int?
    switch rule?.until {
    case .date(let day): end = LocalDateTime(day + 1).wallSeconds
    case .utc(let instant): end = instant.seconds + 86_400
    case .floating(let local): end = local.wallSeconds + 86_400
    case nil: break
    }
    return GraphVersion(
      key: master.key, from: start.instant(viewer: .utc).seconds,
      to: end.map { $0 + seconds }, mark: GraphVersion.mark(ofMaster: corrections))
  }

  /// The key of an occurrence by where it begins.
  func key(of time: GraphTime, _ start: CalendarTime) -> Int? {
    if start.isDate { return time.local.map { LocalDateTime($0.day).wallSeconds } }
    return components.zones.instant(time)?.seconds
  }

  /// The key of the slot that an exception had at first; where that is not told, it was not moved.
  func slot(of event: GraphEvent, _ start: CalendarTime) -> Int? {
    guard let original = event.originalStart else {
      return event.start.flatMap { key(of: $0, start) }
    }
    guard start.isDate else { return original.seconds }
    // Midnight in UTC, or midnight in the zone that the series was made in.
    let utc = LocalDateTime(wallSeconds: original.seconds)
    if utc.second == 0 { return utc.wallSeconds }
    let zone = components.zones.zone(master.startZone) ?? components.zones.fallback
    let local = zone.local(at: original + (zone.local(at: original).second == 0 ? 0 : 43_200))
    return LocalDateTime(local.day).wallSeconds
  }
}
