import DaybookCore

/// Why a command ends before its work is done, and with which status.
package struct CommandError: Explained {
  package let code: String
  package let message: String
  package let hint: String?
  package let status: ExitStatus

  package init(code: String, message: String, hint: String?, status: ExitStatus) {
    (self.code, self.message, self.hint, self.status) = (code, message, hint, status)
  }

  /// The work could not be done: status 1.
  package static func failed(_ code: String, _ message: String, hint: String? = nil) -> CommandError
  {
    CommandError(code: code, message: message, hint: hint, status: .failed)
  }

  /// The words of the command were wrong: status 64.
  package static func usage(_ message: String, hint: String? = nil) -> CommandError {
    CommandError(code: "usage", message: message, hint: hint, status: .usage)
  }
}

/// How a command ended, for whoever started it.
package enum ExitStatus: Int32, Sendable {
  case done = 0
  case failed = 1
  /// Some account or file failed; the rest is stored.
  case partly = 2
  case usage = 64
}
