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
  /// What both sides last agreed on, with the version there; nil for a new event.
  package var base: RemoteEvent?
  /// The event as it is here; nil for a deleted one. Its id is that of `base`, or made up for a new
  /// event.
  package var current: RemoteEvent?
  /// What the other side has, where both changed the same differently: nothing is sent until
  /// somebody has chosen. All else that was changed there is in `current` already.
  package var theirs: RemoteEvent?
  /// What both changed, as `Merge.diverged` names it.
  package var diverged: [String] = []
  /// What was sent without an answer that says what became of it, the last at the end.
  package var sent: [[Component]] = []

  package var isDiverged: Bool { theirs != nil }

  package var kind: Kind {
    base == nil && theirs == nil ? .create : current == nil ? .delete : .update
  }

  package enum Kind: String, Sendable {
    case create, update, delete
  }
}
