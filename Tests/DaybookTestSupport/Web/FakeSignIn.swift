import Synchronization

/// A vendor's sign-in on this machine's loopback: an authorization page that sends the browser on at
/// once, a token endpoint that checks PKCE and turns refresh tokens over, device codes, revocation.
///
/// What the contract forbids is answered as the vendor does and written down in `complaints`; it
/// misbehaves to order.
package final class FakeSignIn: Sendable {
  package let server: LoopbackServer
  private let state: Mutex<FakeSignInState>

  package enum Vendor: Sendable {
    case google, microsoft, calcom
  }

  /// - Parameter renews: whether each renewal brings a new refresh token and ends the old one.
  package init(
    _ vendor: Vendor = .google, person: Person = Person(), renews: Bool? = nil
  ) throws {
    state = Mutex(
      FakeSignInState(vendor: vendor, person: person, renews: renews ?? (vendor != .google)))
    server = try LoopbackServer(WebReply(500))
    server.answer { [weak self] question in
      self?.state.withLock { $0.answer(question) } ?? WebReply(500)
    }
  }

  package func stop() { server.stop() }

  /// For a fake that has the token endpoint at an address of its own.
  package func answer(_ question: WebQuestion) -> WebReply {
    state.withLock { $0.answer(question) }
  }

  package struct Person: Sendable {
    package var subject = "sub-1"
    package var email = "ana@example.com"
    package var tenant = "tenant-1"

    package init() {}

    package init(subject: String, email: String) {
      (self.subject, self.email) = (subject, email)
    }
  }

  package static let clientID = "client-7"
  package static let clientSecret = "client-secret-7"

  // MARK: - Where it is

  /// Of Google and Cal.com; Microsoft's addresses are made of `authority`.
  package var authorizationEndpoint: String { server.address + "/authorize" }
  package var tokenEndpoint: String { server.address + "/token" }
  package var revocationEndpoint: String { server.address + "/revoke" }
  package var authority: String { server.address }

  // MARK: - What it knows

  /// Whether a bearer's token is good, for the fake that stands behind it.
  package func accepts(_ token: String) -> Bool { state.withLock { $0.access.contains(token) } }

  /// Requests that the contract forbids, in words.
  package var complaints: [String] { state.withLock { $0.complaints } }
  /// How often tokens were asked for, by `grant_type`.
  package func asked(_ grantType: String) -> Int { state.withLock { $0.asked[grantType] ?? 0 } }
  /// Refresh tokens that are worth something.
  package var refreshTokens: Set<String> { state.withLock { $0.refresh } }
  package var revoked: [String] { state.withLock { $0.revoked } }
  /// Everything that must not be seen anywhere.
  package var everySecret: Set<String> { state.withLock { $0.everySecret } }

  // MARK: - What happens there

  /// Somebody else sits at the browser from now on.
  package func signsIn(_ person: Person) { state.withLock { $0.person = person } }

  /// Access tokens end; they are renewed with what is left.
  package func endAccess() { state.withLock { $0.access = [] } }

  /// The person, or an administrator, ends every sign-in.
  package func endAll() {
    state.withLock { state in
      state.access = []
      state.refresh = []
    }
  }

  /// What the next questions for tokens are met with, one each.
  package func fail(_ faults: Fault...) { state.withLock { $0.faults += faults } }

  package enum Fault: Sendable {
    /// An error of the token endpoint, with more members of its JSON.
    case refusal(Int, String, more: String = "")
    /// Anything at all.
    case reply(WebReply)
    /// It is done, and the answer is lost.
    case lostAnswer
  }

  /// How the authorization page sends the next browser back.
  package func answerBrowser(_ manner: BrowserManner) { state.withLock { $0.manner = manner } }

  package enum BrowserManner: Sendable {
    case granted
    /// With `error=` and a description.
    case refused(String, String = "")
    /// It shows an error itself, and sends nobody back.
    case stays
  }

  /// What is granted, where it is not what was asked for.
  package func grant(scopes: String?) { state.withLock { $0.grantedScopes = scopes } }
  package func grantNoRefreshToken() { state.withLock { $0.grantsRefresh = false } }
  package func lives(seconds: Int) { state.withLock { $0.lifetime = seconds } }
  /// How id tokens are: nil leaves them out.
  package func identify(audience: String?) { state.withLock { $0.audience = audience } }
  /// Questions about a device code that are answered by these errors before it is granted.
  package func delayDevice(_ errors: String...) { state.withLock { $0.deviceErrors = errors } }
}
