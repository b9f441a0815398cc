internal import DaybookCore
internal import ICalendar

/// Writes single events: never over a version that was not seen, and never without asking for it.
struct CalDAVWriting: Sendable {
  let client: DAVClient
  let place: CalDAVPlace
  let zones: ZoneDatabase

  /// Puts an event there and reads what became of it: servers store something else than was sent.
  func save(_ event: RemoteEvent) async throws(ProviderError) -> RemoteEvent {
    guard let version = event.version else { return try await create(event) }
    return try await update(event, over: version.raw)
  }

  // MARK: - Changing

  private func update(_ event: RemoteEvent, over version: String) async throws(ProviderError)
    -> RemoteEvent
  {
    // What is around the event, and what is not understood, is taken from what is there now.
    guard let there = try await read(event.id), there.isSame(as: version) else {
      throw .changedElsewhere
    }
    if there.event.components == event.components { return there.event }
    var object = there.object
    object.replace(with: event.components, zones: event.zones, database: zones)
    let response = try await put(
      object, at: event.id, (name: "If-Match", value: there.condition(for: version)))
    guard response.isSuccess else { throw response.failure(.writing) }
    return try await stored(event.id)
  }

  // MARK: - Creating

  private func create(_ event: RemoteEvent) async throws(ProviderError) -> RemoteEvent {
    var object = CalDAVObject()
    object.replace(with: event.components, zones: event.zones, database: zones)
    for name in Self.names(for: event.uid) {
      let id = RemoteID(place.href.appending(name).path)
      let response = try await put(object, at: id, (name: "If-None-Match", value: "*"))
      if response.isSuccess { return try await stored(response.location(from: place) ?? id) }
      guard response.status == 412 || response.status == 409 else {
        throw response.failure(.writing)
      }
      let conditions = response.conditions
      if conditions.contains("no-uid-conflict") {
        return try await adopt(event, from: response)
      }
      guard response.status == 412, conditions.allSatisfy(Self.isPrecondition) else {
        throw response.failure(.writing)
      }
      // Something has the name: perhaps what was sent before, and the answer lost.
      guard let there = try await read(id) else { throw .changedElsewhere }
      if there.event.uid == event.uid { return try there.event.adopted(as: event) }
    }
    throw .changedElsewhere
  }

  /// The event whose UID is taken: ours, where its answer was lost.
  private func adopt(_ event: RemoteEvent, from response: WebResponse) async throws(ProviderError)
    -> RemoteEvent
  {
    if case .error(_, let text?)? = try? DAVBody(response.body),
      let href = DAVHref(text, from: response.address),
      let there = try await read(RemoteID(href.path)), there.event.uid == event.uid
    {
      // What is in another calendar is no event of this one.
      guard href.key.hasPrefix(place.href.collection.key) else {
        throw .notTaken(.rejected(place.address.place, .sameUID))
      }
      return try there.event.adopted(as: event)
    }
    let (answer, source) = try await client.report(
      on: place.address, depth: 1, DAVQuestion.event(uid: event.uid))
    for item in answer.responses {
      guard let data = item.found.calendarData, let object = CalDAVObject(data),
        object.uid == event.uid, let href = DAVHref(item.href, from: source.address),
        let there = object.event(RemoteID(href.path), version: item.found.etag)?.event
      else { continue }
      return try there.adopted(as: event)
    }
    throw .notTaken(.rejected(place.address.place, .sameUID))
  }

  private static func isPrecondition(_ condition: String) -> Bool {
    condition == "precondition-failed" || condition == "if-none-match"
  }

