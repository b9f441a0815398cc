import CNcurses
import DaybookTUI

/// What this kind of terminal can do, from terminfo and the environment.
package struct TerminalFeatures: Sendable {
  package var depth: ColorDepth
  package var attributes: Attributes
  /// Erasing leaves the current background behind, not the default one.
  package var erasesWithBackground: Bool
  /// Can move the rows between two margins (DECSTBM).
  package var scrolls: Bool
  /// Understands questions, mouse, bracketed paste and titles, or ignores them in silence.
  package var isModern: Bool
  /// Puts us on a screen of our own, and takes us back.
  package var alternateScreen: (enter: String, leave: String)

  package init(
    depth: ColorDepth,
    attributes: Attributes = [.bold, .dim, .italic, .underline, .reverse, .strike],
    erasesWithBackground: Bool = true, scrolls: Bool = true, isModern: Bool = true,
    alternateScreen: (enter: String, leave: String) = ("\u{1B}[?1049h", "\u{1B}[?1049l")
  ) {
    self.depth = depth
    self.attributes = attributes
    self.erasesWithBackground = erasesWithBackground
    self.scrolls = scrolls
    self.isModern = isModern
    self.alternateScreen = alternateScreen
  }

  /// Asks terminfo about `TERM`.
  package init(environment: [String: String], descriptor: Int32) throws(TerminalError) {
    let name = environment["TERM"] ?? ""
    guard !name.isEmpty, name != "dumb" else { throw .tooPlain(name) }
    guard curses_load(name, descriptor) == 1 else {
      guard let features = TerminalFeatures(relativeOfXterm: name, environment) else {
        throw .unknownKind(name)
      }
      self = features
      return
    }
    // Everything since the VT100 moves the cursor in this way, and so do we.
    guard let move = TerminalFeatures.text("cup"), move.hasPrefix("\u{1B}[") else {
      throw .tooPlain(name)
    }
    isModern = !TerminalFeatures.oldKinds.contains { name.hasPrefix($0) }
    let hasDirectColor = curses_flag("RGB") != 0 || curses_flag("Tc") != 0
    depth = ColorDepth(
      environment: environment, colors: Int(curses_number("colors")),
      hasDirectColor: hasDirectColor)
    attributes = TerminalFeatures.attributes
    erasesWithBackground = curses_flag("bce") != 0
    scrolls = TerminalFeatures.text("csr")?.hasPrefix("\u{1B}[") == true
    alternateScreen = (
      TerminalFeatures.text("smcup") ?? "", TerminalFeatures.text("rmcup") ?? ""
    )
  }

  /// A terminal whose description is not installed here, as happens on servers, but whose family we
  /// know: it does what xterm does, and says in its name how many colours it has.
  package init?(relativeOfXterm name: String, _ environment: [String: String]) {
    let families = [
      "xterm", "screen", "tmux", "rxvt", "alacritty", "foot", "wezterm", "ghostty", "kitty", "st-",
      "vte", "gnome", "konsole", "mintty", "contour",
    ]
    guard families.contains(where: { name.hasPrefix($0) }) else { return nil }
    let colors = name.hasSuffix("-16color") ? 16 : name.contains("color") ? 256 : 8
    self.init(
      depth: ColorDepth(environment: environment, colors: colors, hasDirectColor: false),
      erasesWithBackground: !name.hasPrefix("screen") && !name.hasPrefix("tmux"))
  }

  private static let oldKinds = ["linux", "vt", "ansi", "cons", "sun", "wsvt", "hurd", "mach"]

  private static var attributes: Attributes {
    var attributes: Attributes = []
    for (capability, attribute) in [
      ("bold", Attributes.bold), ("dim", .dim), ("sitm", .italic), ("smul", .underline),
      ("rev", .reverse), ("smxx", .strike),
    ] where text(capability) != nil {
      attributes.insert(attribute)
    }
    return attributes
  }

  /// A capability without the pauses that terminals once needed (`$<5/>`).
  private static func text(_ capability: String) -> String? {
    guard let pointer = curses_text(capability) else { return nil }
    var text = ""
    var rest = Substring(String(cString: pointer))
    while let start = rest.firstIndex(of: "$") {
      text += rest[..<start]
      rest = rest[start...]
      if rest.hasPrefix("$<"), let end = rest.firstIndex(of: ">") {
        rest = rest[rest.index(after: end)...]
      } else {
        text += "$"
        rest = rest.dropFirst()
      }
    }
    return text + rest
  }
}

extension ColorDepth {
  /// What the terminal shows, as far as anybody says so.
  init(environment: [String: String], colors: Int, hasDirectColor: Bool) {
    let name = environment["TERM"] ?? ""
    if environment["NO_COLOR"]?.isEmpty == false {
      self = .mono
    } else if hasDirectColor || ColorDepth.isFull(environment, name, colors) {
      self = .full
    } else {
      switch colors {
      case 256...: self = .indexed
      case 16..<256: self = .sixteen
      case 8..<16: self = .eight
      default: self = .mono
      }
    }
  }

  private static func isFull(_ environment: [String: String], _ name: String, _ colors: Int) -> Bool
  {
    // The variable outlives the terminal: it is still set on a console or inside GNU screen.
    if name.hasPrefix("linux") || name.hasPrefix("vt") { return false }
    if name.hasPrefix("screen"), environment["TMUX"] == nil { return false }
    if ["truecolor", "24bit"].contains(environment["COLORTERM"]) { return true }
    guard colors >= 256, environment["TMUX"] == nil else { return false }
    return name.hasSuffix("-direct")
      || ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm"].contains {
        name.hasPrefix($0)
      }
      || ["iTerm.app", "WezTerm", "vscode", "ghostty"].contains(environment["TERM_PROGRAM"])
      || environment["WT_SESSION"] != nil || environment["KONSOLE_VERSION"] != nil
  }
}
