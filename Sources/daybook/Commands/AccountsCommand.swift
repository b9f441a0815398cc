import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook accounts`: where calendars come from.
struct AccountsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accounts", abstract: "List, add and remove where calendars come from.",
    subcommands: [
      AccountsList.self, AccountsAdd.self, AccountsRemove.self, AccountsLogin.self,
    ], defaultSubcommand: AccountsList.self)
}

/// Accounts, for people and for programs.
struct AccountPrinting {
  private let calendars: [AccountID: Int]
  private let zone: Zone

  init(_ store: Store, zone: Zone) throws {
    calendars = Dictionary(grouping: try store.calendars(), by: \.calendar.account)
      .mapValues(\.count)
    self.zone = zone
  }

  func json(_ account: Account) -> JSON {
    .object([
      ("name", .string(account.name)), ("kind", .string(account.kind.rawValue)),
      ("status", .string(account.state.rawValue)),
      ("last_sync", .optional(account.lastSync.map { RFC3339.text($0, in: zone) })),
      ("error", .failure(account.failure)), ("calendars", .int(calendars[account.id] ?? 0)),
      ("address", .string(RemotePlace(account.address).description)),
    ])
  }

  func row(_ account: Account) -> [String] {
    let count = calendars[account.id] ?? 0
    let synced = account.lastSync.map {
      "synced \(DateText.day(zone.day(at: $0))) \(Stamp.clock($0, in: zone))"
    }
    return [
      account.name, account.kind.rawValue, account.state.words,
      "\(count) calendar\(count == 1 ? "" : "s")", synced ?? "",
      RemotePlace(account.address).description,
    ]
  }
}

struct AccountsList: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the accounts and how they are.")

  @OptionGroup var global: GlobalOptions

  func run(in world: World) throws -> ExitStatus {
    let store = try world.openStore()
    let accounts = try store.accounts()
    let printing = try AccountPrinting(store, zone: world.zone)
    if global.json {
      try world.output.print(.object([("accounts", .array(accounts.map(printing.json)))]))
    } else if accounts.isEmpty {
      try world.output.print("No accounts yet; see 'daybook accounts add --help'.")
    } else {
      try world.output.print(world.output.table(accounts.map(printing.row)))
      for account in accounts {
        guard let failure = account.failure?.naming(account.name) else { continue }
        let hint = failure.hint.map { "; " + $0 } ?? ""
        try world.output.print(
          world.output.styled(world.output.table([[failure.message + hint]]), .yellow))
      }
    }
    return .done
  }
}

struct AccountsRemove: WaitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Forget an account with its calendars and events.",
    discussion: """
      Nothing changes in its calendars at the other side; the sign-in is ended there where that can
      be done, and erased here. This cannot be undone.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The account's name, or its beginning.") var name: String

  func run(in world: World) async throws -> ExitStatus {
    let store = try world.openStore()
    let account = try store.account(named: name)
    if account.kind == .local, account.name == "local",
      try store.calendars().contains(where: { $0.calendar.account == account.id })
    {
      throw CommandError.failed(
        "account_in_use", "The account local holds the calendars that are only here.",
        hint: "Remove them one by one with 'daybook calendars remove'.")
    }
    try await AccountSetup(world: world, store: store).remove(account)
    if global.json {
      try world.output.print(.object([("removed", .string(account.name))]))
    } else {
      try world.output.print(world.output.table([["Removed: \(account.name)"]]))
    }
    return .done
  }
}

struct AccountsLogin: WaitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "login", abstract: "Sign in again, and sync at once.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The account's name, or its beginning.") var name: String
  @Flag(help: "Only sign in.") var noSync = false
  @OptionGroup var proof: ProofOptions

  func run(in world: World) async throws -> ExitStatus {
    let store = try world.openStore()
    let account = try store.account(named: name)
    do {
      try proof.validate(for: account.kind)
    } catch let error as ValidationError {
      throw CommandError.usage(error.message)
    }
    let setup = AccountSetup(world: world, store: store)
    switch account.kind {
    case .ics:
      throw CommandError.failed(
        "no_sign_in", "\(account.name) is a feed or a file, which has no sign-in.",
        hint: "Where its address has changed, remove the account and add it again.")
    case .local:
      throw CommandError.failed(
        "no_sign_in", "\(account.name) is only on this machine and has no sign-in.")
    case .google, .microsoft:
      try await setup.renew(account, by: TerminalSignIn.browser(proof, in: world))
    case .calcom:
      if let key = try proof.key(world.settings.providers.calcom) {
        try await setup.renew(account, with: key)
      } else {
        try await setup.renew(account, by: TerminalSignIn.browser(proof, in: world))
      }
    case .caldav:
      guard let user = try proof.user ?? setup.user(of: account) else {
        throw CommandError.usage("--user is missing: who signs in to \(account.name).")
      }
      try await setup.renew(account, with: proof.password(of: user))
    }
    return try await AccountsAdd.finish(
      account, syncs: !noSync, isJSON: global.json, verb: "Signed in", in: store, world)
  }
}
