package import DaybookCore
import Synchronization

/// Knows how each account proves who asks, by its kind and by what is kept of it.
///
/// One for a process: whoever asks in an account's name gets the same credentials, so that a sign-in
/// is renewed once.
package final class AccountCredentials: Sendable {
  package let secrets: any Secrets
  private let transport: any Transport
  private let settings: ProviderSettings
  private let environment: [String: String]
  private let clock: SignInClock
  private let known = Mutex<[AccountID: any Credentials]>([:])

  /// - Parameters:
  ///   - transport: unsigned.
  ///   - environment: for commands that print secrets.
  package init(
    transport: any Transport, settings: ProviderSettings, secrets: any Secrets,
    environment: [String: String], clock: SignInClock
  ) {
    self.transport = transport
    self.settings = settings
    self.secrets = secrets
    self.environment = environment
    self.clock = clock
  }

  /// What signs requests in this account's name.
  package func credentials(of account: Account) -> any Credentials {
    if let credentials = known.withLock({ $0[account.id] }) { return credentials }
    let made = make(account)
    return known.withLock { known in
      if let first = known[account.id] { return first }
      known[account.id] = made
      return made
    }
  }

  /// Requests that are sent in this account's name. A CalDAV account of which nothing is kept asks
  /// as nobody in particular, which is what some servers at home want.
  package func signed(_ account: Account) -> any Transport {
    if account.kind == .caldav {
      do throws(ProviderError) {
        if try secrets.secret(of: account.id) == nil { return transport }
      } catch {
        // Said by whoever asks for it.
      }
    }
    return SignedTransport(transport, as: credentials(of: account))
  }

  /// Where accounts of this kind sign in through the browser; nil where they do not.
  ///
  /// - Parameter base: of a Cal.com of one's own.
  package func service(of kind: AccountKind, base: String? = nil) -> OAuthService? {
    switch kind {
    case .google: .google(settings.google, environment: environment)
    case .microsoft: .microsoft(settings.microsoft)
    case .calcom:
      .calcom(settings.calcom, base: base ?? settings.calcom.apiBase, environment: environment)
    case .caldav, .ics, .local: nil
    }
  }

  private func make(_ account: Account) -> any Credentials {
    // What cannot be read says so when it is asked for.
    let secret = try? secrets.secret(of: account.id)
    let isByToken: Bool =
      switch (account.kind, secret) {
      case (.google, _), (.microsoft, _), (.calcom, .tokens): true
      default: false
      }
    if isByToken, let service = service(of: account.kind, base: account.address) {
      return TokenCredentials(
        account.id, service: service, transport: transport, secrets: secrets, clock: clock)
    }
    let isKey = account.kind == .calcom
    // A key from outside stands in for accounts that keep none.
    if isKey, secret == nil || secret == .some(nil), !settings.calcom.apiKey.isEmpty {
      return KeyCredentials(key: settings.calcom.apiKey)
    }
    return KeptCredentials(
      account.id, by: isKey ? "Cal.com" : RemotePlace(account.address).host ?? account.name,
      signIn: isKey ? .key : .password, secrets: secrets, environment: environment)
  }
}
