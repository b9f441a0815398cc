package import DaybookCore

/// Sends requests in an account's name, and once more with a renewed sign-in where one is refused.
package struct SignedTransport: Transport {
  private let inner: any Transport
  private let credentials: any Credentials

  package init(_ inner: any Transport, as credentials: any Credentials) {
    self.inner = inner
    self.credentials = credentials
  }

  package func send(_ request: WebRequest) async throws(ProviderError) -> WebResponse {
    let first = try await credentials.authorization()
    let response = try await inner.send(request.signed(first))
    guard response.status == 401, let second = try await credentials.replacement(for: first)
    else { return response }
    return try await inner.send(request.signed(second))
  }
}

extension WebRequest {
  fileprivate func signed(_ authorization: String) -> WebRequest {
    var request = self
    request.headers.removeAll { $0.name.lowercased() == "authorization" }
    request.headers.append((name: "Authorization", value: authorization))
    return request
  }
}
