import Synchronization

/// Time that passes when a test says so.
final class ManualClock: Clock {
  struct Instant: InstantProtocol {
    var offset: Duration

    func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
    func duration(to other: Instant) -> Duration { other.offset - offset }
    static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
  }

  private typealias Sleep = CheckedContinuation<Void, any Error>

  private struct State {
    var now = Instant(offset: .zero)
    var number = 0
    var sleepers: [Int: (until: Instant, sleep: Sleep)] = [:]
    var watchers: [(count: Int, seen: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  var now: Instant { state.withLock { $0.now } }
  var minimumResolution: Duration { .nanoseconds(1) }

  func sleep(until deadline: Instant, tolerance: Duration?) async throws {
    let number = state.withLock { state in
      state.number += 1
      return state.number
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (sleep: Sleep) in
        let seen = state.withLock { state in
          state.sleepers[number] = (deadline, sleep)
          let seen = state.watchers.filter { $0.count <= state.sleepers.count }.map(\.seen)
          state.watchers.removeAll { $0.count <= state.sleepers.count }
          return seen
        }
        for watcher in seen { watcher.resume() }
        if Task.isCancelled { wake(number) }
      }
    } onCancel: {
      wake(number)
    }
  }

  private func wake(_ number: Int) {
    state.withLock { $0.sleepers.removeValue(forKey: number) }?.sleep
      .resume(throwing: CancellationError())
  }

  func advance(by duration: Duration) {
    let due = state.withLock { state in
      state.now = state.now.advanced(by: duration)
      let due = state.sleepers.filter { $0.value.until <= state.now }
      for number in due.keys { state.sleepers[number] = nil }
      return due.values.map(\.sleep)
    }
    for sleep in due { sleep.resume() }
  }

  /// Returns when so many are asleep.
  func waitForSleepers(_ count: Int) async {
    await withCheckedContinuation { seen in
      let isReady = state.withLock { state in
        if state.sleepers.count >= count { return true }
        state.watchers.append((count, seen))
        return false
      }
      if isReady { seen.resume() }
    }
  }
}
