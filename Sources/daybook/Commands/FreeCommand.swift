import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTerminal
import ICalendar

/// `daybook free`: when there is time, worded for whoever asks.
struct FreeCommand: WaitingCommand {
  static let configuration = CommandConfiguration(
    commandName: "free", abstract: "Find free time, 14 days from now unless told.")

  @OptionGroup var global: GlobalOptions
  @Option(help: ArgumentHelp("How long it must be: 45m, 1h30m, 1.5h.", valueName: "duration"))
  var duration = "30m"
  @OptionGroup var days: DaysOptions
  @Option(
    help: ArgumentHelp("Between these hours, instead of the configured ones.", valueName: "hours"))
  var hours: [String] = []
  @Option(help: ArgumentHelp("On these weekdays: mon-fri, mon,wed.", valueName: "weekdays"))
  var weekdays: String?
  @Option(help: ArgumentHelp("Time kept clear around busy time.", valueName: "duration"))
  var buffer: String?
  @Option(help: ArgumentHelp("At most so many a day.", valueName: "n")) var perDay: Int?
  @Option(help: ArgumentHelp("At most so many in all, spread over the days.", valueName: "n"))
  var limit: Int?
  @Option(help: ArgumentHelp("The reader's zone, for the text.", valueName: "zone"))
  var theirTimezone: String?
  @Flag(help: "Show both zones side by side in the text.") var bothTimezones = false
  @Option(
    name: .customLong("calendar"),
    help: ArgumentHelp("Only this calendar's busy time counts; may be repeated.", valueName: "name")
  )
  var calendars: [String] = []
  @Option(help: ArgumentHelp("text, markdown, html or ics.", valueName: "format"))
  var format: SlotFormat = .text
  @Flag(help: "Put the text on the clipboard.") var copy = false
  @Flag(help: "Put tentative holds into a calendar.") var hold = false
  @Option(help: ArgumentHelp("The calendar for the holds.", valueName: "name")) var into: String?

  func run(in world: World) async throws -> ExitStatus {
    let query = try self.query(in: world)
    let reader = try theirTimezone.map { try World.zone(named: $0, in: world.zones) }
    let desk = try world.desk()
    var asked = query
    asked.policy = try desk.policy()
    try narrow(&asked)
    let chosen = calendars.isEmpty ? nil : try calendars.map { try desk.calendar(named: $0).id }
    let found = try desk.free(asked, calendars: chosen)
    let listed = Availability.select(
      found.slots, perDay: perDay, limit: limit, zone: world.zone)
    let offered = SlotText.chosen(
      found.slots, duration: asked.duration, perDay: perDay, limit: limit, zone: world.zone)
    let wording = SlotText(
      zone: reader ?? world.zone, beside: bothTimezones ? world.zone : nil)
    let text =
      offered.isEmpty
      ? SlotText.nothing(duration: asked.duration, days: asked.days)
      : wording.text(offered, as: format, now: world.now)
    if hold, !offered.isEmpty { try place(holds: offered, desk: desk, world: world) }
    if global.json {
      try world.output.print(
        document(listed, text: text, duration: asked.duration, reader: reader, world: world))
    } else {
      try world.output.print(text)
    }
    // Last: where no way leads to the clipboard, the text is there to be copied by hand.
    if copy, !offered.isEmpty { try await sendToClipboard(text, world: world) }
    return .done
  }

  /// The question as far as the options alone say it: what is wrong in them is found before the
  /// store is opened.
  private func query(in world: World) throws -> SlotQuery {
    let minutes = try DurationPhrase.minutes(reading: duration)
    for (name, count) in [("--per-day", perDay), ("--limit", limit)] {
      if let count, count < 1 { throw CommandError.usage("\(name) wants a number of 1 or more.") }
    }
    if into != nil, !hold {
      throw CommandError.usage("--into says where holds go.", hint: "Add --hold.")
    }
    var query = SlotQuery(
      days: try days.range(in: world, usual: 14), duration: minutes, now: world.now)
    try narrow(&query)
    return query
  }

  private func narrow(_ query: inout SlotQuery) throws {
    let ranges = try hours.flatMap { text in
      try text.split(separator: ",").map { try HoursPhrase.minutes(reading: String($0)) }
    }
    let chosen = try weekdays.map { try WeekdaysPhrase.weekdays(reading: $0) }
    query.replaceHours(ranges.isEmpty ? nil : ranges, weekdays: chosen.map { $0.sorted() })
    if let buffer {
      query.policy.buffer = try DurationPhrase.minutes(reading: buffer, allowsZero: true)
    }
  }

  private func place(holds slots: [TimeSpan], desk: Desk, world: World) throws {
    let calendar = try into.map { try desk.calendar(named: $0) } ?? desk.defaultCalendar()
    let group = try desk.hold(slots, in: calendar)
    let day = DateText.day(world.zone.day(at: group.expires))
    world.output.complain(
      "held in \(calendar.name) until \(day) \(Stamp.clock(group.expires, in: world.zone))"
        + " or until released: group \(group.id)")
  }

  private func sendToClipboard(_ text: String, world: World) async throws {
    let clipboard = Clipboard(
      command: world.settings.clipboardCommand, environment: world.environment)
    let routes = await clipboard.copy(text) { ControllingTerminal.send($0) }
    guard !routes.isEmpty else {
      throw CommandError.failed(
        "no_clipboard", "No way to the clipboard was found.",
        hint: "Install wl-copy or xclip, or set [clipboard] command.")
    }
    world.output.complain(
      "sent to the clipboard by \(routes.map(\.name).joined(separator: " and "))")
  }

  private func document(
    _ slots: [TimeSpan], text: String, duration: Int, reader: Zone?, world: World
  ) -> JSON {
    .object([
      ("timezone", .string(world.zone.identifier)),
      ("their_timezone", .optional(reader?.identifier)),
      ("duration", .int(duration)),
      (
        "slots",
        .array(
          slots.map { slot in
            .object([
              ("start", .string(RFC3339.text(slot.start, in: world.zone))),
              ("end", .string(RFC3339.text(slot.end, in: world.zone))),
              ("minutes", .int(slot.seconds / 60)),
            ])
          })
      ),
      ("text", .string(text)),
    ])
  }
}

extension SlotFormat: ExpressibleByArgument {}
extension Weekday: Comparable {
  public static func < (left: Weekday, right: Weekday) -> Bool { left.index < right.index }
}
