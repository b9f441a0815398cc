import DaybookTUI
import DaybookTestSupport
import DaybookWorld
import Foundation
import Testing

/// `docs/daybook.1` is what the program says of itself: its commands, its keys, its settings.
struct ManualTests {
  @Test func theManualIsWhatTheProgramSays() throws {
    try ManualPage("daybook.1").expect(page())
  }

  @Test func everyCommandIsInIt() throws {
    let text = try ManualPage("daybook.1").text
    for command in try ToolCommand.all() where command.words.count > 1 {
      let heading = ".SS " + Roff.plain(command.synopsis)
      #expect(text.contains(heading), "\(command.synopsis) is missing")
    }
  }

  private func page() throws -> String {
    var roff = Roff(
      "daybook", section: 1, title: "Daybook", source: "Daybook \(World.version)")
    let commands = try ToolCommand.all()
    let root = try #require(commands.first)
    roff.section("NAME")
    roff.paragraph("daybook - the calendar dashboard for freelancers who live in the terminal")
    roff.section("SYNOPSIS")
    roff.example(["daybook [options]", "daybook [options] command …"])
    roff.section("DESCRIPTION")
    roff.paragraph(
      """
      Daybook brings calendars from Google, Microsoft, Cal.com, CalDAV servers, feeds and files into one local store and one screen: week, \
      day, month, agenda, year, conflicts that are resolved, free slots for the clipboard, clients and hours to bill.
      """)
    add(root.discussion, to: &roff)
    roff.section("OPTIONS")
    for option in root.arguments { roff.item(option.term, option.sentence) }
    roff.section("COMMANDS")
    let general = Set(root.arguments.map(\.term))
    for command in commands.dropFirst() {
      roff.part(command.synopsis)
      roff.paragraph(command.abstract)
      add(command.discussion, to: &roff)
      for argument in command.arguments where !general.contains(argument.term) {
        roff.item(argument.term, argument.sentence)
      }
    }
    addKeys(to: &roff)
    roff.section("SETTINGS")
    roff.paragraph("They are read from config.toml, a TOML file; a.b is b in the section [a].")
    for setting in SettingsTable.all {
      let usual = setting.usual.map { "; \($0) unless set" } ?? ""
      roff.item(
        Roff.bold(setting.name), "Takes \(setting.takes)\(usual). \(setting.sentence)")
    }
    roff.section("ENVIRONMENT")
    for row in SettingsPageTests.variables { roff.item(Roff.bold(row[0]), row[1]) }
    addEnd(to: &roff)
    return roff.text
  }

  /// Sentences, and command lines as they are typed.
  private func add(_ discussion: String, to roff: inout Roff) {
    func isCommand(_ line: Substring) -> Bool { line.hasPrefix("daybook ") }
    for part in discussion.split(separator: "\n").chunked(on: isCommand) {
      let lines = part.lines.map { $0.trimmingCharacters(in: .whitespaces) }
      if part.isCommand {
        roff.example(lines)
      } else {
        roff.paragraph(lines.joined(separator: " "))
      }
    }
  }

  private func addKeys(to roff: inout Roff) {
    roff.section("KEYS")
    roff.paragraph("? shows the keys of the place you are in; [keys] in the settings changes them.")
    var titles: [String] = []
    for place in KeyPlace.allCases where !titles.contains(place.title) {
      titles.append(place.title)
    }
    for title in titles {
      let places = KeyPlace.allCases.filter { $0.title == title }
      let rows = StandardKeymap.keymap.bindings.filter { row in
        places.contains { row.contexts.contains($0) }
      }
      if rows.isEmpty { continue }
      roff.part(title)
      for row in rows {
        roff.item(
          row.keys.map { Roff.bold(KeyText.write($0)) }.joined(separator: " "), row.help)
      }
    }
  }

