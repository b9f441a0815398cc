import Dispatch

/// Says a text outside the screen: by the person's own command, by a notification of the terminal
/// where it is known to have them, or by its bell.
package struct Notifier: Sendable {
  private let command: String
  private let ringsOnly: Bool
  private let environment: [String: String]

  /// - Parameters:
  ///   - command: run by the shell with the text as its input; empty for none.
  ///   - ringsOnly: whether the terminal only rings.
  package init(command: String = "", ringsOnly: Bool = false, environment: [String: String]) {
    self.command = command
    self.ringsOnly = ringsOnly
    self.environment = environment
  }

  /// `send` hands bytes to the terminal. The command runs beside the caller; where it fails the bell
  /// rings.
  @MainActor
  package func notify(_ text: String, sending send: ([UInt8]) -> Bool) async {
    if await runCommand(with: text) { return }
    _ = send(terminalBytes(for: text))
  }

  /// Hands a text to the person's own command. False where there is none, or it failed.
  package func runCommand(with text: String) async -> Bool {
    if command.isEmpty { return false }
    let tool = OutsideTool(path: "/bin/sh", arguments: ["-c", command], environment: environment)
    return await tool.result(input: Notifier.plain(text))
  }

  private static let bell: UInt8 = 0x07

  /// What makes the terminal tell a text, the bell last.
  package func terminalBytes(for text: String) -> [UInt8] {
    guard !ringsOnly, let dialect else { return [Notifier.bell] }
    let words = Array(Notifier.plain(text).utf8)
    let request =
      switch dialect {
      case .kitty: Array("\u{1B}]99;i=daybook:e=1;".utf8) + Base64.encoded(words) + Notifier.end
      case .iTerm: Array("\u{1B}]9;".utf8) + words + Notifier.end
      case .rxvt:
        Array("\u{1B}]777;notify;Daybook;".utf8) + words.map { $0 == 0x3B ? 0x2C : $0 }
          + Notifier.end
      }
    return request + [Notifier.bell]
  }

  private static let end = Array("\u{1B}\\".utf8)

  /// How terminals are asked for a notification.
  private enum Dialect {
    /// OSC 99: kitty's "Desktop notifications".
    case kitty
    /// OSC 9: iTerm2's "Proprietary Escape Codes".
    case iTerm
    /// OSC 777 notify, from rxvt-unicode's extension of this name.
    case rxvt
  }

  /// nil where nothing is known to work; what lies between would swallow or show it.
  private var dialect: Dialect? {
    if environment["TMUX"] != nil || environment["STY"] != nil { return nil }
    let kind = environment["TERM"] ?? ""
    if kind == "xterm-kitty" { return .kitty }
    if ["foot", "rxvt-unicode", "xterm-ghostty"].contains(where: { kind.hasPrefix($0) }) {
      return .rxvt
    }
    return switch environment["TERM_PROGRAM"] {
    case "iTerm.app": .iTerm
    case "WezTerm", "ghostty": .rxvt
    default: nil
    }
  }

  /// Without what a terminal would obey, here or at the end of a command, and no longer than anybody
  /// reads.
  private static func plain(_ text: String) -> String {
    let scalars = text.unicodeScalars.filter { scalar in
      scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value)
    }.prefix(200)
    return String(String.UnicodeScalarView(scalars))
  }
}
