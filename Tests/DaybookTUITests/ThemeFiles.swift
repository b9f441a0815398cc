import DaybookTUI

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The themes that we ship, read with as much TOML as they use.
enum ThemeFiles {
  static let names = [
    "catppuccin", "contrast", "dracula", "gruvbox", "ink", "nord", "paper", "solarized", "terminal",
  ]

  static func resolved(_ name: String) -> (theme: Theme, problems: [ThemeProblem]) {
    Theme.resolve(source(name) ?? ThemeSource(name: "missing")) { source($0) }
  }

  static func source(_ name: String) -> ThemeSource? {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return contents(of: "/\(root)/Themes/\(name).toml").map { parse($0) }
  }

  private static func contents(of path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  static func parse(_ text: String) -> ThemeSource {
    var source = ThemeSource(name: "")
    var section = ""
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("[") {
        section = String(line.dropFirst().dropLast())
        continue
      }
      guard let (key, value) = pair(line) else { continue }
      switch (section, key) {
      case ("", "name"): source.name = value
      case ("", "inherits"): source.inherits = value
      case ("", "appearance"): source.isDark = value == "dark"
      case ("", "follows_terminal"): source.followsTerminal = value == "true"
      case ("", "contrast"): source.leastContrast = Double(value)
      case ("palette", _): source.palette[key] = value
      case ("roles", _): source.roles[key] = role(value)
      case ("sixteen", _): source.sixteen[key] = role(value)
      case ("mono", _): source.mono[key] = role(value)
      default: continue
      }
    }
    return source
  }

  private static func role(_ text: String) -> ThemeSource.RoleSource {
    var role = ThemeSource.RoleSource()
    for item in text.drop(while: { $0 == "{" }).dropLast().split(separator: ",") {
      guard let (key, value) = pair(item) else { continue }
      switch key {
      case "fg": role.fg = value
      case "bg": role.bg = value
      default: role.attributes[key] = value == "true"
      }
    }
    return role
  }

  private static func pair(_ text: Substring) -> (String, String)? {
    let parts = text.split(separator: "=", maxSplits: 1).map { part in
      String(
        part.drop { $0 == " " || $0 == "\"" }.reversed().drop { $0 == " " || $0 == "\"" }.reversed()
      )
    }
    return parts.count == 2 ? (parts[0], parts[1]) : nil
  }
}
