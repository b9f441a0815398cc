import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook assign-rules`: what assigns events by itself.
struct AssignRulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assign-rules",
    abstract: "List, add, change, try, apply and remove what assigns events.",
    discussion: """
      Rules are tried in their order, and after them the domains of the clients. What was assigned \
      by hand stays.
      """,
    subcommands: [
      AssignRulesList.self, AssignRulesAdd.self, AssignRulesEdit.self, AssignRulesTest.self,
      AssignRulesApply.self, AssignRulesRemove.self,
    ], defaultSubcommand: AssignRulesList.self)
}

/// What a rule looks at: one of domain, title and calendar.
struct RuleTestOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Somebody with an address at this domain takes part.", valueName: "domain"))
  var domain: String?
  @Option(help: ArgumentHelp("The title contains this.", valueName: "text")) var title: String?
  @Option(help: ArgumentHelp("The event is in this calendar.", valueName: "name"))
  var calendar: String?

  var count: Int { [domain, title, calendar].filter { $0 != nil }.count }

  /// The test named; nil where none was.
  func test(in store: Store) throws -> AssignmentRule.Test? {
    if let domain { return .domain(try ClientWords.domain(domain)) }
    if let title {
      guard !title.trimmed.isEmpty else {
        throw CommandError.usage("--title needs some letters of the title.")
      }
      return .title(title.trimmed)
    }
    return try calendar.map { .calendar(try store.calendar(named: $0).calendar.id) }
  }
}

/// Assignment rules, for people and for programs.
struct AssignRulePrinting {
  private let names: Names

  init(_ store: Store) throws {
    names = try Names(store)
  }

  func json(_ rule: AssignmentRule) -> JSON {
    let (kind, value) = words(rule.test)
    return .object([
      ("id", .int(rule.id)), ("client", .optional(names.client(rule.client))),
      ("project", .optional(rule.project)), ("kind", .string(kind)), ("value", .string(value)),
      ("billable", .bool(rule.isBillable)),
    ])
  }

  func row(_ rule: AssignmentRule) -> [String] {
    let whom = (names.client(rule.client) ?? "") + (rule.project.map { " / " + $0 } ?? "")
    return [
      String(rule.id), sentence(rule.test), "→ " + whom, rule.isBillable ? "" : "not billable",
    ]
  }

  private func words(_ test: AssignmentRule.Test) -> (kind: String, value: String) {
    switch test {
    case .domain(let domain): ("domain", domain)
    case .title(let text): ("title", text)
    case .calendar(let id): ("calendar", names.calendar(id))
    }
  }

  private func sentence(_ test: AssignmentRule.Test) -> String {
    switch test {
    case .domain(let domain): "somebody at \(domain)"
    case .title(let text): "title has “\(text)”"
    case .calendar(let id): "in the calendar \(names.calendar(id))"
    }
  }
}

struct AssignRulesList: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the rules in the order in which they are tried.")

  @OptionGroup var global: GlobalOptions

  func run(in world: World) throws -> ExitStatus {
    let store = try world.openStore()
    let rules = try store.assignmentRules()
    let printing = try AssignRulePrinting(store)
    if global.json {
      try world.output.print(.object([("rules", .array(rules.map(printing.json)))]))
    } else if rules.isEmpty {
      try world.output.print("No rules; see 'daybook assign-rules add --help'.")
    } else {
      try world.output.print(world.output.table(rules.map(printing.row), rightAligned: [0]))
    }
    return .done
  }
}

struct AssignRulesAdd: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Add a rule, which decides at once.",
    discussion: """
      daybook assign-rules add Acme --domain acme.com
      daybook assign-rules add Globex --title globex --project Website
      daybook assign-rules add Initech --calendar Initech --not-billable
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "The client's name, or its beginning.") var client: String
  @OptionGroup var options: RuleTestOptions
  @Option(help: ArgumentHelp("The client's project.", valueName: "name")) var project: String?
  @Flag(help: "The hours are not to be billed.") var notBillable = false
  @Flag(help: "Add the client where there is none of this name.") var create = false

  func validate() throws {
    guard options.count == 1 else {
      throw ValidationError("Say by one of --domain, --title and --calendar what the rule is for.")
    }
  }

  func run(in world: World) throws -> ExitStatus {
    let store = try world.openStore()
    guard let test = try options.test(in: store),
      let client = try ClientChoosing(store: store, now: world.now)
        .client(named: client, creates: create)
    else {
      throw CommandError.usage("A rule needs a client.", hint: "Name one that is not “none”.")
    }
    let rule = try store.addAssignmentRule(
      AssignmentRule(
        id: 0, client: client.id, project: project, test: test, isBillable: !notBillable),
      now: world.now)
    let printing = try AssignRulePrinting(store)
    if global.json {
      try world.output.print(.object([("rule", printing.json(rule))]))
    } else {
      try world.output.print(world.output.table([["Added:"] + printing.row(rule)]))
    }
    return .done
  }
}

struct AssignRulesEdit: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change a rule, which keeps its place among the others.",
    discussion: "What is not named stays. `--project none` takes the project away.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("The rule's number, as listed.", valueName: "n")) var number: Int
  @Option(help: ArgumentHelp("The client's name, or its beginning.", valueName: "name"))
  var client: String?
  @OptionGroup var options: RuleTestOptions
  @Option(help: ArgumentHelp("The client's project.", valueName: "name")) var project: String?
  @Option(help: ArgumentHelp("Whether the hours are to be billed.", valueName: "yes|no"))
  var billable: String?

  func validate() throws {
    guard options.count <= 1 else {
      throw ValidationError("Say by one of --domain, --title and --calendar what the rule is for.")
    }
    if let billable, !["yes", "no"].contains(billable) {
      throw ValidationError("--billable wants yes or no.")
    }
  }

  func run(in world: World) throws -> ExitStatus {
    let store = try world.openStore()
    guard var rule = try store.assignmentRules().first(where: { $0.id == number }) else {
      throw StoreError.unknown(.assignmentRule, name: String(number), nearest: nil)
    }
    if let test = try options.test(in: store) { rule.test = test }
    if let client { rule.client = try store.activeClient(named: client).id }
    if let project { rule.project = project.lowercased() == "none" ? nil : project }
    if let billable { rule.isBillable = billable == "yes" }
    try store.changeAssignmentRule(rule, now: world.now)
    let printing = try AssignRulePrinting(store)
    if global.json {
      try world.output.print(.object([("rule", printing.json(rule))]))
    } else {
      try world.output.print(world.output.table([["Changed:"] + printing.row(rule)]))
    }
    return .done
  }
}

struct AssignRulesRemove: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove a rule.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: ArgumentHelp("The rule's number, as listed.", valueName: "n")) var number: Int

  func run(in world: World) throws -> ExitStatus {
    try world.openStore().removeAssignmentRule(number, now: world.now)
    if global.json {
      try world.output.print(.object([("removed", .int(number))]))
    } else {
      try world.output.print("Rule \(number) is removed; daybook undo takes that back.")
    }
    return .done
  }
}
