import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld

/// `daybook delete`: removes an event, or part of its series.
struct DeleteCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete an event, or part of its series.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "An event's or occurrence's id, or its beginning.") var event: String
  @Option(help: ArgumentHelp("this, following or all of a series.", valueName: "scope"))
  var scope: EditScope?
  @Option(help: ArgumentHelp("What whoever booked is told.", valueName: "text")) var note: String?

  func run(in world: World) throws -> ExitStatus {
    let desk = try world.desk()
    let target = try ScopedEvent(named: event, scope: scope, in: desk)
    var original = target.reference.originalStart
    if target.reference.isSeries, original == nil, target.scope != .all {
      original = try desk.occurrence(named: event).originalStart
    }
    let outcome = try desk.delete(target.reference.event, original, target.scope, note: note)
    if global.json {
      try world.output.print(
        .object([("deleted", .int(outcome.deleted)), ("queued", .bool(outcome.isQueued))]))
    } else {
      try world.output.print(
        VisibleText.line(
          outcome.news(isMoved: false, in: world.zone, now: world.now)
            + ". daybook undo takes it back."))
    }
    return .done
  }
}
