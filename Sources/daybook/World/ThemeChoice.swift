import DaybookCore
import DaybookWorld

/// The choice of a theme, which the configuration keeps.
extension ThemeFiles {
  /// Makes the choice the configuration's, which stays as it is where it cannot be read exactly.
  ///
  /// Answers what went wrong, if anything did.
  @discardableResult
  func remember(_ name: String) -> Failure? {
    var text = ""
    if FileBytes.exists(configuration) {
      let byHand = "set theme = \"\(name)\" in it by hand"
      guard let bytes = FileBytes.read(configuration, limit: 1 << 20) else {
        return Failure(
          code: "cannot_read", message: "\(configuration) cannot be read", hint: byHand)
      }
      // What is read with losses would be written with losses.
      guard let exact = String(validating: bytes, as: UTF8.self) else {
        return Failure(
          code: "cannot_read", message: "\(configuration) is not all UTF-8", hint: byHand)
      }
      text = exact
    }
    do throws(CommandError) {
      try OwnFiles.replace(configuration, with: ThemeFiles.setting(name, in: text))
      return nil
    } catch {
      return error.failure
    }
  }

  /// The text of a configuration with `theme` set, and all else as it was.
  static func setting(_ name: String, in text: String) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let escaped = name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
    let value = "theme = \"\(escaped)\""
    var firstSection = lines.count
    for (index, line) in lines.enumerated() {
      let words = line.trimmed
      if words.hasPrefix("[") {
        firstSection = index
        break
      }
      guard words.hasPrefix("theme"), words.dropFirst(5).trimmed.hasPrefix("=") else { continue }
      // A comment behind the value stays behind it.
      let rest = line.drop { $0 != "=" }.dropFirst()
      let quoted = rest.trimmed.first.flatMap { $0 == "\"" || $0 == "'" ? $0 : nil }
      var comment = ""
      if let quoted, let open = rest.firstIndex(of: quoted),
        let close = rest[rest.index(after: open)...].firstIndex(of: quoted)
      {
        comment = String(rest[rest.index(after: close)...])
      }
      lines[index] = value + (comment.trimmed.hasPrefix("#") ? comment : "")
      return lines.joined(separator: "\n")
    }
    if lines == [""] { return value + "\n" }
    // Above the first section, or it would belong to that.
    let isLast = firstSection == lines.count && lines.last?.isEmpty == true
    lines.insert(value, at: isLast ? lines.count - 1 : firstSection)
    if firstSection < lines.count - 1, lines[firstSection + 1].trimmed.hasPrefix("[") {
      lines.insert("", at: firstSection + 1)
    }
    return lines.joined(separator: "\n")
  }
}
