/// Someone an event names: a guest, a room, or its organiser.
package struct Attendee: Hashable, Sendable {
  /// Lower-case, without `mailto:`.
  package var email: String
  package var name: String
  package var response: Response
  package var role: Role

  package init(
    email: String, name: String = "", response: Response = .needsAction, role: Role = .required
  ) {
    self.email = email
    self.name = name
    self.response = response
    self.role = role
  }

  /// RFC 5545 §3.2.16, in the words of our JSON.
  package enum Role: String, Sendable {
    case chair, required, optional
    case nonParticipant = "non_participant"
  }
}

/// What someone answered to an invitation (RFC 5545 §3.2.12), in the words of our JSON.
package enum Response: String, Sendable {
  case accepted, declined, tentative
  case needsAction = "needs_action"
}
