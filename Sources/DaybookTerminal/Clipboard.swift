/// Puts a text on the clipboard by every road that leads there. Nobody on the way answers, so a
/// text is "sent" and never "arrived". It goes through pipes and the terminal, and is never an
/// argument that others could read.
package struct Clipboard: Sendable {
  /// A road that a text was sent on.
  package enum Route: String, Sendable {
    case command
    case terminal
    case wlCopy = "wl-copy"
    case xclip
    case xsel
    case pbcopy
    case tmux

    /// For "Sent through …".
    package var name: String {
      switch self {
      case .command: "your command"
      case .terminal: "the terminal"
      default: rawValue
      }
    }
  }

  private let command: String
  private let environment: [String: String]

  /// `command` is the user's own, run by the shell with the text as its input; empty for none.
  package init(command: String = "", environment: [String: String]) {
    self.command = command
    self.environment = environment
  }

  /// Sends a text. `send` hands bytes to the terminal and says whether there is one. The tools run
  /// beside the caller, who may go on drawing. No route: nothing worked.
  @MainActor
  package func copy(
    _ text: String, sending send: ([UInt8]) -> Bool
  ) async -> [Route] {
    if !command.isEmpty, await run("/bin/sh", ["-c", command], text) { return [.command] }
    var routes: [Route] = []
    if let bytes = terminalBytes(for: text), send(bytes) { routes.append(.terminal) }
    for (route, arguments) in desktopTools {
      guard let path = OutsideTool.path(of: route.rawValue, in: environment) else { continue }
      if await run(path, arguments, text) {
        routes.append(route)
        break
      }
    }
    if environment["TMUX"] != nil, let path = OutsideTool.path(of: "tmux", in: environment),
      await run(path, ["load-buffer", "-w", "-"], text)
    {
      routes.append(.tmux)
    }
    return routes
  }

  private func run(_ path: String, _ arguments: [String], _ text: String) async -> Bool {
    let tool = OutsideTool(path: path, arguments: arguments, environment: environment)
    return await tool.result(input: text)
  }

  /// The tools that could work on this desktop, in the order in which they are tried.
  private var desktopTools: [(Route, [String])] {
    var tools: [(Route, [String])] = []
    if environment["WAYLAND_DISPLAY"]?.isEmpty == false {
      tools.append((.wlCopy, ["--type", "text/plain;charset=utf-8"]))
    }
    if environment["DISPLAY"]?.isEmpty == false {
      tools.append((.xclip, ["-selection", "clipboard"]))
      tools.append((.xsel, ["--clipboard", "--input"]))
    }
    #if os(macOS)
      // Over SSH it would be the clipboard of the wrong machine.
      if environment["SSH_TTY"] == nil { tools.append((.pbcopy, [])) }
    #endif
    return tools
  }
}

/// OSC 52, the terminal's own clipboard.
extension Clipboard {
  /// What xterm takes, and so the least that all take.
  package static let mostEncoded = 74_994

  /// The bytes that ask the terminal, through what lies between; nil when the text is too long or the
  /// terminal would show them.
  package func terminalBytes(for text: String) -> [UInt8]? {
    let kind = environment["TERM"] ?? ""
    guard !kind.isEmpty, !["dumb", "linux", "vt", "ansi"].contains(where: { kind.hasPrefix($0) })
    else { return nil }
    let encoded = Base64.encoded(Array(text.utf8))
    guard encoded.count <= Clipboard.mostEncoded else { return nil }
    let request = Array("\u{1B}]52;c;".utf8) + encoded + [0x07]
    if environment["TMUX"] != nil {
      // tmux takes it itself, or passes it on, or neither; then there is `tmux load-buffer`.
      return request + Array("\u{1B}Ptmux;\u{1B}".utf8) + request + Array("\u{1B}\\".utf8)
    }
    guard kind.hasPrefix("screen") else { return request }
    // GNU screen passes on at most 768 bytes at a time.
    var wrapped: [UInt8] = []
    for start in stride(from: 0, to: request.count, by: 512) {
      wrapped += Array("\u{1B}P".utf8) + request[start..<min(start + 512, request.count)]
      wrapped += Array("\u{1B}\\".utf8)
    }
    return wrapped
  }
}
