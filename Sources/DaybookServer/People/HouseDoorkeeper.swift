import HTTPTypes
import Hummingbird
import NIOCore

/// Keeps the door of a server of several people: each comes in to what is theirs, and to nothing else.
struct HouseDoorkeeper: Doorkeeper {
  let registry: Registry
  let household: Household
  /// Of whoever runs the server: for what is about all of it.
  let token: SecretToken
  /// Whether a proxy says where requests come from.
  let isBehindProxy: Bool

  func admit(_ request: Request, from channel: any Channel, for access: Route.Access) async throws
    -> Visitor
  {
    let address = Visitor.address(of: request, from: channel, isBehindProxy: isBehindProxy)
    if access == .open { return Visitor(address: address) }
    guard let shown = request.headers[.authorization] else {
      throw Unauthorized.nobody
    }
    guard let bearer = BearerToken(shown) else { throw Unauthorized.unknown }
    if access == .operating {
      guard token.isSame(as: bearer.text) else { throw Unauthorized.unknown }
      return Visitor(address: address)
    }
    let found = try await bearerOf(bearer.text, for: access)
    return Visitor(
      clerk: try await household.clerk(of: found.user), user: found.user, session: found.session,
      address: address)
  }

  func clerk(of person: String) async -> Clerk? {
    guard (try? await registry.name(of: person)) ?? nil != nil else { return nil }
    return try? await household.clerk(of: person)
  }

  /// - Returns: with an empty session where a script asks.
  private func bearerOf(_ token: String, for access: Route.Access) async throws
    -> AccessTokens.Bearer
  {
    guard token.hasPrefix(TokenText.apiPrefix) else {
      guard let bearer = try await registry.bearer(token) else { throw Unauthorized.unknown }
      return bearer
    }
    let user = try await registry.scripts.owner(of: token, for: access)
    return AccessTokens.Bearer(user: user, session: "")
  }
}

/// Who asks, as far as it is known and matters.
struct Visitor: Sendable {
  /// Who answers for their store; nil for whoever asks only what is open to everybody.
  var clerk: Clerk?
  /// Of several people the one who asks, by id; “home” in a server of one person.
  var user = ""
  /// By which sign-in; empty where there is none.
  var session = ""
  /// Where they ask from.
  var address = ""

  /// - Parameter isBehindProxy: whether the last of `X-Forwarded-For` is who asked the proxy.
  static func address(of request: Request, from channel: any Channel, isBehindProxy: Bool)
    -> String
  {
    if isBehindProxy, let name = HTTPField.Name("X-Forwarded-For"),
      let last = request.headers[name]?.split(separator: ",").last
    {
      return plain(last.filter { $0 != " " })
    }
    return channel.remoteAddress?.ipAddress ?? ""
  }

  /// Without the port, which is another one each time.
  private static func plain(_ address: String) -> String {
    if address.hasPrefix("[") { return String(address.dropFirst().prefix { $0 != "]" }) }
    let parts = address.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 2 ? String(parts[0]) : address
  }
}
