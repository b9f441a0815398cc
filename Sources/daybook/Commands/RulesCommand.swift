import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook rules`: when there is time to offer.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List, set and remove availability: working hours, days off, buffers, exceptions.",
    subcommands: [RulesList.self, RulesSet.self, RulesRemove.self],
    defaultSubcommand: RulesList.self
  )
}

struct RulesList: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the rules in the order in which they apply.")

  @OptionGroup var global: GlobalOptions

  func run(in world: World) throws -> ExitStatus {
    let desk = try world.desk()
    let rules = try desk.store.availabilityRules()
    let printing = try RulePrinting(store: desk.store)
    if global.json {
      try world.output.print(.object([("rules", .array(rules.map(printing.json)))]))
      return .done
    }
    let output = world.output
    let hours = RulePrinting.text(try desk.policy().hours)
    guard !rules.isEmpty else {
      try output.print("No rules; the configuration's hours apply: \(hours).")
      return .done
    }
    try output.print(
      output.table(
        rules.map { [String($0.id), $0.word, printing.text($0.kind)] }, rightAligned: [0]))
    try output.print(output.styled("With the configuration the week is: \(hours).", .dim))
    return .done
  }
}

struct RulesRemove: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a rule.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("The rule's number, as listed.", valueName: "n")) var number: Int

  func run(in world: World) throws -> ExitStatus {
    try world.openStore().removeAvailabilityRule(number, now: world.now)
    if global.json {
      try world.output.print(.object([("removed", .int(number))]))
    } else {
      try world.output.print("Rule \(number) is removed; daybook undo takes that back.")
    }
    return .done
  }
}

extension RulePrinting {
  init(store: Store) throws {
    let names = try Names(store)
    self.init(calendar: names.calendar)
  }
}
