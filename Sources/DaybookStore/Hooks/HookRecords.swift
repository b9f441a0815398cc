package import DaybookCore
package import ICalendar

/// A receiver that others gave us, without its secret.
package struct Hook: Identifiable, Hashable, Sendable {
  package var id: String
  package var address: String
  /// What it is told of.
  package var kinds: [HookKind]
  package var at: Instant
  /// Why nothing is sent to it any more, a word for programs; nil while something is.
  package var ended: String?
}

/// One message to a receiver and what became of it.
package struct HookDelivery: Identifiable, Hashable, Sendable {
  package var id: String
  package var kind: HookKind
  package var ids: [String]
  package var isMore: Bool
  /// When it was made.
  package var at: Instant
  package var state: State
  package var tries: Int
  package var lastTry: Instant?
  /// When it is tried next; nil where it is not.
  package var nextTry: Instant?
  /// What the receiver answered last; nil where there was no answer.
  package var status: Int?
  /// Why there was none, a word for programs.
  package var fault: String?

  package enum State: String, CaseIterable, Sendable {
    /// To be sent, or to be sent again.
    case waiting
    case delivered
    /// Tried for a day in vain.
    case dead
    /// The receiver wants no more.
    case dropped
  }

  package var call: HookCall {
    HookCall(id: id, kind: kind, ids: ids, isMore: isMore, at: at)
  }
}

/// The message of a hook whose turn it is, and what it takes to send it.
package struct HookAttempt: Hashable, Sendable {
  package var hook: String
  package var address: String
  package var secret: String
  package var delivery: HookDelivery
}

/// What becomes of a message after a try.
package enum HookVerdict: Hashable, Sendable {
  case delivered
  case again(at: Instant)
  case dead
  /// The receiver is gone for good, and its hook with it.
  case gone
}
