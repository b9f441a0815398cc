internal import DaybookCore
import Synchronization

/// The versions kept of one calendar, read from the store the first time somebody asks, and those
/// that have come since.
final class KeptVersions: Sendable {
  private let load: @Sendable () throws -> [RemoteID: Version]
  private let state = Mutex(State())

  private struct State {
    var stored: [RemoteID: Version]?
    /// How many those were before any were added.
    var count = 0
    /// What has come and is not stored yet.
    var coming: [RemoteID: Version?] = [:]
  }

  init(_ load: @escaping @Sendable () throws -> [RemoteID: Version]) {
    self.load = load
  }

  /// What is stored.
  func read() throws(ProviderError) -> [RemoteID: Version] {
    if let known = state.withLock({ $0.stored }) { return known }
    do {
      let versions = try load()
      state.withLock { state in
        state.stored = versions
        state.count = versions.count
      }
      return versions
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  /// What is stored and what has come: whoever sends the next page need not send that again.
  func known() throws(ProviderError) -> [RemoteID: Version] {
    var versions = try read()
    for (id, version) in state.withLock({ $0.coming }) { versions[id] = version }
    return versions
  }

  /// How many were stored when this was first asked.
  func count() throws(ProviderError) -> Int {
    _ = try read()
    return state.withLock { $0.count }
  }

  /// A page has come with these.
  func come(_ events: [RemoteEvent]) {
    state.withLock { state in
      for event in events { state.coming[event.id] = event.version }
    }
  }

  /// What has come is of no use.
  func forget() { state.withLock { $0.coming = [:] } }

  /// These were stored since.
  func add(_ events: [RemoteEvent]) {
    state.withLock { state in
      for event in events { state.stored?[event.id] = event.version }
    }
  }
}
