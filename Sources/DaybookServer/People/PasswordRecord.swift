import Crypto
import CryptoExtras
import Foundation

/// What is kept of a password: scrypt of it (RFC 7914), with the salt and the cost that made it, so
/// that both may grow.
///
/// As text, in the form that password hashes are usually written in:
/// `$scrypt$ln=15,r=8,p=3$SALT$HASH`, both in base64 without padding.
struct PasswordRecord: Hashable, Sendable {
  struct Cost: Hashable, Sendable {
    /// Of two: how many rounds, and with `blocks` how much memory.
    var logRounds: Int
    var blocks: Int
    var lanes: Int

    /// 32 MiB for each, three times over: as hard as OWASP asks for.
    static let usual = Cost(logRounds: 15, blocks: 8, lanes: 3)
  }

  let cost: Cost
  let salt: [UInt8]
  private let hash: [UInt8]

  /// Of a new password.
  ///
  /// - Parameter password: within `lengths`; in which of several ways its letters are composed makes
  ///   no difference.
  init(of password: String, cost: Cost) throws {
    let salt = PasswordRecord.random(16)
    self.cost = cost
    self.salt = salt
    hash = try PasswordRecord.hash(password, salt, cost)
  }

  /// Of no password at all; finding that out costs as much as with any other.
  init(ofNobodyAt cost: Cost) {
    self.cost = cost
    salt = PasswordRecord.random(16)
    hash = PasswordRecord.random(32)
  }

  /// Reads `text`; nil where it is none, or asks for more work than anybody would.
  init?(text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt" else { return nil }
    let costs = parts[2].split(separator: ",").map { $0.split(separator: "=") }
    guard costs.count == 3, costs.allSatisfy({ $0.count == 2 }),
      costs.map({ $0[0] }) == ["ln", "r", "p"], let rounds = Int(costs[0][1]),
      let blocks = Int(costs[1][1]), let lanes = Int(costs[2][1]), (1...20).contains(rounds),
      (1...32).contains(blocks), (1...16).contains(lanes),
      let salt = PasswordRecord.bytes(parts[3]), let hash = PasswordRecord.bytes(parts[4]),
      !salt.isEmpty, hash.count == 32
    else { return nil }
    cost = Cost(logRounds: rounds, blocks: blocks, lanes: lanes)
    (self.salt, self.hash) = (salt, hash)
  }

  var text: String {
    "$scrypt$ln=\(cost.logRounds),r=\(cost.blocks),p=\(cost.lanes)"
      + "$\(PasswordRecord.base64(salt))$\(PasswordRecord.base64(hash))"
  }

  /// Whether it is this password's; takes as long whichever byte differs.
  func isOf(_ password: String) throws -> Bool {
    let other = try PasswordRecord.hash(password, salt, cost)
    return zip(hash, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// Bytes that a password may have. What it is made of is nobody's business.
  static let lengths = 10...1_000

  /// As it is hashed.
  static func bytes(of password: String) -> [UInt8] {
    Array(password.precomposedStringWithCanonicalMapping.utf8)
  }

  private static func hash(_ password: String, _ salt: [UInt8], _ cost: Cost) throws -> [UInt8] {
    let key = try KDF.Scrypt.deriveKey(
      from: bytes(of: password), salt: salt, outputByteCount: 32, rounds: 1 << cost.logRounds,
      blockSize: cost.blocks, parallelism: cost.lanes)
    return key.withUnsafeBytes { Array($0) }
  }

  private static func random(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: 0 ... .max, using: &generator) }
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("=", with: "")
  }

  private static func bytes(_ text: Substring) -> [UInt8]? {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    return Data(base64Encoded: text + padding).map { Array($0) }
  }
}
