package import DaybookCore

/// Where one signs in at a vendor, as whose client, and what is asked for: OAuth 2.0 for native apps
/// (RFC 8252).
package struct OAuthService: Sendable {
  package let kind: AccountKind
  /// As people know the vendor.
  package let name: String
  var clientID: String
  var clientSecret = ClientSecret.none
  var authorizationEndpoint: String
  var tokenEndpoint: String
  var deviceEndpoint: String?
  var revocationEndpoint: String?
  var apiBase: String
  /// What is asked for.
  var scopes: [String]
  /// Those without which calendars cannot be kept in step, and what they are for.
  var needed: [(scope: String, purpose: String)]
  var redirect: RedirectPlace
  /// More that the page is told; what it is told when somebody signs in again is `again`.
  var extras: [(String, String)] = []
  var again: [(String, String)] = []
  /// Whether the token endpoint wants to hear the scopes too.
  var repeatsScopes = false
  /// Seconds before its end from which an access token is renewed.
  var margin = 60
  /// Whose id tokens are taken; nil where the endpoints are not the vendor's.
  var issuers: Set<String>?

  /// Of a client that is not confidential, and still wants one: Google's.
  enum ClientSecret: Sendable {
    case none
    case value(String)
    case command(SecretCommand)
  }

  package var place: RemotePlace { RemotePlace(tokenEndpoint) }

  func fault(_ reason: SignInFault.Reason) -> ProviderError {
    .signInNeeded(place, by: .after(SignInFault(by: name, reason)))
  }

  func secret() async throws(ProviderError) -> String? {
    switch clientSecret {
    case .none: nil
    case .value(let value): value
    case .command(let command): try await command.secret(for: name)
    }
  }
}

extension OAuthService {
  /// Where the browser is to go (RFC 6749 §4.1.1, RFC 7636 §4.3).
  ///
  /// - Parameters:
  ///   - back: where it comes back to.
  ///   - known: who signs in again, if it is known, so that the page need not ask.
  func authorization(_ back: String, _ proof: SignInProof, as known: String?, again isAgain: Bool)
    -> String
  {
    var fields = [
      ("client_id", clientID), ("redirect_uri", back), ("response_type", "code"),
      ("scope", scopes.joined(separator: " ")), ("code_challenge", proof.challenge),
      ("code_challenge_method", "S256"), ("state", proof.state),
    ]
    fields += isAgain ? again : extras
    if let known { fields.append(("login_hint", known)) }
    let mark = authorizationEndpoint.contains("?") ? "&" : "?"
    return authorizationEndpoint + mark + FormText.text(fields)
  }
}

/// Where the browser comes back to, on this machine.
struct RedirectPlace: Sendable {
  var host: String
  /// nil for any that is free.
  var port: UInt16?
  /// Empty for none; a browser asks for `/` then.
  var path: String

  func address(port: UInt16) -> String { "http://\(host):\(port)\(path)" }
}

extension OAuthService {
  /// Google's, as `[providers.google]` has it.
  ///
  /// - Parameter environment: for the command that prints the client's secret.
  package static func google(_ settings: GoogleSettings, environment: [String: String])
    -> OAuthService
  {
    let prefix = "https://www.googleapis.com/auth/"
    let (list, events) = (prefix + "calendar.calendarlist.readonly", prefix + "calendar.events")
    var service = OAuthService(
      kind: .google, name: "Google", clientID: settings.clientID,
      authorizationEndpoint: settings.authorizationEndpoint, tokenEndpoint: settings.tokenEndpoint,
      revocationEndpoint: settings.revocationEndpoint, apiBase: settings.apiBase,
      scopes: ["openid", "email", list, events],
      needed: [(list, "seeing the list of calendars"), (events, "seeing and editing events")],
      redirect: RedirectPlace(host: "127.0.0.1", path: "/callback"))
    service.clientSecret = ClientSecret(
      settings.clientSecret, settings.clientSecretCommand, environment)
    // Without being asked again Google grants no new refresh token.
    service.extras = [("access_type", "offline"), ("prompt", "consent")]
    service.again = service.extras
    if settings.tokenEndpoint == GoogleSettings().tokenEndpoint {
      service.issuers = ["https://accounts.google.com", "accounts.google.com"]
    }
    return service
  }

  /// Microsoft's, as `[providers.microsoft]` has it.
  package static func microsoft(_ settings: MicrosoftSettings) -> OAuthService {
    let base = "\(settings.authority.withoutSlash)/\(settings.tenant)/oauth2/v2.0/"
    var service = OAuthService(
      kind: .microsoft, name: "Microsoft", clientID: settings.clientID,
      authorizationEndpoint: base + "authorize", tokenEndpoint: base + "token",
      deviceEndpoint: base + "devicecode", apiBase: settings.apiBase,
      scopes: [
        "openid", "profile", "email", "offline_access", "User.Read", "Calendars.ReadWrite",
      ],
      needed: [("Calendars.ReadWrite", "seeing and editing events")],
      // The portal takes no other way to write the loopback, and matches it whatever the port.
      redirect: RedirectPlace(host: "localhost", path: ""))
    service.extras = [("response_mode", "query"), ("prompt", "select_account")]
    service.again = [("response_mode", "query")]
    service.repeatsScopes = true
    service.margin = 300
    return service
  }

  /// Cal.com's, as `[providers.calcom]` has it; its API stands at `base`.
  package static func calcom(
    _ settings: CalComSettings, base: String, environment: [String: String]
  ) -> OAuthService {
    let base = CalComAPI.normalized(base)
    var service = OAuthService(
      kind: .calcom, name: "Cal.com", clientID: settings.clientID,
      authorizationEndpoint: settings.authorizationEndpoint,
      tokenEndpoint: base + "/auth/oauth2/token", apiBase: base,
      scopes: [
        "PROFILE_READ", "BOOKING_READ", "BOOKING_WRITE", "SCHEDULE_READ", "SCHEDULE_WRITE",
        "EVENT_TYPE_READ",
      ],
      needed: [("BOOKING_READ", "seeing bookings")],
      redirect: RedirectPlace(reading: settings.redirect))
    service.clientSecret = ClientSecret("", settings.clientSecretCommand, environment)
    return service
  }
}

extension OAuthService.ClientSecret {
  fileprivate init(_ value: String, _ command: String, _ environment: [String: String]) {
    if !value.isEmpty {
      self = .value(value)
    } else if !command.isEmpty {
      self = .command(SecretCommand(command, environment: environment))
    } else {
      self = .none
    }
  }
}

extension RedirectPlace {
  /// Reads `http://localhost:8019/callback`; what cannot be read is the usual place.
  fileprivate init(reading text: String) {
    let rest = text.hasPrefix("http://") ? text.dropFirst(7) : "localhost:8019/callback"
    let authority = rest.prefix { $0 != "/" }
    let parts = authority.split(separator: ":", maxSplits: 1)
    host = parts.first.map(String.init) ?? "localhost"
    port = parts.count > 1 ? UInt16(parts[1]) : nil
    path = String(rest.dropFirst(authority.count))
  }
}

extension String {
  /// An address to which more is added.
  var withoutSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
