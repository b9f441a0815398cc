import Dispatch
import Synchronization

/// One thing that another thread has promised: whoever waits for it gets it if it comes in time, and
/// otherwise the giver keeps it.
final class Handover<Thing: Sendable>: Sendable {
  private enum State: Sendable {
    case awaited
    case given(Thing)
    case tooLate
  }

  private let state = Mutex(State.awaited)
  private let arrival = DispatchSemaphore(value: 0)

  /// Says whether it was taken: nobody waits any more where it was not. Called once.
  func give(_ thing: Thing) -> Bool {
    let isTaken = state.withLock { state in
      guard case .awaited = state else { return false }
      state = .given(thing)
      return true
    }
    arrival.signal()
    return isTaken
  }

  /// What was given, or nil where nothing is after so many milliseconds. Called once.
  func wait(milliseconds: Int) -> Thing? {
    _ = arrival.wait(timeout: .now() + .milliseconds(milliseconds))
    return state.withLock { state in
      guard case .given(let thing) = state else {
        state = .tooLate
        return nil
      }
      return thing
    }
  }
}
