internal import DaybookCore

/// Asks Google's Calendar API v3: makes addresses, sends, and reads what comes back.
struct GoogleClient: Sendable {
  let transport: any Transport
  /// `https://www.googleapis.com/calendar/v3`, without a slash at its end.
  let base: String
  let limits: WebLimits
  let log: RequestLog

  init(transport: any Transport, base: String, limits: WebLimits, log: RequestLog) {
    self.transport = transport
    self.base = String(base.reversed().drop { $0 == "/" }.reversed())
    self.limits = limits
    self.log = log
  }

  var place: RemotePlace { RemotePlace(base) }

  /// One question, and its answer whatever the status.
  func send(
    _ method: String, _ path: [String], _ query: [(String, String)], body: JSONValue? = nil,
    ifMatch version: Version? = nil
  ) async throws(ProviderError) -> WebResponse {
    let question =
      (query + [("prettyPrint", "false")]).map { $0.0 + "=" + WebPath.encoded($0.1) }
      .joined(separator: "&")
    let text = base + path.map { "/" + WebPath.encoded($0) }.joined() + "?" + question
    guard let address = WebAddress(text) else {
      if !CurlTransport.isReady { throw .unreachable(place, .other(CurlTransport.missing)) }
      throw .badAddress(place, reason: "it is no web address")
    }
    var request = WebRequest(method, address, limits: limits, log: log)
    request.headers = [(name: "Accept", value: "application/json")]
    if let body {
      request.headers.append((name: "Content-Type", value: "application/json; charset=utf-8"))
      request.body = body.bytes
    }
    if let version { request.headers.append((name: "If-Match", value: version.raw)) }
    return try await transport.send(request)
  }

  /// Reads something; what is no success is an error.
  func get<Answer: JSONReadable>(
    _ path: [String], _ query: [(String, String)], hasToken: Bool = false
  ) async throws(ProviderError) -> Answer {
    let response = try await send("GET", path, query)
    guard response.isSuccess else { throw response.googleFailure(.reading(token: hasToken)) }
    return try Self.read(response)
  }

  static func read<Answer: JSONReadable>(_ response: WebResponse) throws(ProviderError) -> Answer {
    guard let answer = JSONReading.value(Answer.self, of: response.body) else {
      throw .malformedResponse(response.address.place, detail: "it is not the JSON asked for")
    }
    return answer
  }
}
