import Foundation

/// `application/x-www-form-urlencoded`, as queries and the bodies of OAuth's requests are written.
enum FormText {
  static func text(_ fields: [(String, String)]) -> String {
    fields.map { WebPath.encoded($0.0) + "=" + WebPath.encoded($0.1) }.joined(separator: "&")
  }

  /// The fields in their order; what is no text is left out.
  static func fields(_ text: some StringProtocol) -> [(name: String, value: String)] {
    text.split(separator: "&").compactMap { field in
      let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decoded(parts[0]), let value = decoded(parts.count > 1 ? parts[1] : "")
      else { return nil }
      return (name, value)
    }
  }

  private static func decoded(_ text: some StringProtocol) -> String? {
    text.replacingOccurrences(of: "+", with: " ").removingPercentEncoding
  }
}
