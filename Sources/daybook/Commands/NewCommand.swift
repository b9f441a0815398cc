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
  @Option(help: ArgumentHelp("Where it is.", valueName: "text")) var location: String?
  @Option(help: ArgumentHelp("Whose it is.", valueName: "name")) var client: String?
  @OptionGroup var more: EventOptions
  @Flag(help: "Say what was understood, and store nothing.") var dryRun = false

  func run(in world: World) throws -> ExitStatus {
    var phrase = try EventPhrase(reading: text.joined(separator: " "), in: world.phrases)
    phrase.location = location ?? phrase.location
    phrase.client = client ?? phrase.client
    phrase.calendar = calendar ?? phrase.calendar
    try more.apply(to: &phrase, in: world.phrases)
    if let caution = phrase.caution { world.output.complain(caution) }
    let desk = try world.desk()
    if dryRun {
      try rehearse(phrase, desk: desk, world: world)
      return .done
    }
    let target = try phrase.calendar.map { try desk.calendar(named: $0) } ?? desk.defaultCalendar()
    let client = try phrase.client.map { try desk.store.activeClient(named: $0) }
    var event = NewEvent(phrase)
    more.apply(to: &event)
    let outcome = try desk.create(event, in: target, for: client.map { .existing($0.id) })
    if global.json {
      try world.output.print(
        try desk.document(edited: outcome.occurrence, isQueued: outcome.isQueued))
    } else {
      try world.output.print(
        VisibleText.line("Added: \(phrase.reading(in: world.phrases, calendar: target.name))"))
      if let note = try desk.note(onReminders: event.reminders, of: outcome.occurrence) {
        try world.output.print(VisibleText.line(note))
      }
    }
    return .done
  }

  private func rehearse(_ phrase: EventPhrase, desk: Desk, world: World) throws {
    let target =
      try phrase.calendar.map { try desk.calendar(named: $0) } ?? desk.plannedCalendar()
    let name = target?.name ?? Desk.firstCalendar
    let client = try phrase.client.map { try desk.store.activeClient(named: $0) }
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
      span: phrase.time.span(in: world.zone), showsAs: more.free ? .free : .busy,
      isRecurring: phrase.rule != nil, client: client?.id,
      joinURL: event.url.isEmpty ? ConferenceLink.first(in: event.location) : event.url)
    let document = try desk.document(edited: occurrence, isQueued: false)
    guard case .object(let fields) = document else { return }
    try world.output.print(.object(fields + [("dry_run", .bool(true))]))
  }
}
