package import DaybookCore
import GRDB
internal import ICalendar

extension Desk {
  /// Changes an event, or the part of its series that `scope` says, and puts all of it into another
  /// calendar, as one step for undo. What was assigned and billed goes along.
  package func edit(
    _ id: EventID, _ original: OriginalStart?, _ change: EventChange, _ scope: EditScope,
    movingTo calendar: EventCalendar
  ) throws -> EditOutcome {
    let opened = try open(id)
    guard opened.editor.bundle.calendar != calendar.id else {
      guard change.isEmpty else { return try edit(id, original, change, scope) }
      throw EditError.isThereAlready
    }
    guard !opened.isBooking, !calendar.holdsBookings else { throw BookingError.madeElsewhere }
    guard !calendar.isReadOnly else { throw StoreError.readOnlyCalendar(name: calendar.name) }
    let uid = try newUID(in: calendar, besides: opened.editor.bundle.calendar)
    let target = Event.id(calendar: calendar.id, uid: uid ?? opened.editor.bundle.uid)
    guard try !store.has(target) else { throw EditError.isThereAlready }
    // Whatever it refuses is refused before anything is changed.
    var move = try opened.editor.move(to: calendar.id, uid: uid)
    return try asOneStep {
      if !change.isEmpty {
        // Nobody is told of the event that goes: whoever is invited is told of the one that comes.
        let edit = try opened.editor.change(change, of: original, scope, newUID: Desk.newUID())
        _ = try store(edit, saying: "Change “\(opened.title)”")
        move = try open(id).editor.move(to: calendar.id, uid: uid)
      }
      let assigned = try store.assignment(of: id)
      var outcome = try store(
        move, saying: "Move “\(opened.title)” to \(calendar.name)",
        tellsPeople: !change.invites.isEmpty)
      if let assigned {
        try store.assign([AssignmentSubject(series: target)], assigned, now: now)
        outcome.occurrence = try outcome.occurrence.flatMap { try occurrence($0.id) }
      }
      return outcome
    }
  }

  /// Changes what a form tells of an event: its text, where it lies and whom it is for, as one step for
  /// undo.
  ///
  /// - Parameters:
  ///   - calendar: where all of it goes; nil where it stays.
  ///   - client: nil where that stays.
  package func revise(
    _ occurrence: Occurrence, _ change: EventChange, _ scope: EditScope,
    movingTo calendar: EventCalendar?, for client: Assignee?
  ) throws -> EditOutcome {
    let (id, original) = (occurrence.event, occurrence.originalStart)
    func edited() throws -> EditOutcome? {
      if let calendar { return try edit(id, original, change, scope, movingTo: calendar) }
      return change.isEmpty ? nil : try edit(id, original, change, scope)
    }
    return try asOneStep {
      let outcome = try edited()
      guard let client else {
        return outcome ?? EditOutcome(sentence: "", occurrence: occurrence, isQueued: false)
      }
      let subject = outcome?.occurrence ?? occurrence
      let words = try assign([subject], to: client, isSeries: scope != .this)
      return EditOutcome(
        sentence: outcome?.sentence ?? words, occurrence: try self.occurrence(subject.id),
        isQueued: outcome?.isQueued ?? false)
    }
  }

  /// Servers take no second event of one UID from one account while the first is not deleted. nil
  /// where it can keep its own.
  private func newUID(in calendar: EventCalendar, besides old: CalendarID) throws -> String? {
    let calendars = try store.calendars()
    let isLocal = calendars.first { $0.id == calendar.id }?.accountKind == .local
    let isSame = calendars.first { $0.id == old }?.calendar.account == calendar.account
    return isSame && !isLocal ? Desk.newUID() : nil
  }
}

extension Store {
  /// Whether anything is stored of an event.
  fileprivate func has(_ event: EventID) throws -> Bool {
    try read { db in
      try db.first("SELECT 1 FROM event WHERE sid = ?", event.raw) { $0.int(0) } != nil
    }
  }

  /// What was said by hand of all of an event; nil where nothing was.
  fileprivate func assignment(of event: EventID) throws -> Assignment? {
    try read { db in
      try db.first(
        "SELECT client, project, is_billable FROM assignment WHERE event = ? AND recurrence = ''",
        event.raw
      ) { row in
        Assignment(
          client: row.optionalText(0).map { ClientID($0) }, project: row.optionalText(1),
          isBillable: row.int(2) != 0)
      }
    }
  }
}
