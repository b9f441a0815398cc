internal import DaybookCore
internal import ICalendar

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// What Cal.com answers to: each resource only to the versions of its own; without one it answers
/// in the shapes of its oldest.
enum CalComResource {
  case me, bookings, schedules, webhooks

  /// The value of `cal-api-version`.
  var version: String {
    switch self {
    case .me, .bookings, .webhooks: "2024-08-13"
    case .schedules: "2024-06-11"
    }
  }
}

/// Asks Cal.com's API v2 in the name of one account.
struct CalComAPI: Sendable {
  /// With its `/v2` and without a slash at the end.
  let base: String
  private let transport: any Transport
  private let signIn: ProviderError.SignIn
  let log = RequestLog()

  init(base: String, transport: any Transport, signIn: ProviderError.SignIn) {
    self.base = Self.normalized(base)
    self.transport = transport
    self.signIn = signIn
  }

  /// An address as people write it, with the `/v2` that begins every path.
  static func normalized(_ base: String) -> String {
    var base = base
    while base.hasSuffix("/") { base.removeLast() }
    return base.hasSuffix("/v2") ? base : base + "/v2"
  }

  var place: RemotePlace { RemotePlace(base) }

  struct Answer<Value: Sendable>: Sendable {
    var value: Value
    /// What its clock showed, where it said so.
    var now: Instant?
  }

  func get<Value: Decodable & Sendable>(
    _ path: [String], of resource: CalComResource, query: [(name: String, value: String)] = [],
    as type: Value.Type = Value.self
  ) async throws(ProviderError) -> Answer<Value> {
    try await send("GET", path, of: resource, query: query)
  }

  /// Sends `body` and reads what the answer has under `data`.
  func send<Value: Decodable & Sendable>(
    _ method: String, _ path: [String], of resource: CalComResource,
    query: [(name: String, value: String)] = [], body: (any Encodable & Sendable)? = nil,
    as type: Value.Type = Value.self
  ) async throws(ProviderError) -> Answer<Value> {
    var text = base + "/" + path.map(WebPath.encoded).joined(separator: "/")
    if !query.isEmpty {
      text += "?" + query.map { $0.name + "=" + WebPath.encoded($0.value) }.joined(separator: "&")
    }
    guard let address = WebAddress(text) else {
      if !CurlTransport.isReady { throw .unreachable(place, .other(CurlTransport.missing)) }
      throw .badAddress(place, reason: "it is no web address")
    }
    var request = WebRequest(method, address, log: log)
    request.headers = [
      (name: "Accept", value: "application/json"),
      (name: "cal-api-version", value: resource.version),
    ]
    if let body {
      request.headers.append((name: "Content-Type", value: "application/json"))
      request.body = try json(body)
    }
    let response = try await transport.send(request)
    guard response.isSuccess else { throw response.calComFailure(signIn: signIn) }
    return Answer(
      value: try read(response), now: response.headers["date"].flatMap { WebDate.instant($0) })
  }

  private func json(_ body: any Encodable) throws(ProviderError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return Array(try encoder.encode(body))
    } catch {
      throw .localFailure(
        Failure(code: "internal_error", message: "what was to be sent is no JSON"))
    }
  }

  private func read<Value: Decodable>(_ response: WebResponse) throws(ProviderError) -> Value {
    do {
      return try JSONDecoder().decode(Value.self, from: Data(response.body))
    } catch {
      throw .malformedResponse(response.address.place, detail: "it is not what Cal.com answers")
    }
  }

  /// `2026-04-02T10:00:00Z`.
  static func time(_ instant: Instant) -> String {
    LocalDateTime(wallSeconds: instant.seconds).description + "Z"
  }
}

/// `{"status": "success", "data": …}`.
struct CalComEnvelope<Value: Decodable>: Decodable {
  var data: Value
}

extension CalComEnvelope: Sendable where Value: Sendable {}
