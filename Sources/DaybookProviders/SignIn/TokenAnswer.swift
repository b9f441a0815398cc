import Foundation

/// What a token endpoint says when all is well (RFC 6749 §5.1), read as leniently as is safe.
struct TokenAnswer: Decodable {
  var access: String
  var refresh: String?
  /// Seconds that `access` lives.
  var lifetime: Int
  /// nil where the answer leaves it out: then it is what was asked for.
  var scopes: [String]?
  var idToken: String?

  private enum Keys: String, CodingKey {
    case access = "access_token"
    case refresh = "refresh_token"
    case lifetime = "expires_in"
    case scope
    case idToken = "id_token"
    case type = "token_type"
  }

  struct Unusable: Error {}

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Keys.self)
    access = try fields.decode(String.self, forKey: .access)
    refresh = try? fields.decodeIfPresent(String.self, forKey: .refresh)
    idToken = try? fields.decodeIfPresent(String.self, forKey: .idToken)
    scopes = (try? fields.decodeIfPresent(String.self, forKey: .scope))?
      .split { $0 == " " || $0 == "," }.map(String.init)
    let seconds =
      (try? fields.decodeIfPresent(Double.self, forKey: .lifetime))
      ?? (try? fields.decodeIfPresent(String.self, forKey: .lifetime)).flatMap { Double($0) }
    // An hour is what all of them give. One that lives for no time is asked for again at once.
    lifetime = Int(min(max(seconds ?? 3600, 0), 315_360_000))
    if refresh?.isEmpty == true { refresh = nil }
    let type = try? fields.decodeIfPresent(String.self, forKey: .type)
    // It becomes a header: a line break in it would be another one.
    guard !access.isEmpty, access.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
      type?.lowercased() ?? "bearer" == "bearer"
    else { throw Unusable() }
  }
}

/// What it says when something is wrong (RFC 6749 §5.2), in the vendors' spellings.
struct TokenRefusal: Decodable {
  var error: String
  /// More on it: Google's `error_subtype`, Microsoft's `suberror`.
  var subtype: String
  /// The number in Microsoft's `AADSTS…`.
  var number: Int?
  /// Never shown: it may repeat what was sent.
  var description: String

  private enum Keys: String, CodingKey {
    case error
    case code = "error_code"
    case subtype = "error_subtype"
    case suberror
    case description = "error_description"
    case numbers = "error_codes"
  }

  init(error: String, description: String = "") {
    (self.error, self.description, subtype) = (error, description, "")
    number = Self.number(in: description)
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Keys.self)
    func text(_ key: Keys) -> String? { try? fields.decodeIfPresent(String.self, forKey: key) }
    guard let error = text(.error) ?? text(.code) else {
      throw DecodingError.dataCorruptedError(
        forKey: .error, in: fields, debugDescription: "no error")
    }
    self.error = error
    subtype = text(.subtype) ?? text(.suberror) ?? ""
    description = text(.description) ?? ""
    number =
      (try? fields.decodeIfPresent([Int].self, forKey: .numbers))?.first
      ?? Self.number(in: description)
  }

  private static func number(in text: String) -> Int? {
    guard let mark = text.firstRange(of: "AADSTS") else { return nil }
    return Int(text[mark.upperBound...].prefix { $0.isASCII && $0.isNumber })
  }
}
