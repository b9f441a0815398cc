import ArgumentParser
import DaybookCore
import DaybookWorld

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `daybook serve`: the REST API, which is a program of its own so that nobody has to have it.
struct ServeCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Start the server: a REST API over your calendar.",
    discussion: "Its options are those of daybook-server: 'daybook-server --help' lists them.")

  @OptionGroup var global: GlobalOptions
  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("Options of daybook-server.", valueName: "options"))
  var options: [String] = []

  func run(in world: World) throws -> ExitStatus { throw ServeCommand.start(options) }

  /// Becomes the server, which lies beside this program; returns only where that cannot be.
  static func start(_ arguments: [String]) -> CommandError {
    let program = OwnFiles.folder(of: ServeCommand.program) + "/daybook-server"
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    execv(program, &words)
    let reason = errno
    for word in words { free(word) }
    guard reason == ENOENT else {
      return .failed(
        "no_server", "\(program) cannot be started: \(String(cString: strerror(reason)))")
    }
    return .failed(
      "no_server", "The server is not installed: there is no \(program).",
      hint: "'scripts/run serve' builds and starts it; copy it from there to beside this program.")
  }

  /// The file that runs, wherever a link to it was started from.
  private static var program: String {
    #if canImport(Glibc)
      if let path = realpath("/proc/self/exe", nil) {
        defer { free(path) }
        return String(cString: path)
      }
    #else
      var size: UInt32 = 4_096
      var bytes = [CChar](repeating: 0, count: Int(size))
      if _NSGetExecutablePath(&bytes, &size) == 0, let path = realpath(bytes, nil) {
        defer { free(path) }
        return String(cString: path)
      }
    #endif
    return CommandLine.arguments[0]
  }
}
