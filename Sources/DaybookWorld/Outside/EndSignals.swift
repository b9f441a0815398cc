@preconcurrency import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Hears the wishes to end, so that work can be put in order first. They come on the main queue.
package final class EndSignals: Sendable {
  private let sources: Mutex<[any DispatchSourceSignal]> = Mutex([])

  package init(_ heard: @escaping @Sendable (Int32) -> Void) {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      // Otherwise the system ends the program before anybody hears of it.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
      source.setEventHandler { heard(number) }
      source.activate()
      sources.withLock { $0.append(source) }
    }
  }

  /// Does `work`, which a signal cancels: what it holds is given back before the program ends.
  package static func stopping<Value: Sendable>(_ work: @escaping @Sendable () async -> Value) async
    -> Value
  {
    let task = Task { await work() }
    let heard = FirstSignal()
    let signals = EndSignals { number in
      heard.take(number)
      task.cancel()
    }
    let value = await task.value
    withExtendedLifetime(signals) {}
    if let number = heard.number { exit(128 + number) }
    return value
  }
}

/// Which signal came first.
private final class FirstSignal: Sendable {
  private let first = Mutex<Int32?>(nil)

  var number: Int32? { first.withLock { $0 } }

  func take(_ number: Int32) {
    first.withLock { $0 = $0 ?? number }
  }
}
