import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookWorld
import ICalendar

/// `daybook publish`: lets others know when one has time, and nothing else.
struct PublishCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Tell others when you are busy, and nothing else.",
    subcommands: [PublishCalCom.self, PublishBusy.self])

  /// How many days ahead are published, unless told.
  static let usualDays = 90
}

/// `daybook publish busy`: a calendar of busy time, for whoever may subscribe to it.
struct PublishBusy: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "busy", abstract: "Write busy time as an iCalendar file without titles.",
    discussion: """
      Meetings that overlap or touch become one stretch called “Busy”. What counts is what \
      'daybook free' keeps clear of. The next \(PublishCommand.usualDays) days, unless told.
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var days: DaysOptions
  @Option(
    name: .customLong("calendar"),
    help: ArgumentHelp("Only this calendar's busy time; may be repeated.", valueName: "name"))
  var calendars: [String] = []
  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The file to write; - or none is standard output.", valueName: "file"))
  var output: String?

  func run(in world: World) throws -> ExitStatus {
    let range = try days.range(in: world, usual: PublishCommand.usualDays)
    let desk = try world.desk()
    let chosen = calendars.isEmpty ? nil : try calendars.map { try desk.calendar(named: $0).id }
    let busy = BusyCalendar(try desk.busy(in: range, calendars: chosen).spans)
    let text = busy.text(
      stamp: world.now, product: "-//Daybook//Daybook \(Daybook.version)//EN")
    let file = output == "-" ? nil : output
    if let file {
      try OwnFiles.replace(
        Home.expanded(file, home: Home.folder(world.environment)), with: text)
    }
    if global.json {
      try world.output.print(document(busy, range, text: text, file: file, in: world.zone))
    } else if let file {
      try world.output.print(
        world.output.table([
          [
            "Written: \(busy.spans.count) busy stretch\(busy.spans.count == 1 ? "" : "es") to \(file)"
          ]
        ]))
    } else {
      try world.output.write(text)
    }
    return .done
  }

  private func document(
    _ busy: BusyCalendar, _ days: Range<Day>, text: String, file: String?, in zone: Zone
  ) -> JSON {
    .object([
      ("path", .optional(file)), ("from", .string(days.lowerBound.description)),
      ("to", .string(days.upperBound.description)), ("timezone", .string(zone.identifier)),
      (
        "busy",
        .array(
          busy.spans.map { span in
            .object([
              ("start", .string(RFC3339.text(span.start, in: zone))),
              ("end", .string(RFC3339.text(span.end, in: zone))),
              ("minutes", .int((span.seconds + 59) / 60)),
            ])
          })
      ),
      ("ics", .optional(file == nil ? text : nil)),
    ])
  }
}
