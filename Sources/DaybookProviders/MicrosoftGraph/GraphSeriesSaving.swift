internal import DaybookCore
internal import ICalendar

/// Carries what was changed about single dates of a series, once the series itself is as it should
/// be. Each date is looked up first, so that it may be repeated after half of it arrived.
struct GraphSeriesSaving: Sendable {
  let saving: GraphSaving
  let master: GraphEvent
  let event: RemoteEvent
  let base: RemoteEvent?

  /// The whole series as it is there afterwards.
  func run() async throws(ProviderError) -> RemoteEvent {
    let zones = saving.zones
    guard let component = event.components.first(where: { !$0.has("RECURRENCE-ID") }),
      let (start, _) = saving.components.times(of: master, .master(.none))
    else { throw .changedElsewhere }
    let ours = try entries(event)
    // A new rule or start makes all its dates anew: nothing that was agreed about them holds.
    let theirs = isRelaid(component) ? Entries() : try entries(base)
    guard theirs.missing.isSubset(of: ours.missing) else {
      throw .notTaken(
        .inexpressible("bringing back a deleted date of a series; make it an event of its own"))
    }
    guard ours.extra.isSubset(of: theirs.extra) || event.version != nil && base == nil else {
      throw .notTaken(.inexpressible("a date of a series that its rule does not give"))
    }
    var saved: [Int: GraphEvent] = [:]
    var isTouched = false
    for key in ours.missing.subtracting(theirs.missing).sorted() {
      isTouched = true
      guard let there = try await instance(at: key, start) else { continue }
      try await saving.remove(there)
    }
    for (key, override) in ours.overrides.sorted(by: { $0.key < $1.key }) {
      if theirs.overrides[key] == override { continue }
      isTouched = true
      let isCancelled = override.first("STATUS")?.value == "CANCELLED"
      guard let there = try await instance(at: key, start) else {
        if isCancelled { continue }
        throw .changedElsewhere
      }
      if isCancelled, theirs.overrides[key]?.first("STATUS")?.value != "CANCELLED" {
        try await saving.remove(there)
      } else {
        saved[key] = try await saving.change(
          there, to: override, from: theirs.overrides[key] ?? nil, isInstance: true)
      }
    }
    for key in Set(theirs.overrides.keys).subtracting(ours.overrides.keys).subtracting(ours.missing)
    {
      isTouched = true
      guard let there = try await instance(at: key, start) else { continue }
      // What was different is made like the rest again.
      _ = try await saving.change(
        there, to: plain(component, at: key, start, zones), from: nil, isInstance: true)
    }
    let now = isTouched ? try await saving.reading.event(master.id) ?? master : master
    return result(now, component, ours, saved, start)
  }

  // MARK: - Dates

  /// What is said about single dates, by the keys of their slots.
  private struct Entries {
    var overrides: [Int: Component] = [:]
    var missing: Set<Int> = []
    var extra: Set<Int> = []
  }

  private func entries(_ event: RemoteEvent?) throws(ProviderError) -> Entries {
    var entries = Entries()
    for component in event?.components ?? [] {
      do throws(ICalendarError) {
        let read = try EventComponent(component, zones: saving.zones.resolver)
        if let slot = read.recurrenceID {
          guard !read.isThisAndFuture else { throw ICalendarError.notAComponent }
          entries.overrides[key(slot)] = component
        } else {
          entries.missing.formUnion(read.recurrence.exclusions.map(key))
          entries.extra.formUnion(read.recurrence.dates.map { key($0.start) })
        }
      } catch {
        throw .notTaken(
          .inexpressible(
            "a series with dates that cannot be read, or that change all later ones"))
      }
    }
    return entries
  }

  private func key(_ time: CalendarTime) -> Int {
    GraphCorrections.key(time, in: saving.zones.fallback)
  }

  private func isRelaid(_ component: Component) -> Bool {
    guard let base = base?.components.first(where: { !$0.has("RECURRENCE-ID") }) else {
      return true
    }
    return ["DTSTART", "RRULE"].contains { base.first($0)?.raw != component.first($0)?.raw }
  }

