internal import DaybookCore
import Synchronization

/// The versions kept of one calendar, read from the store the first time somebody asks.
final class KeptVersions: Sendable {
  private let load: @Sendable () throws -> [RemoteID: Version]
  private let known = Mutex<[RemoteID: Version]?>(nil)

  init(_ load: @escaping @Sendable () throws -> [RemoteID: Version]) {
    self.load = load
  }

  func read() throws(ProviderError) -> [RemoteID: Version] {
    if let known = known.withLock({ $0 }) { return known }
    do {
      let versions = try load()
      known.withLock { $0 = versions }
      return versions
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  /// These were stored since.
  func add(_ events: [RemoteEvent]) {
    known.withLock { known in
      for event in events { known?[event.id] = event.version }
    }
  }
}
