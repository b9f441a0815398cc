internal import DaybookCore

/// How small lists and failures are written into one column.
enum StoredText {
  static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
  static func words(_ list: [String]) -> String { list.joined(separator: " ") }

  /// Code, message and hint, one a line.
  static func failure(_ failure: Failure?) -> String? {
    failure.map { failure in
      [failure.code, failure.message, failure.hint ?? ""]
        .map { String($0.map { $0.isNewline ? " " : $0 }) }.joined(separator: "\n")
    }
  }

  static func failure(_ text: String?) -> Failure? {
    guard let lines = text?.split(separator: "\n", omittingEmptySubsequences: false) else {
      return nil
    }
    return Failure(
      code: String(lines[0]), message: lines.count > 1 ? String(lines[1]) : "",
      hint: lines.count > 2 && !lines[2].isEmpty ? String(lines[2]) : nil)
  }
}
