import Dispatch
import Synchronization

/// Rings once, at the moment it was last set for.
package protocol SyncAlarm: Sendable {
  func set(in seconds: Int, _ ring: @escaping @Sendable () -> Void)
  func stop()
}

/// One timer of Dispatch's, on the wall clock: a computer that wakes up finds out what it missed.
package final class DispatchAlarm: SyncAlarm {
  private let timer = Mutex<Timer?>(nil)

  /// `@unchecked` because it is only ever touched behind the `Mutex`.
  private struct Timer: @unchecked Sendable {
    let source: any DispatchSourceTimer
  }

  package init() {}

  package func set(in seconds: Int, _ ring: @escaping @Sendable () -> Void) {
    let source = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
    source.schedule(wallDeadline: .now() + .seconds(max(0, seconds)), leeway: .milliseconds(100))
    source.setEventHandler(handler: ring)
    source.activate()
    replace(Timer(source: source))
  }

  package func stop() { replace(nil) }

  private func replace(_ next: Timer?) {
    timer.withLock { timer in
      timer?.source.cancel()
      timer = next
    }
  }
}
