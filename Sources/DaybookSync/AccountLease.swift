internal import DaybookCore
internal import DaybookStore
internal import ICalendar
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Sees to it that of all processes one at a time syncs an account. It is held in the store, is
/// prolonged as long as its holder works, and is anybody's when its holder has died.
struct AccountLease: Sendable {
  private let name: String
  private let holder: String
  private let store: Store
  private let patience: Double
  private let taken = Taken()
  /// Longer than a calendar may take, for one request alone ends after two minutes.
  private static let seconds = 600

  init(_ account: AccountID, store: Store, patience: Double) {
    name = "sync:" + account.raw
    holder = Self.holder(process: getpid())
    self.store = store
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

  func release() {
    // One that cannot be given back lapses.
    try? store.releaseLease(name, holder: holder)
  }

  private func takeNow() throws(ProviderError) -> Bool {
    let isTaken = try acquire()
    taken.at.withLock { $0 = isTaken ? .now : nil }
    return isTaken
  }

  private func acquire() throws(ProviderError) -> Bool {
    do {
      if try store.acquireLease(name, holder: holder, now: now, seconds: Self.seconds) {
        return true
      }
      guard let other = try store.leaseHolder(name), Self.isDead(other) else { return false }
      try store.releaseLease(name, holder: other)
      return try store.acquireLease(name, holder: holder, now: now, seconds: Self.seconds)
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  /// How a process of this machine signs.
  static func holder(process: Int32) -> String {
    "\(host) \(process) \(UInt32.random(in: 0...(.max)))"
  }

  /// Whether a holder was a process of this machine that is no more; of other machines' nobody knows.
  private static func isDead(_ holder: String) -> Bool {
    let words = holder.split(separator: " ")
    guard words.count == 3, words[0] == host, let process = Int32(words[1]), process > 0 else {
      return false
    }
    return kill(process, 0) != 0 && errno == ESRCH
  }

  private static let host: String = {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()

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

  /// The real time, even where the display's clock is frozen: another process must see it pass.
  private var now: Instant { Instant(seconds: Int(time(nil))) }
}
