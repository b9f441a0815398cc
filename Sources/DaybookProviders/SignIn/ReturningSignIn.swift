package import DaybookCore

/// Signing in where the browser comes back to an address that somebody else listens at.
extension SignIn {
  /// - Parameter redirect: where the browser comes back to, as it is registered at the client.
  package func begin(at service: OAuthService, redirect: String) throws(ProviderError)
    -> ConnectingStart
  {
    guard !service.clientID.isEmpty else { throw service.fault(.noClient) }
    let proof = SignInProof()
    return ConnectingStart(
      kind: service.kind,
      address: service.authorization(redirect, proof, as: nil, again: false),
      state: proof.state, verifier: proof.verifier, redirect: redirect)
  }

  /// - Parameter code: as the browser brought it.
  package func finish(_ start: ConnectingStart, at service: OAuthService, code: String)
    async throws(ProviderError) -> Result
  {
    let endpoint = TokenEndpoint(service: service, transport: transport, clock: clock)
    return try await identified(
      try await endpoint.grant(code: code, verifier: start.verifier, redirect: start.redirect),
      at: service)
  }

  /// What an error means that the browser came back with.
  package func refusal(
    _ start: ConnectingStart, at service: OAuthService, error: String, description: String
  ) -> ProviderError {
    TokenErrors(service: service, purpose: .code, redirect: start.redirect)
      .error(
        TokenRefusal(error: error, description: description), status: 400, retryAfter: nil)
  }
}
