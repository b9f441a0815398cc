import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook resolve`: takes one of the ways out of conflicts, lists them, or takes one back.
struct ResolveCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract:
      "List the ways out of a conflict, take one with --with, or --take-back what was done.",
    discussion: """
      Of several conflicts, --with names what is done to each, by the best way that is offered: \
      \(Resolution.Deed.allCases.map(\.rawValue).joined(separator: ", ")). daybook undo takes all of \
      that back at once.
      """)

  @OptionGroup var global: GlobalOptions
  @Argument(help: "A conflict's id, or its beginning.") var conflicts: [String]
  @Option(help: ArgumentHelp("The way out to take, as listed.", valueName: "action"))
  var with: String?
  @Option(help: ArgumentHelp("A word to keep with it, or to send along.", valueName: "text"))
  var note: String?
  @Flag(help: "Take back what was done, however much was done since.") var takeBack = false

  func validate() throws {
    if takeBack, with != nil || note != nil {
      throw ValidationError("--take-back goes alone.")
    }
    if conflicts.count > 1, with == nil, !takeBack {
      throw ValidationError("Several conflicts want --with or --take-back.")
    }
    if conflicts.count > 1, let with, Resolution.Deed(rawValue: with) == nil {
      throw ValidationError(
        "For several conflicts --with wants one of "
          + Resolution.Deed.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    }
  }

  func run(in world: World) throws -> ExitStatus {
    let desk = try world.desk()
    let found = try conflicts.map { try desk.conflict(named: $0) }
    if takeBack { return try takeBack(found, at: desk, in: world) }
    if found.count > 1, let deed = with.flatMap(Resolution.Deed.init(rawValue:)) {
      return try settle(found, by: deed, at: desk, in: world)
    }
    return try one(found[0], at: desk, in: world)
  }

  private func one(_ conflict: Conflict, at desk: Desk, in world: World) throws -> ExitStatus {
    var found = conflict
    let offered = try desk.offers(for: found)
    if let with {
      guard !offered.isEmpty else {
        throw CommandError.failed(
          "already_resolved", settled(found), hint: "--take-back takes that back.")
      }
      guard let way = Resolution.named(with, among: offered) else {
        let nearest = NearestWord.to(with, among: offered.map(\.id))
        throw CommandError.failed(
          "unknown_action", "“\(with)” is no way out of conflict \(found.id).",
          hint: nearest.map { "The nearest is \($0)." }
            ?? "There are: \(offered.map(\.id).joined(separator: ", ")).")
      }
      found = try desk.resolve(found, by: way, note: note)
    }
    if global.json {
      try world.output.print(try desk.document(found, actions: with == nil ? offered : []))
    } else if with != nil {
      // As it stands now, with the new times.
      let settled = try desk.conflict(named: found.id.raw)
      let done = settled.whatWasDone(in: world.zone) ?? "Resolved"
      try world.output.print(VisibleText.line("\(done). daybook undo takes it back."))
    } else {
      let ways = offered.map { [$0.id, $0.label] }
      if found.state != .open { try world.output.print(settled(found)) }
      if !ways.isEmpty { try world.output.print(world.output.table(ways)) }
    }
    return .done
  }

  private func settle(
    _ conflicts: [Conflict], by deed: Resolution.Deed, at desk: Desk, in world: World
  ) throws -> ExitStatus {
    let outcome = try desk.settle(conflicts.map(\.id), by: deed, note: note)
    if global.json {
      try world.output.print(
        .object([
          ("settled", .strings(outcome.settled.map(\.id.raw))),
          ("left", .strings(outcome.left.map(\.raw))),
        ]))
    } else {
      let count = CountText.of(outcome.settled.count, "conflict")
      try world.output.print("Settled \(count). daybook undo takes it back.")
      for id in outcome.left { world.output.complain("\(id) offers no \(deed.rawValue).") }
    }
    return outcome.left.isEmpty ? .done : .partly
  }

  private func takeBack(_ conflicts: [Conflict], at desk: Desk, in world: World) throws
    -> ExitStatus
  {
    for conflict in conflicts where conflict.state == .open {
      throw CommandError.failed(
        "not_resolved", "Nothing was done about conflict \(conflict.id).",
        hint: "'daybook conflicts --resolved' lists what was resolved.")
    }
    let sentences = try conflicts.map { try desk.store.takeBack($0, now: desk.now) }
    if global.json {
      try world.output.print(.object([("taken_back", .strings(conflicts.map(\.id.raw)))]))
    } else {
      for sentence in sentences {
        try world.output.print(VisibleText.line("\(sentence). daybook undo does it again."))
      }
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
