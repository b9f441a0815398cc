import DaybookCore
import DaybookTUI
import DaybookWorld

/// Every theme there is: the built-in ones, which are part of the program, and the files in the
/// themes folder, which win over built-in ones of the same name.
///
/// Nothing is kept: a user's file is read each time it is asked for, so that an edit shows at once.
struct ThemeFiles: Sendable {
  /// Where a user's themes lie.
  private let folder: String
  /// The file that keeps the choice.
  let configuration: String
  private let environment: [String: String]

  init(world: World) {
    folder = world.home.userThemes
    configuration = world.home.configuration
    environment = world.environment
  }

  /// A theme as it stands in its file.
  struct File: Sendable {
    let name: String
    /// nil for a built-in one.
    let path: String?
    let text: String
  }

  /// A theme, ready to use, and what in its file could not be understood: one sentence each.
  struct Reading: Sendable {
    let theme: Theme
    let problems: [String]
  }

  /// Chosen by the terminal's background.
  static let auto = "auto"
  static let dark = "ink"
  static let light = "paper"

  private static let builtIn: [(name: String, bytes: [UInt8])] = [
    ("catppuccin", PackageResources.catppuccin_toml), ("contrast", PackageResources.contrast_toml),
    ("dracula", PackageResources.dracula_toml), ("gruvbox", PackageResources.gruvbox_toml),
    ("ink", PackageResources.ink_toml), ("nord", PackageResources.nord_toml),
    ("paper", PackageResources.paper_toml), ("solarized", PackageResources.solarized_toml),
    ("terminal", PackageResources.terminal_toml),
  ]

  /// `auto`, then all themes by name.
  var names: [String] { [ThemeFiles.auto] + fileNames }

  /// Names of the themes that have a file.
  var fileNames: [String] { Set(ThemeFiles.builtIn.map(\.name) + userNames).sorted() }

  private var userNames: [String] {
    OwnFiles.names(in: folder).filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }
      .map { String($0.dropLast(5)) }
  }

  /// The file of the theme with this name.
  func file(named name: String) -> File? {
    let path = "\(folder)/\(name).toml"
    if !name.contains("/"), let bytes = FileBytes.read(path, limit: 1 << 20) {
      return File(name: name, path: path, text: String(decoding: bytes, as: UTF8.self))
    }
    return ThemeFiles.builtIn.first { $0.name == name }.map {
      File(name: name, path: nil, text: String(decoding: $0.bytes, as: UTF8.self))
    }
  }

  /// The theme with this name; where there is none, or for `auto`, the one that suits the
  /// background.
  func theme(named name: String, background: RGB?) -> Theme {
    if name != ThemeFiles.auto, let reading = reading(named: name) { return reading.theme }
    let fitting = fitting(background)
    return reading(named: fitting)?.theme
      ?? Theme.resolve(ThemeSource(name: fitting)) { _ in nil }.theme
  }

  /// The name of the theme that suits a background.
  func fitting(_ background: RGB?) -> String {
    isDark(background) ? ThemeFiles.dark : ThemeFiles.light
  }

  /// Whether light letters suit: what the terminal said of its background, else what it put into
  /// `COLORFGBG`, else yes.
  private func isDark(_ background: RGB?) -> Bool {
    if let background { return background.luminance < 0.18 }
    guard let last = environment["COLORFGBG"]?.split(separator: ";").last, let color = Int(last)
    else { return true }
    return !(color == 7 || color >= 9 && color <= 15)
  }

  /// The theme with this name, the parts of it that could be understood; nil where there is none.
  func reading(named name: String) -> Reading? {
    guard let file = file(named: name) else { return nil }
    var problems: [String] = []
    let own = ThemeFile(file, problems: &problems)
    let lines = KeyLines(file.text)
    let place = file.path ?? name
    let (theme, found) = Theme.resolve(own.source) { parent in
      // A user's own "ink" may begin from the built-in one.
      let parentFile =
        parent == name
        ? ThemeFiles.builtIn.first { $0.name == parent && file.path != nil }.map {
          File(name: parent, path: nil, text: String(decoding: $0.bytes, as: UTF8.self))
        } : self.file(named: parent)
      guard let parentFile else { return nil }
      // What is wrong in a parent is said where that theme is asked for.
      var ignored: [String] = []
      var source = ThemeFile(parentFile, problems: &ignored).source
      if parent == name { source.name = name + " (built in)" }
      return source
    }
    problems += found.compactMap { problem in
      let path = problem.key.split(separator: ".").map(String.init)
      // Keys that this file does not have are its parents'.
      guard let line = lines.line(of: path), own.has(problem.key) else { return nil }
      return "\(place):\(line): \(problem.key): \(problem.sentence)"
    }
    return Reading(theme: theme, problems: problems)
  }
}
