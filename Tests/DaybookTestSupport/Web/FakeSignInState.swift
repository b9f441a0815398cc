import Crypto
import Foundation

/// What `FakeSignIn` keeps, and how it answers.
struct FakeSignInState {
  let vendor: FakeSignIn.Vendor
  var person: FakeSignIn.Person
  let renews: Bool
  var access: Set<String> = []
  var refresh: Set<String> = []
  var revoked: [String] = []
  var complaints: [String] = []
  var asked: [String: Int] = [:]
  var faults: [FakeSignIn.Fault] = []
  var manner = FakeSignIn.BrowserManner.granted
  var grantedScopes: String?
  var grantsRefresh = true
  var lifetime = 3600
  var audience: String? = FakeSignIn.clientID
  var deviceErrors: [String] = []
  var everySecret: Set<String> = [FakeSignIn.clientSecret]
  private var codes: [String: (challenge: String, redirect: String, scopes: String)] = [:]
  private var devices: [String: String] = [:]
  private var issued = 0

  init(vendor: FakeSignIn.Vendor, person: FakeSignIn.Person, renews: Bool) {
    (self.vendor, self.person, self.renews) = (vendor, person, renews)
  }

  mutating func answer(_ question: WebQuestion) -> WebReply {
    let parts = question.path.split(separator: "?", maxSplits: 1)
    switch parts.first?.split(separator: "/").last {
    case "authorize": return authorize(FormFields(parts.count > 1 ? String(parts[1]) : ""))
    case "token": return token(question)
    case "devicecode": return device(question)
    case "revoke": return revoke(question)
    default: return WebReply(404)
    }
  }

  private mutating func complain(_ words: String) { complaints.append(words) }

  // MARK: - The page

  private mutating func authorize(_ fields: FormFields) -> WebReply {
    guard let redirect = fields["redirect_uri"],
      redirect.hasPrefix("http://127.0.0.1:") || redirect.hasPrefix("http://localhost:"),
      let state = fields["state"], fields["client_id"] == FakeSignIn.clientID,
      fields["response_type"] == "code", let scopes = fields["scope"],
      fields["code_challenge_method"] == "S256", let challenge = fields["code_challenge"]
    else {
      complain("authorization request")
      return WebReply(400, "invalid_request")
    }
    if state.utf8.count < 22 { complain("state is short") }
    if vendor == .google, fields["prompt"] != "consent" || fields["access_type"] != "offline" {
      complain("no new refresh token was asked for")
    }
    if vendor == .microsoft, !redirect.hasPrefix("http://localhost:") {
      complain("the way back is not registered")
    }
    var back: [(String, String)] = [("state", state)]
    switch manner {
    case .stays: return WebReply(400, "The page says why.")
    case .refused(let error, let description):
      back.append(("error", error))
      if !description.isEmpty { back.append(("error_description", description)) }
    case .granted:
      let code = make("code")
      codes[code] = (challenge, redirect, scopes)
      back.append(("code", code))
    }
    let query = back.map { "\($0)=\(FormFields.encoded($1))" }.joined(separator: "&")
    return .redirection(302, to: redirect + "?" + query)
  }

  // MARK: - Tokens

  private mutating func token(_ question: WebQuestion) -> WebReply {
    let fields = FormFields(String(decoding: question.body, as: UTF8.self))
    asked[fields["grant_type"] ?? "", default: 0] += 1
    if question.method != "POST"
      || question.headers["content-type"] != "application/x-www-form-urlencoded"
    {
      complain("token request")
    }
    guard !faults.isEmpty else { return grant(fields) }
    switch faults.removeFirst() {
    case .refusal(let status, let error, let more): return Self.refusal(status, error, more)
    case .reply(let reply): return reply
    case .lostAnswer:
      _ = grant(fields)
      return WebReply(200, "", .hangsUp)
    }
  }

