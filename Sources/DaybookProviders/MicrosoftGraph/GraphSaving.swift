internal import DaybookCore
internal import ICalendar

/// Carries what was changed here into a mailbox: only what differs from what both sides last agreed
/// on, and only over the version that was seen.
///
/// Graph has no switch for mail: those invited to a meeting of mine hear of every change of it. Only
/// my answers can be given in silence.
struct GraphSaving: Sendable {
  let reading: GraphRoundReading
  let notice: Notice
  let calendar: RemoteID

  var client: GraphClient { reading.client }
  var components: GraphComponents { reading.components }
  var zones: GraphZones { components.zones }

  /// - Returns: the whole of it, as it is there now.
  func save(_ event: RemoteEvent, over base: RemoteEvent?) async throws(ProviderError)
    -> RemoteEvent
  {
    guard let master = event.components.first(where: { !$0.has("RECURRENCE-ID") }) else {
      return try await saveLoose(event, over: base)
    }
    let there: GraphEvent
    if event.version == nil {
      there = try await create(master, formerly: event.id)
    } else {
      there = try await update(event, master, over: base)
    }
    guard master.has("RRULE") || master.has("RDATE") || there.kind == .seriesMaster else {
      return result(of: there, sent: event)
    }
    return try await GraphSeriesSaving(saving: self, master: there, event: event, base: base).run()
  }

  /// A single event or the master of a series, made once however often this is asked.
  ///
  /// - Parameter former: what it was called there before, if it ever was there.
  private func create(_ component: Component, formerly former: RemoteID)
    async throws(ProviderError) -> GraphEvent
  {
    let fields = try GraphFields(component, zones: zones)
    let body = try fields.creation()
    let uid = component.first("UID")?.text ?? ""
    let made: GraphEvent
    let first = GraphTransaction.id(of: uid)
    let response = try await post(body, as: first)
    if let failure = GraphFailure(response) {
      guard failure.isRepeatedTransaction, client.refused.insert(first) else {
        throw failure.error(isWrite: true)
      }
      // It was looked for since, and is not there: it was deleted.
      let second = try await post(body, as: GraphTransaction.id(of: uid, after: former.raw))
      if let failure = GraphFailure(second) { throw failure.error(isWrite: true) }
      made = try client.value(GraphEvent.self, of: second)
    } else {
      made = try client.value(GraphEvent.self, of: response)
    }
    // What a repeated request answers may be the event as it was sent the first time.
    guard let seen = components.component(made, as: role(of: made)) else { return made }
    let differs = try fields.changes(from: GraphFields(seen, zones: zones))
      .filter { $0.key != "attendees" }
    guard !differs.isEmpty else { return made }
    return try await patch(made.id, differs)
  }

  private func post(_ fields: [String: JSONValue], as transaction: String)
    async throws(ProviderError) -> WebResponse
  {
    var body = fields
    body["transactionId"] = .text(transaction)
    return try await client.exchange(
      "/me/calendars/\(WebPath.encoded(calendar.raw))/events",
      .init(method: "POST", body: .object(body)))
  }

  private func update(_ event: RemoteEvent, _ component: Component, over base: RemoteEvent?)
    async throws(ProviderError) -> GraphEvent
  {
    let there = try await current(event.id, at: event.version)
    let agreed = base?.components.first { !$0.has("RECURRENCE-ID") }
    return try await change(there, to: component, from: agreed)
  }

  /// What is there, if it is still what was seen: the guard that a version is, where `If-Match` may
  /// be ignored.
  func current(_ id: RemoteID, at version: Version?) async throws(ProviderError) -> GraphEvent {
    guard let there = try await reading.event(id.raw) else { throw .changedElsewhere }
    guard let version, GraphVersion(version)?.key == there.key else { throw .changedElsewhere }
    return there
  }

