package import DaybookCore
import Synchronization

/// A whole remote account in memory, for samples and tests: it keeps what it is given, hands out
/// tokens and versions like the real ones, and can be told to misbehave.
package final class MemoryProvider: Provider {
  package let capabilities: Capabilities
  private let state: Mutex<State>

  /// - Parameter pageSize: events in one page of changes.
  package init(
    calendars: [RemoteCalendar], capabilities: Capabilities = Capabilities(), pageSize: Int = 100
  ) {
    self.capabilities = capabilities
    state = Mutex(
      State(
        calendars: calendars.map { ($0, Contents()) }, pageSize: max(1, pageSize),
        capabilities: capabilities))
  }

  package var requestsMade: Int { state.withLock { $0.calls } }

  package func calendars() async throws(ProviderError) -> [RemoteCalendar] {
    try result { state throws(ProviderError) in
      try state.begin()
      return state.calendars.map(\.calendar)
    }
  }

  package func changes(in calendar: RemoteID, since kept: KeptCopy) async throws(ProviderError)
    -> ChangePage
  {
    try result { state throws(ProviderError) in
      try state.begin()
      return try state.page(of: calendar, since: kept.token)
    }
  }

  package func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent {
    try result { state throws(ProviderError) in
      try state.begin()
      let saved = try state.save(event, over: base, in: calendar)
      try state.reply()
      return saved
    }
  }

  package func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) {
    try result { state throws(ProviderError) in
      try state.begin()
      try state.delete(event, version: version, in: calendar)
      try state.reply()
    }
  }

  private func result<Value: Sendable>(
    _ body: (inout State) throws(ProviderError) -> Value
  ) throws(ProviderError) -> Value {
    try state.withLock { state throws(ProviderError) in try body(&state) }
  }
}

/// What somebody on the other side does.
extension MemoryProvider {
  package func edit(_ event: RemoteEvent, in calendar: RemoteID) {
    state.withLock { $0.put(event, in: calendar) }
  }

  package func remove(_ event: RemoteID, in calendar: RemoteID) {
    state.withLock { $0.take(event, in: calendar) }
  }

  package func add(_ calendar: RemoteCalendar) {
    state.withLock { $0.calendars.append((calendar, Contents())) }
  }

  package func remove(_ calendar: RemoteID) {
    state.withLock { $0.calendars.removeAll { $0.calendar.id == calendar } }
  }

  /// All events there are, by id; series whole.
  package func events(in calendar: RemoteID) -> [RemoteEvent] {
    state.withLock { $0.wholes(in: calendar) }
  }

  /// Takes one entry of a series away, and leaves the others.
  package func removeEntry(_ entry: RemoteID, in calendar: RemoteID) {
    state.withLock { $0.takeEntry(entry, in: calendar) }
  }

  /// Forgets every token that was handed out.
  package func expireTokens() {
    state.withLock { $0.generation += 1 }
  }

  /// The next call but `calls` fails with `error`, and `times` - 1 after it.
  package func fail(_ error: ProviderError, after calls: Int = 0, times: Int = 1) {
    state.withLock { state in
      let first = state.calls + 1 + calls
      for call in first..<first + times { state.faults[call] = error }
    }
  }

  /// The next save of a series breaks off when so many of its entries were taken.
  package func breakNextSave(after entries: Int) {
    state.withLock { $0.breaksAfter = entries }
  }

  /// The next save or deletion is done, and its answer lost.
  package func loseNextReply() {
    state.withLock { $0.losesReply = true }
  }
}
