import Logging
import ServiceLifecycle
import UnixSignals

/// Runs a service that ends in a while once it is asked to: what it does is finished; what waits after
/// so many seconds is given up, and who does not take their answer then is left.
struct EndingService<Inner: Service>: Service {
  private let inner: Inner
  private let ending: Ending
  private let seconds: Int
  /// Seconds more for telling whoever is given up.
  private static var farewell: Int { 5 }

  init(of inner: Inner, ending: Ending, seconds: Int) {
    self.inner = inner
    self.ending = ending
    self.seconds = seconds
  }

  func run(until signals: [UnixSignal], logger: Logger) async throws {
    var configuration = ServiceGroupConfiguration(
      services: [self], gracefulShutdownSignals: signals, logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(seconds + Self.farewell)
    try await ServiceGroup(configuration: configuration).run()
  }

  func run() async throws {
    let (ending, seconds) = (ending, seconds)
    try await withTaskCancellationHandler {
      try await withGracefulShutdownHandler {
        try await inner.run()
      } onGracefulShutdown: {
        Task {
          try await Task.sleep(for: .seconds(seconds))
          ending.come()
        }
      }
    } onCancel: {
      ending.come()
    }
  }
}
