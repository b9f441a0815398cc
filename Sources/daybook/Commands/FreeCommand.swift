import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTerminal
import DaybookWorld
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
  @Option(
    help: ArgumentHelp(
      "The reader's zone, for the text: America/New_York, New York, ET.", valueName: "zone"))
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
    var question = try question(in: world)
    let desk = try world.desk()
    if !calendars.isEmpty {
      question.calendars = try calendars.map { try desk.calendar(named: $0).id }
    }
    let answer = try desk.free(question)
    let (offered, text) = (answer.offered, answer.text)
    if hold, !offered.isEmpty { try place(holds: offered, desk: desk, world: world) }
    if global.json {
      try world.output.print(answer.json)
    } else {
      try world.output.print(text)
    }
    // Last: where no way leads to the clipboard, the text is there to be copied by hand.
    if copy, !offered.isEmpty { try await sendToClipboard(text, world: world) }
    return .done
  }

  /// The question as far as the options alone say it: what is wrong in them is found before the
  /// store is opened.
  private func question(in world: World) throws -> FreeQuestion {
    let minutes = try DurationPhrase.minutes(reading: duration)
    for (name, count) in [("--per-day", perDay), ("--limit", limit)] {
      if let count, count < 1 { throw CommandError.usage("\(name) wants a number of 1 or more.") }
    }
    if into != nil, !hold {
      throw CommandError.usage("--into says where holds go.", hint: "Add --hold.")
    }
    var question = FreeQuestion(days: try days.range(in: world, usual: 14))
    question.duration = minutes
    let ranges = try hours.flatMap { text in
      try text.split(separator: ",").map { try HoursPhrase.minutes(reading: String($0)) }
    }
    question.hours = ranges.isEmpty ? nil : ranges
    question.weekdays = try weekdays.map { try WeekdaysPhrase.weekdays(reading: $0) }
    question.buffer = try buffer.map {
      try DurationPhrase.minutes(reading: $0, allowsZero: true)
    }
    question.reader = try theirTimezone.map { try world.zone(ofOthers: $0) }
    (question.perDay, question.limit) = (perDay, limit)
    (question.showsBothZones, question.format) = (bothTimezones, format)
    return question
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
}

extension SlotFormat: ExpressibleByArgument {}
