package import DaybookCore
import Synchronization

/// Sends requests no faster than those who get them allow, whatever the number of accounts: they
/// count what one program asks. Who would be too fast waits, and may be stopped meanwhile.
package final class PacedTransport<Time: Clock>: Transport where Time.Duration == Duration {
  private let inner: any Transport
  private let paces: [Pace]
  private let clock: Time
  private let start: Time.Instant
  /// By origin; nil before the first request.
  private let buckets = Mutex<[String: TokenBucket]?>(nil)

  /// - Parameters:
  ///   - paces: for whom there is a limit; of several for one origin the first counts.
  package init(_ inner: any Transport, paces: [Pace], clock: Time) {
    self.inner = inner
    self.paces = paces
    self.clock = clock
    start = clock.now
  }

  package func send(_ request: WebRequest) async throws(ProviderError) -> WebResponse {
    let origin = request.address.origin
    let wait = take(origin)
    if wait > .zero {
      do {
        try await clock.sleep(until: clock.now.advanced(by: wait), tolerance: nil)
      } catch {
        buckets.withLock { $0?[origin]?.giveBack() }
        throw .cancelled
      }
    }
    return try await inner.send(request)
  }

  private func take(_ origin: String) -> Duration {
    let now = start.duration(to: clock.now)
    return buckets.withLock { buckets in
      // Addresses are read by libcurl, which is not opened before somebody asks for something.
      var all = buckets ?? Self.buckets(paces, at: now)
      let wait = all[origin]?.take(at: now) ?? .zero
      buckets = all
      return wait
    }
  }

  private static func buckets(_ paces: [Pace], at now: Duration) -> [String: TokenBucket] {
    var buckets: [String: TokenBucket] = [:]
    for pace in paces {
      guard let origin = WebAddress(pace.address)?.origin, buckets[origin] == nil else { continue }
      buckets[origin] = TokenBucket(pace.rate, at: now)
    }
    return buckets
  }
}

/// How often the host of an address may be asked.
package struct Pace: Hashable, Sendable {
  package var address: String
  package var rate: TokenBucket.Rate

  package init(_ address: String, _ rate: TokenBucket.Rate) {
    self.address = address
    self.rate = rate
  }
}

extension Pace {
  /// What the vendors say of their own services. A bucket gives out its burst and what comes in a
  /// minute, or in whatever window they count, and no more.
  package static func all(_ settings: ProviderSettings) -> [Pace] {
    [
      // 600 a minute for a user of a client.
      Pace(settings.google.apiBase, TokenBucket.Rate(burst: 60, perSecond: 9)),
      // 10,000 in ten minutes for a mailbox, most of which a first listing may use up at once.
      Pace(settings.microsoft.apiBase, TokenBucket.Rate(burst: 4000, perSecond: 10)),
      // 120 a minute for a key.
      Pace(settings.calcom.apiBase, TokenBucket.Rate(burst: 30, perSecond: 1.5)),
      // One in two seconds.
      Pace("https://caldav.gmx.net", TokenBucket.Rate(burst: 1, perSecond: 0.5)),
    ]
  }
}
