package import ICalendar

/// Two meetings that claim the same time, or stand too close to keep both.
package struct Conflict: Identifiable, Hashable, Sendable {
  package var kind: Kind
  package var severity: Severity
  /// The common stretch of an overlap; the gap of the others.
  package var span: TimeSpan
  /// Of an overlap its length, of the others what is missing; rounded up.
  package var minutes: Int
  /// The two, by start.
  package var first: Occurrence
  package var second: Occurrence
  package var state: State
  package var decision: Decision?

  package init(
    kind: Kind, severity: Severity, span: TimeSpan, minutes: Int,
    first: Occurrence, second: Occurrence, state: State = .open, decision: Decision? = nil
  ) {
    self.kind = kind
    self.severity = severity
    self.span = span
    self.minutes = minutes
    self.first = first
    self.second = second
    self.state = state
    self.decision = decision
  }

  /// Made of the two occurrence ids, whatever their order.
  package var id: ConflictID { Conflict.id(first.id, second.id) }

  package static func id(_ one: OccurrenceID, _ other: OccurrenceID) -> ConflictID {
    ConflictID(StableID.make("conflict", min(one, other).raw, max(one, other).raw))
  }

  /// In order of gravity: of several between one pair the first counts.
  package enum Kind: String, CaseIterable, Sendable {
    case overlap, travel, buffer
  }

  package enum Severity: String, CaseIterable, Sendable {
    case severe, medium, minor
  }

  package enum State: String, Sendable {
    case open, resolved, ignored
  }

  /// What was done about it, and when.
  package struct Decision: Hashable, Sendable {
    package var action: String
    package var note: String?
    package var at: Instant

    package init(action: String, note: String? = nil, at: Instant) {
      self.action = action
      self.note = note
      self.at = at
    }
  }
}
