internal import DaybookCore
internal import ICalendar

/// Single instances of a series: changed, taken out and put back.
extension GoogleWriting {
  /// Makes the instances of a series what is wanted, once its master is.
  ///
  /// - Parameter isNew: whether the series has no instance yet that differs, or none any more.
  func writeInstances(
    of series: RemoteID, isNew: Bool, into result: inout GoogleResult
  ) async throws(ProviderError) {
    let before = isNew ? [:] : known?.overrides ?? [:]
    var done: Set<OriginalStart> = []
    for slot in wanted.slots {
      guard let read = wanted.overrides[slot] else { continue }
      done.insert(slot)
      try await write(slot, read, over: before[slot], series, &result)
    }
    if isNew { return }
    let gone = before.keys.filter { !done.contains($0) }.sorted { $0.compact < $1.compact }
    for slot in gone {
      guard let old = before[slot] else { continue }
      done.insert(slot)
      if old.status == .cancelled, wanted.excluded.contains(slot) {
        keep(old.component, &result)
      } else if wanted.excluded.contains(slot) || wanted.master == nil {
        try await takeOut(slot, event.part(old.component), series, &result)
      } else {
        try await putBack(slot, old, series, &result)
      }
    }
    guard let known else { return }
    let taken = wanted.excluded.subtracting(known.excluded).subtracting(done)
    for slot in taken.sorted(by: { $0.compact < $1.compact }) {
      try await takeOut(slot, nil, series, &result)
    }
  }

  private func keep(_ component: Component, _ result: inout GoogleResult) {
    guard let part = event.part(component) else { return }
    result.add(component, id: part.id, version: part.version)
  }

  private func write(
    _ slot: OriginalStart, _ read: EventComponent, over old: EventComponent?, _ series: RemoteID,
    _ result: inout GoogleResult
  ) async throws(ProviderError) {
    let part = event.part(old?.component ?? read.component)
    if read.status == .cancelled {
      if old?.status == .cancelled { return keep(read.component, &result) }
      return try await takeOut(slot, part, series, &result)
    }
    let new = GoogleFields(read, in: scope)
    guard let old, let part else {
      return try await write(slot, new, series, &result)
    }
    let isBack = old.status == .cancelled
    let answer = try await patch(
      part.id, part.version, new, over: isBack ? nil : GoogleFields(old, in: scope),
      of: old.component, restoring: isBack)
    if let answer {
      result.add(try component(answer), id: part.id, version: answer.version)
    } else {
      keep(old.component, &result)
    }
  }

  /// Writes an instance of which nothing is known but its slot.
  private func write(
    _ slot: OriginalStart, _ new: GoogleFields, _ series: RemoteID, _ result: inout GoogleResult
  ) async throws(ProviderError) {
    guard let there = try await instance(slot, of: series) else {
      // The series has no such date; a date of its own would be an event of its own.
      throw .refused(provider.client.place, status: 404)
    }
    let answer = try await patch(
      RemoteID(there.id), there.version, new, over: there.isCancelled ? nil : fields(of: there),
      of: try component(there), restoring: there.isCancelled)
    let now = answer ?? there
    result.add(try component(now), id: RemoteID(now.id), version: now.version)
  }

  /// Deletes an instance, which leaves a cancelled one.
  private func takeOut(
    _ slot: OriginalStart, _ part: RemotePart?, _ series: RemoteID, _ result: inout GoogleResult
  ) async throws(ProviderError) {
    var name = part
    if name == nil {
      guard let there = try await instance(slot, of: series) else { return }
      name = RemotePart(
        recurrence: "", id: RemoteID(there.id), version: there.isCancelled ? nil : there.version)
    }
    guard let name else { return }
    try await provider.remove(name.id, version: name.version, telling: notice, in: calendar)
    if let cancelled = cancelled(slot) { result.add(cancelled, id: name.id, version: nil) }
  }

  /// What Google keeps of an instance that was taken out.
  private func cancelled(_ slot: OriginalStart) -> Component? {
    let zone = (wanted.master ?? known?.master)?.start
    let time: GoogleTime
    switch slot {
    case .day(let day): time = GoogleTime(date: day.description)
    case .instant(let instant):
      var name = "UTC"
      if let zone, case .zoned(_, let known, _) = scope.fixed(zone) { name = known.identifier }
      time = GoogleTime(dateTime: GoogleScope.text(instant), timeZone: name)
    case .floating: return nil
    }
    var event = GoogleEvent(id: "")
    event.status = "cancelled"
    event.recurringEventId = ""
    event.originalStartTime = time
    return try? reading.component(event, uid: wanted.uid)
  }

  /// Makes an instance that differed, or was taken out, what its series says.
  private func putBack(
    _ slot: OriginalStart, _ old: EventComponent, _ series: RemoteID, _ result: inout GoogleResult
  ) async throws(ProviderError) {
    guard let part = event.part(old.component), let master = wanted.master,
      let id = old.recurrenceID
    else { return }
    let (start, end) = times(of: master, at: id)
    let new = GoogleFields(master, in: scope).instance(
      from: scope.value(start), to: scope.value(end))
    let isBack = old.status == .cancelled
    let answer = try await patch(
      part.id, part.version, new, over: isBack ? nil : GoogleFields(old, in: scope),
      of: old.component, restoring: isBack)
    guard let answer else { return keep(old.component, &result) }
    result.add(try component(answer), id: part.id, version: answer.version)
  }

  /// When the instance of a slot begins and ends by its series.
  private func times(of master: EventComponent, at slot: CalendarTime) -> (
    start: CalendarTime, end: CalendarTime
  ) {
    let start = scope.fixed(slot)
    if case .date(let day) = start {
      return (start, .date(day + max(1, master.length.seconds / 86_400)))
    }
    let end = start.instant(viewer: .utc) + master.length.seconds
    guard case .zoned(_, let zone, let name) = start else { return (start, .utc(end)) }
    return (start, .zoned(zone.local(at: end), zone, tzid: name))
  }

  /// The instance that stands for a slot, taken out or not: its id is Google's to tell.
  private func instance(_ slot: OriginalStart, of series: RemoteID) async throws(ProviderError)
    -> GoogleEvent?
  {
    let path = provider.path(calendar, series) + ["instances"]
    let fixed = [("showDeleted", "true"), ("fields", GooglePage.fields)]
    let original: String
    let instant = slot.instant(in: scope.zone)
    switch slot {
    case .day(let day): original = day.description
    case .instant, .floating: original = GoogleScope.text(instant)
    }
    let exact: GooglePage = try await provider.client.get(
      path, fixed + [("originalStart", original)])
    if let found = find(slot, in: exact) { return found }
    let window = [
      ("timeMin", GoogleScope.text(instant - 86_400)),
      ("timeMax", GoogleScope.text(instant + 2 * 86_400)), ("maxResults", "250"),
    ]
    let around: GooglePage = try await provider.client.get(path, fixed + window)
    return find(slot, in: around)
  }

  private func find(_ slot: OriginalStart, in page: GooglePage) -> GoogleEvent? {
    page.items?.elements.first { event in
      scope.time(event.originalStartTime).map { scope.slot($0) } == slot
    }
  }
}
