import Dispatch
import Synchronization

/// Rings once, at the moment it was last set for.
package protocol SyncAlarm: Sendable {
  func set(in seconds: Int, _ ring: @escaping @Sendable () -> Void)
  func stop()
}

/// One timer of Dispatch's, on the wall clock: a computer that wakes up finds out what it missed.
package final class DispatchAlarm: SyncAlarm {
  private let timer = Mutex<(any DispatchSourceTimer)?>(nil)

  package init() {}

  package func set(in seconds: Int, _ ring: @escaping @Sendable () -> Void) {
    let next = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    next.schedule(wallDeadline: .now() + .seconds(max(0, seconds)), leeway: .milliseconds(100))
    next.setEventHandler(handler: ring)
    next.activate()
    timer.withLock { timer in
      timer?.cancel()
      timer = next
    }
  }

  package func stop() {
    timer.withLock { timer in
      timer?.cancel()
      timer = nil
    }
  }
}
