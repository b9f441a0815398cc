import DaybookCore
import DaybookProviders
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Somebody edits at random while calls fail, tokens expire and passes break off; as soon as it is
/// quiet both sides are equal.
@Suite struct AgreementTests {
  @Test(arguments: 1...12) func bothSidesAgreeOnceItIsQuiet(_ seed: Int) async throws {
    var random = Seeded(seed: UInt64(seed))
    let bench = try SyncBench()
    let remote = try bench.remote(
      [], capabilities: Capabilities(isIncremental: Bool.random(using: &random)),
      pageSize: Int.random(in: 1...7, using: &random))
    let engine = bench.engine()
    for step in 0..<40 {
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        try edit(remote, step, &random)
      }
      if Int.random(in: 0..<4, using: &random) == 0 { remote.expireTokens() }
      if Bool.random(using: &random) {
        let error = try #require(Self.faults.randomElement(using: &random))
        remote.fail(error, after: Int.random(in: 0...5, using: &random))
      }
      _ = await engine.syncNow(SyncOptions(isFull: Int.random(in: 0..<8, using: &random) == 0))
    }
    // A fault may still lie ahead, and one pass ends with it.
    for _ in 0..<3 { _ = await engine.syncNow(SyncOptions(letsThrough: true)) }
    #expect(try bench.stored() == SyncBench.there(remote), "seed \(seed)")
    let report = try #require(await engine.syncNow().accounts.first)
    #expect(report.status == .ok, "seed \(seed)")
    #expect(report.calendars.first.map { $0.added + $0.updated + $0.deleted } == 0, "seed \(seed)")
  }

  private static let faults: [ProviderError] = [
    .unreachable(RemotePlace("https://example.com"), .dropped), .tokenExpired,
    .rateLimited(RemotePlace("https://example.com"), retryAfter: 5),
    .serverFailed(RemotePlace("https://example.com"), status: 503, retryAfter: nil),
  ]

  private func edit(_ remote: MemoryProvider, _ step: Int, _ random: inout Seeded) throws {
    let uid = "e\(Int.random(in: 0..<30, using: &random))"
    if Int.random(in: 0..<3, using: &random) == 0 {
      remote.remove(RemoteID(uid), in: RemoteID("c"))
    } else {
      try remote.edit(SyncBench.event(uid, title: "Title \(step)"), in: RemoteID("c"))
    }
  }
}
