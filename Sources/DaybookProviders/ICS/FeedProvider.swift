package import DaybookCore

/// A calendar published at a web address: fetched whole, compared by content, never written to.
package struct FeedProvider: Provider {
  private let address: String
  private let seed: String
  private let transport: any Transport
  private let limits: WebLimits
  private let log = RequestLog()
  private static let calendar = RemoteID("feed")

  /// - Parameter seed: makes the UIDs of events that have none; an account's own.
  package init(
    address: String, seed: String, transport: any Transport, limits: WebLimits = WebLimits()
  ) {
    self.address = address
    self.seed = seed
    self.transport = transport
    self.limits = limits
  }

  package var capabilities: Capabilities {
    Capabilities(canWrite: false, isIncremental: false, checksVersions: false)
  }

  package var requestsMade: Int { log.count }

  package func takeExchanges() -> [RemoteExchange] { log.take() }

  package func calendars() async throws(ProviderError) -> [RemoteCalendar] {
    [RemoteCalendar(id: Self.calendar, isReadOnly: true)]
  }

  package func changes(in calendar: RemoteID, since kept: KeptCopy) async throws(ProviderError)
    -> ChangePage
  {
    guard let home = WebAddress(address) else {
      if !CurlTransport.isReady {
        throw .unreachable(RemotePlace(address), .other(CurlTransport.missing))
      }
      throw .badAddress(RemotePlace(address), reason: "it is no web address")
    }
    let last = FeedToken(kept.token)
    let response = try await fetch(home, last)
    if response.status == 304, let last {
      return unchanged(last)
    }
    guard response.isSuccess else { throw response.failure(signIn: .secretAddress) }
    let content = FeedReader.content(of: response.body, seed: seed)
    guard content.hasCalendar else { throw .notACalendar(response.address.place) }
    guard !content.isTruncated else { throw .truncated(response.address.place) }
    var token = FeedToken()
    token.etag = response.headers["etag"] ?? ""
    token.modified = response.headers["last-modified"] ?? ""
    token.hash = content.hash
    token.movedTo = response.movedTo?.text ?? ""
    token.refresh = content.refresh
    if let last, last.hash == content.hash {
      return ChangePage(
        token: token.token, refresh: FeedInterval.seconds(content.refresh), notes: content.notes)
    }
    return ChangePage(
      changed: content.events, token: token.token, isSnapshot: true,
      calendar: RemoteCalendar(
        id: Self.calendar, name: content.name, color: content.color, timezone: content.timezone,
        isReadOnly: true),
      refresh: FeedInterval.seconds(content.refresh), notes: content.notes)
  }

  package func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent { throw .readOnly(RemotePlace(address)) }

  package func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) { throw .readOnly(RemotePlace(address)) }

  private func unchanged(_ last: FeedToken) -> ChangePage {
    ChangePage(token: last.token, refresh: FeedInterval.seconds(last.refresh))
  }

  /// Asks where the feed has moved to, and at home when it is not there.
  private func fetch(_ home: WebAddress, _ last: FeedToken?) async throws(ProviderError)
    -> WebResponse
  {
    guard let last else { return try await fetch(home, etag: "", modified: "") }
    if let moved = WebAddress(last.movedTo)?.signed(like: home), moved != home {
      do throws(ProviderError) {
        var response = try await fetch(moved, etag: last.etag, modified: last.modified)
        if response.isSuccess || response.status == 304 {
          response.movedTo = response.movedTo ?? moved
          return response
        }
      } catch {
        if error == .cancelled { throw error }
      }
      return try await fetch(home, etag: "", modified: "")
    }
    return try await fetch(home, etag: last.etag, modified: last.modified)
  }

  private func fetch(_ address: WebAddress, etag: String, modified: String)
    async throws(ProviderError) -> WebResponse
  {
    var request = WebRequest("GET", address, limits: limits, log: log)
    request.headers = [(name: "Accept", value: "text/calendar, */*;q=0.5")]
    if !etag.isEmpty { request.headers.append((name: "If-None-Match", value: etag)) }
    if !modified.isEmpty {
      request.headers.append((name: "If-Modified-Since", value: modified))
    }
    return try await transport.send(request)
  }
}
