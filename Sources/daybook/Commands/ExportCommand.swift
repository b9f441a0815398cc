import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook export`: calendars as one .ics.
struct ExportCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write events as one iCalendar file.")

  @OptionGroup var global: GlobalOptions
  @Option(
    name: .customLong("calendar"),
    help: ArgumentHelp("Only this calendar; may be repeated.", valueName: "name"))
  var calendars: [String] = []
  @Option(help: ArgumentHelp("Only this client's events.", valueName: "name"))
  var client: String?
  @OptionGroup var window: WindowOptions
  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The file to write; - or none is standard output.", valueName: "file"))
  var output: String?

  func run(in world: World) throws -> ExitStatus {
    let desk = try world.desk()
    let chosen = calendars.isEmpty ? nil : try calendars.map { try desk.calendar(named: $0).id }
    let exported = try desk.exportedCalendar(
      calendars: chosen, client: try client.map { try desk.client(named: $0).id },
      days: try days(in: world), product: "-//Daybook//Daybook \(Daybook.version)//EN")
    let file = output == "-" ? nil : output
    if let file {
      try OwnFiles.replace(
        Home.expanded(file, home: Home.folder(world.environment)), with: exported.text)
    }
    if global.json {
      try world.output.print(document(exported, file: file))
    } else if file == nil {
      try world.output.write(exported.text)
    }
    return .done
  }

  /// What was written where; the calendar itself where no file has it.
  private func document(_ exported: ExportedCalendar, file: String?) -> JSON {
    .object([
      ("path", .optional(file)), ("events", .int(exported.events)),
      ("occurrence_overrides", .int(exported.overrides)),
      ("ics", .optional(file == nil ? exported.text : nil)),
    ])
  }

  /// Everything, unless an edge is named; an edge alone leaves the other side open.
  private func days(in world: World) throws -> Range<Day>? {
    if window.from == nil, window.to == nil { return nil }
    return try window.days(in: world, first: Day(1, 1, 1)) { _ in Day(9999, 12, 31) }
  }
}
