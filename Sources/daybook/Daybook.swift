import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld

/// The command without a subcommand: the interface.
struct Daybook: ParsableCommand {
  static let version = World.version

  static let configuration = CommandConfiguration(
    commandName: "daybook",
    abstract: "The calendar dashboard for freelancers who live in the terminal.",
    discussion: """
      Without a subcommand Daybook opens its interface. DATE is an ISO date or week, or what a \
      person types: today, fri, +10d, 12 dec. DURATION is 45m, 1h30m or 1.5h.
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(
        name: "Calendar",
        subcommands: [
          AgendaCommand.self, WeekCommand.self, MonthCommand.self, NextCommand.self,
          ShowCommand.self, NewCommand.self, EditCommand.self,
          DeleteCommand.self, RespondCommand.self, RemindCommand.self, UndoCommand.self,
          RedoCommand.self,
        ]),
      CommandGroup(
        name: "Planning",
        subcommands: [
          ConflictsCommand.self, ResolveCommand.self, FreeCommand.self, OfferCommand.self,
          HoldsCommand.self, RulesCommand.self,
        ]),
      CommandGroup(
        name: "Clients",
        subcommands: [
          ClientsCommand.self, AssignCommand.self, AssignRulesCommand.self, ReportCommand.self,
          BillCommand.self,
        ]),
      CommandGroup(
        name: "Calendars in and out",
        subcommands: [
          ImportCommand.self, ExportCommand.self, AccountsCommand.self, CalendarsCommand.self,
          SyncCommand.self, OutboxCommand.self, LogCommand.self, PublishCommand.self,
        ]),
      CommandGroup(
        name: "Around",
        subcommands: [
          ThemeCommand.self, ServeCommand.self, DoctorCommand.self, CompletionsCommand.self,
        ]),
    ])

  @OptionGroup var global: GlobalOptions

  /// What the arguments ask for.
  ///
  /// A command that is known by its name is parsed alone, which takes half the time. Whatever that
  /// does not understand is left to the whole of it, whose words name every command above.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    if let name = arguments.first, let known = named(name),
      known.configuration.subcommands.isEmpty,
      let command = try? known.parseAsRoot(Array(arguments.dropFirst())),
      type(of: command) == known
    {
      return command
    }
    return try parseAsRoot(arguments)
  }

  private static func named(_ name: String) -> (any ParsableCommand.Type)? {
    for group in configuration.groupedSubcommands {
      for command in group.subcommands where command.configuration.commandName == name {
        return command
      }
    }
    return nil
  }
}

extension Daybook: InterfaceCommand {}

extension Daybook {
  /// What to say where the first word is no command; the parser only calls it unexpected.
  static func unknownCommand(in arguments: [String]) -> CommandError? {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
    guard let word = words.first, !word.hasPrefix("-"), !names.contains(word) else { return nil }
    let nearest: String? =
      switch NameMatch.of(word, among: names.map { (name: $0, item: $0) }) {
      case .found(let name): name
      case .several(let candidates): candidates.first
      case .none(let name): name
      }
    return CommandError.usage(
      "There is no command “\(word)”.",
      hint: (nearest.map { "Did you mean “\($0)”? " } ?? "") + "See 'daybook --help'.")
  }
}

/// Options that every command takes, before or after its name.
struct GlobalOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The store's file.", valueName: "path"))
  var store: String?
  @Option(help: ArgumentHelp("The configuration's file.", valueName: "path"))
  var config: String?
  @Option(help: ArgumentHelp("The display zone, an IANA name.", valueName: "zone"))
  var timezone: String?
  @Flag(help: "Print one JSON document.")
  var json = false
  @Flag(help: "Use built-in sample data; never touches your store.")
  var demo = false
}

/// A command that works and ends.
protocol WorkCommand: ParsableCommand {
  var global: GlobalOptions { get }
  /// Does the work; what it throws is told on standard error.
  func run(in world: World) throws -> ExitStatus
}

/// A command that waits for others: the network, a watcher.
protocol WaitingCommand: ParsableCommand {
  var global: GlobalOptions { get }
  func run(in world: World) async throws -> ExitStatus
}

/// The command that opens the interface.
protocol InterfaceCommand: ParsableCommand {
  var global: GlobalOptions { get }
}
