/// Whose meeting it is: who has called it may move it, the others answer (RFC 5545 §3.8.4.3).
package enum Caller: Sendable {
  case me, someoneElse
  /// Nobody is named, or someone of whom it is not known whether it is me.
  case unknown
}
