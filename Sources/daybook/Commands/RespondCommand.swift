import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld

/// `daybook respond`: answers an invitation.
struct RespondCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "respond", abstract: "Answer an invitation with yes, maybe or no.",
    discussion: "An occurrence's id answers for that one, a series' id for all of it.")

  enum Answer: String, CaseIterable, ExpressibleByArgument {
    case yes, maybe, no

    var response: Response {
      switch self {
      case .yes: .accepted
      case .maybe: .tentative
      case .no: .declined
      }
    }
  }

  @OptionGroup var global: GlobalOptions
  @Argument(help: "An event's or occurrence's id, or its beginning.") var event: String
  @Argument(help: "yes, maybe or no.") var answer: Answer
  @Option(help: ArgumentHelp("What to tell the organiser.", valueName: "text")) var note: String?

  func run(in world: World) throws -> ExitStatus {
    let desk = try world.desk()
    let reference = try desk.store.find(event)
    let occurrence = try desk.occurrence(named: event)
    let outcome = try desk.respond(
      to: occurrence, answer.response, note: note,
      reference.originalStart == nil ? .all : .this)
    if global.json {
      try world.output.print(
        try desk.document(edited: outcome.occurrence, isQueued: outcome.isQueued))
    } else {
      let news = outcome.news(isMoved: false, in: world.zone, now: world.now)
      try world.output.print(VisibleText.line("\(news). daybook undo takes it back."))
    }
    return .done
  }
}
