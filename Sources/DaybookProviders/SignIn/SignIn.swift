package import DaybookCore

/// Signs people in, once, and finds out who they are; keeps nothing.
package struct SignIn: Sendable {
  let transport: any Transport
  let clock: SignInClock
  private let environment: [String: String]

  /// - Parameters:
  ///   - transport: unsigned.
  ///   - environment: for commands that print secrets.
  package init(transport: any Transport, clock: SignInClock, environment: [String: String]) {
    self.transport = transport
    self.clock = clock
    self.environment = environment
  }

  /// Who signed in, and what proves it from now on.
  package struct Result: Sendable {
    package var identity: Identity
    package var secret: Secret
  }

  /// Looks for the calendars of whoever signs in: takes a URL or an e-mail address, and a transport
  /// that asks in the person's name.
  package typealias Find =
    @Sendable (String, any Transport) async throws(ProviderError) -> CalDAVFound

  /// How the person gets to the page on which one signs in.
  package enum Way: Sendable {
    case browser
    /// By a code that is entered in a browser anywhere.
    case code
  }

  /// Through the browser.
  ///
  /// - Parameters:
  ///   - known: who signs in again.
  ///   - pasted: addresses that the person copied out of a browser elsewhere.
  package func through(
    _ service: OAuthService, by way: Way, again known: String? = nil, pasted: AsyncStream<String>,
    tell: @escaping @Sendable (SignInStep) -> Void
  ) async throws(ProviderError) -> Result {
    let endpoint = TokenEndpoint(service: service, transport: transport, clock: clock)
    let grant: Grant
    switch way {
    case .browser:
      grant = try await BrowserSignIn(service: service, endpoint: endpoint)
        .run(as: known, again: known != nil, pasted: pasted, tell: tell)
    case .code:
      grant = try await DeviceSignIn(service: service, endpoint: endpoint).run(tell: tell)
      tell(.checking)
    }
    return try await identified(grant, at: service)
  }

  /// Finds out whose a grant is.
  func identified(_ grant: Grant, at service: OAuthService) async throws(ProviderError) -> Result {
    let signed = SignedTransport(transport, as: KeyCredentials(key: grant.tokens.access))
    let identity = try await IdentityCheck(service: service, transport: signed).identity(grant)
    return Result(identity: identity, secret: .tokens(grant.tokens))
  }

  /// At Cal.com, by key.
  package func atCalCom(_ secret: Secret, base: String) async throws(ProviderError) -> Result {
    let signed = try await self.signed(secret, for: "Cal.com")
    return Result(
      identity: try await checked("Cal.com") { () throws(ProviderError) in
        try await IdentityCheck.calcom(base, over: signed)
      }, secret: secret)
  }

  /// At a CalDAV server, by name and password.
  ///
  /// - Parameters:
  ///   - place: a URL, or an e-mail address.
  ///   - find: looks for the calendars; it asks in the person's name.
  package func atCalDAV(
    _ place: String, user: String, _ secret: Secret, find: Find
  ) async throws(ProviderError) -> (result: Result, address: String) {
    let host = RemotePlace(place).host ?? place.split(separator: "@").last.map(String.init) ?? place
    let signed = try await self.signed(secret, for: host)
    let found = try await checked(host) { () throws(ProviderError) in
      try await find(place, signed)
    }
    let identity = Identity(
      key: "\(user) \(found.address)", address: user, addresses: found.addresses)
    return (Result(identity: identity, secret: secret), found.address)
  }

  /// Ends a sign-in at the other side, where there is a way to. Whether it worked is of no
  /// consequence here: what is kept is erased all the same.
  package func revoke(_ secret: Secret, at service: OAuthService?) async {
    guard let service, case .tokens(let tokens) = secret else { return }
    let endpoint = TokenEndpoint(service: service, transport: transport, clock: clock)
    _ = try? await endpoint.revoke(tokens.refresh ?? tokens.access)
  }

  private func signed(_ secret: Secret, for by: String) async throws(ProviderError)
    -> any Transport
  {
    let value = try await secret.authorization(for: by, environment: environment)
    return SignedTransport(transport, as: FixedCredentials(value: value))
  }

  /// What is wrong is what was just given, and not something that worked once.
  private func checked<Value>(
    _ by: String, _ work: () async throws(ProviderError) -> Value
  ) async throws(ProviderError) -> Value {
    do throws(ProviderError) {
      return try await work()
    } catch {
      switch error {
      case .signInNeeded(_, .after, _): throw error
      case .signInNeeded(let place, _, _):
        throw .signInNeeded(place, by: .after(SignInFault(by: by, .wrongKey)))
      default: throw error
      }
    }
  }
}

/// A value that nothing replaces.
private struct FixedCredentials: Credentials {
  let value: String

  var signIn: ProviderError.SignIn { .password }
  func authorization() async throws(ProviderError) -> String { value }
  func replacement(for refused: String) async throws(ProviderError) -> String? { nil }
}

/// Where somebody's calendars are at a CalDAV server.
package struct CalDAVFound: Hashable, Sendable {
  /// The URL to ask from now on.
  package var address: String
  /// Who they are there, as far as the server says it.
  package var addresses: [String]

  package init(address: String, addresses: [String] = []) {
    self.address = address
    self.addresses = addresses
  }
}
