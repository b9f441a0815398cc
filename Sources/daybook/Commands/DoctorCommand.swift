import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook doctor`: looks at everything Daybook stands on, and says what to mend.
struct DoctorCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check terminal, clipboard, store, accounts and clock, and say what to mend.")

  @OptionGroup var global: GlobalOptions

  func run(in world: World) throws -> ExitStatus {
    let checks = Checkup(world: world).checks()
    if global.json {
      try world.output.print(.object([("checks", .array(checks.map(\.json)))]))
    } else {
      try world.output.print(plain(checks, world.output))
    }
    let failed = checks.filter { $0.status == .failed }
    for check in failed {
      world.output.complain(
        Failure(code: check.name, message: "\(check.name): \(check.message)", hint: check.hint))
    }
    return failed.isEmpty ? .done : .failed
  }

  private func plain(_ checks: [HealthCheck], _ output: Output) -> String {
    let names = checks.map { VisibleText.line($0.name) }
    let width = names.map(TextWidth.of).max() ?? 0
    return zip(checks, names).map { check, name in
      let name = TextWidth.padded(name, to: width)
      let mark = output.styled(check.status.mark, check.status.ink)
      let line = "\(mark)  \(name)  \(VisibleText.line(check.message))"
      guard let hint = check.hint else { return line }
      let indent = String(repeating: " ", count: width + 5 + check.status.mark.count)
      return line + "\n" + indent + output.styled(VisibleText.line(hint), .dim)
    }.joined(separator: "\n")
  }
}

/// One thing that was looked at.
struct HealthCheck: Sendable {
  enum Status: String, Sendable {
    case ok, warning, failed

    /// All of one width, and words rather than signs, for whoever hears them read.
    var mark: String {
      switch self {
      case .ok: "ok     "
      case .warning: "warning"
      case .failed: "failed "
      }
    }

    var ink: Ink {
      switch self {
      case .ok: .green
      case .warning: .yellow
      case .failed: .red
      }
    }
  }

  let name: String
  let status: Status
  /// What is.
  let message: String
  /// What to do about it.
  var hint: String?

  var json: JSON {
    .object([
      ("name", .string(name)), ("status", .string(status.rawValue)), ("message", .string(message)),
      ("hint", .optional(hint)),
    ])
  }
}
