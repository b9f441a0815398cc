import Crypto
import DaybookCore
import Foundation

/// Random texts that prove something, of which only a hash is kept: they are too long to be guessed, so
/// that no salt and no work is needed.
enum TokenText {
  /// Begins tokens for scripts, so that they are known for what they are wherever one turns up.
  static let apiPrefix = "daybook_"

  static func makeAPI() -> String { apiPrefix + SecretToken.make().text }

  /// SHA-256, in hexadecimal.
  static func hash(_ text: String) -> String {
    Hex.text(Array(SHA256.hash(data: Data(text.utf8))))
  }
}
