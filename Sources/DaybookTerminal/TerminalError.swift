/// Why there can be no interface here.
package enum TerminalError: Error, Hashable, Sendable {
  /// Input or output is a file or a pipe.
  case noTerminal
  /// `TERM` is empty, or the terminal can only print.
  case tooPlain(String)
  /// Nobody has described this kind of terminal.
  case unknownKind(String)

  package var code: String {
    switch self {
    case .noTerminal: "no_terminal"
    case .tooPlain: "plain_terminal"
    case .unknownKind: "unknown_terminal"
    }
  }

  package var message: String {
    switch self {
    case .noTerminal: "The interface needs a terminal."
    case .tooPlain(let name):
      name.isEmpty
        ? "The interface needs to know the terminal, and TERM is not set."
        : "The interface cannot be drawn on a terminal of the kind \"\(name)\"."
    case .unknownKind(let name): "There is no description of the terminal \"\(name)\" here."
    }
  }

  package var hint: String? {
    switch self {
    case .noTerminal: "'daybook agenda' prints without one."
    case .tooPlain: "Set TERM, or use 'daybook agenda'."
    case .unknownKind: "Set TERM=xterm-256color, or install its terminfo."
    }
  }
}
