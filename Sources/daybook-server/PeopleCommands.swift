import ArgumentParser
import DaybookCore
import DaybookServer
import DaybookStore
import DaybookWorld
import ICalendar

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension DaybookServerCommand {
  /// Does something about the people in the folder that `--users` names.
  func inHouse(_ body: (House, UserIndex, Output) async throws -> Void) async throws {
    let output = Output(environment: World.environment)
    do {
      guard let users else {
        throw CommandError.usage("--users is missing: the folder that several people are in.")
      }
      let house = try House(users, in: World.environment)
      try await body(house, try house.index(), output)
    } catch {
      throw ExitCode(ServerRun.report(error, to: output).rawValue)
    }
  }
}

/// `daybook-server invite`.
struct InviteCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invite",
    abstract: "Make an invitation: a code with which somebody registers, once.")

  @ParentCommand var server: DaybookServerCommand
  @OptionGroup var form: FormOptions
  @Option(help: ArgumentHelp("After so many days it is over.", valueName: "n")) var days = 7

  func validate() throws {
    guard (1...365).contains(days) else {
      throw ValidationError("--days wants a number from 1 to 365.")
    }
  }

  func run() async throws {
    try await server.inHouse { _, index, output in
      let now = WallClock(frozen: nil).now
      let code = try Owner.invite(into: index, days: days, now: now)
      guard form.json else { return try output.print(code) }
      let end = RFC3339.text(now + days * 86_400, in: .utc)
      try output.print(.object([("invitation", .string(code)), ("expires_at", .string(end))]))
    }
  }
}

/// `daybook-server people`.
struct PeopleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "people", abstract: "List, let in again and remove people.",
    subcommands: [List.self, Password.self, Remove.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List who is here, and their ids.")

    @ParentCommand var server: DaybookServerCommand
    @OptionGroup var form: FormOptions

    func run() async throws {
      try await server.inHouse { _, index, output in
        let users = try index.users()
        if form.json {
          let people = users.map { user in
            JSON.object([("id", .string(user.id)), ("name", .string(user.name))])
          }
          return try output.print(.object([("people", .array(people))]))
        }
        guard !users.isEmpty else {
          return try output.print("Nobody yet; see 'daybook-server invite --help'.")
        }
        try output.print(users.map { "\($0.id)  \($0.name)" }.joined(separator: "\n"))
      }
    }
  }

  struct Password: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give somebody another password, which ends their sign-ins and tokens.",
      discussion: "It is asked for without echo, or read from standard input where that is a pipe.")

    @ParentCommand var server: DaybookServerCommand
    @OptionGroup var form: FormOptions
    @Argument(help: "The name.") var name: String

    func run() async throws {
      try await server.inHouse { _, index, output in
        let user = try PeopleCommand.user(name, in: index)
        guard let password = PeopleCommand.typed("New password of \(user.name): ") else {
          throw CommandError.usage("A password is missing on standard input.")
        }
        guard try Owner.give(password, to: user, in: index) else {
          throw CommandError.failed("password_length", "A password has 10 to 1,000 bytes.")
        }
        guard form.json else { return try output.print("Changed: \(user.name)") }
        try output.print(.object([("changed", .string(user.id))]))
      }
    }
  }

  struct Remove: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Remove somebody with their store, for good.",
      discussion: "Sign-ins at vendors are ended there where that can be done.")

    @ParentCommand var server: DaybookServerCommand
    @OptionGroup var form: FormOptions
    @Argument(help: "The name.") var name: String
    @Flag(help: "Leave the store's file where it is.") var keepStore = false

    func run() async throws {
      try await server.inHouse { house, index, output in
        let user = try PeopleCommand.user(name, in: index)
        try index.remove(user.id)
        if !keepStore {
          await PeopleCommand.endSignIns(of: user, in: house, output)
          house.erase(user.id)
        }
        guard form.json else { return try output.print("Removed: \(user.name)") }
        try output.print(.object([("removed", .string(user.id))]))
      }
    }
  }

  private static func user(_ name: String, in index: UserIndex) throws -> User {
    guard let user = try Owner.user(name, in: index) else {
      throw CommandError.failed(
        "unknown_person", "Nobody goes by that name.",
        hint: "'daybook-server people list' lists who is here.")
    }
    return user
  }

  /// One line, without its end.
  private static func typed(_ prompt: String) -> String? {
    if isatty(STDIN_FILENO) == 1 { return getpass(prompt).map { String(cString: $0) } }
    return readLine(strippingNewline: true)
  }

  private static func endSignIns(of user: User, in house: House, _ output: Output) async {
    guard FileBytes.exists(house.store(of: user.id)) else { return }
    do {
      let world = try World(WorldOptions(), output: output)
        .world(ofStoreAt: house.store(of: user.id))
      let store = try world.openStore()
      let setup = AccountSetup(world: world, store: store)
      for account in try store.accounts() where account.kind != .local {
        try await setup.remove(account)
      }
    } catch {
      // What is kept here is erased all the same.
      output.complain("Not every sign-in could be ended at its vendor.")
    }
  }
}
