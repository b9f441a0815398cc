package import DaybookCore
import Foundation
package import ICalendar

extension Desk {
  // MARK: Making

  /// The calendar for events that name none: the configured one, else the writable one of highest
  /// priority, else the local calendar “Personal”, made when it is first needed.
  package func defaultCalendar() throws -> EventCalendar {
    // Another process may have made it since.
    try plannedCalendar() ?? store.localCalendar(named: Desk.firstCalendar).calendar
  }

  /// The same, before it is made: nil where the local calendar is still to come.
  package func plannedCalendar() throws -> EventCalendar? {
    if let name = settings.defaultCalendar { return try configuredCalendar(name) }
    let all = try store.calendars(countingEvents: false).map(\.calendar)
    let writable = all.filter { !$0.isReadOnly && !$0.holdsBookings }
    let highest = writable.map(\.priority).max()
    let best = writable.filter { $0.priority == highest }
    if let chosen = best.first(where: { $0.name == Desk.firstCalendar }) ?? best.first {
      return chosen
    }
    guard !all.contains(where: { $0.name == Desk.firstCalendar }) else {
      throw StoreError.readOnlyCalendar(name: Desk.firstCalendar)
    }
    return nil
  }

  private func configuredCalendar(_ name: String) throws -> EventCalendar {
    do {
      return try calendar(named: name)
    } catch let error as StoreError {
      switch error {
      case .unknown, .ambiguous:
        throw StoreError.inConfiguration(
          place: settings.defaultCalendarPlace, setting: "default_calendar", error)
      default: throw error
      }
    }
  }

  /// What the first calendar is called, where nobody has named one.
  package static let firstCalendar = "Personal"

  /// Makes an event.
  package func create(_ event: NewEvent, in calendar: EventCalendar) throws
    -> EditOutcome
  {
    guard !calendar.isReadOnly else { throw StoreError.readOnlyCalendar(name: calendar.name) }
    guard event.time.isOnCalendar(in: zone) else { throw EditError.beyondCalendar }
    let edit = event.edit(
      calendar: calendar.id, uid: Desk.newUID(), now: now,
      zones: ZoneResolver(database: store.zones))
    return try store(
      edit, saying: "Add “\(event.title)”", tellsPeople: !event.attendees.isEmpty)
  }

  /// Makes an event and gives it to a client: one step for undo.
  package func create(_ event: NewEvent, in calendar: EventCalendar, for client: Assignee?) throws
    -> EditOutcome
  {
    try asOneStep {
      var outcome = try create(event, in: calendar)
      guard let client, let made = outcome.occurrence else { return outcome }
      try assign([made], to: client, isSeries: true)
      outcome.occurrence = try occurrence(made.id)
      return outcome
    }
  }

  // MARK: Changing

  /// Changes an event, or the part of its series that `scope` says.
  package func edit(
    _ id: EventID, _ original: OriginalStart?, _ change: EventChange, _ scope: EditScope
  )
    throws -> EditOutcome
  {
    let opened = try open(id)
    var change = change
    if opened.isBooking, case .timed(let span, _)? = change.time {
      change.time = .timed(span, zone: "UTC")
    }
    let edit = try opened.editor.change(change, of: original, scope, newUID: Desk.newUID())
    return try store(
      edit, saying: "\(Desk.verb(of: change)) “\(opened.title)”",
      tellsPeople: !change.invites.isEmpty)
  }

  /// Deletes an event, or the part of its series that `scope` says.
  ///
  /// - Parameter note: for those who take part, where they are told.
  package func delete(
    _ id: EventID, _ original: OriginalStart?, _ scope: EditScope, note: String? = nil
  ) throws -> EditOutcome {
    let opened = try open(id)
    let edit = try opened.editor.delete(original, scope)
    var outcome = try store(
      edit, saying: "\(opened.isBooking ? "Cancel" : "Delete") “\(opened.title)”", note: note)
    outcome.occurrence = nil
    outcome.deleted = 1
    return outcome
  }

  /// Deletes several events in one step, which undo takes back as one.
  package func delete(_ occurrences: [Occurrence], _ scope: EditScope) throws -> EditOutcome {
    if occurrences.count == 1 {
      return try delete(occurrences[0].event, occurrences[0].originalStart, scope)
    }
    return try asOneStep {
      try inSteps(occurrences, scope, saying: { "Delete \($0) events" }) { occurrence in
        try open(occurrence.event).editor.delete(occurrence.originalStart, scope)
      }
    }
  }

  /// Moves events, of series these dates alone, in one step, which undo takes back as one.
  package func move(_ moves: [(occurrence: Occurrence, time: EventTime)]) throws -> EditOutcome {
    if moves.count == 1 {
      let (occurrence, time) = moves[0]
      return try edit(
        occurrence.event, occurrence.originalStart, EventChange(time: time), .this)
    }
    let times = Dictionary(
      moves.map { ($0.occurrence.id, $0.time) }, uniquingKeysWith: { first, _ in first })
    var outcome = try asOneStep {
      try inSteps(moves.map(\.occurrence), .this, saying: { "Move \($0) events" }) { occurrence in
        try open(occurrence.event).editor.change(
          EventChange(time: times[occurrence.id]), of: occurrence.originalStart, .this,
          newUID: Desk.newUID())
      }
    }
    outcome.deleted = 0
    return outcome
  }

