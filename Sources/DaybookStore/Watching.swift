import Synchronization

/// What a commit touched, as far as a screen cares.
package struct StoreChange: OptionSet, Hashable, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) {
    self.rawValue = rawValue
  }

  package static let events = StoreChange(rawValue: 1)
  package static let calendars = StoreChange(rawValue: 2)
  package static let accounts = StoreChange(rawValue: 4)
  package static let clients = StoreChange(rawValue: 8)
  package static let conflicts = StoreChange(rawValue: 16)
  package static let availability = StoreChange(rawValue: 32)
  package static let outbox = StoreChange(rawValue: 64)
  package static let journal = StoreChange(rawValue: 128)
  package static let log = StoreChange(rawValue: 256)
  package static let all = StoreChange(rawValue: 511)
}

extension Store {
  /// What commits touch, from now on. While a reader is busy further ones become one.
  package func changes() -> AsyncStream<StoreChange> {
    hub.subscribe()
  }
}

/// Hands each change to everybody who listens.
final class ChangeHub: Sendable {
  private struct Listener {
    var pending: StoreChange = []
    var wake: AsyncStream<Void>.Continuation
  }

  private let listeners = Mutex<(next: Int, all: [Int: Listener])>((0, [:]))

  func tell(_ change: StoreChange) {
    if change.isEmpty { return }
    listeners.withLock { listeners in
      for key in listeners.all.keys {
        listeners.all[key]?.pending.formUnion(change)
        listeners.all[key]?.wake.yield()
      }
    }
  }

  func subscribe() -> AsyncStream<StoreChange> {
    let (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let key = listeners.withLock { listeners in
      listeners.next += 1
      listeners.all[listeners.next] = Listener(wake: wake)
      return listeners.next
    }
    let box = Wakes(wakes)
    return AsyncStream {
      while await box.next() {
        if let change = self.take(key) { return change }
      }
      self.leave(key)
      return nil
    } onCancel: {
      self.leave(key)
    }
  }

  private func take(_ key: Int) -> StoreChange? {
    listeners.withLock { listeners in
      guard let pending = listeners.all[key]?.pending, !pending.isEmpty else { return nil }
      listeners.all[key]?.pending = []
      return pending
    }
  }

  private func leave(_ key: Int) {
    let wake = listeners.withLock { $0.all.removeValue(forKey: key)?.wake }
    wake?.finish()
  }

  /// One stream's iterator, shared with the closure that unfolds it.
  private actor Wakes {
    private var iterator: AsyncStream<Void>.Iterator

    init(_ stream: AsyncStream<Void>) {
      iterator = stream.makeAsyncIterator()
    }

    func next() async -> Bool {
      var copy = iterator
      let woken: Void? = await copy.next(isolation: self)
      iterator = copy
      return woken != nil
    }
  }
}
