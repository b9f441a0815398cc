import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookSync
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook outbox`: what was changed here and is not there yet.
struct OutboxCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "outbox", abstract: "List what waits to be sent, give it up, or send it now.",
    subcommands: [List.self, Drop.self, Keep.self, Take.self, Send.self],
    defaultSubcommand: List.self)

  struct List: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the changes that wait to be sent, the oldest first.")
    @OptionGroup var global: GlobalOptions

    func run(in world: World) throws -> ExitStatus {
      let store = try world.openStore()
      let outbox = try OutboxPrinting(store, zone: world.zone)
      let entries = try store.outbox()
      if global.json {
        try world.output.print(.object([("outbox", outbox.json(entries))]))
      } else if entries.isEmpty {
        try world.output.print("Nothing waits to be sent.")
      } else {
        try world.output.print(world.output.table(entries.map(outbox.row)))
      }
      return .done
    }
  }

  struct Drop: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Give a change up: the event becomes what both sides last agreed on.",
      discussion: "What had arrived there all the same comes back with the next sync.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The change's number, as the list has it.") var id: Int

    func run(in world: World) throws -> ExitStatus {
      let store = try world.openStore()
      let outbox = try OutboxPrinting(store, zone: world.zone)
      let entry = try store.outboxEntry(id)
      try store.dropOutboxEntry(id, now: world.now)
      if global.json {
        try world.output.print(.object([("dropped", outbox.json(entry))]))
      } else {
        try world.output.print(
          VisibleText.line("Dropped: \(entry.sentence). daybook undo takes it back."))
      }
      return .done
    }
  }

  struct Keep: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Where both sides changed the same: keep yours, and send it over theirs.",
      discussion: "What only the other side changed stays. daybook undo takes theirs instead.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The change's number, as the list has it.") var id: Int

    func run(in world: World) throws -> ExitStatus {
      try OutboxCommand.settle(id, .ours, global, in: world)
    }
  }

  struct Take: WorkCommand {
    static let configuration = CommandConfiguration(
      abstract: "Where both sides changed the same: take theirs.",
      discussion: "What only you changed stays, and is sent. daybook undo brings yours back.")
    @OptionGroup var global: GlobalOptions
    @Argument(help: "The change's number, as the list has it.") var id: Int

    func run(in world: World) throws -> ExitStatus {
      try OutboxCommand.settle(id, .theirs, global, in: world)
    }
  }

  fileprivate static func settle(
    _ id: Int, _ choice: OutboxChoice, _ global: GlobalOptions, in world: World
  ) throws -> ExitStatus {
    let store = try world.openStore()
    let outbox = try OutboxPrinting(store, zone: world.zone)
    let entry = try store.outboxEntry(id)
    try store.settle(outboxEntry: id, choice, now: world.now)
    if global.json {
      try world.output.print(
        .object([(choice == .ours ? "kept" : "taken", outbox.json(entry))]))
    } else {
      try world.output.print(
        VisibleText.line(
          choice == .ours
            ? "Yours is kept, and sent with the next sync: \(entry.sentence)."
            : "Theirs is taken: \(entry.sentence). daybook undo brings yours back."))
    }
    return .done
  }

  struct Send: WaitingCommand {
    static let configuration = CommandConfiguration(
      abstract: "Send what waits now, even where it was to be tried later.",
      discussion: "Syncs the accounts that it is for; what they have that is new comes along.")
    @OptionGroup var global: GlobalOptions

    func run(in world: World) async throws -> ExitStatus {
      let store = try world.openStore()
      let accounts = try store.hastenOutbox()
      var report = SyncReport()
      if !accounts.isEmpty {
        let engine = SyncWiring(world: world, store: store).engine(
          observer: LoggingObserver(log: world.log))
        report = await EndSignals.stopping { await engine.syncNow(accounts: accounts) }
      }
      report.complain(in: world)
      let left = try store.outbox()
      if global.json {
        let outbox = try OutboxPrinting(store, zone: world.zone)
        try world.output.print(
          .object([
            ("accounts", .array(report.accounts.map(\.json))), ("outbox", outbox.json(left)),
          ]))
      } else if accounts.isEmpty {
        try world.output.print("Nothing waits to be sent.")
      } else {
        let sent = report.accounts.flatMap(\.calendars).reduce(0) { $0 + $1.sent }
        try world.output.print("Sent \(sent), \(left.count) still waiting.")
      }
      // What could not be sent is a failure of its account, unless it waits for another reason.
      return report.exitStatus == .done && !left.isEmpty ? .partly : report.exitStatus
    }
  }
}

/// Outbox entries as they are printed.
struct OutboxPrinting {
  private let names: Names
  private let zone: Zone

  init(_ store: Store, zone: Zone) throws {
    names = try Names(store)
    self.zone = zone
  }

  func json(_ entries: [OutboxEntry]) -> JSON { .array(entries.map(json)) }

  func json(_ entry: OutboxEntry) -> JSON {
    .object([
      ("id", .int(entry.id)), ("account", .string(names.account(of: entry.calendar))),
      ("calendar", .string(names.calendar(entry.calendar))), ("event", .string(entry.event.raw)),
      ("kind", .string(entry.kind.rawValue)), ("sentence", .string(entry.sentence)),
      ("at", .string(RFC3339.text(entry.at, in: zone))), ("attempts", .int(entry.attempts)),
      ("retry_at", .optional(entry.retryAt.map { RFC3339.text($0, in: zone) })),
      ("error", .failure(entry.failure)),
      ("diverged", .array(words(entry).map(JSON.string))),
    ])
  }

  /// What both sides changed.
  private func words(_ entry: OutboxEntry) -> [String] {
    entry.isDiverged ? Set(entry.diverged.map(Merge.word)).sorted() : []
  }

  func row(_ entry: OutboxEntry) -> [String] {
    let again = entry.retryAt.map {
      "again \(DateText.day(zone.day(at: $0))) \(Stamp.clock($0, in: zone))"
    }
    return [
      String(entry.id), entry.sentence, names.account(of: entry.calendar),
      state(entry, again),
    ]
  }

  private func state(_ entry: OutboxEntry, _ again: String?) -> String {
    if entry.isDiverged {
      return "changed on both sides (\(words(entry).joined(separator: ", "))): "
        + "keep \(entry.id) or take \(entry.id)"
    }
    return entry.failure.map { "\($0.message)\(again.map { "; " + $0 } ?? "")" }
      ?? "waits to be sent"
  }
}
