import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook log`: what was asked of whom, and the answer. Addresses are shown without what is secret
/// in them; nothing that was said is kept.
struct LogCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Show what was asked of whom, and the answer, the newest last.",
    discussion: "The last 5,000 questions are kept, without secrets and without what was said.")

  @OptionGroup var global: GlobalOptions
  @Option(help: ArgumentHelp("Only what was asked for this account.", valueName: "name"))
  var account: String?
  @Option(help: ArgumentHelp("At most so many, the newest.", valueName: "n"))
  var limit = 100

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit takes a number from 1.") }
  }

  func run(in world: World) throws -> ExitStatus {
    let store = try world.openStore()
    let name = try account.map { try store.account(named: $0).name }
    let exchanges = try store.exchanges(account: name, limit: limit).reversed()
    if global.json {
      try world.output.print(
        .object([("log", .array(exchanges.map { json($0, world.zone) }))]))
    } else if exchanges.isEmpty {
      try world.output.print("Nothing was asked yet.")
    } else {
      try world.output.print(
        world.output.table(exchanges.map { row($0, world.zone) }, rightAligned: [4, 5]))
    }
    return .done
  }

  private func json(_ exchange: Exchange, _ zone: Zone) -> JSON {
    .object([
      ("at", .string(RFC3339.text(exchange.at, in: zone))),
      ("account", .string(exchange.account)), ("request", .string(exchange.request)),
      ("status", exchange.status.map { .int($0) } ?? .null),
      ("milliseconds", .int(exchange.milliseconds)), ("bytes", .int(exchange.bytes)),
      ("note", .optional(exchange.note)),
    ])
  }

  private func row(_ exchange: Exchange, _ zone: Zone) -> [String] {
    [
      RFC3339.text(exchange.at, in: zone), exchange.account, exchange.request,
      exchange.status.map(String.init) ?? "no answer", "\(exchange.milliseconds) ms",
      "\(exchange.bytes) B", exchange.note ?? "",
    ]
  }
}
