internal import DaybookCore
import Foundation

/// Who signed in, as the token endpoint itself says it (OpenID Connect Core §2).
///
/// It came over TLS from whom it is about, so its signature tells nothing new (§3.1.3.7); whom it is
/// meant for does.
struct IDToken: Decodable, Sendable {
  var subject: String
  var email: String?
  var userName: String?
  /// Microsoft's: the person and the organisation, across clients.
  var object: String?
  var tenant: String?
  var issuer: String?
  var audience: [String]

  private enum Keys: String, CodingKey {
    case subject = "sub"
    case email
    case userName = "preferred_username"
    case object = "oid"
    case tenant = "tid"
    case issuer = "iss"
    case audience = "aud"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Keys.self)
    func text(_ key: Keys) -> String? { try? fields.decodeIfPresent(String.self, forKey: key) }
    subject = try fields.decode(String.self, forKey: .subject)
    (email, userName, issuer) = (text(.email), text(.userName), text(.issuer))
    (object, tenant) = (text(.object), text(.tenant))
    audience =
      (try? fields.decodeIfPresent([String].self, forKey: .audience))
      ?? text(.audience).map { [$0] } ?? []
  }

  /// Reads the middle of the three parts; nil where it is none.
  init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let payload = Base64URL.bytes(parts[1]),
      let token = try? JSONDecoder().decode(IDToken.self, from: payload)
    else { return nil }
    self = token
  }

  /// Whether `service` made it, for our client.
  func check(_ service: OAuthService) throws(ProviderError) {
    guard audience.contains(service.clientID) else { throw service.fault(.wrongAudience) }
    if let issuers = service.issuers, let issuer, !issuers.contains(issuer) {
      throw service.fault(.wrongAudience)
    }
  }
}
