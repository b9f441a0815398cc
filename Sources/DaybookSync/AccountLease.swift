internal import DaybookCore
internal import DaybookStore
internal import ICalendar

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Sees to it that of all processes one at a time syncs an account. It is held in the store, and
/// lapses by itself when its holder dies.
struct AccountLease: Sendable {
  private let name: String
  private let holder: String
  private let store: Store
  private let patience: Double
  /// Longer than a pass may take, for one request alone ends after two minutes.
  private static let seconds = 600

  init(_ account: AccountID, store: Store, patience: Double) {
    name = "sync:" + account.raw
    holder = "\(getpid())-\(UInt32.random(in: 0...(.max)))"
    self.store = store
    self.patience = patience
  }

  /// Takes it, waiting for whoever has it.
  func take(_ account: Account) async throws(ProviderError) {
    let end = ContinuousClock.now + .seconds(patience)
    while true {
      do {
        if try store.acquireLease(name, holder: holder, now: now, seconds: Self.seconds) { return }
      } catch {
        throw .localFailure(Failure(error))
      }
      guard ContinuousClock.now < end else {
        throw .localFailure(
          Failure(
            code: "account_busy", message: "\(account.name) is being synced by another process",
            hint: "wait until it is done, and try again"))
      }
      do {
        try await Task.sleep(for: .milliseconds(200))
      } catch {
        throw .cancelled
      }
    }
  }

  func release() {
    // One that cannot be given back lapses.
    try? store.releaseLease(name, holder: holder)
  }

  /// The real time, even where the display's clock is frozen: another process must see it pass.
  private var now: Instant { Instant(seconds: Int(time(nil))) }
}
