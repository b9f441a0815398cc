import DaybookCore
import DaybookProviders
import DaybookTestSupport
import ICalendar
import Synchronization

/// A fake sign-in with whoever signs in at it, at a moment that only the test moves.
final class SignInBench: Sendable {
  let fake: FakeSignIn
  let secrets: any Secrets = PassingSecrets()
  let account = AccountID("account-1")
  let steps = Mutex<[SignInStep]>([])
  private let kind: AccountKind
  private let moment: Mutex<Int>

  init(_ vendor: FakeSignIn.Vendor = .google, renews: Bool? = nil) throws {
    fake = try FakeSignIn(vendor, renews: renews)
    kind =
      switch vendor {
      case .google: .google
      case .microsoft: .microsoft
      case .calcom: .calcom
      }
    moment = Mutex(1_763_000_000)
  }

  deinit { fake.stop() }

  var now: Instant { Instant(seconds: moment.withLock { $0 }) }
  func wait(seconds: Int) { moment.withLock { $0 += seconds } }

  var clock: SignInClock { SignInClock(now: { self.now }, wall: { self.now }) }
  let transport = CurlTransport(version: "0")

  var service: OAuthService {
    switch kind {
    case .microsoft:
      var settings = MicrosoftSettings()
      settings.clientID = FakeSignIn.clientID
      settings.authority = fake.authority
      settings.apiBase = fake.server.address
      return .microsoft(settings)
    default:
      var settings = GoogleSettings()
      settings.clientID = FakeSignIn.clientID
      settings.clientSecret = FakeSignIn.clientSecret
      settings.authorizationEndpoint = fake.authorizationEndpoint
      settings.tokenEndpoint = fake.tokenEndpoint
      settings.revocationEndpoint = fake.revocationEndpoint
      settings.apiBase = fake.server.address
      return .google(settings, environment: [:])
    }
  }

  /// Signs in through a browser that goes where it is sent, unless the test goes itself.
  @discardableResult
  func signIn(
    by way: SignIn.Way = .browser, as known: String? = nil, pasting: AsyncStream<String>? = nil,
    browser: @escaping @Sendable (String) -> Void = { _ = try? FakeBrowser.open($0) }
  ) async throws -> SignIn.Result {
    let signIn = SignIn(transport: transport, clock: clock, environment: [:])
    let result = try await signIn.through(
      service, by: way, again: known, pasted: pasting ?? AsyncStream { _ in },
      tell: { [self] step in
        steps.withLock { $0.append(step) }
        // Off this thread: the listener has to answer it.
        if case .open(let address) = step { Task.detached { browser(address) } }
      })
    try secrets.keep(result.secret, of: account)
    return result
  }

  /// As another process has them.
  func credentials(over secrets: (any Secrets)? = nil) -> TokenCredentials {
    TokenCredentials(
      account, service: service, transport: transport, secrets: secrets ?? self.secrets,
      clock: clock)
  }

  func kept(in secrets: (any Secrets)? = nil) throws -> Tokens? {
    guard case .tokens(let tokens) = try (secrets ?? self.secrets).secret(of: account) else {
      return nil
    }
    return tokens
  }
}
