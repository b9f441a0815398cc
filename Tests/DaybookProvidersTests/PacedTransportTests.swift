import DaybookCore
import Synchronization
import Testing

@testable import DaybookProviders

/// No more is asked of a provider than it allows.
@Suite struct PacedTransportTests {
  @Test func aFullBucketGivesItsBurstAtOnceAndThenTheRate() {
    var bucket = TokenBucket(.init(burst: 3, perSecond: 2), at: .zero)
    #expect(
      (0..<5).map { _ in bucket.take(at: .zero) }
        == [.zero, .zero, .zero, .seconds(0.5), .seconds(1)])
    // Two are owed; after three seconds six have come.
    #expect(
      (0..<4).map { _ in bucket.take(at: .seconds(3)) } == [.zero, .zero, .zero, .seconds(0.5)])
  }

  @Test func aBucketIsNeverMoreThanFull() {
    var bucket = TokenBucket(.init(burst: 2, perSecond: 1), at: .zero)
    let later = Duration.seconds(86_400)
    #expect((0..<3).map { _ in bucket.take(at: later) } == [.zero, .zero, .seconds(1)])
    bucket.giveBack()
    #expect(bucket.take(at: later) == .seconds(1))
  }

  /// Whatever the window: the burst and what comes meanwhile, and no more.
  @Test(arguments: Pace.all(ProviderSettings()))
  func noWindowSeesMoreThanTheVendorAllows(_ pace: Pace) throws {
    let limits = [
      "https://www.googleapis.com/calendar/v3": (600, 60.0),
      "https://graph.microsoft.com/v1.0": (10_000, 600), "https://api.cal.com/v2": (120, 60),
      "https://caldav.gmx.net": (2, 2),
    ]
    let (limit, seconds) = try #require(limits[pace.address])
    #expect(pace.rate.burst + seconds * pace.rate.perSecond <= Double(limit))
  }

  @Test func twoAccountsShareWhatOneProviderAllows() async throws {
    let bench = try PaceBench(.init(burst: 2, perSecond: 1))
    let accounts = ["ana", "ben"].map {
      SignedTransport(bench.transport, as: KeyCredentials(key: $0))
    }
    for account in accounts { _ = try await account.send(bench.request) }
    async let third = accounts[0].send(bench.request)
    await bench.clock.waitForSleepers(1)
    #expect(bench.sent.count == 2)
    bench.clock.advance(by: .seconds(1))
    _ = try await third
    #expect(bench.sent.count == 3)
  }

  @Test func whoIsAskedWithoutALimitIsAskedAtOnce() async throws {
    let bench = try PaceBench(.init(burst: 1, perSecond: 0.001))
    let other = try #require(WebAddress("https://elsewhere.example/cal"))
    for _ in 0..<50 { _ = try await bench.transport.send(WebRequest("GET", other)) }
    #expect(bench.sent.count == 50)
  }

  @Test func whoIsStoppedWhileWaitingLeavesTheTurnToOthers() async throws {
    let bench = try PaceBench(.init(burst: 1, perSecond: 1))
    _ = try await bench.transport.send(bench.request)
    let stopped = Task { try await bench.transport.send(bench.request) }
    await bench.clock.waitForSleepers(1)
    stopped.cancel()
    await #expect(throws: ProviderError.cancelled) { try await stopped.value }
    #expect(bench.sent.count == 1)
    // The token that was promised goes to whoever asks next.
    async let next = bench.transport.send(bench.request)
    await bench.clock.waitForSleepers(1)
    bench.clock.advance(by: .seconds(1))
    _ = try await next
    #expect(bench.sent.count == 2)
  }
}

/// A paced transport whose time stands still, before one that only counts.
private struct PaceBench: Sendable {
  let clock = ManualClock()
  let sent = Sent()
  let request: WebRequest
  let transport: PacedTransport<ManualClock>

  init(_ rate: TokenBucket.Rate) throws {
    request = WebRequest("GET", try #require(WebAddress("https://api.example/v3/events")))
    transport = PacedTransport(
      sent, paces: [Pace("https://api.example/v3", rate)], clock: clock)
  }

  final class Sent: Transport {
    private let requests = Mutex(0)

    var count: Int { requests.withLock { $0 } }

    func send(_ request: WebRequest) async throws(ProviderError) -> WebResponse {
      requests.withLock { $0 += 1 }
      return WebResponse(status: 200, address: request.address)
    }
  }
}
