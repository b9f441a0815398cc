import Foundation
internal import ICalendar

/// A secret as it is written down, before it is locked.
struct SecretText: Codable {
  private var kind: String
  private var user: String?
  private var text: String?
  private var refresh: String?
  private var expiry: Int?
  private var scopes: [String]?
  private var granted: Int?
  private var renewed: Int?

  init(_ secret: Secret) {
    switch secret {
    case .password(let user, let password):
      (kind, self.user, text) = ("password", user, password)
    case .key(let key): (kind, text) = ("key", key)
    case .command(let command, let user):
      (kind, self.user, text) = ("command", user, command)
    case .tokens(let tokens):
      (kind, text, refresh, expiry) =
        ("tokens", tokens.access, tokens.refresh, tokens.expiry.seconds)
      scopes = tokens.scopes
      (granted, renewed) = (tokens.granted?.seconds, tokens.renewed?.seconds)
    }
  }

  /// nil where it is none of those that this version knows.
  var secret: Secret? {
    guard let text else { return nil }
    switch kind {
    case "password": return user.map { .password(user: $0, password: text) }
    case "key": return .key(text)
    case "command": return .command(text, user: user)
    case "tokens":
      return .tokens(
        Tokens(
          access: text, refresh: refresh, expiry: Instant(seconds: expiry ?? 0),
          scopes: scopes ?? [], granted: granted.map { Instant(seconds: $0) },
          renewed: renewed.map { Instant(seconds: $0) }))
    default: return nil
    }
  }

  var bytes: Data {
    get throws { try JSONEncoder().encode(self) }
  }

  static func reading(_ bytes: Data) -> Secret? {
    (try? JSONDecoder().decode(SecretText.self, from: bytes))?.secret
  }
}
