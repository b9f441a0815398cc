package import DaybookCore
package import ICalendar
import Synchronization

/// A mailbox of Microsoft 365 or outlook.com, over Microsoft Graph v1.0.
///
/// Calendars are read through a window that is laid anew every week; series come with their
/// occurrences and are kept as series. Requests follow one another, but for a few masters that are
/// fetched side by side, always fewer than the four that a mailbox bears.
package struct GraphProvider: Provider {
  let client: GraphClient
  let zones: GraphZones
  /// Who I am, lower-case.
  let addresses: [String]
  private let memory = Memory()

  /// What is known from one call to the next; without it only a round that is under way is lost.
  private final class Memory: Sendable {
    let state = Mutex(State())

    struct State {
      var calendars: [RemoteID: GraphCalendar] = [:]
      var rounds: [RemoteID: (token: SyncToken, round: GraphRound)] = [:]
    }

    func hasRound(of calendar: RemoteID, at token: SyncToken) -> Bool {
      state.withLock { $0.rounds[calendar]?.token == token }
    }

    /// Gives a round away: two that have it would copy all of it at every page.
    func takeRound(of calendar: RemoteID, at token: SyncToken?) -> GraphRound? {
      state.withLock { state in
        guard let found = state.rounds.removeValue(forKey: calendar), found.token == token else {
          return nil
        }
        return found.round
      }
    }

    func keep(_ round: GraphRound, of calendar: RemoteID, at token: SyncToken) {
      state.withLock { $0.rounds[calendar] = (token, round) }
    }
  }

  /// - Parameters:
  ///   - base: `https://graph.microsoft.com/v1.0`.
  ///   - addresses: who the account is.
  ///   - transport: already signs what it sends.
  ///   - zone: for zones nobody knows.
  /// - Throws: `badAddress`.
  package init(
    base: String, addresses: [String], transport: any Transport, zones: ZoneDatabase,
    zone: Zone = .utc, clock: @escaping @Sendable () -> Instant
  ) throws(ProviderError) {
    let trimmed = String(base.reversed().drop { $0 == "/" }.reversed())
    guard let address = WebAddress(trimmed) else {
      throw .badAddress(RemotePlace(base), reason: "it is no address")
    }
    client = GraphClient(transport: transport, base: address, clock: clock)
    self.zones = GraphZones(database: zones, fallback: zone)
    self.addresses = addresses.map { $0.lowercased() }
  }

  package var capabilities: Capabilities { Capabilities(keepsInstancesApart: true) }

  package var requestsMade: Int { client.log.count }

  package func takeExchanges() -> [RemoteExchange] { client.log.take() }

  package func calendars() async throws(ProviderError) -> [RemoteCalendar] {
    let found = try await client.all(GraphCalendar.self, "/me/calendars?$top=100")
    memory.state.withLock { state in
      state.calendars = Dictionary(
        found.map { (RemoteID($0.id), $0) }, uniquingKeysWith: { $1 })
    }
    var seen: Set<String> = []
    return found.filter { seen.insert($0.id).inserted }.map(\.remote)
  }

  package func changes(in calendar: RemoteID, since kept: KeptCopy) async throws(ProviderError)
    -> ChangePage
  {
    var (token, fresh) = try position(in: calendar, kept.token)
    let page = try await page(of: calendar, token)
    let place = client.base.place
    guard let link = page.nextLink ?? page.deltaLink else {
      throw .malformedResponse(place, detail: "a page names neither the next nor the end")
    }
    guard var round = fresh ?? memory.takeRound(of: calendar, at: kept.token) else {
      throw .tokenExpired
    }
    // What the end of a round asks for may fail: then its last page is asked for again.
    let before = page.nextLink == nil && fresh == nil ? round : nil
    let singles = try round.take(page, at: place)
    var result = ChangePage(isSnapshot: round.isFirst, hasMore: page.nextLink != nil)
    let reading = reading(of: calendar)
    reading.put(singles, into: &result)
    if page.nextLink != nil {
      token.link = link
      token.kind = round.isFirst ? .first : .next
    } else {
      do throws(ProviderError) {
        try await reading.finish(&round, kept, into: &result)
      } catch {
        if let before, let token = kept.token { memory.keep(before, of: calendar, at: token) }
        throw error
      }
      token.link = link
      token.kind = .delta
    }
    result.token = token.token
    if result.hasMore { memory.keep(round, of: calendar, at: token.token) }
    return result
  }

  package func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent {
    try await GraphSaving(reading: reading(of: calendar), notice: notice, calendar: calendar)
      .save(event, over: base)
  }

  package func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) {
    try await GraphSaving(reading: reading(of: calendar), notice: notice, calendar: calendar)
      .delete(event, version: version)
  }

  // MARK: - Where to go on

  /// Where a call stands: at the beginning of a round, or amid one that is remembered, which is nil.
  private func position(in calendar: RemoteID, _ kept: SyncToken?) throws(ProviderError)
    -> (GraphToken, GraphRound?)
  {
    let now = client.clock()
    guard let kept else { return beginning(now) }
    guard let token = GraphToken(kept) else { throw .tokenExpired }
    guard let address = WebAddress(token.link), address.origin == client.base.origin else {
      // Handed out by another host: the settings name a new one.
      throw .tokenExpired
    }
    if token.kind == .delta {
      if token.isOld(at: now) { return beginning(now, after: token.window) }
      return (token, GraphRound(window: token.window, laid: token.laid, isFirst: false))
    }
    guard memory.hasRound(of: calendar, at: kept) else {
      // Half a round that somebody else began: what it told before is not known here.
      throw .tokenExpired
    }
    return (token, nil)
  }

  private func beginning(_ now: Instant, after former: TimeSpan? = nil) -> (GraphToken, GraphRound?)
  {
    let window = GraphToken.window(at: now, after: former)
    return (
      GraphToken(.first, window, laid: now, link: ""),
      GraphRound(window: window, laid: now, isFirst: true)
    )
  }

  private func page(of calendar: RemoteID, _ token: GraphToken) async throws(ProviderError)
    -> GraphPage<GraphEvent>
  {
    guard token.link.isEmpty else { return try await page(at: token.link) }
    let bounds =
      "startDateTime=\(GraphClock.text(token.window.start))"
      + "&endDateTime=\(GraphClock.text(token.window.end))"
    let path = "/me/calendars/\(WebPath.encoded(calendar.raw))/calendarView/delta?" + bounds
    do throws(ProviderError) {
      return try await page(at: try client.address(path).text)
    } catch {
      guard isDefault(calendar), error.isMissingPath else { throw error }
      // The page of v1.0 speaks of the primary calendar alone.
      let plain = "/me/calendarView/delta?" + bounds
      return try await page(at: try client.address(plain).text)
    }
  }

  /// A page, and once more in smaller pieces where it takes the server too long.
  private func page(at link: String) async throws(ProviderError) -> GraphPage<GraphEvent> {
    do throws(ProviderError) {
      return try await client.page(at: link, .init(pageSize: 200, readsChanges: true))
    } catch {
      guard case .serverFailed(_, status: 504, retryAfter: nil) = error else { throw error }
      return try await client.page(at: link, .init(pageSize: 50, readsChanges: true))
    }
  }

  private func isDefault(_ calendar: RemoteID) -> Bool {
    memory.state.withLock { $0.calendars[calendar]?.isDefaultCalendar ?? false }
  }

  /// What reads a calendar's events. In one that somebody shared, I am who owns it, and its events are
  /// below it: they are in another mailbox.
  private func reading(of calendar: RemoteID) -> GraphRoundReading {
    let known = memory.state.withLock { $0.calendars }
    let primary = known.values.first(where: \.isDefaultCalendar)?.owner?.address?.lowercased()
    let mine = Set(addresses + [primary].compactMap { $0 })
    let owner = known[calendar]?.owner?.address?.lowercased()
    let isShared = owner.map { !mine.isEmpty && !mine.contains($0) } ?? false
    return GraphRoundReading(
      client: client,
      components: GraphComponents(zones: zones, me: isShared ? Set([owner ?? ""]) : mine),
      events: isShared
        ? "/me/calendars/\(WebPath.encoded(calendar.raw))/events" : "/me/events")
  }
}

extension ProviderError {
  fileprivate var isMissingPath: Bool {
    switch self {
    case .notFound, .refused(_, status: 400): true
    default: false
    }
  }
}
