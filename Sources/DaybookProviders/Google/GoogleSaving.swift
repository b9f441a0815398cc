package import DaybookCore
internal import ICalendar

/// Writing to a calendar. Each step can be repeated after an answer that was lost: an event that is
/// there already is met by its id, and a change that has arrived already by what it says.
extension GoogleProvider {
  package func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent {
    let scope = scope(calendar).with(event.zones + (base?.zones ?? []))
    if scope.role?.writes == false { throw .readOnly(client.place) }
    guard let wanted = GoogleSeries(event, in: scope), wanted.master ?? wanted.first != nil else {
      throw .notTaken(.fixedEvent(client.place))
    }
    let writing = GoogleWriting(
      provider: self, scope: scope, event: event, wanted: wanted,
      known: base.flatMap { GoogleSeries($0, in: scope) }, base: base, notice: notice)
    return event.version == nil ? try await writing.insert() : try await writing.change()
  }

  func remove(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) {
    if scope(calendar).role?.writes == false { throw .readOnly(client.place) }
    let response = try await client.send(
      "DELETE", path(calendar, event), [notice.sendUpdates], ifMatch: version)
    switch response.status {
    case 200..<300, 404, 410: return
    case 412:
      // Another version of something that is gone is gone.
      guard let there = try await self.event(event, in: calendar), !there.isCancelled else {
        return
      }
      throw .changedElsewhere
    default: throw response.googleFailure(.writing)
    }
  }
}

extension Notice {
  /// Whether guests get mail.
  var sendUpdates: (String, String) { ("sendUpdates", tellsPeople ? "all" : "none") }
}

extension GoogleSeries {
  /// The only entry, where there is no master.
  fileprivate var first: EventComponent? { slots.first.flatMap { overrides[$0] } }
}

/// One save on its way.
struct GoogleWriting {
  let provider: GoogleProvider
  let scope: GoogleScope
  let event: RemoteEvent
  let wanted: GoogleSeries
  /// What both sides agreed on.
  let known: GoogleSeries?
  let base: RemoteEvent?
  let notice: Notice

  var calendar: RemoteID { scope.calendar }
  var reading: GoogleReading { GoogleReading(scope: scope) }

  // MARK: - Making

  func insert() async throws(ProviderError) -> RemoteEvent {
    let uid = wanted.uid
    guard let first = wanted.master ?? wanted.first else { throw .changedElsewhere }
    let fields = GoogleFields(first, in: scope)
    for attempt in 0..<GoogleID.attempts {
      let id = RemoteID(GoogleID.make(uid, in: calendar, attempt: attempt))
      let response = try await provider.client.send(
        "POST", provider.path(calendar), [notice.sendUpdates],
        body: fields.body(id: id.raw, uid: uid))
      let made: GoogleEvent
      if response.isSuccess {
        made = try GoogleClient.read(response)
      } else if response.status == 409 {
        // It has arrived before, or it was deleted and keeps its name.
        guard let there = try await provider.event(id, in: calendar) else { continue }
        if there.isCancelled { continue }
        guard isSame(there, as: fields) else { throw .changedElsewhere }
        made = there
      } else {
        throw response.googleFailure(.writing)
      }
      provider.memory.remember(uid: uid, of: made.id, in: calendar)
      var result = GoogleResult(id: RemoteID(made.id), version: made.version)
      result.add(try component(made), id: RemoteID(made.id), version: made.version)
      if wanted.master != nil {
        try await writeInstances(of: RemoteID(made.id), isNew: true, into: &result)
      }
      return result.event
    }
    throw .notTaken(.refused(provider.client.place, status: 409))
  }

  private func isSame(_ there: GoogleEvent, as fields: GoogleFields) -> Bool {
    guard let read = self.fields(of: there) else { return false }
    return read.holds(fields.all, of: fields)
  }

  // MARK: - Changing

  func change() async throws(ProviderError) -> RemoteEvent {
    var result = GoogleResult(id: event.id, version: event.version)
    guard let master = wanted.master else {
      try await writeInstances(of: event.id, isNew: false, into: &result)
      return result.event
    }
    let isMoved = known?.master.map { isOtherSeries(master, $0) } ?? false
    // Dates that were taken out are told one by one, so that guests hear of just those.
    let taken = known == nil || isMoved ? [] : wanted.excluded.subtracting(known?.excluded ?? [])
    let new = GoogleFields(master, in: scope, dropping: taken)
    let old = known?.master.map { GoogleFields($0, in: scope) }
    let version = event.version ?? event.part(nil)?.version
    let answer = try await patch(
      event.id, version, new, over: old, of: known?.master?.component ?? master.component)
    if let answer {
      result = GoogleResult(id: event.id, version: answer.version)
      result.add(try component(answer), id: event.id, version: answer.version)
    } else {
      let component = known?.master?.component ?? master.component
      result.add(component, id: event.id, version: version)
    }
    if wanted.master?.isRecurring == true {
      try await writeInstances(of: event.id, isNew: isMoved, into: &result)
    }
    return result.event
  }

  /// Whether its slots are other ones, so that Google forgets what differed in the old ones.
  private func isOtherSeries(_ new: EventComponent, _ old: EventComponent) -> Bool {
    scope.value(new.start) != scope.value(old.start)
      || new.component.all("RRULE").map(\.value) != old.component.all("RRULE").map(\.value)
  }

  /// Writes what differs from `old`, or all where that is not known; nil where there is nothing to
  /// write.
  ///
  /// - Parameter entry: as it was read, with the marks that say what may be written.
  func patch(
    _ id: RemoteID, _ version: Version?, _ new: GoogleFields, over old: GoogleFields?,
    of entry: Component, restoring: Bool = false
  ) async throws(ProviderError) -> GoogleEvent? {
    var members = old.map { new.changes(from: $0) } ?? new.all
    if restoring { members["status"] = new["status"] ?? .text("confirmed") }
    guard !members.isEmpty else { return nil }
    try GoogleLimits(entry).check(&members, new: new, old: old, at: provider.client.place)
    let response = try await provider.client.send(
      "PATCH", provider.path(calendar, id), [notice.sendUpdates], body: .object(members),
      ifMatch: version)
    if response.isSuccess { return try GoogleClient.read(response) }
    switch response.status {
    case 404, 410: throw .changedElsewhere
    case 412:
      // An earlier try may have arrived, and only its answer been lost.
      if let there = try await provider.event(id, in: calendar), !there.isCancelled,
        fields(of: there)?.holds(members, of: new) == true
      {
        return there
      }
      throw .changedElsewhere
    default: throw response.googleFailure(.writing)
    }
  }

  func component(_ answer: GoogleEvent) throws(ProviderError) -> Component {
    do throws(GoogleReading.Unusable) {
      return try reading.component(answer, uid: wanted.uid)
    } catch {
      throw .malformedResponse(provider.client.place, detail: "what was saved came back unusable")
    }
  }

  /// What there is, as the fields that would make it.
  func fields(of there: GoogleEvent) -> GoogleFields? {
    guard let component = try? reading.component(there, uid: wanted.uid),
      let read = try? EventComponent(component, zones: scope.zones)
    else { return nil }
    return GoogleFields(read, in: scope)
  }
}

extension GoogleEvent {
  var version: Version? { etag.map { Version($0) } }
}
