import HTTPTypes
import ICalendar
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bounds how often somebody may try to prove who they are: from one address, and in one name.
///
/// Of names that nobody has as much is kept as of others, so that a refusal tells nothing; and of no
/// more than so many.
final class AttemptLimits: Sendable {
  /// So many at once, and then one in so many seconds.
  struct Rate: Sendable {
    var burst: Int
    var seconds: Int
  }

  struct Rates: Sendable {
    var address = Rate(burst: 20, seconds: 30)
    var name = Rate(burst: 10, seconds: 60)
    /// Addresses, and names, of which something is remembered.
    var most = 10_000
  }

  private let rates: Rates
  private let clock: @Sendable () -> Instant
  private let ledgers = Mutex((addresses: Ledger(), names: Ledger()))

  init(_ rates: Rates = Rates(), clock: @escaping @Sendable () -> Instant) {
    self.rates = rates
    self.clock = clock
  }

  /// Counts an attempt before anything is done about it.
  ///
  /// - Parameter name: as names are compared; nil where none is tried.
  /// - Throws: 429.
  func begin(from address: String, name: String? = nil) throws {
    let (now, rates, place) = (clock(), rates, AttemptLimits.place(address))
    let wait: Int? = ledgers.withLock { ledgers in
      if let wait = ledgers.addresses.take(place, rates.address, now, rates.most) { return wait }
      guard let name else { return nil }
      return ledgers.names.take(name, rates.name, now, rates.most)
    }
    if let wait { throw AttemptLimits.tooMany(wait) }
  }

  /// - Parameter wait: seconds.
  static func tooMany(_ wait: Int) -> Problem {
    var problem = Problem(
      .tooManyRequests, "too_many_attempts", "That was tried too often.",
      hint: "Try again in \(wait) seconds.")
    problem.headers[.retryAfter] = String(wait)
    return problem
  }

  /// What succeeded was no attempt.
  func succeeded(from address: String, name: String? = nil) {
    let (rates, place) = (rates, AttemptLimits.place(address))
    ledgers.withLock { ledgers in
      ledgers.addresses.giveBack(place, rates.address)
      if let name { ledgers.names.forget(name) }
    }
  }

  /// How many addresses and names are remembered.
  var count: (addresses: Int, names: Int) {
    ledgers.withLock { ($0.addresses.count, $0.names.count) }
  }

  /// Whoever has one address of version 6 has 2⁶⁴ of them.
  static func place(_ address: String) -> String {
    var all = [UInt8](repeating: 0, count: 16)
    guard inet_pton(AF_INET6, address, &all) == 1 else { return String(address.prefix(64)) }
    let isMapped = all.prefix(10).allSatisfy { $0 == 0 } && all[10] == 0xff && all[11] == 0xff
    let part = isMapped ? all[12...] : all[..<8]
    return part.map(String.init).joined(separator: isMapped ? "." : ":")
  }

  /// For each key the moment at which all of its attempts have come back: one number says as much as
  /// a bucket and the time of its last use.
  private struct Ledger: Sendable {
    private var ends: [String: Instant] = [:]

    var count: Int { ends.count }

    /// - Returns: seconds to wait; nil where the attempt may be made.
    mutating func take(_ key: String, _ rate: Rate, _ now: Instant, _ most: Int) -> Int? {
      // A clock that was set back must not keep anybody out for longer than all of it takes.
      let end = min(max(ends[key] ?? now, now), now + rate.burst * rate.seconds)
      let wait = (end - now) - (rate.burst - 1) * rate.seconds
      if wait > 0 {
        ends[key] = end
        return wait
      }
      if ends[key] == nil, ends.count >= most { makeRoom(now, most) }
      ends[key] = end + rate.seconds
      return nil
    }

    mutating func giveBack(_ key: String, _ rate: Rate) {
      if let end = ends[key] { ends[key] = end + -rate.seconds }
    }

    mutating func forget(_ key: String) { ends[key] = nil }

    /// Forgets those that have nothing to wait for; else the quarter that tried least.
    private mutating func makeRoom(_ now: Instant, _ most: Int) {
      ends = ends.filter { $0.value > now }
      guard ends.count >= most else { return }
      for (key, _) in ends.sorted(by: { $0.value < $1.value }).prefix(max(1, most / 4)) {
        ends[key] = nil
      }
    }
  }
}
