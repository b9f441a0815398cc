import ArgumentParser
import DaybookCore
import DaybookServer
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook-server tokens`: of a server of one person. Where there are several, each makes their own.
struct TokensCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens",
    abstract: "List, make and take back tokens for scripts, which may do a part of what you may.",
    subcommands: [List.self, Add.self, Remove.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the tokens: id, name, scopes, and when they end.")

    @ParentCommand var server: DaybookServerCommand
    @OptionGroup var form: FormOptions

    func run() async throws {
      try await server.withTokens { tokens, world in
        let all = try await tokens.all(of: User.home)
        if form.json {
          return try world.output.print(
            .object([("tokens", .array(all.map { $0.json(in: world.zone) }))]))
        }
        guard !all.isEmpty else {
          return try world.output.print("None yet; see 'daybook-server tokens add --help'.")
        }
        try world.output.print(
          all.map { TokensCommand.line($0, in: world.zone) }.joined(separator: "\n"))
      }
    }
  }

  struct Add: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Make a token, and print it, this once.")

    @ParentCommand var server: DaybookServerCommand
    @OptionGroup var form: FormOptions
    @Argument(help: "What it is for.") var name: String
    @Option(
      help: ArgumentHelp(
        "What it may do: read, write or accounts; may be repeated. Reading unless told.",
        valueName: "scope"))
    var scope: [Scope] = []
    @Option(help: ArgumentHelp("After so many days it ends; never unless told.", valueName: "n"))
    var days: Int?

    func validate() throws {
      guard days.map((1...3_650).contains) ?? true else {
        throw ValidationError("--days wants a number from 1 to 3650.")
      }
    }

    func run() async throws {
      try await server.withTokens { tokens, world in
        let chosen = scope.isEmpty ? [.read] : Scope.allCases.filter(scope.contains)
        let made = try await tokens.make(name, scopes: chosen, days: days, of: User.home)
        guard form.json else { return try world.output.print(made.text) }
        try world.output.print(
          .object([
            ("token", .string(made.text)), ("api_token", made.token.json(in: world.zone)),
          ]))
      }
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "remove", abstract: "Take a token back; it is worth nothing any more.")

    @ParentCommand var server: DaybookServerCommand
    @OptionGroup var form: FormOptions
    @Argument(help: "The id, as they are listed.") var id: String

    func run() async throws {
      try await server.withTokens { tokens, world in
        do {
          try await tokens.remove(id, of: User.home)
        } catch let problem as Problem where problem.code == Problem.notFound.code {
          throw CommandError.failed(
            "unknown_token", "There is no token with that id.",
            hint: "'daybook-server tokens list' lists them.")
        }
        guard form.json else { return try world.output.print("Removed: \(id)") }
        try world.output.print(.object([("removed", .string(id))]))
      }
    }
  }

  private static func line(_ token: ApiToken, in zone: Zone) -> String {
    let end = token.expires.map { "until \(RFC3339.text($0, in: zone))" } ?? "for good"
    return "\(token.id)  \(token.name)  \(token.scopes.joined(separator: " "))  \(end)"
  }
}

extension DaybookServerCommand {
  /// Does something about the tokens of one person's own server.
  fileprivate func withTokens(_ body: (ScriptTokens, World) async throws -> Void) async throws {
    let output = Output(environment: World.environment)
    do {
      guard users == nil else {
        throw CommandError.usage(
          "With --users each person makes tokens of their own: POST /api/auth/tokens.")
      }
      guard !demo else { throw CommandError.usage("Sample data have no tokens for scripts.") }
      let world = try World(options, output: output)
      try await body(try ServerRun.scripts(of: world), world)
    } catch {
      throw ExitCode(ServerRun.report(error, to: output).rawValue)
    }
  }
}

/// How a command of the server's answers.
struct FormOptions: ParsableArguments {
  @Flag(help: "Print one JSON document.") var json = false
}

extension Scope: ExpressibleByArgument {}
