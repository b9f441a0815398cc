package import DaybookCore

/// Proves to the other side who asks.
package protocol Credentials: Sendable {
  /// How one signs in there, for the words of an error.
  var signIn: ProviderError.SignIn { get }
  /// The value of `Authorization` to send now, renewed first where it is about to expire.
  func authorization() async throws(ProviderError) -> String
  /// Another value after `refused` met a 401; nil where only a person can help.
  func replacement(for refused: String) async throws(ProviderError) -> String?
}

/// A user's name and password: RFC 7617.
package struct PasswordCredentials: Credentials {
  private let value: String

  package init(user: String, password: String) {
    value = "Basic " + Base64.text(Array("\(user):\(password)".utf8))
  }

  package var signIn: ProviderError.SignIn { .password }
  package func authorization() async throws(ProviderError) -> String { value }
  package func replacement(for refused: String) async throws(ProviderError) -> String? { nil }
}

/// A key that does not change: RFC 6750.
package struct KeyCredentials: Credentials {
  private let key: String

  package init(key: String) {
    self.key = key
  }

  package var signIn: ProviderError.SignIn { .key }
  package func authorization() async throws(ProviderError) -> String { "Bearer " + key }
  package func replacement(for refused: String) async throws(ProviderError) -> String? { nil }
}
