import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld

/// `daybook theme`: what the interface looks like.
struct ThemeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "theme", abstract: "List the themes, show one, or choose one.",
    subcommands: [ThemeList.self, ThemeShow.self, ThemeUse.self], defaultSubcommand: ThemeList.self)
}

struct ThemeList: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the themes there are.")

  @OptionGroup var global: GlobalOptions

  func run(in world: World) throws -> ExitStatus {
    let themes = ThemeFiles(world: world)
    let current = world.settings.theme
    let readings = themes.fileNames.compactMap { name in
      themes.reading(named: name).map { (name: name, theme: $0.theme) }
    }
    func source(_ name: String) -> String { themes.file(named: name)?.path ?? "built-in" }
    if global.json {
      let auto = JSON.object([
        ("name", .string(ThemeFiles.auto)), ("appearance", .null), ("source", .string("built-in")),
        ("current", .bool(current == ThemeFiles.auto)),
      ])
      try world.output.print(
        .object([
          (
            "themes",
            .array(
              [auto]
                + readings.map { name, theme in
                  .object([
                    ("name", .string(name)),
                    ("appearance", .string(theme.isDark ? "dark" : "light")),
                    ("source", .string(source(name))), ("current", .bool(current == name)),
                  ])
                })
          )
        ]))
      return .done
    }
    func mark(_ name: String) -> String { current == name ? "*" : " " }
    let rows =
      [[mark(ThemeFiles.auto), ThemeFiles.auto, "as the terminal", "built-in"]]
      + readings.map { [mark($0), $0, $1.isDark ? "dark" : "light", source($0)] }
    try world.output.print(world.output.table(rows))
    return .done
  }
}

struct ThemeShow: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show how a theme gives every role its look.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "A theme's name, or its beginning.") var name: String

  func run(in world: World) throws -> ExitStatus {
    let themes = ThemeFiles(world: world)
    let name = try themes.named(name)
    let reading = themes.reading(named: name)
    let theme = reading?.theme ?? themes.theme(named: name, background: nil)
    let problems = reading?.problems ?? []
    for problem in problems { world.output.complain(problem) }
    let source = themes.file(named: name)?.path ?? "built-in"
    if global.json {
      try world.output.print(document(theme, name: name, source: source, problems: problems))
    } else {
      try world.output.print(plain(theme, name: name, source: source, world: world))
    }
    return .done
  }

  private func document(_ theme: Theme, name: String, source: String, problems: [String]) -> JSON {
    .object([
      ("name", .string(name)), ("appearance", .string(theme.isDark ? "dark" : "light")),
      ("source", .string(source)), ("hues", .strings(theme.hues.map(\.hex))),
      (
        "roles",
        .object(
          Role.allCases.map { role in
            let look = theme.look(Style(role), at: .full)
            return (
              role.name,
              .object([
                ("fg", .string(look.foreground.word)), ("bg", .string(look.background.word)),
                ("attributes", .strings(look.attributes.words)),
              ])
            )
          })
      ), ("problems", .strings(problems)),
    ])
  }

  private func plain(_ theme: Theme, name: String, source: String, world: World) -> String {
    let output = world.output
    let hasFull = ["truecolor", "24bit"].contains(world.environment["COLORTERM"] ?? "")
    func painted(_ text: String, _ style: Style) -> String {
      guard output.isColoured else { return text }
      return theme.look(style, at: hasFull ? .full : .indexed).painted(text)
    }
    var lines = [
      output.styled(VisibleText.line(name), .bold)
        + "  \(theme.isDark ? "dark" : "light"), " + VisibleText.line(source)
    ]
    lines.append(
      Hue.all.map { hue in
        painted(" \(theme.hues[Int(hue.index)].hex) ", Style(.eventText).hued(hue))
      }.joined())
    let names = Role.allCases.map { (role: $0, name: TextWidth.padded(" " + $0.name, to: 19)) }
    for first in stride(from: 0, to: names.count, by: 4) {
      let row = names[first..<min(first + 4, names.count)]
      lines.append(row.map { painted($0.name, Style($0.role).hued(Hue(0))) }.joined())
    }
    return lines.joined(separator: "\n")
  }
}

struct ThemeUse: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "use", abstract: "Choose a theme; the configuration remembers it.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "A theme's name, its beginning, or auto.") var name: String

  func run(in world: World) throws -> ExitStatus {
    let themes = ThemeFiles(world: world)
    let name = try themes.named(name)
    for problem in themes.reading(named: name)?.problems ?? [] {
      world.output.complain(problem)
    }
    if let failure = themes.remember(name) {
      throw CommandError.failed(failure.code, failure.message, hint: failure.hint)
    }
    if global.json {
      try world.output.print(.object([("theme", .string(name))]))
    } else {
      try world.output.print("The theme is \(name) now.")
    }
    return .done
  }
}

extension ThemeFiles {
  /// The full name of the theme that a person named.
  fileprivate func named(_ text: String) throws -> String {
    switch NameMatch.of(text, among: names.map { (name: $0, item: $0) }) {
    case .found(let name): return name
    case .several(let candidates):
      throw CommandError.failed(
        "ambiguous_theme", "“\(text)” could be \(candidates.joined(separator: ", ")).",
        hint: "Name it in full.")
    case .none(let nearest):
      throw CommandError.failed(
        "unknown_theme", "There is no theme “\(text)”.",
        hint: nearest.map { "Did you mean “\($0)”?" } ?? "See 'daybook theme list'.")
    }
  }
}

extension Color {
  /// `#rrggbb`, a number of the terminal's table, or `default`.
  fileprivate var word: String {
    switch self {
    case .standard: "default"
    case .indexed(let number): String(number)
    case .rgb(let rgb): rgb.hex
    }
  }

  /// The parameters that ask a terminal for it; `base` is 30 for letters and 40 for what is behind.
  fileprivate func parameters(_ base: Int) -> String {
    switch self {
    case .standard: "\(base + 9)"
    case .indexed(let number): "\(base + 8);5;\(number)"
    case .rgb(let rgb): "\(base + 8);2;\(rgb.red);\(rgb.green);\(rgb.blue)"
    }
  }
}

extension Attributes {
  fileprivate var words: [String] {
    ThemeSource.RoleSource.attributeNames.filter { contains($0.value) }.map(\.key).sorted()
  }
}

extension Look {
  fileprivate func painted(_ text: String) -> String {
    let numbers = ["bold": 1, "dim": 2, "italic": 3, "underline": 4, "reverse": 7, "strike": 9]
    let codes = attributes.words.compactMap { numbers[$0] }.map { ";\($0)" }.joined()
    return
      "\u{1b}[0\(codes);\(foreground.parameters(30));\(background.parameters(40))m\(text)\u{1b}[0m"
  }
}