  /// Stores what `body` makes of each, together where it can: each step takes at most one instance of a
  /// series. `deleted` counts those that were taken.
  private func inSteps(
    _ occurrences: [Occurrence], _ scope: EditScope, saying sentence: (Int) -> String,
    _ body: (Occurrence) throws -> EventEdit
  ) throws -> EditOutcome {
    var joined: EventEdit?
    var later: [Occurrence] = []
    var seen: Set<EventID> = []
    for occurrence in occurrences {
      // Another instance of a series that is being changed: its text is known when that is done.
      guard seen.insert(occurrence.event).inserted else {
        if scope == .this { later.append(occurrence) }
        continue
      }
      let edit = try body(occurrence)
      if joined == nil { joined = edit } else { joined?.join(edit) }
    }
    guard let joined else { throw StoreError.gone(.event) }
    var outcome = try store(joined, saying: sentence(seen.count))
    outcome.occurrence = nil
    outcome.deleted = seen.count
    if later.isEmpty { return outcome }
    let rest = try inSteps(later, scope, saying: sentence, body)
    outcome.deleted += rest.deleted
    outcome.isQueued = outcome.isQueued || rest.isQueued
    outcome.sentence = sentence(outcome.deleted)
    return outcome
  }

  /// What `body` does is one step for undo, under the sentence of its outcome.
  func asOneStep(_ body: () throws -> EditOutcome) throws -> EditOutcome {
    try asOneStep(saying: { $0.sentence }, body)
  }

  /// What `body` does is one step for undo, under this sentence where it was more than one.
  func asOneStep<Outcome>(
    saying sentence: (Outcome) -> String, _ body: () throws -> Outcome
  ) throws -> Outcome {
    let head = try store.journalHead()
    let outcome = try body()
    try store.joinJournal(since: head, saying: sentence(outcome))
    return outcome
  }

  /// Answers an invitation, to one instance or to the whole series; whoever invites is told.
  package func respond(
    to occurrence: Occurrence, _ response: Response, note: String? = nil, _ scope: EditScope
  ) throws -> EditOutcome {
    let opened = try open(occurrence.event)
    let edit = try opened.editor.respond(
      response, note: note, of: occurrence.originalStart, scope)
    let sentence = "\(Desk.verb(of: response)) “\(opened.title)”"
    try checkBookings(in: edit)
    let isQueued = try store.apply(edit, saying: sentence, at: now, tellsPeople: true, note: note)
    return EditOutcome(
      sentence: sentence, occurrence: try edit.occurrence.flatMap { try self.occurrence($0) },
      isQueued: isQueued)
  }

  /// The same event again, at another time.
  package func duplicate(_ occurrence: Occurrence, at start: Instant) throws -> EditOutcome {
    let opened = try open(occurrence.event)
    let time = occurrence.time.moved(
      to: TimeSpan(start, start + occurrence.span.seconds), in: zone)
    let edit = try opened.editor.duplicate(
      occurrence.originalStart, at: time, newUID: Desk.newUID())
    return try store(edit, saying: "Duplicate “\(opened.title)”")
  }

  /// The same events again: the earliest at `start`, the others as far behind it, on the wall, as
  /// they were. One step for undo.
  package func duplicate(_ occurrences: [Occurrence], at start: Instant) throws -> EditOutcome {
    guard let first = occurrences.map(\.span.start).min() else { throw StoreError.gone(.event) }
    if occurrences.count == 1 { return try duplicate(occurrences[0], at: start) }
    let from = zone.local(at: first).wallSeconds
    let to = zone.local(at: start).wallSeconds
    var outcome = try asOneStep {
      try inSteps(occurrences, .this, saying: { "Duplicate \($0) events" }) { occurrence in
        let wall = zone.local(at: occurrence.span.start).wallSeconds - from + to
        let start = zone.instant(of: LocalDateTime(wallSeconds: wall))
        let span = TimeSpan(start, start + occurrence.span.seconds)
        return try open(occurrence.event).editor.duplicate(
          occurrence.originalStart, at: occurrence.time.moved(to: span, in: zone),
          newUID: Desk.newUID())
      }
    }
    outcome.deleted = 0
    return outcome
  }

  // MARK: Conflicts

  /// Takes one of the ways out: the change and the decision are one step for undo.
  package func resolve(_ conflict: Conflict, by way: Resolution, note: String? = nil) throws
    -> Conflict
  {
    var settled = conflict
    let decision = Conflict.Decision(action: way.id, note: note, at: now)
    settled.state = way.outcome
    settled.decision = decision
    switch way.change {
    case .keep:
      try store.decide(conflict, .ignored, decision)
    case .keepPair:
      try store.keepPair(conflict.first.event, conflict.second.event, note: note, at: now)
    default:
      guard let edit = try edit(for: way, of: conflict, note: note) else {
        throw StoreError.gone(.occurrence)
      }
      try checkBookings(in: edit)
      try store.apply(
        edit, saying: way.sentence(on: conflict), at: now, note: note,
        settling: (conflict, way.outcome, decision))
    }
    return settled
  }

