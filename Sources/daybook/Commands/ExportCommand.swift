import ArgumentParser
import DaybookCore
import DaybookStore
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
    help: ArgumentHelp("The file to write; standard output without it.", valueName: "file"))
  var output: String?

  func run(in world: World) throws -> ExitStatus {
    let desk = try world.desk()
    let chosen = calendars.isEmpty ? nil : try calendars.map { try desk.calendar(named: $0).id }
    let text = try desk.exportedCalendar(
      calendars: chosen, client: try client.map { try desk.client(named: $0).id },
      days: try days(in: world), product: "-//Daybook//Daybook \(Daybook.version)//EN")
    if let output {
      try OwnFiles.replace(
        Home.expanded(output, home: world.environment["HOME"] ?? "/"), with: text)
    } else {
      try world.output.write(text)
    }
    return .done
  }

  /// Everything, unless an edge is named; an edge alone leaves the other side open.
  private func days(in world: World) throws -> Range<Day>? {
    if window.from == nil, window.to == nil { return nil }
    return try window.days(in: world, first: Day(1, 1, 1)) { _ in Day(9999, 12, 30) }
  }
}
