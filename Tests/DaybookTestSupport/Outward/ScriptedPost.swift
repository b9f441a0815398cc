package import DaybookCore
package import ICalendar
import Synchronization

/// Takes the messages of hooks as a test tells it to, and remembers them.
package final class ScriptedPost: HookPost {
  package struct Sent: Hashable, Sendable {
    package var call: HookCall
    package var address: String
    package var secret: String
    package var at: Instant
  }

  private struct State {
    var answer: @Sendable (Sent) -> HookAnswer = { _ in .status(200) }
    var sent: [Sent] = []
    var holds = false
    var held: [String: CheckedContinuation<Void, Never>] = [:]
    var waiting: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  package init() {}

  package func answer(_ answer: @escaping @Sendable (Sent) -> HookAnswer) {
    state.withLock { $0.answer = answer }
  }

  /// Keeps everybody waiting for an answer until `letGo`.
  package func hold() { state.withLock { $0.holds = true } }

  package func letGo() {
    let held = state.withLock { state in
      state.holds = false
      defer { state.held = [:] }
      return state.held.values
    }
    for continuation in held { continuation.resume() }
  }

  package var sent: [Sent] { state.withLock { $0.sent } }

  /// Waits until so many messages have come.
  package func messages(_ count: Int) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.sent.count >= count { return true }
        state.waiting.append((count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  package func checked(_ address: String) async throws(HookAddressFault) -> String {
    guard address.hasPrefix("https://") else { throw .plainHTTP }
    if address.contains("private") { throw .privateNetwork }
    return address
  }

  package func send(_ call: HookCall, to address: String, secret: String, at now: Instant) async
    -> HookAnswer
  {
    let sent = Sent(call: call, address: address, secret: secret, at: now)
    let (answer, ready) = state.withLock { state in
      state.sent.append(sent)
      let count = state.sent.count
      let ready = state.waiting.filter { $0.count <= count }.map(\.continuation)
      state.waiting.removeAll { $0.count <= count }
      return (state.answer, ready)
    }
    for continuation in ready { continuation.resume() }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isHeld = state.withLock { state in
          let isHeld = state.holds && !Task.isCancelled
          if isHeld { state.held[call.id] = continuation }
          return isHeld
        }
        if !isHeld { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.held.removeValue(forKey: call.id) }?.resume()
    }
    return Task.isCancelled ? .fault("cancelled") : answer(sent)
  }
}
