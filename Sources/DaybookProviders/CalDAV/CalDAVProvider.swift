package import DaybookCore
package import ICalendar
import Synchronization

/// An account on a CalDAV server (RFC 4791): one resource an event, versions by entity tag, changes
/// by token (RFC 6578) or by comparing listings.
///
/// The list of calendars tells which of them moved; those that did not cost no further question.
package final class CalDAVProvider: Provider {
  let client: DAVClient?
  let zones: ZoneDatabase
  private let address: String
  private let log: RequestLog
  private let state = Mutex(State())

  /// Ends the address of an account that is a single calendar, without a home that lists it.
  static let calendarMark = "#calendar"

  private struct State {
    var places: [RemoteID: CalDAVPlace] = [:]
    /// Calendars of which nobody has asked anything since they were listed.
    var fresh: Set<RemoteID> = []
    var runs: [RemoteID: CalDAVRun] = [:]
    var writes: [RemoteID: CalDAVWrites] = [:]
    var serial = 0
    /// Whether the server mails attendees by itself.
    var schedules: Bool?
  }

  /// - Parameters:
  ///   - address: of the calendars' home, or what else `DAVDiscovery` found.
  ///   - transport: signs requests; without a password the server sees nobody in particular.
  ///   - zones: describes the zones that events are written with.
  package init(
    address: String, transport: any Transport, zones: ZoneDatabase, limits: WebLimits = WebLimits()
  ) {
    let log = RequestLog()
    self.address = address
    self.zones = zones
    self.log = log
    client = WebAddress(address).map {
      DAVClient(base: $0, transport: transport, limits: limits, log: log)
    }
  }

  package var capabilities: Capabilities { Capabilities() }

  package var requestsMade: Int { log.count }

  package func takeExchanges() -> [RemoteExchange] { log.take() }

  package func calendars() async throws(ProviderError) -> [RemoteCalendar] {
    let client = try asked()
    let isOne = address.hasSuffix(Self.calendarMark)
    let places = try await CalDAVCalendars(client: client, zones: zones)
      .list(at: client.base.asCollection, isOne: isOne)
    state.withLock { state in
      state.places = Dictionary(
        places.map { ($0.calendar.id, $0) }, uniquingKeysWith: { first, _ in first })
      state.fresh = Set(state.places.keys)
    }
    return places.map(\.calendar)
  }

  package func changes(in calendar: RemoteID, since kept: KeptCopy) async throws(ProviderError)
    -> ChangePage
  {
    if let token = kept.token, CalDAVRun.isCursor(token) {
      // What is amid its pages goes on there and nowhere else.
      guard let run = state.withLock({ $0.runs.removeValue(forKey: calendar) }),
        run.cursor == token
      else { throw .tokenExpired }
      return try await turn(run, in: calendar)
    }
    let place = try await place(of: calendar)
    let last = CalDAVToken(kept.token)
    let (isFresh, writes) = state.withLock { state in
      state.runs[calendar] = nil
      return (state.fresh.remove(calendar) != nil, state.writes[calendar])
    }
    if let last, isFresh, writes == nil, place.isUnmoved(since: last) {
      return ChangePage(token: kept.token)
    }
    let reading = CalDAVReading(client: try asked(), place: place, kept: kept)
    let news = try await reading.news(since: last, writes: writes)
    let serial = state.withLock { state in
      state.writes[calendar] = nil
      state.serial += 1
      return state.serial
    }
    return try await turn(CalDAVRun(news, serial: serial), in: calendar)
  }

  package func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent {
    let writing = try await writing(in: calendar)
    var event = event
    let known = base?.components ?? []
    if CalDAVScheduling.matters(event.components, over: known, notice), try await schedules() {
      event.components = CalDAVScheduling.prepared(event.components, over: known, notice)
    }
    let saved = try await writing.save(event)
    note(.there(saved.version), of: saved.id, in: calendar, isNew: event.version == nil)
    return saved
  }

  package func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) {
    try await writing(in: calendar).delete(event, version: version, telling: notice)
    note(.gone, of: event, in: calendar, isNew: false)
  }

  // MARK: - What is known of the other side

  private func asked() throws(ProviderError) -> DAVClient {
    guard let client else {
      if !CurlTransport.isReady {
        throw .unreachable(RemotePlace(address), .other(CurlTransport.missing))
      }
      throw .badAddress(RemotePlace(address), reason: "it is no web address")
    }
    return client
  }

  /// Where a calendar is, from the list of them.
  private func place(of calendar: RemoteID) async throws(ProviderError) -> CalDAVPlace {
    if let known = state.withLock({ $0.places[calendar] }) { return known }
    _ = try await calendars()
    if let found = state.withLock({ $0.places[calendar] }) { return found }
    throw .notFound(RemotePlace(address))
  }

  private func writing(in calendar: RemoteID) async throws(ProviderError) -> CalDAVWriting {
    let place = try await place(of: calendar)
    guard !place.calendar.isReadOnly else { throw .readOnly(place.address.place) }
    return CalDAVWriting(client: try asked(), place: place, zones: zones)
  }

  /// Whether the server says that it mails attendees; asked once, and only where it matters.
  private func schedules() async throws(ProviderError) -> Bool {
    if let known = state.withLock({ $0.schedules }) { return known }
    let client = try asked()
    let response = try await client.send("OPTIONS", client.base.asCollection)
    guard response.isSuccess || response.status == 405 else { throw response.failure(.reading) }
    let words = (response.headers["dav"] ?? "").split(separator: ",").map { $0.trimmed }
    let schedules = words.contains("calendar-auto-schedule")
    state.withLock { $0.schedules = schedules }
    return schedules
  }

  private func note(
    _ end: CalDAVWrites.End, of event: RemoteID, in calendar: RemoteID, isNew: Bool
  ) {
    state.withLock { state in
      state.writes[calendar, default: CalDAVWrites()].note(end, of: event, isNew: isNew)
    }
  }

  /// The next page of a run, which is kept while there are more.
  private func turn(_ run: CalDAVRun, in calendar: RemoteID) async throws(ProviderError)
    -> ChangePage
  {
    let place = try await place(of: calendar)
    var run = run
    let page = try await run.page(from: CalDAVFetch(client: try asked(), place: place))
    if page.hasMore {
      let next = run
      state.withLock { $0.runs[calendar] = next }
    }
    return page
  }
}

/// What was written to a calendar since its changes were last asked for. A token names a state: one
/// that does not tell of our own changes would not tell of others.
struct CalDAVWrites: Sendable {
  enum End: Hashable, Sendable {
    case there(Version?)
    case gone
  }

  private(set) var ends: [String: End] = [:]
  private var made: Set<String> = []

  mutating func note(_ end: End, of event: RemoteID, isNew: Bool) {
    let key = DAVHref(path: event.raw).key
    if isNew { made.insert(key) }
    // What came and went between two questions need not be told.
    ends[key] = end == .gone && made.remove(key) != nil ? nil : end
  }

  /// Whether an answer that names these members tells of everything that was written.
  func areTold(by members: Set<String>) -> Bool { ends.keys.allSatisfy(members.contains) }
}
