import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook edit`: changes an event, or part of its series.
struct EditCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change an event, or part of its series.",
    discussion: "'daybook agenda --ids' prints the ids of events.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "An event's or occurrence's id, or its beginning.") var event: String
  @Option(help: ArgumentHelp("The new title.", valueName: "text")) var title: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The new start; alone it keeps the length.", valueName: "when"))
  var start: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The new end; of an all-day event its last day.", valueName: "when"))
  var end: String?
  @Flag(help: "Make it an all-day event.") var allDay = false
  @Option(help: ArgumentHelp("The new place; empty removes it.", valueName: "text"))
  var location: String?
  @Option(help: ArgumentHelp("Another calendar, to which all of it goes.", valueName: "name"))
  var calendar: String?
  @OptionGroup var more: EventOptions
  @Option(help: ArgumentHelp("this, following or all of a series.", valueName: "scope"))
  var scope: EditScope?

  private var hasTime: Bool { start != nil || end != nil || allDay }

  func run(in world: World) throws -> ExitStatus {
    guard title != nil || hasTime || location != nil || calendar != nil || !more.isEmpty else {
      throw CommandError.usage(
        "There is nothing to change.",
        hint: "Give --start, --title, --notes or another of 'daybook edit --help'.")
    }
    let desk = try world.desk()
    let target = try ScopedEvent(named: event, scope: scope, in: desk)
    try checkScope(target)
    var occurrence = try desk.occurrence(named: event)
    if target.reference.isSeries, target.reference.originalStart == nil, target.scope == .all {
      occurrence = try nearest(occurrence, desk: desk, world: world)
    }
    var change = EventChange(title: title, location: location)
    if hasTime { change.time = try time(of: occurrence, world: world) }
    try more.apply(to: &change, at: change.time ?? occurrence.time, in: world.phrases)
    let home = try calendar.map { try desk.calendar(named: $0) }
    let (id, original) = (target.reference.event, occurrence.originalStart)
    let outcome =
      if let home {
        try desk.edit(id, original, change, target.scope, movingTo: home)
      } else {
        try desk.edit(id, original, change, target.scope)
      }
    if global.json {
      try world.output.print(
        try desk.document(edited: outcome.occurrence, isQueued: outcome.isQueued))
    } else {
      let news = outcome.news(isMoved: hasTime, in: world.zone, now: world.now)
      try world.output.print(VisibleText.line("\(news). daybook undo takes it back."))
      if let note = try desk.note(onReminders: change.reminders ?? [], of: outcome.occurrence) {
        try world.output.print(VisibleText.line(note))
      }
    }
    return .done
  }

  /// What is for all of a series only.
  private func checkScope(_ target: ScopedEvent) throws {
    guard target.reference.isSeries else { return }
    if calendar != nil, target.scope != .all {
      throw CommandError.usage(
        "A series goes to another calendar as a whole.", hint: "Say so with --scope all.")
    }
    if more.repetition != nil, target.scope == .this {
      throw CommandError.usage(
        "How it repeats is nothing of a single instance.",
        hint: "Say with --scope following or all for which it is.")
    }
  }

  /// A whole series is moved by the instance that is already nearest to the new start: a date near
  /// its beginning means its first one, and “tue 10:00” the one of that week.
  private func nearest(_ occurrence: Occurrence, desk: Desk, world: World) throws -> Occurrence {
    guard let begin = try begin(of: occurrence, world: world) else { return occurrence }
    let moment = instant(begin, keeping: occurrence.span.start, zone: world.zone)
    return try desk.occurrence(of: occurrence.event, nearest: moment) ?? occurrence
  }

  private func begin(of occurrence: Occurrence, world: World) throws -> TimePhrase? {
    try start.map {
      try TimePhrase(reading: $0, in: world.phrases, on: world.zone.day(at: occurrence.span.start))
    }
  }

  /// The new time: what is not said stays as it was.
  private func time(of occurrence: Occurrence, world: World) throws -> EventTime {
    let zone = world.zone
    let begin = try begin(of: occurrence, world: world)
    if let days = try wholeDays(of: occurrence, begin: begin, world: world) {
      return .allDay(days)
    }
    var from = occurrence.span.start
    if let begin { from = instant(begin, keeping: occurrence.span.start, zone: zone) }
    var to = from + occurrence.span.seconds
    if start == nil { to = occurrence.span.end }
    if let end {
      let phrase = try TimePhrase(reading: end, in: world.phrases, on: zone.day(at: from))
      to = instant(phrase, keeping: occurrence.span.end, zone: zone)
    }
    guard to >= from else { throw endBeforeStart }
    let name = occurrence.time.zoneName ?? zone.identifier
    if case .floating = occurrence.time {
      return .floating(from: zone.local(at: from), to: zone.local(at: to))
    }
    return .timed(TimeSpan(from, to), zone: name)
  }

  /// The days that it takes; nil where it has a time of day, or is given one.
  private func wholeDays(of occurrence: Occurrence, begin: TimePhrase?, world: World) throws
    -> Range<Day>?
  {
    let zone = world.zone
    var old = zone.day(at: occurrence.span.start)..<zone.day(at: occurrence.span.start) + 1
    if case .allDay(let days) = occurrence.time {
      old = days
    } else if occurrence.span.seconds > 0 {
      old = old.lowerBound..<zone.day(at: occurrence.span.end - 1) + 1
    }
    var first = old.lowerBound
    switch begin {
    case .day(let day)?: first = day
    case .at(let instant, _)?:
      guard allDay else { return nil }
      first = zone.day(at: instant)
    case nil: break
    }
    var last = start == nil ? old.upperBound - 1 : first + (old.count - 1)
    if let end {
      // A time as the end gives the event one.
      guard let days = try? DayPhrase(reading: end, in: world.phrases) else {
        guard allDay else { return nil }
        throw CommandError.usage("--end of an all-day event wants its last day.")
      }
      last = days.last
    }
    guard allDay || occurrence.isAllDay else { return nil }
    guard first <= last else { throw endBeforeStart }
    return first..<(last + 1)
  }

  private var endBeforeStart: CommandError {
    .usage("The end lies before the start.", hint: start == nil ? "Give --start too." : nil)
  }

  /// A phrase as a moment; a day without a time keeps the clock.
  private func instant(_ phrase: TimePhrase, keeping old: Instant, zone: Zone) -> Instant {
    switch phrase {
    case .at(let instant, _): instant
    case .day(let day): zone.instant(of: LocalDateTime(day, second: zone.local(at: old).second))
    }
  }
}

extension EditScope: ExpressibleByArgument {}
