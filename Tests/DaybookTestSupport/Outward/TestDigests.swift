import Crypto
internal import DaybookCore

/// The hash functions, for modules that have no library for them.
package struct TestDigests: Digests {
  package init() {}

  package func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

  package func hmac(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
  }
}
