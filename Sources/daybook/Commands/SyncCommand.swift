import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookSync
import DaybookTUI
import DaybookWorld
import Dispatch

/// `daybook sync`: asks the accounts what is new.
struct SyncCommand: WaitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Ask all accounts, or some, what is new.")

  @OptionGroup var global: GlobalOptions
  @Option(
    name: .customLong("account"),
    help: ArgumentHelp("Only this account; may be repeated.", valueName: "name"))
  var accounts: [String] = []
  @Flag(
    help: ArgumentHelp(
      "Compare everything, as if nothing had been read before.",
      discussion: "With --account it takes over even a calendar that lost most of its events."))
  var full = false
  @Flag(
    help: """
      Stay, and sync whenever something is due or a watched file changes; what begins soon is told \
      as [reminders] wishes, by its command or at a terminal.
      """)
  var watch = false

  func run(in world: World) async throws -> ExitStatus {
    let store = try world.openStore()
    let chosen = accounts.isEmpty ? nil : Set(try accounts.map { try store.account(named: $0).id })
    let options = SyncOptions(isFull: full, letsThrough: full && chosen != nil)
    if watch {
      return await SyncWatch(world: world, store: store, isJSON: global.json)
        .run(only: chosen, options)
    }
    let engine = SyncWiring(world: world, store: store).engine(
      observer: LoggingObserver(log: world.log))
    let report = await EndSignals.stopping { await engine.syncNow(accounts: chosen, options) }
    report.complain(in: world)
    if global.json {
      try world.output.print(report.json)
    } else if report.accounts.isEmpty {
      if report.error == nil {
        try world.output.print("No account has anything to ask; see 'daybook accounts add --help'.")
      }
    } else {
      try world.output.print(world.output.table(report.accounts.flatMap(\.rows)))
      for note in report.accounts.flatMap(\.notes) {
        try world.output.print(world.output.styled(VisibleText.line("  " + note), .dim))
      }
    }
    return report.exitStatus
  }

}

extension SyncReport {
  /// A line on standard error for everything that failed.
  func complain(in world: World) {
    if let error { world.output.complain(error) }
    for account in accounts {
      if let error = account.error { world.output.complain(error.naming(account.name)) }
    }
  }
}

extension AccountReport {
  /// What was skipped, by calendar.
  var notes: [String] {
    calendars.flatMap { calendar in calendar.notes.map { "\(calendar.name): \($0)" } }
  }
}

extension Failure {
  /// The same, saying of which account.
  func naming(_ account: String) -> Failure {
    message.contains(account)
      ? self : Failure(code: code, message: "\(account): \(message)", hint: hint)
  }
}