  /// What a new event's resource may be called: always the same, so that one which is sent twice is
  /// met the second time.
  static func names(for uid: String) -> [String] {
    let isPlain =
      !uid.isEmpty && uid.utf8.count <= 100 && uid.first != "."
      && uid.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20) || byte == 0x2d
          || byte == 0x2e || byte == 0x5f
      }
    return (isPlain ? [uid] : [])
      .map { $0 + ".ics" } + (1...3).map { StableID.make("resource", uid, String($0)) + ".ics" }
  }

  // MARK: - Deleting

  func delete(_ event: RemoteID, version: Version?, telling notice: Notice)
    async throws(ProviderError)
  {
    var tag = version?.raw ?? ""
    if version == nil || !EntityTag.isStrong(tag) {
      guard let there = try await read(event) else { return }
      guard version == nil || there.isSame(as: tag) else { throw .changedElsewhere }
      tag = there.condition(for: version == nil ? CalDAVObject.untagged : tag)
    }
    var headers = [(name: "If-Match", value: tag)]
    // RFC 6638 §8.1: the organiser does not hear that I took it out of my calendar.
    if !notice.tellsPeople { headers.append((name: "Schedule-Reply", value: "F")) }
    let response = try await client.send("DELETE", try address(of: event), headers: headers)
    switch response.status {
    case 404, 410: return
    case 412:
      // Changed, or gone: both are called so.
      if try await read(event) == nil { return }
      throw .changedElsewhere
    case 207:
      let answer = try response.multistatus()
      if let status = answer.responses.compactMap(\.status).first(where: { $0 >= 400 }) {
        throw place.address.failure(ofStatus: status)
      }
    case 200..<300: return
    default: throw response.failure(.deleting)
    }
  }

  // MARK: - Single resources

  private struct There {
    var object: CalDAVObject
    var event: RemoteEvent
    var etag: String?

    /// Whether it is what was seen, as far as can be told before it is written over.
    func isSame(as version: String) -> Bool {
      if version.hasPrefix(CalDAVObject.untagged) {
        return object.event(event.id, version: nil)?.event.version?.raw == version
      }
      return etag.map { EntityTag.strong($0) == EntityTag.strong(version) } ?? true
    }

    /// What `If-Match` is to say, where `version` was seen.
    func condition(for version: String) -> String {
      if let etag { return EntityTag.strong(etag) }
      return version.hasPrefix(CalDAVObject.untagged) ? "*" : EntityTag.strong(version)
    }
  }

  /// nil where there is nothing.
  private func read(_ id: RemoteID) async throws(ProviderError) -> There? {
    let response = try await client.send("GET", try address(of: id))
    if response.status == 404 || response.status == 410 { return nil }
    guard response.isSuccess else { throw response.failure(.reading) }
    guard let object = CalDAVObject(response.body),
      let event = object.event(id, version: response.etag)?.event
    else { throw .malformedResponse(place.address.place, detail: "an event cannot be read") }
    return There(object: object, event: event, etag: response.etag)
  }

  /// What is there after a write; somebody may have been quicker with the next one.
  private func stored(_ id: RemoteID) async throws(ProviderError) -> RemoteEvent {
    guard let there = try await read(id) else { throw .changedElsewhere }
    return there.event
  }

  private func put(
    _ object: CalDAVObject, at id: RemoteID, _ condition: (name: String, value: String)
  ) async throws(ProviderError) -> WebResponse {
    try await client.send(
      "PUT", try address(of: id),
      headers: [(name: "Content-Type", value: "text/calendar; charset=utf-8"), condition],
      body: object.text)
  }

  private func address(of id: RemoteID) throws(ProviderError) -> WebAddress {
    guard let address = DAVHref(path: id.raw).address(like: place.address) else {
      throw .notFound(place.address.place)
    }
    return address
  }
}

extension RemoteEvent {
  /// What is there already, where it says what was to be said.
  fileprivate func adopted(as event: RemoteEvent) throws(ProviderError) -> RemoteEvent {
    guard CalDAVObject.areSame(components, event.components) else { throw .changedElsewhere }
    return self
  }
}

extension WebResponse {
  /// Where the server put what was sent under another name; only within the calendar.
  fileprivate func location(from place: CalDAVPlace) -> RemoteID? {
    guard status == 201, let text = headers["location"], let href = DAVHref(text, from: address),
      href.key.hasPrefix(place.href.collection.key), !href.isCollection
    else { return nil }
    return RemoteID(href.path)
  }
}

/// Entity tags (RFC 9110 §8.8.3).
enum EntityTag {
  /// Whether it can match: a weak one never does.
  static func isStrong(_ tag: String) -> Bool {
    !tag.hasPrefix("W/") && !tag.hasPrefix(CalDAVObject.untagged)
  }

  /// The tag that a proxy made a weak one of.
  static func strong(_ tag: String) -> String {
    tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag
  }
}