  /// Settles several conflicts in one way, each by the best that is offered of it: one step for undo.
  /// Each is looked at after the one before it, so that no two events are moved to one time.
  ///
  /// - Returns: those that were settled, and those that are open still because nothing of that kind
  ///   is offered for them.
  package func settle(_ ids: [ConflictID], by deed: Resolution.Deed, note: String? = nil) throws
    -> (settled: [Conflict], left: [ConflictID])
  {
    try asOneStep(saying: { "Settle \($0.settled.count) conflicts" }) {
      var settled: [Conflict] = []
      var left: [ConflictID] = []
      var failure: (any Error)?
      for id in ids {
        do {
          let conflict = try conflict(named: id.raw)
          guard let way = try offers(for: conflict).first(where: { $0.deed == deed }) else {
            left.append(id)
            continue
          }
          settled.append(try resolve(conflict, by: way, note: note))
        } catch {
          // What went before is done, and is said; the first complaint is told when nothing was.
          failure = failure ?? error
          left.append(id)
        }
      }
      if settled.isEmpty, let failure { throw failure }
      return (settled, left)
    }
  }

  private func edit(for way: Resolution, of conflict: Conflict, note: String?) throws -> EventEdit?
  {
    let sides = [conflict.first, conflict.second]
    guard let occurrence = sides.first(where: { $0.id == way.occurrence }) else { return nil }
    let copies = try way.copies.map { id in
      guard let copy = try self.occurrence(id) else { throw StoreError.gone(.occurrence) }
      return copy
    }
    var whole: EventEdit?
    for copy in try calendarTable().changed([occurrence] + copies, { $0.calendar }) {
      guard let edit = try edit(copy, by: way.change, note: note) else { return nil }
      if whole == nil { whole = edit } else { whole?.join(edit) }
    }
    return whole
  }

  private func edit(_ occurrence: Occurrence, by change: Resolution.Change, note: String?) throws
    -> EventEdit?
  {
    let editor = try open(occurrence.event).editor
    let original = occurrence.originalStart
    func changed(_ change: EventChange) throws -> EventEdit {
      try editor.change(change, of: original, .this, newUID: Desk.newUID())
    }
    switch change {
    case .move(_, let span), .shorten(_, let span):
      return try changed(EventChange(time: occurrence.time.moved(to: span, in: zone)))
    case .free: return try changed(EventChange(showsAs: .free))
    // A copy that asks me nothing can only let go of the time.
    case .decline where occurrence.response == nil:
      return try changed(EventChange(showsAs: .free))
    case .decline: return try editor.respond(.declined, note: note, of: original, .this)
    case .release, .cancel: return try editor.delete(original, .this)
    case .keep, .keepPair: return nil
    }
  }

  // MARK: How

  /// An event with what it takes to change it.
  struct Opened {
    var editor: EventEditor
    var title: String
    var isBooking: Bool
  }

  func open(_ id: EventID) throws -> Opened {
    let stored = try store.bundle(id)
    guard !stored.calendar.isReadOnly else {
      throw StoreError.readOnlyCalendar(name: stored.calendar.name)
    }
    let entries = stored.entries
    guard
      let bundle = try DaybookCore.EventBundle(
        sources: entries.map(\.source), zones: stored.resolver(in: store.zones),
        calendar: stored.calendar.id, duplicate: entries.first?.duplicate ?? 0)
    else { throw StoreError.gone(.event) }
    let addresses = Set(settings.addresses + stored.account.addresses)
    return Opened(
      editor: EventEditor(bundle, now: now, addresses: addresses, viewer: zone),
      title: entries.first?.title ?? "", isBooking: stored.calendar.holdsBookings)
  }

  func store(
    _ edit: EventEdit, saying sentence: String, tellsPeople: Bool = false, note: String? = nil
  ) throws -> EditOutcome {
    try checkBookings(in: edit)
    let isQueued = try store.apply(
      edit, saying: sentence, at: now, tellsPeople: tellsPeople, note: note, provided: condition)
    return EditOutcome(
      sentence: sentence, occurrence: try edit.occurrence.flatMap { try occurrence($0) },
      isQueued: isQueued)
  }

  static func newUID() -> String { UUID().uuidString.lowercased() }

  private static func verb(of response: Response) -> String {
    switch response {
    case .accepted: "Say yes to"
    case .declined: "Decline"
    case .tentative, .needsAction: "Say maybe to"
    }
  }

  private static func verb(of change: EventChange) -> String {
    change.time != nil && change.title == nil ? "Move" : "Change"
  }
}

extension Desk {
  /// Replaces the text of the entry that an occurrence shows. What identifies it must stay.
  package func replaceSource(of occurrence: Occurrence, with text: String) throws -> EditOutcome {
    let opened = try open(occurrence.event)
    let edit = try opened.editor.replace(occurrence.originalStart, source: text)
    return try store(edit, saying: "Change “\(opened.title)”")
  }
}
