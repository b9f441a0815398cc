import DaybookStore
import Synchronization

/// What changed in a store, numbered, for streams that tell of it.
///
/// Of each kind only the latest number is kept: who asks what is new since a number gets each kind
/// at most once, however long they were away and however slow they read, so nothing piles up.
final class ChangeNews: Sendable {
  /// What a stream tells of.
  enum Kind: String, CaseIterable, Sendable {
    /// Events, or the calendars and clients they belong to.
    case events
    /// What collides, or what was done about it.
    case conflicts
    /// Accounts and what waits to be sent.
    case sync

    var touches: StoreChange {
      switch self {
      case .events: [.events, .calendars, .clients]
      case .conflicts: [.events, .calendars, .conflicts, .availability]
      case .sync: [.accounts, .outbox]
      }
    }
  }

  /// A kind that changed, and the number of its last change.
  struct Item: Hashable, Sendable {
    var kind: Kind
    var number: Int
  }

  /// Tells numbers of this run from those of others.
  let run = String(UInt32.random(in: .min ... .max), radix: 36)

  private struct State {
    var number = 0
    var latest: [Kind: Int] = [:]
    var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    var next = 0
  }

  private let state = Mutex(State())

  func took(_ change: StoreChange) {
    state.withLock { state in
      var isNews = false
      for kind in Kind.allCases where !kind.touches.isDisjoint(with: change) {
        state.number += 1
        state.latest[kind] = state.number
        isNews = true
      }
      if isNews { for listener in state.listeners.values { listener.yield() } }
    }
  }

  /// Wakes every listener, though nothing changed: so that they find out who is gone.
  func knock() {
    state.withLock { for listener in $0.listeners.values { listener.yield() } }
  }

  /// Whether any stream tells of it.
  var isHeard: Bool { state.withLock { !$0.listeners.isEmpty } }

  /// The number of the last change.
  var number: Int { state.withLock { $0.number } }

  /// What changed after a number, in order.
  func since(_ number: Int) -> [Item] {
    state.withLock { state in
      state.latest.filter { $0.value > number }.map { Item(kind: $0.key, number: $0.value) }
        .sorted { $0.number < $1.number }
    }
  }

  /// The number that an id of an event stands for; nil where it is of another run.
  func number(of id: String) -> Int? {
    let parts = id.split(separator: "-")
    guard parts.count == 2, parts[0] == run, let number = Int(parts[1]), number <= self.number
    else { return nil }
    return number
  }

  func id(_ number: Int) -> String { "\(run)-\(number)" }

  /// A wake for each change from now on; several at once become one.
  func wakes() -> AsyncStream<Void> {
    let (stream, continuation) = AsyncStream.makeStream(
      of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let key = state.withLock { state in
      state.next += 1
      state.listeners[state.next] = continuation
      return state.next
    }
    continuation.onTermination = { [weak self] _ in
      _ = self?.state.withLock { $0.listeners.removeValue(forKey: key) }
    }
    return stream
  }
}
