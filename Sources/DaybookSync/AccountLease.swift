internal import DaybookCore
internal import DaybookStore
import Synchronization

/// Sees to it that of all processes one at a time syncs an account.
struct AccountLease: Sendable {
  private let lease: StoreLease
  private let patience: Double
  private let taken = Taken()
  /// Longer than a calendar may take, for one request alone ends after two minutes.
  private static let seconds = 600

  init(_ account: AccountID, store: Store, patience: Double) {
    lease = StoreLease("sync:" + account.raw, store: store, seconds: Self.seconds)
    self.patience = patience
  }

  /// Takes it, waiting for whoever has it.
  func take(_ account: Account) async throws(ProviderError) {
    let end = ContinuousClock.now + .seconds(patience)
    while try !takeNow() {
      guard ContinuousClock.now < end else { throw Self.busy(account) }
      do {
        try await Task.sleep(for: .milliseconds(200))
      } catch {
        throw .cancelled
      }
    }
  }

  /// Keeps it for as long again; whoever lost it meanwhile must stop.
  func prolong(_ account: Account) throws(ProviderError) {
    guard try takeNow() else { throw Self.busy(account) }
  }

  /// The same amid a calendar, where it is asked for with every page: it was taken for much longer.
  func hold(_ account: Account) throws(ProviderError) {
    guard let last = taken.at.withLock({ $0 }), ContinuousClock.now - last < .seconds(30) else {
      return try prolong(account)
    }
  }

  /// When it was taken or prolonged last.
  private final class Taken: Sendable {
    let at = Mutex<ContinuousClock.Instant?>(nil)
  }

  func release() { lease.release() }

  private func takeNow() throws(ProviderError) -> Bool {
    do {
      let isTaken = try lease.take()
      taken.at.withLock { $0 = isTaken ? .now : nil }
      return isTaken
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  /// Whether the account's turn is another process's: that says nothing against the account.
  static func isBusy(_ error: ProviderError?) -> Bool {
    if case .localFailure(let failure) = error { failure.code == busy } else { false }
  }

  private static let busy = "account_busy"

  private static func busy(_ account: Account) -> ProviderError {
    .localFailure(
      Failure(
        code: Self.busy, message: "\(account.name) is being synced by another process",
        hint: "wait until it is done, and try again"))
  }
}
