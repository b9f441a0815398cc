import TOMLKit

/// The text of a configuration with one setting changed, and all else as it was.
package struct SettingsText {
  private var lines: [String]
  private let newline: String
  private let before: TOMLTable?

  package init(_ text: String) {
    newline = text.contains("\r\n") ? "\r\n" : "\n"
    lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map(String.init)
    before = try? TOMLTable(string: text)
  }

  /// The text with this setting; nil where it cannot be changed without changing more, as in a file
  /// that is no TOML.
  ///
  /// - Parameters:
  ///   - path: the keys that lead to it.
  ///   - value: as TOML writes it.
  package func setting(_ path: [String], to value: String) -> String? {
    guard let before, let wanted = try? TOMLTable(string: "value = \(value)")["value"] else {
      return nil
    }
    var changed = self
    if !changed.replace(path, with: value) { changed.insert(path, value) }
    let text = changed.lines.joined(separator: newline)
    // The lines were read more simply than TOML is: what it says is looked at again.
    guard let after = try? TOMLTable(string: text) else { return nil }
    var leaves = Self.leaves(of: before)
    leaves[path] = wanted.tomlValue.debugDescription
    return Self.leaves(of: after) == leaves ? text : nil
  }

  /// Puts the value where the setting stands already.
  private mutating func replace(_ path: [String], with value: String) -> Bool {
    var section: [String] = []
    for (index, line) in lines.enumerated() {
      if let header = Self.header(line) {
        section = header
        continue
      }
      guard let equals = line.firstIndex(of: "="), !line.trimmed.hasPrefix("#"),
        section + Self.keys(line[..<equals]) == path
      else { continue }
      let start = line.index(after: equals)
      let blanks = line[start...].prefix { $0 == " " || $0 == "\t" }
      lines[index] = line[..<start] + blanks + value + Self.comment(behind: line[start...])
      return true
    }
    return false
  }

  private mutating func insert(_ path: [String], _ value: String) {
    let line = "\(path.last ?? "") = \(value)"
    let group = Array(path.dropLast())
    if group.isEmpty { return insertOnTop(line) }
    guard let header = lines.firstIndex(where: { Self.header($0) == group }) else {
      while lines.last?.trimmed.isEmpty == true { lines.removeLast() }
      if !lines.isEmpty { lines.append("") }
      lines += ["[\(group.joined(separator: "."))]", line, ""]
      return
    }
    let next = lines[(header + 1)...].firstIndex { Self.header($0) != nil } ?? lines.count
    lines.insert(line, at: (lastEntry(in: header + 1..<next) ?? header) + 1)
  }

  /// Above the first section, or it would belong to that.
  private mutating func insertOnTop(_ line: String) {
    let first = lines.firstIndex { Self.header($0) != nil }
    if let last = lastEntry(in: 0..<(first ?? lines.count)) {
      lines.insert(line, at: last + 1)
    } else if var place = first {
      // What is said right above a section is about that.
      while place > 0, lines[place - 1].trimmed.hasPrefix("#") { place -= 1 }
      lines.insert(contentsOf: [line, ""], at: place)
    } else {
      while lines.last?.trimmed.isEmpty == true { lines.removeLast() }
      lines += [line, ""]
    }
  }

  /// The last line that says something, and is no comment: those at the end are about what follows.
  private func lastEntry(in range: Range<Int>) -> Int? {
    range.last { !lines[$0].trimmed.isEmpty && !lines[$0].trimmed.hasPrefix("#") }
  }

  /// The keys of `[a.b]`; nil for other lines.
  private static func header(_ line: String) -> [String]? {
    let line = line.trimmed
    guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else { return nil }
    return keys(line[line.index(after: line.startIndex)..<end])
  }

  private static func keys(_ text: Substring) -> [String] {
    text.split(separator: ".", omittingEmptySubsequences: false).map {
      String($0.trimmed.filter { $0 != "\"" && $0 != "'" })
    }
  }

  /// The comment behind a value, with the blanks before it.
  private static func comment(behind value: Substring) -> Substring {
    var quote: Character?
    var isEscaped = false
    for (index, letter) in zip(value.indices, value) {
      if isEscaped {
        isEscaped = false
      } else if let open = quote {
        isEscaped = letter == "\\" && open == "\""
        if letter == open { quote = nil }
      } else if letter == "\"" || letter == "'" {
        quote = letter
      } else if letter == "#" {
        let blanks = value[..<index].reversed().prefix { $0 == " " || $0 == "\t" }.count
        return value[value.index(index, offsetBy: -blanks)...]
      }
    }
    return ""
  }

  private static func leaves(of table: TOMLTable, under path: [String] = []) -> [[String]: String] {
    var found: [[String]: String] = [:]
    for key in table.keys {
      guard let value = table[key] else { continue }
      if let inner = value.table {
        found.merge(leaves(of: inner, under: path + [key])) { first, _ in first }
      } else {
        found[path + [key]] = value.tomlValue.debugDescription
      }
    }
    return found
  }
}
