import ArgumentParser
import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookSync
import DaybookWorld
import ICalendar

/// `daybook accounts add`: connects an account, a feed, a file or a folder, or makes a place of its
/// own here.
struct AccountsAdd: WaitingCommand {
  static let kinds = "There are google, microsoft, calcom, caldav, ics and local."

  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add an account, and sync it at once.",
    discussion: """
      daybook accounts add ics https://example.com/calendar.ics
      daybook accounts add ics ~/calendars --name Files
      daybook accounts add local Archive
      daybook accounts add google
      daybook accounts add microsoft --device-code
      daybook accounts add calcom --api-key-stdin < key
      daybook accounts add caldav me@fastmail.com --password-command 'pass show fastmail'
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(
    help: ArgumentHelp("google, microsoft, calcom, caldav, ics or local.", valueName: "kind"))
  var kind: String
  @Argument(
    help: ArgumentHelp(
      "For ics an address, a file or a folder; for caldav an address or an e-mail address; for local a name.",
      valueName: "address"))
  var address: String?
  @Option(help: ArgumentHelp("What to call it; the host or address otherwise.", valueName: "name"))
  var name: String?
  @Flag(help: "Only remember it.") var noSync = false
  @OptionGroup var proof: ProofOptions

  func validate() throws {
    guard !ProviderFactory.isWeb(kind) else {
      throw ValidationError("The kind is missing: ics stands before the address of a feed.")
    }
    guard let known = AccountKind(rawValue: kind.lowercased()) else {
      throw ValidationError("“\(kind)” is no kind of account. \(AccountsAdd.kinds)")
    }
    try proof.validate(for: known)
    switch known {
    case .ics, .caldav:
      guard address != nil else {
        throw ValidationError(
          known == .ics
            ? "An address, a file or a folder is missing."
            : "An address or an e-mail address is missing.")
      }
    case .local:
      guard address != nil || name != nil else { throw ValidationError("A name is missing.") }
    case .google, .microsoft, .calcom:
      guard address == nil else {
        throw ValidationError("A \(known.rawValue) account takes no address; --name names it.")
      }
    }
  }

  func run(in world: World) async throws -> ExitStatus {
    let chosen = try name.map { try ClientWords.name($0, of: "account") }
    if kind.lowercased() == AccountKind.local.rawValue {
      return try addLocal(
        named: chosen ?? ClientWords.name(address ?? "", of: "account"), in: world)
    }
    if let known = AccountKind(rawValue: kind.lowercased()), known != .ics {
      return try await addRemote(known, named: chosen, in: world)
    }
    let place = try AccountSetup.place(address ?? "", in: world)
    let store = try world.openStore()
    let account = try AccountSetup(world: world, store: store).addFeed(place, named: chosen)
    return try await finish(account, in: store, world)
  }

  /// An account that is only here, with a calendar of the same name to begin with.
  private func addLocal(named name: String, in world: World) throws -> ExitStatus {
    let store = try world.openStore()
    let account = try AccountSetup(world: world, store: store).addLocal(named: name)
    try AccountsAdd.tell(
      account.id, "Added", report: nil, isJSON: global.json, in: store, world)
    return .done
  }

  func finish(_ account: Account, in store: Store, _ world: World) async throws -> ExitStatus {
    try await AccountsAdd.finish(
      account, syncs: !noSync, isJSON: global.json, verb: "Added", in: store, world)
  }

  /// Syncs at once, and tells how it went.
  static func finish(
    _ account: Account, syncs: Bool, isJSON: Bool, verb: String, in store: Store, _ world: World
  ) async throws -> ExitStatus {
    var report: AccountReport?
    if syncs {
      let engine = SyncWiring(world: world, store: store).engine(
        observer: LoggingObserver(log: world.log))
      report = await EndSignals.stopping { await engine.syncNow(accounts: [account.id]) }
        .accounts.first
    }
    try tell(account.id, verb, report: report, isJSON: isJSON, in: store, world)
    if let error = report?.error { world.output.complain(error.naming(account.name)) }
    return !syncs || report?.status == .ok ? .done : .partly
  }

  private static func tell(
    _ id: AccountID, _ verb: String, report: AccountReport?, isJSON: Bool, in store: Store,
    _ world: World
  ) throws {
    guard let account = try store.accounts().first(where: { $0.id == id }) else {
      throw StoreError.gone(.account)
    }
    if isJSON {
      try world.output.print(
        .object([
          ("account", try AccountPrinting(store, zone: world.zone).json(account)),
          ("sync", report?.json ?? .null),
        ]))
    } else {
      let place = account.address.isEmpty ? "" : " (\(RemotePlace(account.address)))"
      try world.output.print(world.output.table([["\(verb): \(account.name)\(place)"]]))
      if let report { try world.output.print(world.output.table(report.rows)) }
    }
  }
}
