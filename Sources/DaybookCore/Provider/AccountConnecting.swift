/// Connects accounts whose sign-in comes back to an address of our own, as a server does it.
package protocol AccountConnecting: Sendable {
  /// Where a browser is to go.
  ///
  /// - Parameter redirect: where it comes back to.
  func begin(_ kind: AccountKind, redirect: String) throws -> ConnectingStart
  /// What the browser brought back makes an account, or renews the sign-in of one that is there.
  func finish(_ start: ConnectingStart, code: String) async throws -> Account
  /// What it means that the browser came back with an error.
  func refusal(_ start: ConnectingStart, error: String, description: String) -> any Error
  /// Ends an account's sign-in where there is a way to, and forgets its calendars and events.
  func disconnect(_ account: Account) async throws
}

/// A sign-in that began and waits for the browser to come back.
package struct ConnectingStart: Hashable, Sendable, CustomStringConvertible {
  package let kind: AccountKind
  /// Where the browser is to go.
  package let address: String
  /// What the browser brings back; nobody can guess it.
  package let state: String
  /// PKCE's (RFC 7636), which never leaves us before the code comes.
  package let verifier: String
  package let redirect: String

  package init(
    kind: AccountKind, address: String, state: String, verifier: String, redirect: String
  ) {
    self.kind = kind
    self.address = address
    self.state = state
    self.verifier = verifier
    self.redirect = redirect
  }

  package var description: String { "•••" }
}
