import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook agenda`: what happens in a stretch of days.
struct AgendaCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "agenda", abstract: "List what happens, seven days from today unless told.")

  @OptionGroup var global: GlobalOptions
  @OptionGroup var days: DaysOptions
  @Option(
    name: .customLong("calendar"),
    help: ArgumentHelp("Only this calendar; may be repeated.", valueName: "name"))
  var calendars: [String] = []
  @Option(help: ArgumentHelp("Only this client's events.", valueName: "name"))
  var client: String?
  @Option(help: ArgumentHelp("Only events with these words.", valueName: "text"))
  var search: String?
  @Flag(help: "List cancelled events too.") var cancelled = false
  @Flag(help: "List each copy of a meeting that sits in several calendars.") var allCopies = false

  func run(in world: World) throws -> ExitStatus { try request.run(in: world) }

  var request: AgendaRequest {
    AgendaRequest(
      world: WorldOptions(global), days: days.asked, calendars: calendars, client: client,
      search: search, listsCancelled: cancelled, listsCopies: allCopies, isJSON: global.json)
  }
}

/// What `daybook agenda` was asked.
struct AgendaRequest: Equatable {
  var world = WorldOptions()
  var days = AskedDays()
  var calendars: [String] = []
  var client: String?
  var search: String?
  var listsCancelled = false
  var listsCopies = false
  var isJSON = false
}

extension AgendaRequest {
  /// Reads plain arguments; nil for all others. The parser would say the same, but takes longer than
  /// all of the work: it looks at every property of every command, and itself, to find its options.
  init?(_ arguments: [String]) {
    guard arguments.first == AgendaCommand.configuration.commandName else { return nil }
    self.init()
    var rest = PlainArguments(arguments.dropFirst())
    while let name = rest.next() {
      switch name {
      case "--json": isJSON = true
      case "--cancelled": listsCancelled = true
      case "--all-copies": listsCopies = true
      default:
        guard world.take(name, &rest) || take(name, &rest) else { return nil }
      }
    }
  }

  private mutating func take(_ name: String, _ rest: inout PlainArguments) -> Bool {
    guard let value = rest.value() else { return false }
    switch name {
    case "--from": days.from = value
    case "--to": days.to = value
    case "--days":
      guard let count = Int(value) else { return false }
      days.count = count
    case "--calendar": calendars.append(value)
    case "--client": client = value
    case "--search": search = value
    default: return false
    }
    return true
  }
}

extension AgendaRequest {
  func run(in world: World) throws -> ExitStatus {
    let desk = try world.desk()
    var filter = AgendaFilter()
    if !calendars.isEmpty {
      filter.calendars = try calendars.map { try desk.calendar(named: $0).id }
    }
    filter.client = try client.map { try desk.client(named: $0).id }
    filter.search = search ?? ""
    filter.includesCancelled = listsCancelled
    filter.listsCopies = listsCopies
    let range = try days.range(in: world, usual: 7)
    let isEverything = search != nil && days.isEmpty
    let detail: ConflictDetail = isJSON ? .ids : .marks
    let list =
      isEverything
      ? try desk.agendaOfEverything(filter: filter, conflicts: detail)
      : try desk.agenda(touching: desk.span(of: range), filter: filter, conflicts: detail)
    let shown = isEverything ? desk.days(of: list.occurrences) ?? range : range
    if isJSON {
      try world.output.print(
        try desk.document(
          list, from: shown.lowerBound.description, to: shown.upperBound.description))
    } else {
      try world.output.print(try plain(list, world: world, desk: desk))
    }
    return .done
  }

  private func plain(_ list: AgendaList, world: World, desk: Desk) throws -> String {
    let output = world.output
    let names = try Names(desk.store)
    guard !list.occurrences.isEmpty else {
      return search == nil ? "Nothing in these days." : "Nothing matches."
    }
    var lines: [String] = []
    var day: Day?
    for occurrence in list.occurrences {
      let its = world.zone.day(at: occurrence.span.start)
      if its != day {
        if day != nil { lines.append("") }
        let heading = "\(DateText.day(its)) \(its.year)"
        lines.append(output.styled(heading + (its == world.today ? "  today" : ""), .bold))
        day = its
      }
      var line = list.marked.contains(occurrence.id) ? output.styled("!", .red) : " "
      line += " "
      let time = Stamp.clock(occurrence, in: world.zone)
      line += time
      for _ in 0..<max(1, 13 - TextWidth.of(time)) { line += " " }
      var title = VisibleText.line(occurrence.title.isEmpty ? "(no title)" : occurrence.title)
      if occurrence.status == .cancelled { title += " (cancelled)" }
      if occurrence.response == .declined { title += " (declined)" }
      line += occurrence.showsAs == .free ? output.styled(title, .dim) : title
      var rest = ""
      for part in [names.client(occurrence.client) ?? "", occurrence.location]
      where !part.isEmpty {
        rest += " · "
        rest += part
      }
      rest += " · "
      rest += names.calendar(occurrence.calendar)
      line += output.styled(VisibleText.line(rest), .dim)
      line += "  "
      line += output.styled(occurrence.id.raw, .dim)
      lines.append(line)
    }
    for event in list.truncated {
      lines.append(output.styled("More instances of \(event.raw) than are listed.", .yellow))
    }
    return lines.joined(separator: "\n")
  }
}
