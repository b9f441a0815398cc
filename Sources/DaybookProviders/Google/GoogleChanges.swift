package import DaybookCore
internal import ICalendar

/// What changed in a calendar: `events.list` with a sync token, or without one for everything.
extension GoogleProvider {
  package func changes(in calendar: RemoteID, since kept: KeptCopy) async throws(ProviderError)
    -> ChangePage
  {
    let position = GooglePosition(kept.token)
    guard memory.asks(for: position.page, in: calendar) else {
      throw .malformedResponse(client.place, detail: "its pages do not end")
    }
    // All but the tokens must be the same in every question of a calendar.
    var query = [
      ("maxResults", String(Self.pageSize)), ("singleEvents", "false"), ("showDeleted", "true"),
      ("fields", GooglePage.fields),
    ]
    if !position.sync.isEmpty { query.append(("syncToken", position.sync)) }
    if !position.page.isEmpty { query.append(("pageToken", position.page)) }
    let answer: GooglePage = try await client.get(
      path(calendar), query, hasToken: !position.sync.isEmpty || !position.page.isEmpty)
    memory.learn(calendar, timeZone: answer.timeZone, role: answer.accessRole)
    var page = try await self.page(answer, in: calendar, isOnly: position.page.isEmpty)
    page.isSnapshot = position.isListing
    if let next = answer.nextPageToken, !next.isEmpty {
      guard memory.follows(next, in: calendar) else {
        throw .malformedResponse(client.place, detail: "a page follows itself")
      }
      page.hasMore = true
      page.token = GooglePosition(sync: position.sync, page: next).token
    } else {
      memory.endRun(in: calendar)
      guard let sync = answer.nextSyncToken, !sync.isEmpty else {
        throw .malformedResponse(client.place, detail: "its last page has no sync token")
      }
      page.token = GooglePosition(sync: sync).token
    }
    return page
  }

  private func page(_ answer: GooglePage, in calendar: RemoteID, isOnly: Bool)
    async throws(ProviderError) -> ChangePage
  {
    let reading = GoogleReading(scope: scope(calendar))
    var page = ChangePage()
    for _ in 0..<(answer.items?.unreadable ?? 0) {
      page.notes.append("an event without a name is left out")
    }
    let events = memory.newest(
      answer.items?.elements ?? [], in: calendar,
      isWhole: isOnly && answer.nextPageToken == nil)
    page.changed.reserveCapacity(events.count)
    // Masters first: instances go by their UID.
    for event in events where event.recurringEventId == nil && !event.isCancelled {
      guard let uid = reading.uid(event) else { continue }
      if event.recurrence?.isEmpty == false {
        memory.remember(uid: uid, of: event.id, in: calendar)
      }
    }
    for event in events {
      if event.isCancelled, event.recurringEventId == nil {
        page.removed.append(RemoteID(event.id))
        continue
      }
      guard let uid = try await uid(of: event, reading) else {
        // Its series is gone, and it with that.
        page.removed.append(RemoteID(event.id))
        continue
      }
      do throws(GoogleReading.Unusable) {
        page.changed.append(try Self.remote(event, uid: uid, reading))
      } catch {
        page.notes.append("\(error.reason) is left out")
        page.unchanged.append(RemoteID(event.id))
      }
    }
    return page
  }

  /// The UID that an entry goes by: an instance by that of its series, which is asked for where
  /// nothing tells it, as a cancelled one promises no more than its series' id.
  private func uid(of event: GoogleEvent, _ reading: GoogleReading) async throws(ProviderError)
    -> String?
  {
    let calendar = reading.scope.calendar
    guard let series = event.recurringEventId else {
      return reading.uid(event) ?? event.id + "@google.com"
    }
    if let known = memory.uid(of: series, in: calendar) { return known }
    // Of a series that was made here Google's own UID may be all that an instance carries.
    if let own = reading.uid(event),
      !GoogleID.mayBeOurs(series) || own != series + "@google.com"
    {
      memory.remember(uid: own, of: series, in: calendar)
      return own
    }
    guard let master = try await self.event(RemoteID(series), in: calendar) else {
      return reading.uid(event)
    }
    let uid = reading.uid(master) ?? series + "@google.com"
    memory.remember(uid: uid, of: series, in: calendar)
    return uid
  }

  /// An entry as it is now, deleted ones included; nil where there never was one.
  func event(_ id: RemoteID, in calendar: RemoteID) async throws(ProviderError) -> GoogleEvent? {
    do throws(ProviderError) {
      return try await client.get(path(calendar, id), [("fields", GoogleEvent.fields)])
    } catch {
      switch error {
      case .notFound, .gone: return nil
      default: throw error
      }
    }
  }

  /// An entry of a calendar in our words. A single event is all there is of it; a series and each of
  /// its instances are entries beside others.
  static func remote(_ event: GoogleEvent, uid: String, _ reading: GoogleReading)
    throws(GoogleReading.Unusable) -> RemoteEvent
  {
    let isSingle = event.recurringEventId == nil && event.recurrence?.isEmpty != false
    return RemoteEvent(
      id: RemoteID(event.id), version: event.etag.map { Version($0) },
      components: [try reading.component(event, uid: uid)], isWhole: isSingle)
  }
}
