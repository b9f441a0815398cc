import DaybookCore
import Synchronization

/// One calendar that lists the events of its pages, and says nothing of those that it lost.
final class ListingScript: Provider {
  private let state = Mutex(State())

  private struct State {
    var pages: [[String]] = []
    var generation = 0
    var asked: [String] = []
    var fails: Int?
    var exchanges: [RemoteExchange] = []
  }

  /// UIDs, page by page.
  var pages: [[String]] {
    get { state.withLock { $0.pages } }
    set { state.withLock { $0.pages = newValue } }
  }

  /// The page that does not come, once.
  var fails: Int? {
    get { state.withLock { $0.fails } }
    set { state.withLock { $0.fails = newValue } }
  }

  /// The pages that were asked for.
  var asked: [String] { state.withLock { $0.asked } }

  /// What it has to tell the log.
  var exchanges: [RemoteExchange] {
    get { state.withLock { $0.exchanges } }
    set { state.withLock { $0.exchanges = newValue } }
  }

  func takeExchanges() -> [RemoteExchange] {
    defer { exchanges = [] }
    return exchanges
  }

  /// Tokens of before mean nothing any more.
  func forget() { state.withLock { $0.generation += 1 } }

  var capabilities: Capabilities { Capabilities() }

  func calendars() async throws(ProviderError) -> [RemoteCalendar] {
    [RemoteCalendar(id: RemoteID("c"), name: "Team")]
  }

  func changes(in calendar: RemoteID, since kept: KeptCopy) async throws(ProviderError)
    -> ChangePage
  {
    let (page, state) = try self.state.withLock { state throws(ProviderError) in
      let words = (kept.token?.raw ?? "\(state.generation) 0").split(separator: " ")
      guard words.count == 2, words[0] == "\(state.generation)" else { throw .tokenExpired }
      state.asked.append(String(words[1]))
      if let number = Int(words[1]), state.fails == number {
        state.fails = nil
        throw .unreachable(RemotePlace("https://example.com"), .dropped)
      }
      return (Int(words[1]), state)
    }
    guard let page else { return ChangePage(token: kept.token) }
    var events: [RemoteEvent] = []
    for uid in state.pages[page] {
      guard var event = try? SyncBench.event(uid) else { continue }
      event.version = Version("v1")
      events.append(event)
    }
    let isLast = page + 1 == state.pages.count
    return ChangePage(
      changed: events,
      token: SyncToken("\(state.generation) " + (isLast ? "end" : "\(page + 1)")),
      isSnapshot: true, hasMore: !isLast)
  }

  func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent { throw .readOnly(RemotePlace("memory://")) }

  func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) { throw .readOnly(RemotePlace("memory://")) }
}
