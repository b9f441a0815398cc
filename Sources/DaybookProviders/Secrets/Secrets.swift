package import DaybookCore
package import ICalendar
import Synchronization

/// Keeps what proves who somebody is, apart from the store and never in clear.
package protocol Secrets: Sendable {
  /// nil where there is none; one that can no longer be read is an error that says so.
  func secret(of account: AccountID) throws(ProviderError) -> Secret?
  func keep(_ secret: Secret, of account: AccountID) throws(ProviderError)
  func erase(_ account: AccountID) throws(ProviderError)
  /// Waits until nobody else, in this process or another, renews this account's sign-in, and keeps
  /// them from it until the lock is released.
  func lock(_ account: AccountID) async throws(ProviderError) -> any SecretLock
  /// Says that an account is being added, until the lock is released: should this process die before
  /// the account is stored, what was kept of it is no secret of anybody's.
  func adding(_ account: AccountID) async throws(ProviderError) -> any SecretLock
  /// Erases what was kept of accounts whose adding broke off.
  ///
  /// - Parameter isStored: whether there is such an account.
  func eraseUnfinished(isStored: (AccountID) -> Bool)
}

/// Held while a sign-in is renewed.
package protocol SecretLock: Sendable {
  func release()
}

/// What proves who somebody is; never printed, whoever describes it.
package enum Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  case password(user: String, password: String)
  case key(String)
  case tokens(Tokens)
  /// Another program keeps it: the command prints the password of `user`, or a key where there is
  /// no user.
  case command(String, user: String?)

  package var description: String { "•••" }
  package var debugDescription: String { "•••" }
}

/// What a sign-in in the browser brought.
package struct Tokens: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  package var access: String
  package var refresh: String?
  /// When `access` ceases to work.
  package var expiry: Instant
  /// What was granted, which may be less than was asked for.
  package var scopes: [String]
  /// When the person signed in.
  package var granted: Instant?
  /// When `access` was made.
  package var renewed: Instant?

  package init(
    access: String, refresh: String?, expiry: Instant, scopes: [String] = [],
    granted: Instant? = nil, renewed: Instant? = nil
  ) {
    self.access = access
    self.refresh = refresh
    self.expiry = expiry
    self.scopes = scopes
    self.granted = granted
    self.renewed = renewed
  }

  package var description: String { "•••" }
  package var debugDescription: String { "•••" }
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

  package func lock(_ account: AccountID) async throws(ProviderError) -> any SecretLock {
    NoLock()
  }

  package func adding(_ account: AccountID) async throws(ProviderError) -> any SecretLock {
    NoLock()
  }

  package func eraseUnfinished(isStored: (AccountID) -> Bool) {}

  /// Whoever shares these secrets shares the process, whose credentials renew once at a time.
  private struct NoLock: SecretLock {
    func release() {}
  }
}
