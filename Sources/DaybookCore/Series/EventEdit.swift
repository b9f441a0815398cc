/// A change of events as what it does to their sources: computed here, done and undone by the store.
package struct EventEdit: Sendable, Equatable {
  /// Which entry of which event.
  package struct Key: Hashable, Sendable {
    package var calendar: CalendarID
    package var uid: String
    package var duplicate: Int
    /// nil for masters and single events.
    package var recurrence: OriginalStart?

    package init(
      calendar: CalendarID, uid: String, duplicate: Int = 0, recurrence: OriginalStart? = nil
    ) {
      self.calendar = calendar
      self.uid = uid
      self.duplicate = duplicate
      self.recurrence = recurrence
    }

    package var event: EventID { Event.id(calendar: calendar, uid: uid, duplicate: duplicate) }
  }

  /// One entry before and after; nil where it does not exist.
  package struct Change: Sendable, Equatable {
    package var key: Key
    package var old: String?
    package var new: String?
  }

  /// Masters before what differs from them; an entry that stays as it is is left out.
  package var changes: [Change]
  /// The event and the instance to show afterwards; nil when it is gone.
  package var event: EventID?
  package var instance: OriginalStart?

  package var occurrence: OccurrenceID? { event.map { Event.occurrenceID($0, instance) } }
  package var isEmpty: Bool { changes.isEmpty }

  init(
    from before: [Key: String], to after: [Key: String], event: EventID?,
    instance: OriginalStart? = nil
  ) {
    changes = Set(before.keys).union(after.keys)
      .filter { before[$0] != after[$0] }
      .sorted { ($0.uid, $0.recurrence?.compact ?? "") < ($1.uid, $1.recurrence?.compact ?? "") }
      .map { Change(key: $0, old: before[$0], new: after[$0]) }
    self.event = event
    self.instance = instance
  }

  /// Lets it change what `other` does too, in one step.
  package mutating func join(_ other: EventEdit) {
    changes += other.changes
  }
}

/// Why an event cannot be changed like that.
package enum EditError: Explained, Equatable {
  /// Read again: the series has no such instance any more.
  case noSuchInstance
  /// Nothing to answer.
  case notInvited
  /// Ask whoever invites.
  case notOrganizer
  /// Leave it where it is.
  case invitationStays
  /// Leave it where it is: the other calendar has it already.
  case isThereAlready
  /// Choose another scope: the rule names days or hours that cannot simply be moved.
  case ruleStays
  /// Ask again.
  case endNotAfterStart
  /// Ask again: nothing lies there.
  case beyondCalendar
  /// Its text cannot be read back.
  case unreadable(String)

  package var code: String {
    switch self {
    case .noSuchInstance: "no_such_instance"
    case .notInvited: "not_invited"
    case .notOrganizer: "not_organizer"
    case .invitationStays: "invitation_stays"
    case .isThereAlready: "there_already"
    case .ruleStays: "rule_stays"
    case .endNotAfterStart: "end_not_after_start"
    case .beyondCalendar: "beyond_calendar"
    case .unreadable: "unreadable_event"
    }
  }

  package var message: String {
    switch self {
    case .noSuchInstance: "the series has no such date any more"
    case .notInvited: "none of your addresses is among the people invited"
    case .notOrganizer: "this is somebody else's invitation, to which only they can invite"
    case .invitationStays: "somebody else's invitation stays in the calendar that it came to"
    case .isThereAlready: "that calendar has this event already"
    case .ruleStays: "the rule of this series names its days or hours itself and cannot be moved"
    case .endNotAfterStart: "the end is not after the start"
    case .beyondCalendar: "the calendar runs from the year 1 to the year 9999"
    case .unreadable(let reason): "the event cannot be read: \(reason)"
    }
  }

  package var hint: String? {
    switch self {
    case .noSuchInstance: "look at it again; it may have been moved or deleted elsewhere"
    case .notInvited: "add your address to `addresses` in the configuration"
    case .notOrganizer: "ask them to; who they are says 'daybook show'"
    case .invitationStays: "make an event of your own in the other calendar"
    case .isThereAlready: "delete one of the two"
    case .ruleStays: "move single dates, or write a new rule for the series"
    case .endNotAfterStart: "give an end that lies after the start"
    case .beyondCalendar: "give a time that begins and ends within it"
    case .unreadable: nil
    }
  }
}
