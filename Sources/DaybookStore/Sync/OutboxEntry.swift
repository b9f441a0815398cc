package import DaybookCore
package import ICalendar

/// A local change to an event of a remote calendar that its provider has not taken yet.
///
/// There is one for each event: further edits join it, and keep what it started from.
package struct OutboxEntry: Identifiable, Sendable {
  package var id: Int
  package var event: EventID
  package var calendar: CalendarID
  package var account: AccountID
  /// What was done, for the list: `Move “Acme review” to Thu 11:00`.
  package var sentence: String
  package var at: Instant
  /// Whether attendees are to be told.
  package var tellsPeople: Bool
  /// For the organiser, with an answer.
  package var note: String?
  /// Counts edits, so that one made while another is under way is not lost.
  package var generation: Int
  package var attempts: Int
  package var retryAt: Instant?
  package var failure: Failure?
  /// The VEVENTs as both sides last agreed; none for a new event.
  package var base: [Component]
  /// The VEVENTs as they are here; none for a deleted one.
  package var current: [Component]
  /// The VTIMEZONEs that they need and that no system knows.
  package var zones: [Component]
  package var links: [RemoteLink]

  package var kind: Kind { base.isEmpty ? .create : current.isEmpty ? .delete : .update }

  package enum Kind: String, Sendable {
    case create, update, delete
  }
}
