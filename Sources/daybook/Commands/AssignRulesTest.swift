import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook assign-rules test`: what rules do, or what one would do.
struct AssignRulesTest: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "List what a rule would match, or with no rule named whose each event is.",
    discussion: "Without dates it is from 30 days ago to 90 days ahead. Nothing is changed.")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var options: RuleTestOptions
  @Option(help: ArgumentHelp("Only what this stored rule matches.", valueName: "n"))
  var rule: Int?
  @OptionGroup var window: WindowOptions

  func validate() throws {
    guard options.count + (rule == nil ? 0 : 1) <= 1 else {
      throw ValidationError("Try one thing: --domain, --title, --calendar or --rule.")
    }
  }

  func run(in world: World) throws -> ExitStatus {
    let days = try window.days(in: world, first: world.today - 30) { max($0, world.today) + 90 }
    let desk = try world.desk()
    let matches = try desk.assigned(over: days, by: try test(in: desk.store))
    let names = try Names(desk.store)
    if global.json {
      let occurrence = OccurrenceJSON(names: names, zone: world.zone)
      try world.output.print(
        .object([
          ("from", .string(days.lowerBound.description)),
          ("to", .string(days.upperBound.description)),
          (
            "matches",
            .array(
              matches.map { match in
                .object([
                  ("event", occurrence.object(match.occurrence)),
                  ("client", .optional(names.client(match.occurrence.client))),
                  ("project", .optional(match.occurrence.project)),
                  ("reason", .optional(match.reason.map(word))),
                ])
              })
          ),
        ]))
      return .done
    }
    guard !matches.isEmpty else {
      try world.output.print("Nothing in these days matches.")
      return .done
    }
    try world.output.print(
      world.output.table(
        matches.map { match in
          let day = world.zone.day(at: match.occurrence.span.start)
          return [
            "\(day)", match.occurrence.title, names.client(match.occurrence.client) ?? "–",
            match.reason.map(sentence) ?? "",
          ]
        }))
    return .done
  }

  private func test(in store: Store) throws -> AssignmentRule.Test? {
    guard let rule else { return try options.test(in: store) }
    guard let found = try store.assignmentRules().first(where: { $0.id == rule }) else {
      throw StoreError.unknown(.assignmentRule, name: String(rule), nearest: nil)
    }
    return found.test
  }

  private func word(_ reason: Assigning.Reason) -> String {
    switch reason {
    case .byHand: "by_hand"
    case .rule(let id): "rule \(id)"
    case .domain(let domain): "domain \(domain)"
    }
  }

  private func sentence(_ reason: Assigning.Reason) -> String {
    switch reason {
    case .byHand: "by hand"
    case .rule(let id): "by rule \(id)"
    case .domain(let domain): "by the domain \(domain)"
    }
  }
}

/// `daybook assign-rules apply`: lets the rules decide again.
struct AssignRulesApply: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Let the rules decide about all stored events, and count what they assign.",
    discussion: "Rules decide by themselves; this is for when you want to be sure.")

  @OptionGroup var global: GlobalOptions

  func run(in world: World) throws -> ExitStatus {
    let counts = try world.openStore().applyAssignmentRules()
    if global.json {
      try world.output.print(
        .object([
          ("events", .int(counts.events)), ("assigned", .int(counts.assigned)),
          ("changed", .int(counts.changed)),
        ]))
    } else {
      try world.output.print(
        "Rules assign \(counts.assigned) of \(counts.events) events; \(counts.changed) changed.")
    }
    return .done
  }
}
