internal import DaybookCore
import Foundation
package import ICalendar

/// What time it is for a sign-in.
package struct SignInClock: Sendable {
  /// The moment that counts, which a test may have frozen.
  package let now: @Sendable () -> Instant
  /// What this machine's clock shows, to compare it with the server's.
  package let wall: @Sendable () -> Instant

  package init(now: @escaping @Sendable () -> Instant, wall: @escaping @Sendable () -> Instant) {
    self.now = now
    self.wall = wall
  }
}

/// What a sign-in brought.
package struct Grant: Sendable {
  package var tokens: Tokens
  var idToken: String?
}

/// Asks for tokens: RFC 6749 §4.1.3 and §6, RFC 7636, RFC 8628, RFC 7009.
struct TokenEndpoint: Sendable {
  let service: OAuthService
  let transport: any Transport
  let clock: SignInClock

  /// What a code is worth that came back to `redirect`.
  func grant(code: String, verifier: String, redirect: String) async throws(ProviderError)
    -> Grant
  {
    var fields = [
      ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect),
    ]
    let secret = try await service.secret()
    // Cal.com takes either a secret or a verifier, and refuses both.
    if service.kind != .calcom || secret == nil { fields.append(("code_verifier", verifier)) }
    let answer = try await ask(fields, secret, for: .code, redirect: redirect)
    return try grant(answer)
  }

  /// New tokens for old ones; the refresh token stays unless another came with them.
  func renewed(_ tokens: Tokens, refresh: String) async throws(ProviderError) -> Tokens {
    let answer = try await ask(
      [("grant_type", "refresh_token"), ("refresh_token", refresh)], try await service.secret(),
      for: .renewal)
    var new = self.tokens(answer)
    new.refresh = answer.refresh ?? refresh
    new.scopes = answer.scopes ?? tokens.scopes
    new.granted = tokens.granted
    return new
  }

  /// A code for the person to enter on another device.
  func deviceCode() async throws(ProviderError) -> DeviceCode {
    guard let endpoint = service.deviceEndpoint else { throw service.fault(.deviceFlowOff) }
    let response = try await post(
      endpoint,
      [("client_id", service.clientID), ("scope", service.scopes.joined(separator: " "))])
    guard response.isSuccess else { throw failure(response, for: .device) }
    guard let code = try? JSONDecoder().decode(DeviceCode.self, from: Data(response.body)) else {
      throw .malformedResponse(response.address.place, detail: "no code to enter")
    }
    return code
  }

  enum Poll: Sendable {
    case pending, slowDown
    case granted(Grant)
  }

  /// Whether the person has entered the code by now.
  func poll(_ code: DeviceCode) async throws(ProviderError) -> Poll {
    let response = try await post(
      service.tokenEndpoint,
      [
        ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
        ("client_id", service.clientID), ("device_code", code.secret),
      ])
    if !response.isSuccess, let refusal = refusal(response) {
      switch refusal.error {
      case "authorization_pending": return .pending
      case "slow_down": return .slowDown
      default: break
      }
    }
    return .granted(try grant(try answer(response, for: .device)))
  }

  /// Ends a sign-in at the other side, where it has a way to.
  func revoke(_ token: String) async throws(ProviderError) {
    guard let endpoint = service.revocationEndpoint else { return }
    let response = try await post(endpoint, [("token", token)], seconds: 10)
    guard response.isSuccess else { throw failure(response, for: .renewal) }
  }

  private func grant(_ answer: TokenAnswer) throws(ProviderError) -> Grant {
    var tokens = tokens(answer)
    guard tokens.refresh != nil else { throw service.fault(.noRefreshToken) }
    if let granted = answer.scopes {
      let known = Set(granted.map(Self.short))
      let missing = service.needed.filter { !known.contains(Self.short($0.scope)) }
      guard missing.isEmpty else {
        throw service.fault(.narrowerScopes(missing.map(\.purpose)))
      }
    } else {
      tokens.scopes = service.scopes
    }
    tokens.granted = clock.now()
    return Grant(tokens: tokens, idToken: answer.idToken)
  }

  private func tokens(_ answer: TokenAnswer) -> Tokens {
    let now = clock.now()
    return Tokens(
      access: answer.access, refresh: answer.refresh, expiry: now + answer.lifetime,
      scopes: answer.scopes ?? [], renewed: now)
  }

  /// Microsoft names a scope with or without the host it belongs to, and in any case.
  private static func short(_ scope: String) -> String {
    (scope.split(separator: "/").last.map(String.init) ?? scope).lowercased()
  }

  private func ask(
    _ fields: [(String, String)], _ secret: String?, for purpose: TokenErrors.Purpose,
    redirect: String = ""
  ) async throws(ProviderError) -> TokenAnswer {
    var fields = [("client_id", service.clientID)] + fields
    if let secret { fields.append(("client_secret", secret)) }
    if service.repeatsScopes { fields.append(("scope", service.scopes.joined(separator: " "))) }
    return try answer(
      try await post(service.tokenEndpoint, fields), for: purpose, redirect: redirect)
  }

  private func answer(
    _ response: WebResponse, for purpose: TokenErrors.Purpose, redirect: String = ""
  ) throws(ProviderError) -> TokenAnswer {
    guard response.isSuccess else { throw failure(response, for: purpose, redirect: redirect) }
    guard let answer = try? JSONDecoder().decode(TokenAnswer.self, from: Data(response.body)) else {
      throw .malformedResponse(response.address.place, detail: "no token")
    }
    return answer
  }

  private func post(_ endpoint: String, _ fields: [(String, String)], seconds: Int = 30)
    async throws(ProviderError) -> WebResponse
  {
    guard let address = WebAddress(endpoint) else {
      throw .badAddress(RemotePlace(endpoint), reason: "it is no address of the web")
    }
    guard address.scheme == "https" || address.isLoopback else {
      throw .badAddress(address.place, reason: "secrets are sent over https only")
    }
    var request = WebRequest(
      "POST", address,
      headers: [
        ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"),
      ], body: Array(FormText.text(fields).utf8))
    request.limits.body = 1_000_000
    request.limits.redirections = 0
    request.limits.total = .seconds(seconds)
    return try await transport.send(request)
  }

  /// What is passing stays passing: only an answer in the words of OAuth ends a sign-in.
  private func failure(
    _ response: WebResponse, for purpose: TokenErrors.Purpose, redirect: String = ""
  ) -> ProviderError {
    if response.status == 429 || response.status >= 500 {
      return response.failure(signIn: .browser)
    }
    guard let refusal = refusal(response) else {
      return .malformedResponse(
        response.address.place, detail: "no answer of a sign-in (\(response.status))")
    }
    let skew = response.headers["date"].flatMap { WebDate.instant($0) }.map { clock.wall() - $0 }
    return TokenErrors(service: service, purpose: purpose, skew: skew, redirect: redirect)
      .error(refusal, status: response.status, retryAfter: response.retryAfter)
  }

  private func refusal(_ response: WebResponse) -> TokenRefusal? {
    try? JSONDecoder().decode(TokenRefusal.self, from: Data(response.body))
  }
}
