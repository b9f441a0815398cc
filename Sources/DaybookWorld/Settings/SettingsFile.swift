import DaybookCore
import ICalendar
import TOMLKit

/// The configuration file: what it says, and what in it could not be understood.
///
/// A wrong key or value costs itself and nothing else; a file that is no TOML costs everything in
/// it, and the defaults stand.
package struct SettingsFile: Sendable {
  package var settings = Settings()
  /// One sentence each, with file and line, from the first line on.
  package var problems: [String] = []
  private let zones: ZoneDatabase

  /// Reads `path`; no file there is no problem.
  package init(path: String, zones: ZoneDatabase) {
    self.zones = zones
    guard let bytes = FileBytes.read(path, limit: 1 << 20) else {
      if FileBytes.exists(path) {
        problems = ["\(path) could not be read; the defaults are used."]
      }
      return
    }
    read(String(decoding: bytes, as: UTF8.self), path: path)
  }

  private mutating func read(_ text: String, path: String) {
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let line = error.source.begin.line
      problems = ["\(path):\(line): \(error.description). The defaults are used."]
      return
    } catch {
      problems = ["\(path): \(error). The defaults are used."]
      return
    }
    let lines = KeyLines(text)
    var found: [(line: Int?, sentence: String)] = []
    for (keys, value) in SettingsFile.leaves(of: table) {
      if let problem = apply(keys, value) { found.append((lines.line(of: keys), problem)) }
    }
    if settings.defaultCalendar != nil {
      let line = lines.line(of: ["default_calendar"])
      settings.defaultCalendarPlace = line.map { "\(path):\($0)" } ?? path
    }
    found.sort { ($0.line ?? 0, $0.sentence) < ($1.line ?? 0, $1.sentence) }
    problems = found.map { problem in
      "\(problem.line.map { "\(path):\($0)" } ?? path): \(problem.sentence)"
    }
  }

  private static let groups = [
    "availability", "conflicts", "hours", "reminders", "sync", "sync.window", "clipboard", "sets",
    "keys", "server", "providers",
  ]

  /// Every value with the path of keys to it; tables that are values themselves stay whole.
  private static func leaves(of table: TOMLTable, under path: [String] = [])
    -> [([String], any TOMLValueConvertible)]
  {
    table.keys.sorted().flatMap { key -> [([String], any TOMLValueConvertible)] in
      guard let value = table[key] else { return [] }
      let here = path + [key]
      let isGroup =
        groups.contains(here.joined(separator: "."))
        || here.first == "providers" && here.count <= 2
      if isGroup, let inner = value.table { return leaves(of: inner, under: here) }
      return [(here, value)]
    }
  }

  /// Takes one value in; what is wrong with it, or nil.
  private mutating func apply(_ path: [String], _ value: any TOMLValueConvertible) -> String? {
    let name = path.joined(separator: ".")
    if path.first == "keys", path.count == 2 {
      guard let keys = value.array?.compactMap(\.string) ?? value.string.map({ [$0] }) else {
        return "\(name) wants a list of keys, such as [\"L\", \"<PageDown>\"]."
      }
      settings.keys[path[1]] = keys
      return KeySettings.problem(path[1], keys)
    }
    if path.first == "sets", path.count == 2 {
      guard let members = value.array?.compactMap(\.string) ?? value.string.map({ [$0] }),
        members.allSatisfy({ $0.count > 1 && ($0.hasPrefix("#") || $0.hasPrefix("/")) })
      else { return "\(name) wants a list of clients and calendars: [\"#Acme\", \"/Personal\"]." }
      settings.sets.append(NamedSet(name: path[1], members: members))
      return nil
    }
    guard let setting = SettingsTable.named[name] else {
      if path.first == "providers", path.count == 3 { return SettingsTable.unknownProvider(path) }
      let known = SettingsTable.named.keys.sorted()
      let nearest = NearestWord.orFarther(
        from: name, among: value.table == nil ? known : SettingsFile.groups)
      return "\(name) is no setting.\(nearest.map { " The nearest is \($0)." } ?? "")"
    }
    if path.last?.hasSuffix("timezone") == true, let zone = value.string {
      do throws(PhraseError) {
        _ = try ZonePhrase.zone(identifiedBy: zone, in: zones)
      } catch {
        return "\(name) knows no zone \"\(zone)\"."
          + (error.nearest.map { " The nearest is \($0)." }
            ?? " Use an IANA name such as Europe/Berlin.")
      }
    }
    do {
      try setting.set(value, &settings)
      return nil
    } catch {
      return "\(name) \(error.sentence)"
    }
  }
}

/// Where in the text a key stands, for saying so; the parser keeps no places.
/// Nothing is looked for until something is to be said.
package struct KeyLines {
  private let text: String

  package init(_ text: String) {
    self.text = text
  }

  private var lines: [String: Int] {
    var lines: [String: Int] = [:]
    var section = ""
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = raw.trimmed
      if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
        section = line[line.index(after: line.startIndex)..<end].trimmed
        lines[section] = lines[section] ?? index + 1
      } else if let equals = line.firstIndex(of: "="), !line.hasPrefix("#") {
        let key = line[..<equals].trimmed.filter { $0 != "\"" && $0 != "'" }
        let path = section.isEmpty ? key : "\(section).\(key)"
        lines[path] = lines[path] ?? index + 1
      }
    }
    return lines
  }

  package func line(of path: [String]) -> Int? {
    let lines = lines
    for length in stride(from: path.count, to: 0, by: -1) {
      if let line = lines[path.prefix(length).joined(separator: ".")] { return line }
    }
    return nil
  }
}
