/// Why the other side does not take an edit, or is known not to: another edit helps, or none.
package enum Objection: Explained, Hashable {
  /// The event is not taken as it is.
  case rejected(RemotePlace, Rejection)
  /// The request itself is not taken, and nobody says why.
  case refused(RemotePlace, status: Int)
  /// What was made here cannot be said there: what it is.
  case inexpressible(String)
  /// Only the organizer may change this.
  case notOrganizer(RemotePlace)
  /// Events of this kind do not let this be changed.
  case fixedEvent(RemotePlace)
  /// In words of its own.
  case told(Failure)

  /// What is wrong with an event.
  package enum Rejection: Hashable, Sendable {
    case invalid, tooLarge, noRoom, noEventsHere
    /// Another one, perhaps in another calendar, has its UID.
    case sameUID
    /// It lies before or after what is kept there.
    case outOfRange
    case tooManyInstances, tooManyAttendees
  }

  package var code: String {
    switch self {
    case .rejected: "rejected"
    case .refused: "refused"
    case .inexpressible: "not_expressible"
    case .notOrganizer: "not_organizer"
    case .fixedEvent: "fixed_event"
    case .told(let failure): failure.code
    }
  }

  package var message: String {
    switch self {
    case .rejected(let place, let rejection): "\(place) \(Self.words(rejection))"
    case .refused(let place, let status): "\(place) refused the change (\(status))"
    case .inexpressible(let what): "the other side cannot keep \(what)"
    case .notOrganizer(let place): "\(place) lets only the organizer change this event (403)"
    case .fixedEvent(let place): "\(place) does not let this be changed in events of this kind"
    case .told(let failure): failure.message
    }
  }

  package var hint: String? {
    switch self {
    case .rejected(_, let rejection): Self.hint(rejection)
    case .refused: "edit it, or give the change up with 'daybook outbox drop'"
    case .inexpressible:
      "make it simpler, or keep it in another calendar; it is not sent as it is"
    case .notOrganizer: "answer the invitation instead, or ask the organizer"
    case .fixedEvent:
      "drop the change with 'daybook outbox drop', or make an event of your own"
    case .told(let failure): failure.hint
    }
  }

  private static func words(_ rejection: Rejection) -> String {
    switch rejection {
    case .invalid: "does not take the event: it finds it invalid"
    case .tooLarge: "does not take the event: it is too large"
    case .noRoom: "does not take the event: there is no room left"
    case .noEventsHere: "does not take the event: the calendar is for other things"
    case .sameUID: "does not take the event: another one has its UID"
    case .outOfRange: "does not take the event: it is too long ago or too far ahead"
    case .tooManyInstances: "does not take the event: it repeats too often"
    case .tooManyAttendees: "does not take the event: too many people take part"
    }
  }

  private static func hint(_ rejection: Rejection) -> String {
    switch rejection {
    case .invalid, .outOfRange, .tooManyInstances, .tooManyAttendees:
      "edit it, or give the change up with 'daybook outbox drop'"
    case .tooLarge: "shorten its description, or take attachments out"
    case .noRoom: "make room there; it is tried again by itself"
    case .noEventsHere: "move it to another calendar"
    case .sameUID: "delete the other one, or give the change up with 'daybook outbox drop'"
    }
  }
}