  private func addEnd(to roff: inout Roff) {
    roff.section("FILES")
    for (path, words) in [
      ("~/.config/daybook/config.toml", "The settings."),
      ("~/.config/daybook/themes/", "Themes of your own."),
      ("~/.local/share/daybook/daybook.sqlite", "The store."),
      ("~/.local/state/daybook/daybook.log", "The log; no title, address or secret is in it."),
    ] { roff.item(Roff.slanted(path), words) }
    roff.section("EXIT STATUS")
    for (status, words) in [
      (ExitStatus.done, "Done."), (.failed, "Failed."),
      (.partly, "Partly done: some account or file failed, the rest is stored."),
      (.usage, "Wrong usage."),
    ] { roff.item(Roff.bold(String(status.rawValue)), words) }
    roff.section("SEE ALSO")
    roff.paragraph("calcurse(1), khal(1), vdirsyncer(1), tmux(1)")
  }
}

/// A command, as the program lists it for tools.
private struct ToolCommand {
  var words: [String]
  var abstract: String
  var discussion: String
  var arguments: [Argument]

  /// `daybook free [options]`.
  var synopsis: String {
    let places = arguments.filter { $0.kind == "positional" }.map(\.place)
    return (words + ["[options]"] + places).joined(separator: " ")
  }

  struct Argument {
    var kind: String
    var names: [String]
    var value: String
    var abstract: String
    var usual: String?
    var isOptional: Bool
    var isRepeating: Bool

    var place: String {
      let name = "<\(value)>" + (isRepeating ? " …" : "")
      return isOptional ? "[\(name)]" : name
    }

    var term: String {
      if kind == "positional" { return Roff.slanted(value) }
      let all = names.map(Roff.bold).joined(separator: ", ")
      return kind == "option" ? all + " " + Roff.slanted(value) : all
    }

    var sentence: String { abstract + (usual.map { " (\($0) unless told)" } ?? "") }
  }

  /// The program's own first, then each with its subcommands behind it.
  static func all() throws -> [ToolCommand] {
    let daybook = try Program()
    let document = try daybook("--experimental-dump-help").json()
    let root = try #require(document["command"] as? [String: Any])
    return read(root, below: [])
  }

  private static func read(_ node: [String: Any], below words: [String]) -> [ToolCommand] {
    guard let name = node["commandName"] as? String, name != "help" || words.isEmpty else {
      return []
    }
    let own = words + [name]
    let subcommands = node["subcommands"] as? [[String: Any]] ?? []
    let arguments = (node["arguments"] as? [[String: Any]] ?? []).compactMap(argument)
    let command = ToolCommand(
      words: own, abstract: text(node["abstract"]),
      discussion: node["discussion"] as? String ?? "",
      arguments: arguments)
    let isGroup = !subcommands.isEmpty && !words.isEmpty
    return (isGroup ? [] : [command]) + subcommands.flatMap { read($0, below: own) }
  }

  private static func argument(_ node: [String: Any]) -> Argument? {
    guard let kind = node["kind"] as? String, node["shouldDisplay"] as? Bool != false else {
      return nil
    }
    let names = (node["names"] as? [[String: Any]] ?? []).compactMap { name -> String? in
      guard let text = name["name"] as? String else { return nil }
      return (name["kind"] as? String == "long" ? "--" : "-") + text
    }
    return Argument(
      kind: kind, names: names, value: text(node["valueName"]), abstract: text(node["abstract"]),
      usual: node["defaultValue"] as? String, isOptional: node["isOptional"] as? Bool ?? false,
      isRepeating: node["isRepeating"] as? Bool ?? false)
  }

  private static func text(_ value: Any?) -> String {
    (value as? String ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension [Substring] {
  /// Runs of lines that are commands, and of lines that are none.
  fileprivate func chunked(on isCommand: (Substring) -> Bool)
    -> [(isCommand: Bool, lines: [Substring])]
  {
    var runs: [(isCommand: Bool, lines: [Substring])] = []
    for line in self {
      if runs.last?.isCommand == isCommand(line) {
        runs[runs.count - 1].lines.append(line)
      } else {
        runs.append((isCommand(line), [line]))
      }
    }
    return runs
  }
}
