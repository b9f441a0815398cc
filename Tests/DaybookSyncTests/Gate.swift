import DaybookCore
import DaybookProviders
import Synchronization

/// Keeps callers waiting until it is opened, or until they are stopped.
final class Gate: Sendable {
  private struct State {
    var isOpen = false
    var number = 0
    var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    var watchers: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [:] }
      return state.waiting.values
    }
    for continuation in waiting { continuation.resume() }
  }

  func close() { state.withLock { $0.isOpen = false } }

  func pass() async throws {
    let number = state.withLock { state in
      state.number += 1
      return state.number
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let (isOpen, watchers) = state.withLock { state in
          if state.isOpen { return (true, state.watchers) }
          state.waiting[number] = continuation
          defer { state.watchers = [] }
          return (false, state.watchers)
        }
        if isOpen { return continuation.resume() }
        for watcher in watchers { watcher.resume() }
        if Task.isCancelled { stop(number) }
      }
    } onCancel: {
      stop(number)
    }
  }

  private func stop(_ number: Int) {
    state.withLock { $0.waiting.removeValue(forKey: number) }?
      .resume(throwing: CancellationError())
  }

  /// Returns when somebody is kept waiting.
  func someoneWaits() async {
    await withCheckedContinuation { continuation in
      let isReady = state.withLock { state in
        if !state.waiting.isEmpty { return true }
        state.watchers.append(continuation)
        return false
      }
      if isReady { continuation.resume() }
    }
  }
}

/// Asks a gate before it lists its calendars.
struct Gated: ProviderAround {
  let inner: MemoryProvider
  private let gate: Gate

  init(_ inner: MemoryProvider, _ gate: Gate) {
    self.inner = inner
    self.gate = gate
  }

  func calendars() async throws(ProviderError) -> [RemoteCalendar] {
    do {
      try await gate.pass()
    } catch {
      throw .cancelled
    }
    return try await inner.calendars()
  }
}