  /// Changes one entry to what `component` says, where that differs from `agreed`, or from what is
  /// there where nothing is known to be agreed.
  func change(
    _ there: GraphEvent, to component: Component, from agreed: Component?, isInstance: Bool = false
  ) async throws(ProviderError) -> GraphEvent {
    let role = role(of: there)
    guard let from = agreed ?? components.component(there, as: role) else { return there }
    let new = try GraphFields(component, zones: zones, repeats: !isInstance)
    let old = try GraphFields(from, zones: zones, repeats: !isInstance)
    if component.first("STATUS")?.value == "CANCELLED", from.first("STATUS")?.value != "CANCELLED" {
      throw .notTaken(.inexpressible("a cancelled event that stays; delete it instead"))
    }
    var changes = try new.changes(from: old)
    if new.hasOtherNotes(than: old) {
      changes["body"] = body(new.notes, over: there)
    }
    var result = there
    if !changes.isEmpty {
      result = try await patch(there.id, changes, over: there)
    }
    if let answer = answer(in: component, otherThan: from, there) {
      result = try await respond(answer, to: result)
    }
    return result
  }

  /// Sends fields over the version that was just seen. A stale version may be a passing fault: it is
  /// compared once more.
  private func patch(_ id: String, _ fields: [String: JSONValue], over there: GraphEvent? = nil)
    async throws(ProviderError) -> GraphEvent
  {
    let path = reading.path(of: id)
    var manner = GraphClient.Manner(method: "PATCH", body: .object(fields))
    manner.match = there.flatMap(Self.tag)
    let response = try await client.exchange(path, manner)
    guard let failure = GraphFailure(response) else {
      return try client.value(GraphEvent.self, of: response)
    }
    if failure.status == 404 { throw .changedElsewhere }
    guard failure.isConflict, let there, let now = try await reading.event(id), now.key == there.key
    else { throw failure.error(isWrite: true) }
    manner.match = nil
    return try client.value(GraphEvent.self, of: try await client.send(path, manner))
  }

  /// The notes as they are sent: what tells how to join a meeting stays.
  private func body(_ notes: String, over there: GraphEvent) -> JSONValue {
    guard there.isOnlineMeeting, there.body?.isHTML == true,
      let html = there.body?.content, !html.isEmpty
    else { return GraphFields.body(notes) }
    return [
      "contentType": "html",
      "content": .text(GraphBodyText.html(ofText: notes, keepingMeetingIn: html)),
    ]
  }

  private static func tag(_ event: GraphEvent) -> String? {
    event.etag ?? (event.key.isEmpty ? nil : "W/\"\(event.key)\"")
  }

  func role(of event: GraphEvent) -> GraphComponents.Role {
    event.kind == .seriesMaster ? .master(.none) : .single
  }
}

// MARK: - Answers

extension GraphSaving {
  private typealias Answer = EventComponent.Attendee.Response

  /// My own answer, where it is another than it was.
  private func answer(in component: Component, otherThan base: Component, _ there: GraphEvent)
    -> EventComponent.Attendee.Response?
  {
    guard !there.isOrganizer, let mine = myAnswer(in: component), mine != myAnswer(in: base),
      mine != .needsAction
    else { return nil }
    return mine
  }

  private func myAnswer(in component: Component) -> EventComponent.Attendee.Response? {
    component.all("ATTENDEE").map { EventComponent.Attendee($0) }
      .first { components.me.contains($0.address) }?.response
  }

  private func respond(_ answer: EventComponent.Attendee.Response, to event: GraphEvent)
    async throws(ProviderError) -> GraphEvent
  {
    let action =
      switch answer {
      case .accepted: "accept"
      case .declined: "decline"
      case .tentative, .delegated, .needsAction: "tentativelyAccept"
      }
    let path = reading.path(of: event.id)
    _ = try await client.send(
      path + "/" + action,
      .init(
        method: "POST",
        body: ["comment": .text(notice.note ?? ""), "sendResponse": .bool(notice.tellsPeople)]))
    // The answer is empty. A declined event may be gone from the calendar afterwards.
    if let now = try await reading.event(event.id) { return now }
    var declined = event
    declined.response = "declined"
    return declined
  }
}

