package import DaybookCore
internal import ICalendar

/// Signs requests with an access token, and renews it before it ends.
///
/// One renewal at a time an account: in this process by waiting for the one under way, among
/// processes by a lock. A new refresh token is on the disk before anything is asked with its access
/// token, for the old one may be worth nothing by then.
package actor TokenCredentials: Credentials {
  private let account: AccountID
  private let service: OAuthService
  private let endpoint: TokenEndpoint
  private let secrets: any Secrets
  private let clock: SignInClock
  private var tokens: Tokens?
  private var renewal: Task<Result<Tokens, ProviderError>, Never>?
  /// The refresh token that is known to be over, and why.
  private var ended: (refresh: String, error: ProviderError)?

  package init(
    _ account: AccountID, service: OAuthService, transport: any Transport, secrets: any Secrets,
    clock: SignInClock
  ) {
    self.account = account
    self.service = service
    self.secrets = secrets
    self.clock = clock
    endpoint = TokenEndpoint(service: service, transport: transport, clock: clock)
  }

  package nonisolated var signIn: ProviderError.SignIn { .browser }

  package func authorization() async throws(ProviderError) -> String {
    let tokens: Tokens
    if let known = self.tokens { tokens = known } else { tokens = try stored() }
    self.tokens = tokens
    return "Bearer " + (isFresh(tokens) ? tokens : try await renewed(after: tokens.access)).access
  }

  package func replacement(for refused: String) async throws(ProviderError) -> String? {
    let stale = refused.hasPrefix("Bearer ") ? String(refused.dropFirst(7)) : refused
    if let tokens, tokens.access != stale, isFresh(tokens) { return "Bearer " + tokens.access }
    return "Bearer " + (try await renewed(after: stale)).access
  }

  private func isFresh(_ tokens: Tokens) -> Bool {
    tokens.expiry - clock.now() > service.margin
  }

  private func stored() throws(ProviderError) -> Tokens {
    guard case .tokens(let tokens) = try secrets.secret(of: account) else {
      throw service.fault(.nothingKept)
    }
    return tokens
  }

  /// Whoever asks while a renewal is under way gets what it brings. Once begun it is not given up:
  /// the answer may hold the only refresh token that is worth something.
  private func renewed(after stale: String) async throws(ProviderError) -> Tokens {
    if let renewal { return try await renewal.value.get() }
    let task = Task { () -> Result<Tokens, ProviderError> in
      do throws(ProviderError) {
        return .success(try await self.renewUnderLock(after: stale))
      } catch {
        return .failure(error)
      }
    }
    renewal = task
    let result = await task.value
    renewal = nil
    return try result.get()
  }

  private func renewUnderLock(after stale: String) async throws(ProviderError) -> Tokens {
    let lock = try await secrets.lock(account)
    defer { lock.release() }
    var old = try stored()
    // Another process may have been here first.
    if old.access != stale, isFresh(old) { return use(old) }
    while true {
      guard let refresh = old.refresh else { throw service.fault(.noRefreshToken) }
      if let ended, ended.refresh == refresh { throw ended.error }
      do throws(ProviderError) {
        let new = try await endpoint.renewed(old, refresh: refresh)
        try secrets.keep(.tokens(new), of: account)
        return use(new)
      } catch {
        guard case .signInNeeded = error else { throw error }
        // Somebody may have signed in again while we asked.
        let now = try stored()
        if now.refresh == refresh {
          let error = worded(error, old)
          ended = (refresh, error)
          throw error
        }
        if isFresh(now) { return use(now) }
        old = now
      }
    }
  }

  private func use(_ tokens: Tokens) -> Tokens {
    self.tokens = tokens
    ended = nil
    return tokens
  }

  /// A sign-in that was renewed for a week and then no more tells of a client in test mode.
  private func worded(_ error: ProviderError, _ tokens: Tokens) -> ProviderError {
    guard service.kind == .google,
      case .signInNeeded(_, .after(let fault), _) = error, fault.reason == .ended,
      let granted = tokens.granted, let renewed = tokens.renewed
    else { return error }
    let week = 7 * 86_400
    guard clock.now() - granted >= week - 3600, renewed - granted <= week else { return error }
    return service.fault(.testWeekOver)
  }
}
