import DaybookStore
import Foundation
import ICalendar
import JWTKit

/// Access tokens: JWTs (RFC 7519) that this server makes for itself, and nobody else's.
struct AccessTokens: Sendable {
  /// Seconds that one is good for.
  static let lifetime = 900
  private static let issuer = "daybook-server"
  private static let audience = "daybook"
  private static let algorithm = "HS256"

  private let keys: JWTKeyCollection
  private let clock: @Sendable () -> Instant

  /// Who is signed in, and by which session.
  struct Bearer: Hashable, Sendable {
    var user: String
    var session: String
  }

  init(key: SecretToken, clock: @escaping @Sendable () -> Instant) async {
    keys = JWTKeyCollection()
    self.clock = clock
    await keys.add(hmac: HMACKey(from: key.text), digestAlgorithm: .sha256)
  }

  func token(for bearer: Bearer) async throws -> String {
    let now = clock().seconds
    return try await keys.sign(
      Claims(
        iss: AccessTokens.issuer, aud: AccessTokens.audience, sub: bearer.user,
        exp: now + AccessTokens.lifetime, iat: now, jti: User.makeID(), sid: bearer.session))
  }

  /// Whose a token is; nil for one that is not ours, not whole, of another kind, or over.
  func bearer(_ text: String) async -> Bearer? {
    // The header is read before anything else: no algorithm but ours is ever tried. The library
    // would take padding, and more ways to write the same bytes.
    guard text.utf8.count <= 2_048, let head = AccessTokens.head(text),
      head.alg == AccessTokens.algorithm, head.crit == nil,
      let claims = try? await keys.verify(text, as: Claims.self)
    else { return nil }
    let now = clock().seconds
    // A clock that is set back a little is no reason to turn people away.
    guard claims.iss == AccessTokens.issuer, claims.aud == AccessTokens.audience,
      claims.exp > now, claims.iat <= now + 60, claims.exp - claims.iat <= AccessTokens.lifetime
    else { return nil }
    return Bearer(user: claims.sub, session: claims.sid)
  }

  private struct Head: Decodable {
    var alg: String
    var crit: [String]?
  }

  /// - Returns: nil unless it is three parts in base64url (RFC 7515 §2, §7.1).
  private static func head(_ text: String) -> Head? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(Base64URL.bytes)
    guard parts.count == 3, let head = parts[0], parts[1] != nil, parts[2] != nil else {
      return nil
    }
    return try? JSONDecoder().decode(Head.self, from: Data(head))
  }

  /// Named as RFC 7519 §4.1 names them; `sid` is OpenID Connect's.
  private struct Claims: JWTPayload {
    var iss: String
    var aud: String
    var sub: String
    var exp: Int
    var iat: Int
    var jti: String
    var sid: String

    /// Against our own clock, by whoever asked.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
  }
}
