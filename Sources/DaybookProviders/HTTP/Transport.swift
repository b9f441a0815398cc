package import DaybookCore

/// How a request reaches the other side and an answer comes back: curl, or a script in tests.
package protocol Transport: Sendable {
  /// The answer, whatever its status; an error when there is none. Redirections are followed.
  func send(_ request: WebRequest) async throws(ProviderError) -> WebResponse
}

/// What to ask for.
package struct WebRequest: Sendable {
  package var method: String
  package var address: WebAddress
  /// Names as they are to be sent; `Authorization` only ever goes where `trust` lets it.
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]?
  package var limits: WebLimits
  /// How far a redirection may take what proves who asks.
  package var trust = WebTrust.origin
  /// Hears of every exchange, failed ones included.
  package var log: RequestLog?
  /// Asked before each connection whether it may be made; nil for any.
  package var gate: ConnectionGate?
  /// Whether the body of the answer is of no use: it is not kept, and what is more than the limit is
  /// not waited for.
  package var dropsBody = false

  package init(
    _ method: String = "GET", _ address: WebAddress,
    headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
    limits: WebLimits = WebLimits(), log: RequestLog? = nil
  ) {
    self.method = method
    self.address = address
    self.headers = headers
    self.body = body
    self.limits = limits
    self.log = log
  }
}

/// Says whether one may connect to an address.
package typealias ConnectionGate = @Sendable (NetworkAddress) -> Bool

/// How much is waited for and how much is taken in.
package struct WebLimits: Hashable, Sendable {
  /// Bytes of a body once it is unpacked.
  package var body = 50_000_000
  package var redirections = 10
  package var connect = Duration.seconds(10)
  /// Without a byte in either direction.
  package var silence = Duration.seconds(30)
  /// From the first request to the last byte, redirections included.
  package var total = Duration.seconds(120)

  package init() {}
}

/// What came back.
package struct WebResponse: Sendable {
  package var status: Int
  package var headers: WebHeaders
  /// Unpacked.
  package var body: [UInt8]
  /// Where the answer came from in the end.
  package var address: WebAddress
  /// Where to ask from now on: the https address that lasting redirections (301, 308) led to.
  package var movedTo: WebAddress?

  package init(
    status: Int, headers: WebHeaders = WebHeaders(), body: [UInt8] = [], address: WebAddress,
    movedTo: WebAddress? = nil
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.address = address
    self.movedTo = movedTo
  }
}

/// Header fields, whose names ignore case.
package struct WebHeaders: Sendable {
  private var fields: [(name: String, value: String)] = []

  package init(_ fields: [(name: String, value: String)] = []) {
    for field in fields { add(field.name, field.value) }
  }

  package mutating func add(_ name: String, _ value: String) {
    fields.append((name.lowercased(), value))
  }

  /// The last field of this name.
  package subscript(name: String) -> String? {
    let name = name.lowercased()
    return fields.last { $0.name == name }?.value
  }

  /// The values of all fields whose names begin with `prefix`.
  package func values(beginning prefix: String) -> [String] {
    let prefix = prefix.lowercased()
    return fields.filter { $0.name.hasPrefix(prefix) }.map(\.value)
  }
}
