import ArgumentParser
import DaybookCore
import DaybookStore
import DaybookTUI
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
  @Option(parsing: .unconditional, help: ArgumentHelp("The new end.", valueName: "when"))
  var end: String?
  @Option(help: ArgumentHelp("The new place; empty removes it.", valueName: "text"))
  var location: String?
  @Option(help: ArgumentHelp("this, following or all of a series.", valueName: "scope"))
  var scope: EditScope?

  func run(in world: World) throws -> ExitStatus {
    guard title != nil || start != nil || end != nil || location != nil else {
      throw CommandError.usage(
        "There is nothing to change.", hint: "Give --title, --start, --end or --location.")
    }
    let desk = try world.desk()
    let target = try ScopedEvent(named: event, scope: scope, in: desk)
    let occurrence = try desk.occurrence(named: event)
    var change = EventChange(title: title, location: location)
    if start != nil || end != nil { change.time = try time(of: occurrence, world: world) }
    let outcome = try desk.edit(
      target.reference.event, occurrence.originalStart, change, target.scope)
    if global.json {
      try world.output.print(
        try EditPrinting(desk: desk, world: world)
          .document(outcome.occurrence, isQueued: outcome.isQueued))
    } else {
      try world.output.print(VisibleText.line("\(outcome.sentence). daybook undo takes it back."))
    }
    return .done
  }

  /// The new time: what is not said stays as it was.
  private func time(of occurrence: Occurrence, world: World) throws -> EventTime {
    let zone = world.zone
    let begin = try start.map {
      try TimePhrase(reading: $0, in: world.phrases, on: zone.day(at: occurrence.span.start))
    }
    if case .allDay(let days) = occurrence.time, try isDay(begin, zone: zone),
      end == nil || begin != nil
    {
      return try allDay(days, begin: begin, world: world)
    }
    var from = occurrence.span.start
    if let begin { from = try instant(begin, keeping: occurrence.span.start, zone: zone) }
    var to = from + occurrence.span.seconds
    if start == nil { to = occurrence.span.end }
    if let end {
      let phrase = try TimePhrase(reading: end, in: world.phrases, on: zone.day(at: from))
      to = try instant(phrase, keeping: occurrence.span.end, zone: zone)
    }
    guard to >= from else {
      throw CommandError.usage("The end lies before the start.", hint: "Give --end too.")
    }
    let name = occurrence.time.zoneName ?? zone.identifier
    if case .floating = occurrence.time {
      return .floating(from: zone.local(at: from), to: zone.local(at: to))
    }
    return .timed(TimeSpan(from, to), zone: name)
  }

  private func isDay(_ phrase: TimePhrase?, zone: Zone) throws -> Bool {
    if case .at? = phrase { return false }
    return true
  }

  private func allDay(_ days: Range<Day>, begin: TimePhrase?, world: World) throws -> EventTime {
    var first = days.lowerBound
    if case .day(let day)? = begin { first = day }
    var last = first + (days.count - 1)
    if let end { last = try DayPhrase(reading: end, in: world.phrases).last }
    guard first <= last else {
      throw CommandError.usage("The end lies before the start.", hint: "Give --end too.")
    }
    return .allDay(first..<(last + 1))
  }

  /// A phrase as a moment; a day without a time keeps the clock.
  private func instant(_ phrase: TimePhrase, keeping old: Instant, zone: Zone) throws -> Instant {
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

  func run(in world: World) throws -> ExitStatus {
    let desk = try world.desk()
    let target = try ScopedEvent(named: event, scope: scope, in: desk)
    var original = target.reference.originalStart
    if target.reference.isSeries, original == nil, target.scope != .all {
      original = try desk.occurrence(named: event).originalStart
    }
    let outcome = try desk.delete(target.reference.event, original, target.scope)
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

/// What a person named, and how much of a series it is meant for.
struct ScopedEvent {
  let reference: EventReference
  let scope: EditScope

  /// An occurrence's id means that one; a series' own id needs to be told.
  init(named text: String, scope: EditScope?, in desk: Desk) throws {
    reference = try desk.store.find(text)
    guard reference.isSeries else {
      self.scope = .all
      return
    }
    if let scope {
      self.scope = scope
    } else if reference.originalStart != nil {
      self.scope = .this
    } else {
      throw CommandError.usage(
        "“\(text)” is a series.", hint: "Say with --scope this, following or all what is meant.")
    }
  }
}
