internal import DaybookCore

/// Asks a WebDAV server, and takes for an answer only what is one.
struct DAVClient: Sendable {
  /// The address that the account was given, and with it the password.
  let base: WebAddress
  let transport: any Transport
  let limits: WebLimits
  let log: RequestLog

  private static let redirections = 5

  init(
    base: WebAddress, transport: any Transport, limits: WebLimits = WebLimits(),
    log: RequestLog = RequestLog()
  ) {
    self.base = base
    self.transport = transport
    self.limits = limits
    self.log = log
  }

  /// Why nothing may be sent to the base: plain HTTP shows the password to everybody on the way.
  static func danger(of address: WebAddress) -> ProviderError? {
    address.scheme == "http" && !address.isLoopback
      ? .unsafe(address.place, .plainHTTP) : nil
  }

  /// The answer, whatever its status.
  func send(
    _ method: String, _ address: WebAddress, headers: [(name: String, value: String)] = [],
    body: String? = nil
  ) async throws(ProviderError) -> WebResponse {
    if let danger = Self.danger(of: base) { throw danger }
    guard base.trusts(address) else {
      throw .unsafe(base.place, .otherHost(address.place))
    }
    var limits = limits
    limits.redirections = Self.redirections
    var request = WebRequest(
      method, address, headers: headers, body: body.map { Array($0.utf8) }, limits: limits,
      log: log)
    request.trust = .site
    let response = try await transport.send(request)
    // What stands there now is not for this password, and was asked without it.
    guard base.trusts(response.address) else {
      throw .unsafe(base.place, .otherHost(response.address.place))
    }
    return response
  }

  /// Asks with a body of XML, and as PROPFIND and REPORT want it.
  func ask(_ method: String, _ address: WebAddress, depth: Int, _ question: String)
    async throws(ProviderError) -> WebResponse
  {
    try await send(
      method, address,
      headers: [
        (name: "Content-Type", value: "application/xml; charset=utf-8"),
        (name: "Depth", value: String(depth)),
      ], body: question)
  }

  /// The properties of a resource, and with depth 1 of all in it.
  func properties(of address: WebAddress, depth: Int, _ question: String)
    async throws(ProviderError) -> (DAVMultistatus, WebResponse)
  {
    let response = try await ask("PROPFIND", address, depth: depth, question)
    return (try response.multistatus(), response)
  }

  func report(on address: WebAddress, depth: Int, _ question: String)
    async throws(ProviderError) -> (DAVMultistatus, WebResponse)
  {
    let response = try await ask("REPORT", address, depth: depth, question)
    return (try response.multistatus(), response)
  }
}

extension WebResponse {
  /// What a 207 says. One that breaks off says nothing; one about the very resource that was asked,
  /// and no good news of it, is an error like any other.
  func multistatus() throws(ProviderError) -> DAVMultistatus {
    guard isSuccess else { throw failure(.reading) }
    let body: DAVBody
    do throws(XMLFault) {
      body = try DAVBody(self.body)
    } catch {
      switch error {
      case .truncated where status == 207: throw .truncated(address.place)
      case .malformed(let reason) where status == 207:
        throw .malformedResponse(address.place, detail: reason)
      case .truncated, .malformed: throw .notACalendar(address.place)
      }
    }
    guard case .multistatus(let found) = body else { throw .notACalendar(address.place) }
    if found.responses.count == 1, let only = found.responses.first,
      let status = only.status ?? (only.found.isEmpty ? only.missing : nil),
      status >= 400, status != 507, isAbout(only)
    {
      // A resource without the properties that were asked for is there all the same.
      if only.status != nil || status != 404 { throw address.failure(ofStatus: status) }
    }
    return found
  }

  private func isAbout(_ response: DAVResponse) -> Bool {
    DAVHref(response.href, from: address)?.collection.key == DAVHref(address).collection.key
  }
}
