/// The hash functions that prove who sent what; whoever has a library for them brings it.
package protocol Digests: Sendable {
  /// SHA-256 (FIPS 180-4): 32 bytes.
  func sha256(_ bytes: [UInt8]) -> [UInt8]
  /// HMAC-SHA-256 (RFC 2104): 32 bytes.
  func hmac(_ message: [UInt8], key: [UInt8]) -> [UInt8]
}

extension Digests {
  /// Lower-case hex of HMAC-SHA-256 over the bytes.
  package func signature(_ message: [UInt8], secret: String) -> String {
    Hex.text(hmac(message, key: Array(secret.utf8)))
  }

  /// What is kept of a secret that need only be recognised: lower-case hex of SHA-256.
  package func mark(of secret: String) -> String { Hex.text(sha256(Array(secret.utf8))) }
}

/// Bytes as two digits each.
package enum Hex {
  package static func text(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

/// Compares in a time that tells nothing of where two texts differ.
package enum ConstantTime {
  package static func areSame(_ shown: String, _ known: String) -> Bool {
    let (shown, known) = (Array(shown.utf8), Array(known.utf8))
    var difference = UInt8(shown.count == known.count && !known.isEmpty ? 0 : 1)
    for (index, byte) in known.enumerated() {
      difference |= byte ^ (shown.isEmpty ? 0xff : shown[index % shown.count])
    }
    return difference == 0
  }
}
