import Dispatch
import Synchronization

/// A value that another thread makes while this one has something else to do. The work is done when
/// this goes away, so that it never runs into the end of the program.
final class Meanwhile<Value: Sendable>: Sendable {
  private let made: Made
  private let work = DispatchGroup()

  /// Where the value comes to lie.
  private final class Made: Sendable {
    let value = Mutex<Value?>(nil)
  }

  init(_ make: @escaping @Sendable () -> Value) {
    let made = Made()
    self.made = made
    DispatchQueue.global(qos: .userInteractive).async(group: work) {
      let value = make()
      made.value.withLock { $0 = value }
    }
  }

  /// The value, as soon as it is made.
  var value: Value {
    work.wait()
    guard let value = made.value.withLock({ $0 }) else {
      preconditionFailure("work that has ended has made its value")
    }
    return value
  }

  deinit { work.wait() }
}
