internal import Crypto
import Foundation

/// What ties an answer to the question that it answers, made anew for each sign-in: PKCE's verifier
/// (RFC 7636) and the state (RFC 6749 §10.12).
struct SignInProof: Sendable {
  let verifier: String
  let state: String

  init() {
    (verifier, state) = (Self.random(), Self.random())
  }

  init(verifier: String, state: String) {
    (self.verifier, self.state) = (verifier, state)
  }

  /// S256: base64url of SHA-256 of the verifier, unpadded.
  var challenge: String { Base64URL.text(Array(SHA256.hash(data: Data(verifier.utf8)))) }

  /// Whether `other` is our state; takes as long whichever byte differs.
  func isState(_ other: String) -> Bool {
    let (mine, theirs) = (Array(state.utf8), Array(other.utf8))
    guard mine.count == theirs.count else { return false }
    return zip(mine, theirs).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// 256 bits, 43 characters.
  private static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    return Base64URL.text((0..<32).map { _ in UInt8.random(in: 0 ... .max, using: &generator) })
  }
}

/// RFC 4648 §5, unpadded.
enum Base64URL {
  static func text(_ bytes: [UInt8]) -> String {
    String(
      Base64.text(bytes).compactMap { letter in
        switch letter {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: letter
        }
      })
  }

  static func bytes(_ text: some StringProtocol) -> Data? {
    var plain = text.replacingOccurrences(of: "-", with: "+")
      .replacingOccurrences(of: "_", with: "/")
    while plain.utf8.count % 4 != 0 { plain += "=" }
    return Data(base64Encoded: plain)
  }
}
