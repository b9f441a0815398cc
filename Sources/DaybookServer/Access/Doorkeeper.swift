import DaybookStore
import HTTPTypes
import Hummingbird
import NIOCore

/// Decides who may come in.
protocol Doorkeeper: Sendable {
  /// Who asks, as far as may be known.
  ///
  /// - Throws: a problem that tells a stranger nothing.
  func admit(_ request: Request, from channel: any Channel, for access: Route.Access) async throws
    -> Visitor
  /// Who answers for somebody's store, for those who prove by other means that they may ask; nil where
  /// there is no such person.
  func clerk(of person: String) async -> Clerk?
}

/// Keeps the door of one person's own server.
///
/// Whoever shows the token comes in. On the loopback interface of Linux so does every program of the
/// person who runs the server, whom the system names for each socket: such a program can read the
/// store's file itself. Another person of the machine needs the token. Whoever shows a token for a
/// script may do what that may.
struct HomeDoorkeeper: Doorkeeper {
  let clerk: Clerk
  let token: SecretToken
  let scripts: ScriptTokens
  /// nil where only the token counts.
  let peers: LoopbackPeers?

  func admit(_ request: Request, from channel: any Channel, for access: Route.Access) async throws
    -> Visitor
  {
    let visitor = Visitor(
      clerk: clerk, user: User.home, address: channel.remoteAddress?.ipAddress ?? "")
    if access == .open { return visitor }
    if let shown = request.headers[.authorization] {
      guard let bearer = BearerToken(shown) else { throw Unauthorized.unknown }
      if !token.isSame(as: bearer.text) {
        _ = try await scripts.owner(of: bearer.text, for: access)
      }
      return visitor
    }
    if let peers, await peers.isOwn(channel) { return visitor }
    throw Unauthorized.nobody
  }

  func clerk(of person: String) async -> Clerk? { person == User.home ? clerk : nil }
}

/// 401, with what proves who somebody is (RFC 6750 §3).
enum Unauthorized {
  /// For whoever shows nothing.
  static let nobody = refusing(nil, "Who asks is not known.")

  static let unknown = refusing(
    "invalid_token", "That token is not known here, or its time is over.")

  /// - Parameter error: nil where nothing was shown.
  static func refusing(
    _ error: String?, _ message: String,
    hint: String = "Send “Authorization: Bearer” and your token."
  ) -> Problem {
    var problem = Problem(.unauthorized, error ?? "unauthorized", message, hint: hint)
    problem.headers[.wwwAuthenticate] =
      "Bearer realm=\"daybook\"" + (error.map { ", error=\"\($0)\"" } ?? "")
    return problem
  }
}

/// What `Authorization: Bearer …` carries.
struct BearerToken: Sendable {
  let text: String

  init?(_ header: String) {
    let words = header.split(separator: " ")
    guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
    text = String(words[1])
  }
}