  /// The occurrence or exception in a slot, as it is there; nil where the slot is empty.
  private func instance(at key: Int, _ start: CalendarTime) async throws(ProviderError)
    -> GraphEvent?
  {
    let known = event.parts.first { part in
      !part.recurrence.isEmpty && self.key(ofPart: part.recurrence, start) == key
    }
    if let known, let there = try await saving.reading.event(known.id.raw) { return there }
    let window = TimeSpan(Instant(seconds: key - 2 * 86_400), Instant(seconds: key + 2 * 86_400))
    let series = GraphSeries(
      components: saving.components, master: master, group: .init(), window: window)
    for found in try await saving.reading.instances(of: master.id, in: window)
    where series.slot(of: found, start) == key {
      // A stub tells too little to be compared with.
      return found.kind == .occurrence ? try await saving.reading.event(found.id) : found
    }
    return nil
  }

  private func key(ofPart recurrence: String, _ start: CalendarTime) -> Int? {
    guard let slot = OriginalStart(compact: recurrence) else { return nil }
    switch slot {
    case .instant(let instant): return instant.seconds
    case .day(let day): return LocalDateTime(day).wallSeconds
    case .floating(let local):
      return start.isDate
        ? LocalDateTime(local.day).wallSeconds
        : (start.zone ?? saving.zones.fallback).instant(of: local).seconds
    }
  }

  /// The date that the series itself gives.
  private func plain(_ master: Component, at key: Int, _ start: CalendarTime, _ zones: GraphZones)
    -> Component
  {
    var component = master
    for name in ["RRULE", "RDATE", "EXDATE", "EXRULE"] { component.remove(name) }
    guard let read = try? EventComponent(master, zones: zones.resolver) else { return component }
    let slot = GraphCorrections.time(key, like: start)
    component.set("DTSTART", parameters: slot.parameters, rawValue: slot.text)
    let end =
      start.isDate
      ? CalendarTime.date(slot.local.day + max(1, read.length.seconds / 86_400))
      : GraphZones.time(Instant(seconds: key + read.length.seconds), in: start.zone)
    component.remove("DURATION")
    component.set("DTEND", parameters: end.parameters, rawValue: end.text)
    return component
  }

  // MARK: - What is there now

  private func result(
    _ now: GraphEvent, _ component: Component, _ entries: Entries, _ saved: [Int: GraphEvent],
    _ start: CalendarTime
  ) -> RemoteEvent {
    // A date that was cancelled here was deleted there.
    let called = entries.overrides.filter {
      saved[$0.key] == nil && $0.value.first("STATUS")?.value == "CANCELLED" && !isKept($0.value)
    }
    let corrections = GraphCorrections(
      missing: Array(entries.missing.union(called.keys)), extra: Array(entries.extra))
    let series = GraphSeries(
      components: saving.components, master: now, group: .init(),
      window: TimeSpan(.earliest, .latest))
    guard let read = saving.components.component(now, as: .master(corrections)) else {
      return event
    }
    let version = series.version(start, now.recurrence?.rule(from: start), corrections).version
    var result = event
    result.id = RemoteID(now.id)
    result.version = version
    result.isWhole = true
    result.components = [saving.adopt(read, from: component)]
    result.parts = [RemotePart(recurrence: "", id: result.id, version: version)]
    for (key, override) in entries.overrides.sorted(by: { $0.key < $1.key }) {
      let recurrence = override.first("RECURRENCE-ID")?.value ?? ""
      if let there = saved[key], let exception = series.exception(there, at: key, start) {
        result.components.append(saving.adopt(exception.components[0], from: override))
        result.parts.append(
          RemotePart(
            recurrence: exception.components[0].first("RECURRENCE-ID")?.value ?? recurrence,
            id: exception.id, version: exception.version))
      } else if called[key] == nil {
        result.components.append(override)
        result.parts += event.parts.filter { self.key(ofPart: $0.recurrence, start) == key }
      }
    }
    return result
  }

  /// Whether a cancelled date was so before: what an organizer called off stays until deleted.
  private func isKept(_ override: Component) -> Bool {
    base?.components.contains(override) ?? false
  }
}
