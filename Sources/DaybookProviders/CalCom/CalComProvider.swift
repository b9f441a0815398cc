package import DaybookCore
internal import ICalendar
import Synchronization

/// Cal.com: what others booked with me, and what can be done about it.
///
/// An account is one calendar of bookings. Incremental by the moment of change, with an overlap; as
/// that moment may be missing, all that is ahead is compared once a day.
package final class CalComProvider: Provider {
  let api: CalComAPI
  private let state = Mutex(State())
  static let calendar = RemoteID("bookings")
  static let pageSize = 250
  /// A walk over more pages than these goes in circles.
  private static let mostPages = 2_000
  /// Of kept bookings that are no longer listed so many are asked for one by one in a pass.
  private static let mostAsked = 50

  private struct State {
    var me: CalComMe?
    /// What was seen in the walk under way, with its moment of change; nil where that began before
    /// this provider did.
    var seen: [String: Int]?
    /// What the bookings of the walk under way are called.
    var names: BookingNames?
  }

  /// - Parameters:
  ///   - base: the API's address, with or without its `/v2`.
  ///   - transport: signs what it sends.
  package init(
    base: String, transport: any Transport, signIn: ProviderError.SignIn = .key
  ) {
    api = CalComAPI(base: base, transport: transport, signIn: signIn)
  }

  package var capabilities: Capabilities {
    Capabilities(takesAnyEvent: false)
  }

  package var requestsMade: Int { api.log.count }

  package func takeExchanges() -> [RemoteExchange] { api.log.take() }

  package func calendars() async throws(ProviderError) -> [RemoteCalendar] {
    let me = try await fetchMe()
    return [
      RemoteCalendar(
        id: Self.calendar, name: "Bookings", timezone: me.timezone, address: me.email)
    ]
  }

  package func changes(in calendar: RemoteID, since kept: KeptCopy) async throws(ProviderError)
    -> ChangePage
  {
    guard calendar == Self.calendar else { throw .notFound(api.place) }
    var token = CalComToken(walk: CalComToken.Walk(kind: .everything))
    if let given = kept.token {
      guard let read = CalComToken(given) else { throw .tokenExpired }
      token = read
    }
    var walk = token.next
    if walk.pages == 0 { begin() }
    walk.pages += 1
    guard walk.pages <= Self.mostPages else {
      throw .malformedResponse(api.place, detail: "its list of bookings does not end")
    }
    let me = try await currentMe()
    let answer = try await api.get(
      ["bookings"], of: .bookings, query: query(walk), as: CalComBookingPage.self)
    walk.began = walk.began ?? answer.now?.seconds
    let rows = answer.value.rows
    if walk.last != nil, rows.first?.value?.uid != walk.last, walk.restarts < 3 {
      // What was read already has changed and gone to the end, and what follows has moved up.
      walk.restarts += 1
      (walk.skip, walk.last) = (0, nil)
      begin()
      token.walk = walk
      return ChangePage(token: token.token, hasMore: true)
    }
    var reading = CalComReading(me: me, kept: kept, names: state.withLock { $0.names })
    let isNews = take(rows, into: &reading, &walk)
    // Its count can be of more than was asked for: an empty page is the end whatever it says.
    let isLast =
      rows.count <= (walk.last == nil ? 0 : 1)
      || !(answer.value.hasNextPage ?? (rows.count >= Self.pageSize))
    if !isLast, !isNews, walk.skip > 0 {
      throw .malformedResponse(api.place, detail: "its pages repeat themselves")
    }
    if isLast {
      try await end(walk, &token, &reading)
    } else {
      walk.last = rows.count > 1 ? rows.last?.value?.uid : nil
      walk.skip += rows.count - (walk.last == nil ? 0 : 1)
      token.walk = walk
    }
    let page = try reading.page(token: token.token, hasMore: token.walk != nil)
    state.withLock { [names = reading.names] in $0.names = names }
    return page
  }

  /// Forgets what was seen: a walk begins.
  private func begin() {
    state.withLock { state in
      state.seen = [:]
      state.names = nil
    }
  }

  // MARK: - Who I am

  private func fetchMe() async throws(ProviderError) -> CalComMe {
    let me = try await api.get(["me"], of: .me, as: CalComEnvelope<CalComMe>.self).value.data
    state.withLock { $0.me = me }
    return me
  }

  func currentMe() async throws(ProviderError) -> CalComMe {
    if let me = state.withLock({ $0.me }) { return me }
    return try await fetchMe()
  }

  // MARK: - Walking

  private func query(_ walk: CalComToken.Walk) -> [(name: String, value: String)] {
    var query: [(name: String, value: String)] = []
    if let since = walk.since {
      query.append(
        (
          name: walk.kind == .ahead ? "afterStart" : "afterUpdatedAt",
          value: CalComAPI.time(Instant(seconds: since))
        ))
    }
    // What changes on the way goes to the end, and so is met again instead of missed.
    query.append((name: "sortUpdatedAt", value: "asc"))
    query.append((name: "take", value: String(Self.pageSize)))
    query.append((name: "skip", value: String(walk.skip)))
    return query
  }

  /// Takes the rows of a page in; whether any of them was not met before in this walk.
  private func take(
    _ rows: [Tolerant<CalComBooking>], into reading: inout CalComReading,
    _ walk: inout CalComToken.Walk
  ) -> Bool {
    var isNews = false
    for row in rows {
      guard let booking = row.value else {
        reading.skip()
        continue
      }
      let changed = booking.changedAt?.seconds ?? 0
      let former = state.withLock { state in
        let former = state.seen?[booking.uid]
        state.seen?[booking.uid] = max(former ?? changed, changed)
        return former
      }
      isNews = isNews || former == nil
      // A page that comes late tells what was, not what is.
      if let former, former > changed { continue }
      if changed > 0 { walk.mark = max(walk.mark ?? changed, changed) }
      reading.add(booking)
    }
    return isNews
  }

  /// Ends a walk: asks for what it did not list, and leaves the mark.
  private func end(
    _ walk: CalComToken.Walk, _ token: inout CalComToken, _ reading: inout CalComReading
  ) async throws(ProviderError) {
    token.mark = [token.mark, walk.mark].compactMap { $0 }.max()
    token.walk = nil
    let began = walk.began.map { Instant(seconds: $0) }
    guard walk.kind != .news else {
      // The beginning of something ahead can lie in the past by the time it is looked at.
      if let began, token.isStale(at: began) {
        token.walk = CalComToken.Walk(kind: .ahead, since: began.seconds - 86_400)
      }
      return
    }
    let isAllAsked = try await askForMissing(walk, &reading)
    if isAllAsked { token.compared = walk.began }
  }

  /// What is kept and was not listed is gone only when nobody knows it any more.
  private func askForMissing(_ walk: CalComToken.Walk, _ reading: inout CalComReading)
    async throws(ProviderError) -> Bool
  {
    guard let seen = state.withLock({ $0.seen }) else { return false }
    let missing = try reading.kept.versions().filter { id, version in
      guard seen[id.raw] == nil else { return false }
      guard walk.kind == .ahead, let since = walk.since else { return true }
      return BookingVersion(version).map { $0.start >= since && !$0.isOver } ?? true
    }.keys.sorted()
    for id in missing.prefix(Self.mostAsked) {
      if let booking = try await booking(id) {
        reading.add(booking)
      } else {
        reading.remove(id)
      }
    }
    return missing.count <= Self.mostAsked
  }

  /// One booking as it is now; nil where there is none.
  func booking(_ id: RemoteID) async throws(ProviderError) -> CalComBooking? {
    do throws(ProviderError) {
      return try await api.get(
        ["bookings", id.raw], of: .bookings, as: CalComEnvelope<OneOrMany<CalComBooking>>.self
      ).value.data.values.first { $0.uid == id.raw }
    } catch {
      if case .notFound = error { return nil }
      throw error
    }
  }
}
