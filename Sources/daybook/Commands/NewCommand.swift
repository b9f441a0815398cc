import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook new`: an event in one line, as a person types it.
struct NewCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Add an event as you would say it.",
    discussion: "For example: daybook new \"Acme call thu 15:00-16:00 @ Zoom #Acme\"")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "What, when, @ where, #client.") var text: [String]
  @Option(help: ArgumentHelp("The calendar it goes to.", valueName: "name")) var calendar: String?
  @Flag(help: "Say what was understood, and store nothing.") var dryRun = false

  func run(in world: World) throws -> ExitStatus {
    let phrase = try EventPhrase(reading: text.joined(separator: " "), in: world.phrases)
    if let caution = phrase.caution { world.output.complain(caution) }
    let desk = try world.desk()
    if dryRun {
      try rehearse(phrase, desk: desk, world: world)
      return .done
    }
    let named = calendar ?? phrase.calendar
    let target = try named.map { try desk.calendar(named: $0) } ?? desk.defaultCalendar()
    let client = try phrase.client.map { try desk.client(named: $0) }
    let outcome = try desk.create(NewEvent(phrase), in: target)
    var occurrence = outcome.occurrence
    if let client, let made = occurrence {
      try desk.assign([made], to: .existing(client.id), isSeries: true)
      occurrence = try desk.occurrence(made.id)
    }
    if global.json {
      try world.output.print(
        try desk.document(edited: occurrence, isQueued: outcome.isQueued))
    } else {
      try world.output.print(
        VisibleText.line("Added: \(phrase.reading(in: world.phrases, calendar: target.name))"))
    }
    return .done
  }

  private func rehearse(_ phrase: EventPhrase, desk: Desk, world: World) throws {
    let target =
      try (calendar ?? phrase.calendar).map { try desk.calendar(named: $0) }
      ?? desk.plannedCalendar()
    let name = target?.name ?? Desk.firstCalendar
    let client = try phrase.client.map { try desk.client(named: $0) }
    guard global.json else {
      try world.output.print(
        VisibleText.line(phrase.reading(in: world.phrases, calendar: name)))
      return
    }
    let id = EventID("dry-run")
    let event = NewEvent(phrase)
    let occurrence = Occurrence(
      id: OccurrenceID(id.raw), event: id, calendar: target?.id ?? CalendarID(name), uid: "",
      title: phrase.title, location: event.location, time: phrase.time,
      span: phrase.time.span(in: world.zone), isRecurring: phrase.rule != nil, client: client?.id,
      joinURL: event.url.isEmpty ? ConferenceLink.first(in: event.location) : event.url)
    let document = try desk.document(edited: occurrence, isQueued: false)
    guard case .object(let fields) = document else { return }
    try world.output.print(.object(fields + [("dry_run", .bool(true))]))
  }
}
