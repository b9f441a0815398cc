import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook conflicts`: what collides.
struct ConflictsCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflicts", abstract: "List what collides, 90 days from today unless told.")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var window: WindowOptions
  @Option(help: ArgumentHelp("Only overlap, buffer or travel.", valueName: "kind"))
  var kind: Conflict.Kind?
  @Option(help: ArgumentHelp("Only severe, medium or minor.", valueName: "severity"))
  var severity: Conflict.Severity?
  @Option(help: ArgumentHelp("Only those with an event of this client.", valueName: "name"))
  var client: String?
  @Option(help: ArgumentHelp("Only those with an event of this calendar.", valueName: "name"))
  var calendar: String?
  @Option(
    help: ArgumentHelp(
      "Only those with these words in titles, clients or calendars.", valueName: "words"))
  var text: String?
  @Flag(help: "List resolved and ignored ones too.") var resolved = false

  func run(in world: World) throws -> ExitStatus {
    let days = try window.days(in: world) { $0 + 89 }
    let desk = try world.desk()
    var list = try desk.conflicts(
      touching: desk.span(of: days), kinds: kind.map { [$0] }, includesDecided: resolved)
    let names = try Names(desk.store)
    list.conflicts = try filter(at: desk).matches(list.conflicts) { event in
      [names.calendar(event.calendar)] + [names.client(event.client)].compactMap(\.self)
    }
    if global.json {
      try world.output.print(try desk.document(list))
    } else {
      try world.output.print(try plain(list, world: world, desk: desk))
    }
    return .done
  }

  private func filter(at desk: Desk) throws -> ConflictFilter {
    var filter = ConflictFilter(severity: severity)
    filter.client = try client.map { try desk.client(named: $0).id }
    filter.calendar = try calendar.map { try desk.calendar(named: $0).id }
    filter.words = text ?? ""
    return filter
  }

  private func plain(_ list: ConflictList, world: World, desk: Desk) throws -> String {
    guard !list.conflicts.isEmpty else { return "No conflicts in these days." }
    let output = world.output
    let names = try Names(desk.store)
    var lines: [String] = []
    for conflict in list.conflicts {
      let day = world.zone.day(at: conflict.span.start)
      let year = day.year == world.today.year ? "" : " \(day.year)"
      let ink: Ink = conflict.severity == .severe ? .red : .yellow
      let state = conflict.state == .open ? "" : "  (\(conflict.state.rawValue))"
      lines.append(
        output.styled(
          "\(DateText.day(day))\(year)  \(Stamp.clock(conflict.span.start, in: world.zone))  \(sentence(conflict))",
          .bold)
          + "  " + output.styled(conflict.severity.rawValue, ink) + state + "  "
          + output.styled(conflict.id.raw, .dim))
      if let done = conflict.whatWasDone(in: world.zone), let decision = conflict.decision {
        let when = Stamp.moment(decision.at, in: world.zone, now: world.now)
        let facts = [done, decision.note ?? "", when].filter { !$0.isEmpty }
        lines.append(
          "    " + output.styled(VisibleText.line(facts.joined(separator: " · ")), .dim))
      }
      for side in [conflict.first, conflict.second] {
        lines.append(
          "    \(Stamp.clock(side, in: world.zone))  \(VisibleText.line(side.title))"
            + output.styled(" · " + VisibleText.line(names.calendar(side.calendar)), .dim))
      }
    }
    return lines.joined(separator: "\n")
  }

  private func sentence(_ conflict: Conflict) -> String {
    switch conflict.kind {
    case .overlap: "overlap \(conflict.minutes) min"
    case .buffer: "buffer too small by \(conflict.minutes) min"
    case .travel: "travel too short by \(conflict.minutes) min"
    }
  }
}

extension Conflict.Kind: ExpressibleByArgument {}
extension Conflict.Severity: ExpressibleByArgument {}
