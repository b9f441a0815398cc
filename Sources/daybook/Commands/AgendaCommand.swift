import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook agenda`: what happens in a stretch of days.
struct AgendaCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "agenda", abstract: "List what happens, seven days from today unless told.",
    discussion: OccurrenceTemplate.help)

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
  @Option(help: ArgumentHelp("No more than the first so many.", valueName: "n")) var limit: Int?
  @Flag(help: "Print their ids, by which other commands know them.") var ids = false
  @Option(
    help: ArgumentHelp(
      "A line for each event, such as '{date} {time}\\t{title}'.", valueName: "template"))
  var format: String?

  func run(in world: World) throws -> ExitStatus { try request.run(in: world) }

  var request: AgendaRequest {
    AgendaRequest(
      world: WorldOptions(global), days: days.asked, calendars: calendars, client: client,
      search: search, listsCancelled: cancelled, listsCopies: allCopies, limit: limit,
      showsIds: ids, format: format, isJSON: global.json)
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
  var limit: Int?
  var showsIds = false
  var format: String?
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
      case "--ids": showsIds = true
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
    case "--limit":
      guard let count = Int(value) else { return false }
      limit = count
    case "--format": format = value
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
    if let limit, limit < 1 { throw CommandError.usage("--limit wants a number from 1 on.") }
    let template = try format.map { try OccurrenceTemplate(usage: $0) }
    let desk = try world.desk()
    var filter = AgendaFilter()
    if !calendars.isEmpty {
      filter.calendars = try calendars.map { try desk.calendar(named: $0).id }
    }
    filter.client = try client.map { try desk.client(named: $0).id }
    if let search, !SearchText.hasWords(search) {
      // It would find everything.
      throw CommandError.usage(
        "“\(search)” has no words to search for.", hint: "Letters and digits make words.")
    }
    filter.search = search ?? ""
    filter.includesCancelled = listsCancelled
    filter.listsCopies = listsCopies
    let range = try days.range(in: world, usual: 7)
    let isEverything = search != nil && days.isEmpty
    let detail: ConflictDetail = isJSON || template != nil ? .ids : .marks
    var list =
      isEverything
      ? try desk.agendaOfEverything(filter: filter, conflicts: detail)
      : try desk.agenda(touching: desk.span(of: range), filter: filter, conflicts: detail)
    if let limit { list.occurrences = Array(list.occurrences.prefix(limit)) }
    let shown = isEverything ? desk.days(of: list.occurrences) ?? range : range
    if isJSON {
      try world.output.print(
        try desk.document(
          list, from: shown.lowerBound.description, to: shown.upperBound.description))
    } else if let template {
      try world.output.print(list, by: template, of: desk)
    } else if list.occurrences.isEmpty {
      try world.output.print(search == nil ? "Nothing in these days." : "Nothing matches.")
    } else {
      let printing = AgendaPrinting(
        world: world, names: try Names(desk.store), days: isEverything ? nil : shown,
        showsIds: showsIds)
      try world.output.print(printing.text(list))
    }
    return .done
  }
}
