package import ICalendar
import Synchronization

/// A clock that goes on when a test says so.
package final class TestTime: Sendable {
  private let state = Mutex(TemporaryStore.now)

  package init() {}

  package var now: Instant { state.withLock { $0 } }

  package func pass(_ seconds: Int) { state.withLock { $0 = $0 + seconds } }
}