// MARK: - Deleting

extension GraphSaving {
  /// Removes an event, or cancels it where it is mine and others come. What is gone already is no
  /// error.
  func delete(_ id: RemoteID, version: Version?) async throws(ProviderError) {
    guard let there = try await reading.event(id.raw) else { return }
    if let version, GraphVersion(version)?.key != there.key { throw .changedElsewhere }
    try await remove(there)
  }

  func remove(_ there: GraphEvent) async throws(ProviderError) {
    let others = there.attendees.contains {
      !components.me.contains($0.emailAddress?.address?.lowercased() ?? "")
    }
    let isCalledOff = there.isOrganizer && others && !there.isCancelled
    let path = reading.path(of: there.id)
    do throws(ProviderError) {
      if isCalledOff, let note = notice.note, !note.isEmpty {
        _ = try await client.send(
          path + "/cancel", .init(method: "POST", body: ["comment": .text(note)]))
      } else {
        _ = try await client.send(path, .init(method: "DELETE", match: Self.tag(there)))
      }
    } catch {
      if case .notFound = error { return }
      throw error
    }
  }
}

// MARK: - What is there now

extension GraphSaving {
  /// A single event as it is kept.
  private func result(of there: GraphEvent, sent: RemoteEvent) -> RemoteEvent {
    guard var read = reading.single(there), let component = read.components.first else {
      return sent
    }
    read.components = [adopt(component, from: sent.components.first)]
    return read
  }

  /// What is there, with what only this side knows of it: properties that Graph has no place for, and
  /// the zone's own name where Windows has one for several.
  func adopt(_ component: Component, from sent: Component?) -> Component {
    guard let sent else { return component }
    var result = component
    for name in ["DTSTART", "DTEND"] {
      guard let ours = sent.first(name), let theirs = component.first(name),
        ours.value == theirs.value, let zone = ours.parameter("TZID"),
        let other = theirs.parameter("TZID"), zone != other, isSameZone(zone, other)
      else { continue }
      result.set(name, parameters: ours.parameters, rawValue: ours.value)
    }
    for line in sent.lines where line.name.hasPrefix("X-") && !component.has(line.name) {
      result.append(line)
    }
    return result
  }

  private func isSameZone(_ one: String, _ other: String) -> Bool {
    guard let left = zones.zone(one), let right = zones.zone(other) else { return false }
    let name = GraphZoneNames.windows(for: left.identifier)
    return name != nil && name == GraphZoneNames.windows(for: right.identifier)
  }

  /// Something of which only single dates are known: the invitation to one of a series.
  private func saveLoose(_ event: RemoteEvent, over base: RemoteEvent?) async throws(ProviderError)
    -> RemoteEvent
  {
    var result = event
    for (index, component) in event.components.enumerated() {
      let recurrence = component.first("RECURRENCE-ID")?.value ?? ""
      let part = event.parts.first { $0.recurrence == recurrence }
      let agreed = base?.components.first { $0.first("RECURRENCE-ID")?.value == recurrence }
      if agreed == component { continue }
      let there = try await current(part?.id ?? event.id, at: part?.version ?? event.version)
      let now = try await change(there, to: component, from: agreed, isInstance: true)
      guard var read = reading.single(now), var changed = read.components.first else { continue }
      if let line = component.first("RECURRENCE-ID") { changed.append(line) }
      if let uid = component.first("UID")?.value { changed.set("UID", rawValue: uid) }
      read.components = [adopt(changed, from: component)]
      result.components[index] = read.components[0]
      result.parts.removeAll { $0.recurrence == recurrence }
      result.parts.append(
        RemotePart(recurrence: recurrence, id: RemoteID(now.id), version: read.version))
      if result.id.raw == now.id { result.version = read.version }
    }
    return result
  }
}
