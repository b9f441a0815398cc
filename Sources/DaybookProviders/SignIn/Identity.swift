internal import DaybookCore
import Foundation

/// Who somebody is at the other side.
package struct Identity: Hashable, Sendable {
  /// What stays when the address changes; unique among the people there.
  package var key: String
  /// What people are known by there, which is what an account is called by default.
  package var address: String
  /// All that they are known by, lower-case.
  package var addresses: [String]

  package init(key: String, address: String, addresses: [String] = []) {
    self.key = key
    self.address = address
    var all: [String] = []
    for text in [address] + addresses where text.contains("@") {
      let lower = text.lowercased()
      if !all.contains(lower) { all.append(lower) }
    }
    self.addresses = all
  }
}

/// Asks each kind of other side who signed in.
struct IdentityCheck: Sendable {
  let service: OAuthService
  /// Signed in as whoever it is.
  let transport: any Transport

  func identity(_ grant: Grant) async throws(ProviderError) -> Identity {
    let token = grant.idToken.flatMap { IDToken($0) }
    try token?.check(service)
    switch service.kind {
    case .google: return try await google(token)
    case .microsoft: return try await microsoft(token)
    default: return try await Self.calcom(service.apiBase, over: transport)
    }
  }

  /// The primary calendar is called by the address, should the token not tell.
  private func google(_ token: IDToken?) async throws(ProviderError) -> Identity {
    if let token, let email = token.email, !email.isEmpty {
      return Identity(key: token.subject, address: email)
    }
    let list = try await Self.get(
      CalendarList.self, service.apiBase + "/users/me/calendarList?maxResults=250", transport)
    guard let primary = list.items.first(where: { $0.primary == true }) else {
      throw service.fault(.noIdentity)
    }
    return Identity(key: token?.subject ?? primary.id, address: primary.id)
  }

  /// The mailbox's address may differ from the name that one signs in with; invitations go to it.
  private func microsoft(_ token: IDToken?) async throws(ProviderError) -> Identity {
    let me = try? await Self.get(Person.self, service.apiBase + "/me", transport)
    let names = [me?.mail, token?.email, token?.userName, me?.userPrincipalName]
      .compactMap(\.self).filter { !$0.isEmpty }
    guard let address = names.first else { throw service.fault(.noIdentity) }
    let key =
      if let object = token?.object, let tenant = token?.tenant {
        "\(tenant)/\(object)"
      } else {
        me?.id ?? token?.subject ?? address
      }
    return Identity(key: key, address: address, addresses: names)
  }

  /// Cal.com's own connection test: `GET /v2/me`.
  static func calcom(_ base: String, over transport: any Transport) async throws(ProviderError)
    -> Identity
  {
    let api = CalComAPI(base: base, transport: transport, signIn: .key)
    let me = try await api.get(["me"], of: .me, as: CalComEnvelope<CalComMe>.self).value.data
    let host = WebAddress(base)?.host ?? base
    return Identity(key: "\(host)/\(me.id.isEmpty ? me.email : me.id)", address: me.email)
  }

  private struct CalendarList: Decodable {
    var items: [Entry]

    struct Entry: Decodable {
      var id: String
      var primary: Bool?
    }
  }

  private struct Person: Decodable {
    var id: String?
    var mail: String?
    var userPrincipalName: String?
  }

  private static func get<Answer: Decodable>(
    _ type: Answer.Type, _ text: String, _ transport: any Transport
  ) async throws(ProviderError) -> Answer {
    guard let address = WebAddress(text) else {
      throw .badAddress(RemotePlace(text), reason: "it is no address of the web")
    }
    var request = WebRequest("GET", address, headers: [("Accept", "application/json")])
    request.limits.body = 4_000_000
    request.limits.total = .seconds(30)
    let response = try await transport.send(request)
    guard response.isSuccess else { throw response.failure(signIn: .key) }
    guard let answer = try? JSONDecoder().decode(type, from: Data(response.body)) else {
      throw .malformedResponse(address.place, detail: "nobody's name")
    }
    return answer
  }
}
