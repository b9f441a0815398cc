package import DaybookCore
package import ICalendar
import Synchronization

/// Keeps what proves who somebody is, apart from the store and never in clear.
package protocol Secrets: Sendable {
  /// nil where there is none, or none that can still be read.
  func secret(of account: AccountID) throws(ProviderError) -> Secret?
  func keep(_ secret: Secret, of account: AccountID) throws(ProviderError)
  func erase(_ account: AccountID) throws(ProviderError)
}

/// What proves who somebody is; never printed, whoever describes it.
package enum Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  case password(user: String, password: String)
  case key(String)
  case tokens(Tokens)

  package var description: String { "•••" }
  package var debugDescription: String { "•••" }
}

/// What a sign-in in the browser brought.
package struct Tokens: Hashable, Sendable, CustomStringConvertible {
  package var access: String
  package var refresh: String?
  /// When `access` ceases to work.
  package var expiry: Instant
  /// What was granted, which may be less than was asked for.
  package var scopes: [String]

  package init(access: String, refresh: String?, expiry: Instant, scopes: [String] = []) {
    self.access = access
    self.refresh = refresh
    self.expiry = expiry
    self.scopes = scopes
  }

  package var description: String { "•••" }
}

/// Keeps secrets only as long as it lives: for demonstrations and tests.
package final class PassingSecrets: Secrets {
  private let kept = Mutex<[AccountID: Secret]>([:])

  package init() {}

  package func secret(of account: AccountID) throws(ProviderError) -> Secret? {
    kept.withLock { $0[account] }
  }

  package func keep(_ secret: Secret, of account: AccountID) throws(ProviderError) {
    kept.withLock { $0[account] = secret }
  }

  package func erase(_ account: AccountID) throws(ProviderError) {
    kept.withLock { $0[account] = nil }
  }
}
