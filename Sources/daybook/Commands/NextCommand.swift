import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook next`: what is on or comes next, in one line for whatever has room for one.
struct NextCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "next", abstract: "Print the event that is on, or else the next one, in one line.",
    discussion: """
      It is for the lines of tmux, conky and motd: where there is none it prints nothing, with \
      status 0. All-day events, and what was declined, do not count.
      """)

  @OptionGroup var global: GlobalOptions
  @Option(
    help: ArgumentHelp("Only one that begins so soon: 2h; 30 days else.", valueName: "duration"))
  var within: String?
  @Option(
    name: .customLong("calendar"),
    help: ArgumentHelp("Only of this calendar; may be repeated.", valueName: "name"))
  var calendars: [String] = []
  @Option(
    help: ArgumentHelp(
      "The line, such as '{in}: {title}'; see 'daybook agenda --help'.", valueName: "template"))
  var format: String?

  private static let usual = 30 * 1_440

  func run(in world: World) throws -> ExitStatus {
    let template = try format.map { try OccurrenceTemplate(usage: $0) }
    let minutes = try within.map { try DurationPhrase.minutes(reading: $0) } ?? Self.usual
    let desk = try world.desk()
    var filter = AgendaFilter()
    if !calendars.isEmpty {
      filter.calendars = try calendars.map { try desk.calendar(named: $0).id }
    }
    var list = try desk.agenda(
      touching: TimeSpan(desk.now, desk.now + minutes * 60 + 1), filter: filter)
    let next = NextUp.of(list.occurrences, at: desk.now)
    list.occurrences = next.map { [$0] } ?? []
    let line = next.map { NextUp.line($0, at: desk.now, in: desk.zone) } ?? ""
    if global.json {
      let json = OccurrenceJSON(names: try Names(desk.store), zone: desk.zone)
      try world.output.print(
        .object([("event", next.map { json.object($0) } ?? .null), ("text", .string(line))]))
    } else if let template {
      try world.output.print(list, by: template, of: desk)
    } else if !line.isEmpty {
      try world.output.print(VisibleText.line(line))
    }
    return .done
  }
}
