import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
import DaybookWorld
import ICalendar

/// `daybook edit`: changes an event, or part of its series.
struct EditCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: "Change an event, or part of its series.")

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
  @Option(help: ArgumentHelp("this, following or all of a series.", valueName: "scope"))
  var scope: EditScope?

  func run(in world: World) throws -> ExitStatus {
    let hasTime = start != nil || end != nil || allDay
    guard title != nil || hasTime || location != nil else {
      throw CommandError.usage(
        "There is nothing to change.", hint: "Give --title, --start, --end or --location.")
    }
    let desk = try world.desk()
    let target = try ScopedEvent(named: event, scope: scope, in: desk)
    var occurrence = try desk.occurrence(named: event)
    if target.reference.isSeries, target.reference.originalStart == nil, target.scope == .all {
      occurrence = try nearest(occurrence, desk: desk, world: world)
    }
    var change = EventChange(title: title, location: location)
    if hasTime { change.time = try time(of: occurrence, world: world) }
    let outcome = try desk.edit(
      target.reference.event, occurrence.originalStart, change, target.scope)
    if global.json {
      try world.output.print(
        try desk.document(edited: outcome.occurrence, isQueued: outcome.isQueued))
    } else {
      try world.output.print(VisibleText.line("\(outcome.sentence). daybook undo takes it back."))
    }
    return .done
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

/// `daybook delete`: removes an event, or part of its series.
struct DeleteCommand: WorkCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete an event, or part of its series.")

  @OptionGroup var global: GlobalOptions
  @Argument(help: "An event's or occurrence's id, or its beginning.") var event: String
  @Option(help: ArgumentHelp("this, following or all of a series.", valueName: "scope"))
  var scope: EditScope?
  @Option(help: ArgumentHelp("What whoever booked is told.", valueName: "text")) var note: String?

  func run(in world: World) throws -> ExitStatus {
    let desk = try world.desk()
    let target = try ScopedEvent(named: event, scope: scope, in: desk)
    var original = target.reference.originalStart
    if target.reference.isSeries, original == nil, target.scope != .all {
      original = try desk.occurrence(named: event).originalStart
    }
    let outcome = try desk.delete(target.reference.event, original, target.scope, note: note)
    if global.json {
      try world.output.print(
        .object([("deleted", .int(outcome.deleted)), ("queued", .bool(outcome.isQueued))]))
    } else {
      try world.output.print(VisibleText.line("\(outcome.sentence). daybook undo takes it back."))
    }
    return .done
  }
}

extension EditScope: ExpressibleByArgument {}