  private mutating func grant(_ fields: FormFields) -> WebReply {
    guard fields["client_id"] == FakeSignIn.clientID else {
      return Self.refusal(401, "invalid_client")
    }
    switch (vendor, fields["client_secret"]) {
    case (.google, nil):
      return Self.refusal(
        400, "invalid_request", #","error_description":"client_secret is missing.""#)
    case (.google, FakeSignIn.clientSecret), (_, nil): break
    case (.microsoft, _): return Self.refusal(400, "invalid_request", #","error_codes":[700025]"#)
    default: return Self.refusal(401, "invalid_client")
    }
    switch fields["grant_type"] {
    case "authorization_code": return redeem(fields)
    case "refresh_token": return renew(fields)
    case "urn:ietf:params:oauth:grant-type:device_code": return poll(fields)
    default: return Self.refusal(400, "unsupported_grant_type")
    }
  }

  private mutating func redeem(_ fields: FormFields) -> WebReply {
    guard let code = fields["code"], let known = codes.removeValue(forKey: code),
      fields["redirect_uri"] == known.redirect, let verifier = fields["code_verifier"],
      (43...128).contains(verifier.utf8.count), Self.challenge(verifier) == known.challenge
    else { return Self.refusal(400, "invalid_grant") }
    return tokens(scopes: known.scopes, refresh: grantsRefresh ? make("refresh") : nil, isNew: true)
  }

  private mutating func renew(_ fields: FormFields) -> WebReply {
    guard let old = fields["refresh_token"], refresh.contains(old) else {
      return Self.refusal(
        400, "invalid_grant", #","error_description":"Token has been expired or revoked.""#)
    }
    guard renews else { return tokens(scopes: nil, refresh: nil) }
    refresh.remove(old)
    return tokens(scopes: nil, refresh: make("refresh"))
  }

  private mutating func tokens(scopes: String?, refresh new: String?, isNew: Bool = false)
    -> WebReply
  {
    let token = make("access")
    access.insert(token)
    var members = [
      #""token_type":"Bearer""#, #""expires_in":\#(lifetime)"#, #""access_token":"\#(token)""#,
    ]
    if let new {
      refresh.insert(new)
      members.append(#""refresh_token":"\#(new)""#)
    }
    if let scopes = grantedScopes ?? scopes { members.append(#""scope":"\#(scopes)""#) }
    if isNew, let audience { members.append(#""id_token":"\#(idToken(audience))""#) }
    return WebReply(200, "{\(members.joined(separator: ","))}")
  }

  private func idToken(_ audience: String) -> String {
    let claims = """
      {"sub":"\(person.subject)","email":"\(person.email)","aud":"\(audience)",
      "oid":"oid-\(person.subject)","tid":"\(person.tenant)","iss":"https://issuer.example",
      "preferred_username":"\(person.email)"}
      """
    return ["{}", claims].map { Self.base64(Data($0.utf8)) }.joined(separator: ".") + ".sign"
  }

  // MARK: - Devices, revocation

  private mutating func device(_ question: WebQuestion) -> WebReply {
    let fields = FormFields(String(decoding: question.body, as: UTF8.self))
    guard fields["client_id"] == FakeSignIn.clientID, let scopes = fields["scope"] else {
      return Self.refusal(400, "invalid_request")
    }
    let code = make("device")
    devices[code] = scopes
    return WebReply(
      200,
      """
      {"device_code":"\(code)","user_code":"FJC3EXMPL","expires_in":900,"interval":1,
      "verification_uri":"\(server)/devicelogin"}
      """)
  }

  private var server: String { "https://example.com" }

  private mutating func poll(_ fields: FormFields) -> WebReply {
    guard let code = fields["device_code"], let scopes = devices[code] else {
      return Self.refusal(400, "bad_verification_code")
    }
    if !deviceErrors.isEmpty { return Self.refusal(400, deviceErrors.removeFirst()) }
    devices[code] = nil
    return tokens(scopes: scopes, refresh: make("refresh"), isNew: true)
  }

  private mutating func revoke(_ question: WebQuestion) -> WebReply {
    let fields = FormFields(String(decoding: question.body, as: UTF8.self))
    guard let token = fields["token"] else { return WebReply(400, "{}") }
    revoked.append(token)
    access = []
    refresh = []
    return WebReply(200, "{}")
  }

  // MARK: - Small things

  /// Unlike anything else that could stand in an output.
  private mutating func make(_ kind: String) -> String {
    issued += 1
    let token = "fake.\(kind).\(issued).3f9c"
    everySecret.insert(token)
    return token
  }

  static func refusal(_ status: Int, _ error: String, _ more: String = "") -> WebReply {
    WebReply(status, #"{"error":"\#(error)"\#(more)}"#)
  }

  private static func challenge(_ verifier: String) -> String {
    base64(Data(SHA256.hash(data: Data(verifier.utf8))))
  }

  private static func base64(_ data: Data) -> String {
    data.base64EncodedString().replacingOccurrences(of: "+", with: "-")
      .replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
  }
}

/// The fields of a form or a query.
struct FormFields {
  private var values: [String: String] = [:]

  init(_ text: String) {
    for field in text.split(separator: "&") {
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      values[Self.decoded(parts[0])] = parts.count > 1 ? Self.decoded(parts[1]) : ""
    }
  }

  subscript(name: String) -> String? { values[name] }

  static func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
  }

  private static func decoded(_ text: Substring) -> String {
    text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding ?? String(text)
  }
}
