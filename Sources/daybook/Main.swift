import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTerminal
import DaybookWorld
import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads the arguments, makes the world, runs the command, and says how it ended.
@main
enum Main {
  static func main() {
    let arguments = Arguments.arranged(Array(CommandLine.arguments.dropFirst()))
    // The two that are asked for most are read without the parser.
    if let interface = WorldOptions(interface: arguments) { open(interface) }
    if let agenda = AgendaRequest(arguments) {
      exit(run(agenda.world) { world in try agenda.run(in: world) })
    }
    // All that follows is the server's to understand.
    if arguments.first == ServeCommand.configuration.commandName {
      let error = ServeCommand.start(Array(arguments.dropFirst()))
      exit(report(error, to: Output(environment: World.environment)))
    }
    if let error = Daybook.unknownCommand(in: arguments) {
      exit(report(error, to: Output(environment: World.environment)))
    }
    let command: any ParsableCommand
    do {
      command = try Daybook.command(arguments)
    } catch {
      exit(tell(error, arguments: arguments))
    }
    switch command {
    case let work as any WorkCommand:
      exit(run(WorldOptions(work.global)) { world in try work.run(in: world) })
    case let waiting as any WaitingCommand:
      wait(for: waiting)
    case let interface as any InterfaceCommand:
      open(WorldOptions(interface.global))
    default:
      // A group without a subcommand, `help`, or a command of the parser's own.
      var command = command
      do {
        try command.run()
        exit(0)
      } catch {
        exit(tell(error, arguments: arguments))
      }
    }
  }

  /// Runs `work` in a world made of the options and the environment.
  private static func run(_ options: WorldOptions, _ work: (World) throws -> ExitStatus) -> Int32 {
    let output = Output(environment: World.environment)
    do {
      return try work(World(options, output: output)).rawValue
    } catch {
      return report(error, to: output)
    }
  }

  private static func wait(for command: any WaitingCommand) -> Never {
    let output = Output(environment: World.environment)
    let world: World
    do {
      world = try World(WorldOptions(command.global), output: output)
    } catch {
      exit(report(error, to: output))
    }
    let handed = Handed(command: command)
    Task {
      do {
        exit(try await handed.command.run(in: world).rawValue)
      } catch {
        exit(report(error, to: output))
      }
    }
    dispatchMain()
  }

  /// `@unchecked` because the main thread lets go of the command when it hands it over: it only
  /// waits from then on.
  private struct Handed: @unchecked Sendable {
    let command: any WaitingCommand
  }

  private static func open(_ options: WorldOptions) -> Never {
    let output = Output(environment: World.environment)
    do {
      let world = try World(options, output: output)
      try MainActor.assumeIsolated { try Runtime.start(in: world) }
    } catch {
      exit(report(error, to: output))
    }
    dispatchMain()
  }

  /// One line on standard error, and the exit status that belongs to it.
  static func report(_ error: any Error, to output: Output) -> Int32 {
    switch error {
    case let error as CommandError:
      output.complain(error)
      return error.status.rawValue
    case let error as PhraseError:
      // Phrases come from the arguments: what was not understood is a wrong word.
      output.complain(error)
      return ExitStatus.usage.rawValue
    case let error as ScopeError:
      output.complain(
        CommandError.usage(
          error.message, hint: "Say with --scope this, following or all what is meant."))
      return ExitStatus.usage.rawValue
    case let error as any Explained:
      output.complain(error)
      return ExitStatus.failed.rawValue
    default:
      output.complain("\(error)")
      return ExitStatus.failed.rawValue
    }
  }

  /// What the parser has to say: help on standard output, a wrong word on standard error.
  private static func tell(_ error: any Error, arguments: [String]) -> Int32 {
    let output = Output(environment: World.environment)
    let told = Daybook.fullMessage(for: error)
    if let dashed = Arguments.dashedText(in: arguments, told: told) {
      return report(dashed, to: output)
    }
    guard Daybook.exitCode(for: error) != .success else {
      _ = try? output.print(told)
      return 0
    }
    let name = arguments.first.map { $0.hasPrefix("-") ? "" : " " + $0 } ?? ""
    let known = told.split(separator: "\n").first.map(String.init) ?? ""
    let message = Arguments.withoutFarGuess(
      known.hasPrefix("Error: ") ? String(known.dropFirst(7)) : known)
    let full = message.last.map { ".!?".contains($0) } ?? false ? message : message + "."
    output.complain("\(full) See 'daybook\(name) --help'.")
    return ExitStatus.usage.rawValue
  }
}

/// It has the words already; the pure interface only does not know the protocol.
extension TerminalError: Explained {}
