import HTTPTypes
import DaybookSync
import Synchronization

/// Does what costs as much as a password does: on threads of its own, two at a time, and no more waits
/// than can be done in a while.
final class PasswordWork: Sendable {
  private let benches = [Bench("daybook.server.password.1"), Bench("daybook.server.password.2")]
  private let waiting = Mutex((count: 0, next: 0))
  private let most: Int

  /// - Parameter most: who may wait.
  init(most: Int = 40) {
    self.most = most
  }

  /// - Throws: 503 where too many wait already.
  func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    let turn: Int? = waiting.withLock { waiting in
      guard waiting.count < most else { return nil }
      waiting.count += 1
      waiting.next += 1
      return waiting.next
    }
    guard let turn else {
      throw PasswordWork.tooBusy
    }
    defer { waiting.withLock { $0.count -= 1 } }
    return try await benches[turn % benches.count].run(work)
  }

  static let tooBusy: Problem = {
    var problem = Problem(
      .serviceUnavailable, "too_busy", "Too many sign in at this moment.",
      hint: "Try again in a few seconds.")
    problem.headers[.retryAfter] = "5"
    return problem
  }()

  private actor Bench {
    private nonisolated let executor: QueueExecutor

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ label: String) {
      executor = QueueExecutor(label: label)
    }

    func run<Value: Sendable>(_ work: @Sendable () throws -> Value) throws -> Value { try work() }
  }
}
