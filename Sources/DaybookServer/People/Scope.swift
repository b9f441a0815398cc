/// What a token for a script may do; a person who is signed in may do all of it.
package enum Scope: String, CaseIterable, Sendable {
  /// Everything that changes nothing.
  case read
  /// Changing what is in the calendars, and how it is planned.
  case write
  /// Connecting and disconnecting accounts at the vendors.
  case accounts

  /// What a route asks for; nil where no such token is enough.
  init?(for access: Route.Access) {
    switch access {
    case .reading: self = .read
    case .writing: self = .write
    case .connecting: self = .accounts
    case .open, .session, .operating: return nil
    }
  }
}
