import DaybookCore
import DaybookTUI
import DaybookWorld
import TOMLKit

/// Decodes one theme file; what it cannot use is named with its line, and the rest applies.
struct ThemeFile {
  private(set) var source: ThemeSource
  private var keys: Set<String> = []
  private let place: String
  private let lines: KeyLines

  init(_ file: ThemeFiles.File, problems: inout [String]) {
    // What a theme leaves out is found in ink.
    let isRoot = file.name == ThemeFiles.dark && file.path == nil
    source = ThemeSource(name: file.name, inherits: isRoot ? nil : ThemeFiles.dark)
    place = file.path ?? file.name
    lines = KeyLines(file.text)
    let table: TOMLTable
    do {
      table = try TOMLTable(string: file.text)
    } catch let error as TOMLParseError {
      problems.append("\(place):\(error.source.begin.line): \(error.description)")
      return
    } catch {
      problems.append("\(place): \(error)")
      return
    }
    for key in table.keys.sorted() {
      guard let value = table[key] else { continue }
      keys.insert(key)
      if let sentence = take(key, value) { problems.append(problem([key], sentence)) }
    }
    for section in ["roles", "sixteen", "mono"] {
      guard let roles = table[section]?.table else { continue }
      for name in roles.keys.sorted() {
        guard let value = roles[name] else { continue }
        keys.insert("\(section).\(name)")
        guard let look = value.table else {
          problems.append(
            problem([section, name], "wants a look such as { fg = \"text\", bold = true }."))
          continue
        }
        take(look, as: name, in: section, problems: &problems)
      }
    }
  }

  func has(_ key: String) -> Bool {
    keys.contains(key) || keys.contains { $0.hasPrefix(key + ".") }
  }

  /// A top-level key; what is wrong with it, or nil.
  private mutating func take(_ key: String, _ value: any TOMLValueConvertible) -> String? {
    switch key {
    case "name": return value.string == nil ? "wants a text." : nil
    case "inherits":
      guard let parent = value.string else { return "wants a theme's name." }
      source.inherits = parent
    case "appearance":
      guard let text = value.string, ["dark", "light"].contains(text) else {
        return "wants \"dark\" or \"light\"."
      }
      source.isDark = text == "dark"
    case "follows_terminal":
      source.followsTerminal = value.bool
      return value.bool == nil ? "wants true or false." : nil
    case "contrast":
      guard let least = value.double ?? value.int.map(Double.init), (1...21).contains(least) else {
        return "wants a number from 1 to 21."
      }
      source.leastContrast = least
    case "palette":
      guard let table = value.table else { return "wants a table of colours." }
      for name in table.keys.sorted() {
        keys.insert("palette.\(name)")
        guard let color = table[name]?.string else { return "wants a text for \(name)." }
        source.palette[name] = color
      }
    case "roles", "sixteen", "mono":
      return value.table == nil ? "wants a table of looks." : nil
    default:
      let known = [
        "name", "inherits", "appearance", "follows_terminal", "contrast", "palette", "roles",
        "sixteen",
        "mono",
      ]
      let nearest = NearestWord.to(key, among: known)
      return "is nothing that a theme has." + (nearest.map { " The nearest is \($0)." } ?? "")
    }
    return nil
  }

  private mutating func take(
    _ look: TOMLTable, as name: String, in section: String, problems: inout [String]
  ) {
    var role = ThemeSource.RoleSource()
    for key in look.keys.sorted() {
      guard let value = look[key] else { continue }
      keys.insert("\(section).\(name).\(key)")
      switch key {
      case "fg", "bg":
        guard let text = value.string else {
          problems.append(problem([section, name, key], "wants a colour's name or #rrggbb."))
          continue
        }
        if key == "fg" { role.fg = text } else { role.bg = text }
      default:
        guard let isOn = value.bool else {
          problems.append(problem([section, name, key], "wants true or false."))
          continue
        }
        role.attributes[key] = isOn
      }
    }
    switch section {
    case "roles": source.roles[name] = role
    case "sixteen": source.sixteen[name] = role
    default: source.mono[name] = role
    }
  }

  private func problem(_ path: [String], _ sentence: String) -> String {
    let name = path.joined(separator: ".")
    return (lines.line(of: path).map { "\(place):\($0)" } ?? place) + ": \(name) \(sentence)"
  }
}
