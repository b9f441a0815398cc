package import DaybookCore

/// Signs requests with a password or a key that is kept, or that another program keeps.
package actor KeptCredentials: Credentials {
  private let account: AccountID
  /// Whom it is for, in the words of an error.
  private let by: String
  private let secrets: any Secrets
  private let environment: [String: String]
  private var value: String?
  package nonisolated let signIn: ProviderError.SignIn

  /// - Parameter environment: for a command that prints the secret.
  package init(
    _ account: AccountID, by: String, signIn: ProviderError.SignIn, secrets: any Secrets,
    environment: [String: String]
  ) {
    self.account = account
    self.by = by
    self.signIn = signIn
    self.secrets = secrets
    self.environment = environment
  }

  package func authorization() async throws(ProviderError) -> String {
    if let value { return value }
    let new = try await read()
    value = new
    return new
  }

  /// Another one may have been kept meanwhile.
  package func replacement(for refused: String) async throws(ProviderError) -> String? {
    let new = try await read()
    value = new
    return new == refused ? nil : new
  }

  private func read() async throws(ProviderError) -> String {
    guard let secret = try secrets.secret(of: account) else {
      throw .signInNeeded(
        RemotePlace(by), by: .after(SignInFault(by: by, .nothingKept)))
    }
    return try await secret.authorization(for: by, environment: environment)
  }
}

extension Secret {
  /// The value of `Authorization` that it makes: RFC 7617, RFC 6750.
  func authorization(for by: String, environment: [String: String]) async throws(ProviderError)
    -> String
  {
    switch self {
    case .password(let user, let password):
      return "Basic " + Base64.text(Array("\(user):\(password)".utf8))
    case .key(let key): return "Bearer " + key
    case .tokens(let tokens): return "Bearer " + tokens.access
    case .command(let line, let user):
      let text = try await SecretCommand(line, environment: environment).secret(for: by)
      let secret: Secret = user.map { .password(user: $0, password: text) } ?? .key(text)
      return try await secret.authorization(for: by, environment: environment)
    }
  }
}
