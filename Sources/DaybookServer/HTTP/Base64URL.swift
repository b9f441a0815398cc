import Foundation

/// Base64 for addresses and tokens, without padding (RFC 4648 §5, RFC 7515 §2).
enum Base64URL {
  static func text(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// nil for anything but the one way in which these bytes are written.
  static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    let plain = String(text)
    let missing = String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)
    let padded = plain.replacing("-", with: "+").replacing("_", with: "/") + missing
    guard let data = Data(base64Encoded: padded) else { return nil }
    let bytes = Array(data)
    return Base64URL.text(bytes) == plain ? bytes : nil
  }
}
