import DaybookCore
import DaybookTerminal

/// Why a command ends before its work is done, and with which status.
struct CommandError: Explained {
  let code: String
  let message: String
  let hint: String?
  let status: ExitStatus

  /// The work could not be done: status 1.
  static func failed(_ code: String, _ message: String, hint: String? = nil) -> CommandError {
    CommandError(code: code, message: message, hint: hint, status: .failed)
  }

  /// The words of the command were wrong: status 64.
  static func usage(_ message: String, hint: String? = nil) -> CommandError {
    CommandError(code: "usage", message: message, hint: hint, status: .usage)
  }
}

/// It has the words already; the pure interface only does not know the protocol.
extension TerminalError: Explained {}

/// How a command ended, for whoever started it.
enum ExitStatus: Int32, Sendable {
  case done = 0
  case failed = 1
  /// Some account or file failed; the rest is stored.
  case partly = 2
  case usage = 64
}
