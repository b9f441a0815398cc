package import DaybookCore
import Synchronization

/// Every exchange of one provider: how many there were, and what the log has not yet been told.
package final class RequestLog: Sendable {
  private let state = Mutex<(count: Int, exchanges: [RemoteExchange])>((0, []))
  private static let longest = 1000

  package init() {}

  package var count: Int { state.withLock { $0.count } }

  package func add(_ exchange: RemoteExchange) {
    state.withLock { state in
      state.count += 1
      if state.exchanges.count < Self.longest { state.exchanges.append(exchange) }
    }
  }

  package func take() -> [RemoteExchange] {
    state.withLock { state in
      defer { state.exchanges = [] }
      return state.exchanges
    }
  }
}
