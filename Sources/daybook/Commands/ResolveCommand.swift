import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import ICalendar

/// `daybook resolve`: takes one of the ways out of a conflict, or lists them.
struct ResolveCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "List the ways out of a conflict, or take one with --with.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "A conflict's id, or its beginning.") var conflict: String
  @Option(help: ArgumentHelp("The way out to take, as listed.", valueName: "action"))
  var with: String?
  @Option(help: ArgumentHelp("A word to keep with it, or to send along.", valueName: "text"))
  var note: String?

  func run(in world: World) throws -> ExitStatus {
    let desk = try world.desk()
    var found = try desk.conflict(named: conflict)
    let offered = try desk.offers(for: found)
    if let with {
      guard !offered.isEmpty else {
        throw CommandError.failed(
          "already_resolved", settled(found), hint: "'daybook undo' takes the last deed back.")
      }
      guard let way = offered.first(where: { $0.id == with }) else {
        let nearest = NearestWord.to(with, among: offered.map(\.id))
        throw CommandError.failed(
          "unknown_action", "“\(with)” is no way out of conflict \(found.id).",
          hint: nearest.map { "The nearest is \($0)." }
            ?? "There are: \(offered.map(\.id).joined(separator: ", ")).")
      }
      found = try desk.resolve(found, by: way, note: note)
    }
    if global.json {
      let json = ConflictJSON(
        occurrence: OccurrenceJSON(names: try Names(desk.store), zone: world.zone),
        open: Conflicts.ids([found]))
      try world.output.print(json.object(found, actions: with == nil ? offered : []))
    } else if with != nil {
      try world.output.print(
        "\(found.state == .ignored ? "Ignored" : "Resolved"): \(found.decision?.action ?? "")."
          + " daybook undo takes it back.")
    } else {
      let ways = offered.map { [$0.id, $0.label] }
      if found.state != .open { try world.output.print(settled(found)) }
      if !ways.isEmpty { try world.output.print(world.output.table(ways)) }
    }
    return .done
  }

  /// `Conflict rzgz6d4xiafhl7y6 is ignored by keep: “They know”.`
  private func settled(_ conflict: Conflict) -> String {
    let note = conflict.decision?.note.map { ": “\(VisibleText.line($0))”" } ?? ""
    return "Conflict \(conflict.id) is \(conflict.state.rawValue) by "
      + "\(conflict.decision?.action ?? "nobody")\(note)."
  }
}
