import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook bill`: what was billed is held as it was.
struct BillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bill", abstract: "Hold a client's days as billed, list what was, and unlock it.",
    discussion: """
      What was billed keeps its client, its hours and its rate, whatever becomes of its events, of \
      rules and of rates, until it is unlocked.
      """,
    subcommands: [List.self, Add.self, Unlock.self], defaultSubcommand: List.self)

  struct List: WorkCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List what was billed, the latest days first.")
    @OptionGroup var global: GlobalOptions

    func run(in world: World) throws -> ExitStatus {
      let store = try world.openStore()
      let printing = BillingPrinting(names: try Names(store), zone: world.zone)
      let billings = try store.billings()
      if global.json {
        try world.output.print(.object([("billings", .array(billings.map(printing.json)))]))
      } else if billings.isEmpty {
        try world.output.print("Nothing was billed yet; see 'daybook bill add --help'.")
      } else {
        try world.output.print(
          world.output.table(billings.map(printing.row), rightAligned: [0, 3]))
      }
      return .done
    }
  }

  struct Add: WorkCommand {
    static let configuration = CommandConfiguration(
      commandName: "add", abstract: "Hold what is still to be billed of a client's days.",
      discussion: "Without dates it is last month.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The client's name, or its beginning.") var client: String
    @OptionGroup var window: WindowOptions

    func run(in world: World) throws -> ExitStatus {
      let desk = try world.desk()
      let client = try desk.client(named: client)
      let first = (world.today - (world.today.civil.day - 1)).adding(months: -1)
      let days = try window.days(in: world, first: first) { from in
        (from - (from.civil.day - 1)).adding(months: 1) - 1
      }
      guard let billing = try desk.bill(client.id, days: days) else {
        throw CommandError.failed(
          "nothing_to_bill", "Nothing of \(client.name) is left to be billed in these days.")
      }
      let printing = BillingPrinting(names: try Names(desk.store), zone: world.zone)
      if global.json {
        try world.output.print(.object([("billing", printing.json(billing))]))
      } else {
        try world.output.print(world.output.table([["Billed:"] + printing.row(billing)]))
        if billing.lacksAmount {
          let name = ShellWord.text(client.name)
          try world.output.print(
            VisibleText.line(
              "\(client.name) has no rate, so these hours have no amount. To give them one: "
                + "daybook bill unlock \(billing.id); daybook clients edit \(name) --rate N; "
                + "and bill them again."))
        }
      }
      return .done
    }
  }

  struct Unlock: WorkCommand {
    static let configuration = CommandConfiguration(
      commandName: "unlock", abstract: "Let what was billed be changed again.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: ArgumentHelp("Its number, as listed.", valueName: "n")) var number: Int

    func run(in world: World) throws -> ExitStatus {
      try world.openStore().unlockBilling(number, now: world.now)
      if global.json {
        try world.output.print(.object([("unlocked", .int(number))]))
      } else {
        try world.output.print("\(number) is unlocked; daybook undo takes that back.")
      }
      return .done
    }
  }
}

/// Billings as they are printed.
struct BillingPrinting {
  let names: Names
  let zone: Zone

  private func seconds(_ billing: Billing) -> Int { billing.lines.map(\.billed).reduce(0, +) }

  func json(_ billing: Billing) -> JSON {
    .object([
      ("id", .int(billing.id)), ("client", .optional(names.client(billing.client))),
      ("from", .string(billing.days.lowerBound.description)),
      ("to", .string(billing.days.upperBound.description)),
      ("at", .string(RFC3339.text(billing.at, in: zone))),
      ("events", .int(billing.lines.count)),
      ("hours", .hundredths(BilledTime.hundredths(seconds(billing)))),
    ])
  }

  func row(_ billing: Billing) -> [String] {
    [
      String(billing.id), names.client(billing.client) ?? billing.client.raw,
      "\(billing.days.lowerBound) – \(billing.days.upperBound - 1)",
      "\(Hundredths.text(BilledTime.hundredths(seconds(billing)))) h",
      CountText.of(billing.lines.count, "event"),
    ]
  }
}
