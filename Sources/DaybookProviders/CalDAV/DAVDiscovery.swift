package import DaybookCore
package import ICalendar

/// Finds the calendars that an address leads to (RFC 6764 §6, RFC 5397): that of a calendar, of a
/// server or of somebody there, or an e-mail address.
///
/// No SRV and TXT records are looked up: of an e-mail address its domain is asked, and the hosts of
/// large providers are known.
package struct DAVDiscovery: Sendable {
  private let transport: any Transport
  private let zones: ZoneDatabase
  private let limits: WebLimits
  private let log = RequestLog()

  /// What is to be remembered, and what there is.
  package struct Found: Hashable, Sendable {
    /// For `Account.address`.
    package var address: String
    /// Who I am there, lower-case e-mail addresses; often none.
    package var addresses: [String]
    package var calendars: [RemoteCalendar]
  }

  /// - Parameter transport: signs requests with the password that was given.
  package init(
    transport: any Transport, zones: ZoneDatabase, limits: WebLimits = WebLimits()
  ) {
    self.transport = transport
    self.zones = zones
    self.limits = limits
  }

  /// What was asked and answered since this was last called.
  package func takeExchanges() -> [RemoteExchange] { log.take() }

  /// - Parameter text: `https://dav.example.com/ana/`, `dav.example.com` or `ana@example.com`.
  package func find(_ text: String) async throws(ProviderError) -> Found {
    let starts = try Self.starts(text[...].trimmed)
    var first: ProviderError?
    var calendar: Start?
    for start in starts {
      do throws(ProviderError) {
        let client = DAVClient(
          base: start, transport: transport, limits: limits, log: log)
        let (answer, response) = try await client.properties(
          of: start, depth: 0, DAVQuestion.principal)
        let own = answer.responses.first?.found ?? DAVProperties()
        if own.isUnauthenticated { throw .signInNeeded(start.place, by: .password) }
        if own.types?.contains(.calendar) == true, calendar == nil {
          calendar = Start(client: client, address: response.address)
        }
        if let found = try await homes(own, from: response.address, client) { return found }
      } catch {
        if error.endsSearch { throw error }
        first = first ?? error
      }
    }
    if let calendar, let found = try await list(calendar, isOne: true, addresses: []) {
      return found
    }
    // A server without principals may still list what is at the address itself.
    if let start = starts.first, starts.count > 1 || calendar == nil {
      do throws(ProviderError) {
        let client = DAVClient(base: start, transport: transport, limits: limits, log: log)
        let home = Start(client: client, address: start.asCollection)
        if let found = try await list(home, isOne: false, addresses: []) { return found }
      } catch {
        if error.endsSearch { throw error }
        first = first ?? error
      }
    }
    let place = starts.first?.place ?? RemotePlace(text)
    if case .unreachable? = first { throw first ?? .noCalendars(place) }
    throw .noCalendars(place)
  }

  private struct Start {
    var client: DAVClient
    var address: WebAddress
  }

  /// From the principal to its homes; nil where there is no way.
  private func homes(_ own: DAVProperties, from source: WebAddress, _ client: DAVClient)
    async throws(ProviderError) -> Found?
  {
    var (properties, source) = (own, source)
    if properties.homes.isEmpty {
      guard let text = properties.principal, !text.isEmpty,
        let principal = WebAddress(text, relativeTo: source)
      else { return nil }
      let (answer, response) = try await client.properties(
        of: principal, depth: 0, DAVQuestion.homes)
      properties = answer.responses.first?.found ?? DAVProperties()
      source = response.address
    }
    let homes = properties.homes.compactMap { WebAddress($0, relativeTo: source) }
    // Several homes are found again from the principal that names them.
    guard let first = homes.first else { return nil }
    let place = Start(client: client, address: homes.count == 1 ? first : source)
    let addresses = properties.addresses.compactMap(Self.mail)
    return try await list(place, isOne: false, addresses: addresses)
  }

  /// nil where there are no calendars.
  private func list(_ start: Start, isOne: Bool, addresses: [String])
    async throws(ProviderError) -> Found?
  {
    let places = try await CalDAVCalendars(client: start.client, zones: zones)
      .list(at: start.address.asCollection, isOne: isOne)
    guard !places.isEmpty || !addresses.isEmpty || !isOne else { return nil }
    let address = start.address.asCollection.text
    return Found(
      address: isOne ? address + CalDAVProvider.calendarMark : address,
      addresses: addresses, calendars: places.map(\.calendar))
  }

  // MARK: - Where to begin

  /// What is asked in turn.
  static func starts(_ text: String) throws(ProviderError) -> [WebAddress] {
    if let at = text.lastIndex(of: "@"), !text.contains("/"), !text.contains(":") {
      let domain = text[text.index(after: at)...].lowercased()
      if let known = known[domain].flatMap({ WebAddress($0) }) { return [known] }
      return try starts(at: "https://\(domain)/", text)
    }
    if ProviderFactory.isWeb(text) {
      let scheme = text.prefix { $0 != ":" }.lowercased()
      guard scheme == "http" || scheme == "https" else {
        throw .badAddress(
          RemotePlace(text), reason: "it is a feed; add it as one, with 'daybook accounts add ics'")
      }
      return try starts(at: text, text)
    }
    guard let plain = WebAddress("https://" + text) else {
      throw .badAddress(RemotePlace(text), reason: "it is no web address")
    }
    return try starts(at: (plain.isLoopback ? "http://" : "https://") + text, text)
  }

  /// The address itself, where the standard sends those who know only the host, and the host.
  private static func starts(at address: String, _ text: String) throws(ProviderError)
    -> [WebAddress]
  {
    guard let first = WebAddress(address) else {
      if !CurlTransport.isReady {
        throw .unreachable(RemotePlace(address), .other(CurlTransport.missing))
      }
      throw .badAddress(RemotePlace(text), reason: "it is no web address")
    }
    if let danger = DAVClient.danger(of: first) { throw danger }
    // Apple's hosts of calendars answer that with a refusal that means nothing.
    let isApples = first.host.hasSuffix("-caldav.icloud.com")
    let more = isApples ? [] : ["/.well-known/caldav", "/"]
    var seen: Set<String> = []
    return ([first] + more.compactMap { WebAddress(first.root + $0) }).filter {
      seen.insert($0.text).inserted
    }
  }

  /// Providers whose mail and calendars are at different hosts.
  private static let known: [String: String] = {
    var known: [String: String] = [:]
    for domain in ["icloud.com", "me.com", "mac.com"] {
      known[domain] = "https://caldav.icloud.com/"
    }
    for domain in ["fastmail.com", "fastmail.fm"] {
      known[domain] = "https://caldav.fastmail.com/"
    }
    return known
  }()

  private static func mail(_ address: String) -> String? {
    guard address.prefix(7).lowercased() == "mailto:" else { return nil }
    let mail = address.dropFirst(7).lowercased()
    return mail.contains("@") ? mail : nil
  }
}

extension ProviderError {
  /// Whether no other place of the same server is worth asking.
  fileprivate var endsSearch: Bool {
    switch self {
    case .signInNeeded, .rateLimited, .unsafe, .cancelled, .badAddress, .localFailure: true
    case .unreachable(_, let obstacle):
      switch obstacle {
      case .certificate, .name, .connection, .proxy: true
      case .dropped, .connectTimeout, .silence, .timeout, .other: false
      }
    default: false
    }
  }
}
