import DaybookCore
import ICalendar
import Synchronization

/// Sign-ins at the vendors that wait for a browser to come back: each for one person, at one vendor,
/// once, and not for long.
final class PendingConnections: Sendable {
  /// Seconds after which whoever comes back comes too late.
  static let lifetime = 600
  private static let mostOfOne = 10
  private static let mostOfAll = 1_000

  private struct Pending {
    var user: String
    var start: ConnectingStart
    var began: Instant
    var number: Int
  }

  private let clock: @Sendable () -> Instant
  private let state = Mutex((next: 0, all: [String: Pending]()))

  init(clock: @escaping @Sendable () -> Instant) {
    self.clock = clock
  }

  /// Waits for this one; whoever begins too many loses the oldest.
  func add(_ start: ConnectingStart, of user: String) {
    let now = clock()
    state.withLock { state in
      state.all = state.all.filter { now - $0.value.began < PendingConnections.lifetime }
      PendingConnections.drop(&state.all, ofMost: PendingConnections.mostOfOne) { $0.user == user }
      PendingConnections.drop(&state.all, ofMost: PendingConnections.mostOfAll) { _ in true }
      state.next += 1
      state.all[start.state] = Pending(user: user, start: start, began: now, number: state.next)
    }
  }

  /// Takes out the one that this state belongs to, whatever becomes of it; nil where there is none, or
  /// it is another vendor's, or too old.
  func take(_ text: String, _ kind: AccountKind) -> (user: String, start: ConnectingStart)? {
    let now = clock()
    guard let pending = state.withLock({ $0.all.removeValue(forKey: text) }),
      pending.start.kind == kind, now - pending.began < PendingConnections.lifetime
    else { return nil }
    return (pending.user, pending.start)
  }

  var count: Int { state.withLock { $0.all.count } }

  /// Drops the oldest of those that are meant, where one more would be too many.
  private static func drop(
    _ all: inout [String: Pending], ofMost most: Int, where isMeant: (Pending) -> Bool
  ) {
    let meant = all.filter { isMeant($0.value) }
    guard meant.count >= most else { return }
    if let oldest = meant.min(by: { $0.value.number < $1.value.number }) { all[oldest.key] = nil }
  }
}
