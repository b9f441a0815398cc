internal import DaybookCore
internal import ICalendar
import Synchronization

/// Asks Graph and reads its answers. Every request carries what Graph does not remember from one to
/// the next, and none goes to another host than the base's.
struct GraphClient: Sendable {
  let transport: any Transport
  /// `https://graph.microsoft.com/v1.0`, without a slash at its end.
  let base: WebAddress
  let clock: @Sendable () -> Instant
  let log = RequestLog()
  /// Transactions that were refused; an event that is nowhere is made under another.
  let refused = GraphTransaction.Refused()
  private let pause = Pause()

  init(transport: any Transport, base: WebAddress, clock: @escaping @Sendable () -> Instant) {
    self.transport = transport
    self.base = base
    self.clock = clock
  }

  /// Until when the mailbox asked to be left alone: what is asked meanwhile counts, and prolongs it.
  private final class Pause: Sendable {
    let until = Mutex(Instant.earliest)
  }

  /// How a request differs from a plain one.
  struct Manner: Sendable {
    var method = "GET"
    var body: JSONValue?
    /// The version that must still be there, as an entity tag.
    var match: String?
    var pageSize: Int?
    var readsChanges = false
  }

  /// What is at `path`, below the base: its answer, or what its status asks for.
  func send(_ path: String, _ manner: Manner = Manner()) async throws(ProviderError) -> WebResponse
  {
    let response = try await exchange(path, manner)
    guard let failure = GraphFailure(response) else { return response }
    throw failure.error(readsChanges: manner.readsChanges, isWrite: manner.method != "GET")
  }

  /// As `send`, whatever the status is, but for those that end everything.
  func exchange(_ path: String, _ manner: Manner) async throws(ProviderError) -> WebResponse {
    try await exchange(try address(path), manner)
  }

  func read<Value: JSONReadable>(
    _ type: Value.Type = Value.self, _ path: String, _ manner: Manner = Manner()
  ) async throws(ProviderError) -> Value {
    try value(type, of: try await send(path, manner))
  }

  func value<Value: JSONReadable>(_ type: Value.Type, of response: WebResponse)
    throws(ProviderError)
    -> Value
  {
    guard let value = JSONReading.value(type, of: response.body) else {
      throw .malformedResponse(base.place, detail: "it is not what Graph answers")
    }
    return value
  }

  /// A page by its whole address, which must be at the base's own origin.
  func page<Element: JSONReadable>(
    _ type: Element.Type = Element.self, at link: String, _ manner: Manner = Manner()
  ) async throws(ProviderError) -> GraphPage<Element> {
    guard let address = WebAddress(link), address.origin == base.origin else {
      throw .malformedResponse(base.place, detail: "its next page is at another host")
    }
    let response = try await exchange(address, manner)
    if let failure = GraphFailure(response) {
      throw failure.error(readsChanges: manner.readsChanges)
    }
    return try value(GraphPage<Element>.self, of: response)
  }

  /// All pages of a collection; it ends where it only repeats itself.
  func all<Element: JSONReadable>(_ type: Element.Type = Element.self, _ path: String)
    async throws(ProviderError) -> [Element]
  {
    var found: [Element] = []
    var link: String? = try address(path).text
    var seen: Set<String> = []
    while let next = link {
      guard seen.insert(next).inserted, seen.count <= 500 else {
        throw .malformedResponse(base.place, detail: "a page follows itself")
      }
      let page = try await page(type, at: next)
      found += page.value
      link = page.nextLink
    }
    return found
  }

  /// A name for one request, by which it is found again in Microsoft's logs (RFC 9562 §5.4).
  private static func requestID() -> String {
    var text = ""
    for index in 0..<32 {
      if [8, 12, 16, 20].contains(index) { text += "-" }
      let digit = index == 12 ? 4 : index == 16 ? Int.random(in: 8...11) : Int.random(in: 0...15)
      text += String(digit, radix: 16)
    }
    return text
  }

  func address(_ path: String) throws(ProviderError) -> WebAddress {
    guard let address = WebAddress(base.text + path) else {
      throw .badAddress(base.place, reason: "it is no address")
    }
    return address
  }

  private func exchange(_ address: WebAddress, _ manner: Manner) async throws(ProviderError)
    -> WebResponse
  {
    let wait = pause.until.withLock { $0 } - clock()
    guard wait <= 0 else { throw .rateLimited(base.place, retryAfter: wait) }
    var preferences = ["outlook.timezone=\"UTC\""]
    if let size = manner.pageSize { preferences.append("odata.maxpagesize=\(size)") }
    preferences.append("IdType=\"ImmutableId\"")
    var headers = [
      (name: "Accept", value: "application/json"),
      (name: "Prefer", value: preferences.joined(separator: ", ")),
      (name: "client-request-id", value: Self.requestID()),
    ]
    if let match = manner.match { headers.append((name: "If-Match", value: match)) }
    if manner.body != nil { headers.append((name: "Content-Type", value: "application/json")) }
    // An action without words still has a body, of no length.
    let body = manner.body?.bytes ?? (manner.method == "POST" ? [] : nil)
    let response = try await transport.send(
      WebRequest(manner.method, address, headers: headers, body: body, log: log))
    if [429, 503, 504].contains(response.status), let seconds = response.retryAfter {
      pause.until.withLock { $0 = max($0, clock() + seconds) }
    }
    return response
  }
}
