import HTTPTypes
import Synchronization

/// Whether the server ends and what waits still is to be given up.
final class Ending: Sendable {
  private let hasCome = Mutex(false)

  func come() { hasCome.withLock { $0 = true } }

  /// - Throws: a problem once it has come.
  func check() throws {
    if hasCome.withLock({ $0 }) { throw Ending.stopping }
  }

  static let stopping = Problem(
    .serviceUnavailable, "stopping", "The server is stopping.", hint: "Try again.")
}
