import DaybookCore
import DaybookProviders
import DaybookStore
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

  /// Titles are changed here and places there, so that no two edits of one event touch: whatever is
  /// never deleted must end with the last of both.
  @Test(arguments: 1...24) func noEditIsLostWhicheverSideItWasMadeOn(_ seed: Int) async throws {
    var random = Seeded(seed: UInt64(1000 + seed))
    let bench = try SyncBench()
    let remote = try bench.remote(
      (0..<6).map { "e\($0)" },
      capabilities: Capabilities(
        isIncremental: Bool.random(using: &random),
        keepsInstancesApart: Bool.random(using: &random)),
      pageSize: Int.random(in: 1...7, using: &random), kind: .caldav)
    let engine = bench.engine()
    repeat { _ = await engine.syncNow() } while try bench.stored().count < 6
    var last = Last()
    for step in 0..<30 {
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        if Bool.random(using: &random) {
          try editHere(bench, step, &last, &random)
        } else {
          try editThere(remote, step, &last, &random)
        }
      }
      if Int.random(in: 0..<4, using: &random) == 0 { remote.expireTokens() }
      if Int.random(in: 0..<3, using: &random) == 0 { remote.loseNextReply() }
      if Bool.random(using: &random) {
        let error = try #require(Self.faults.randomElement(using: &random))
        remote.fail(error, after: Int.random(in: 0...8, using: &random))
      }
      _ = await engine.syncNow(SyncOptions(isFull: Int.random(in: 0..<8, using: &random) == 0))
      bench.wait(Int.random(in: 0...200, using: &random))
    }
    // Faults may still lie ahead; then two quiet passes.
    for _ in 0..<12 {
      bench.wait(2 * 3600)
      _ = await engine.syncNow(SyncOptions(letsThrough: true))
    }
    let here = try bench.here()
    #expect(here == remote.there(), "seed \(seed)")
    #expect(remote.events(in: MemoryProvider.calendar).count == here.count, "seed \(seed)")
    #expect(try bench.store.outbox().isEmpty, "seed \(seed)")
    for uid in last.titles.keys {
      let end = last.titles[uid, default: ""] + " @ " + last.places[uid, default: ""]
      #expect(here[uid] == end, "seed \(seed), \(uid)")
    }
    for uid in last.added { #expect(here[uid] != nil, "seed \(seed), \(uid)") }
  }

  /// What was done last to events that nobody deletes.
  private struct Last {
    var titles = Dictionary(uniqueKeysWithValues: (0..<3).map { ("e\($0)", "Review") })
    var places: [String: String] = [:]
    var added: Set<String> = []
  }

  private func editHere(
    _ bench: SyncBench, _ step: Int, _ last: inout Last, _ random: inout Seeded
  ) throws {
    let uid = "e\(Int.random(in: 0..<6, using: &random))"
    switch Int.random(in: 0..<6, using: &random) {
    case 0 where last.titles[uid] == nil: try bench.delete(uid)
    case 1:
      try bench.create("here\(step)-\(last.added.count)", title: "Here")
      last.added.insert("here\(step)-\(last.added.count)")
    default:
      try bench.rename(uid, to: "Title \(step)")
      if last.titles[uid] != nil { last.titles[uid] = "Title \(step)" }
    }
  }

  private func editThere(
    _ remote: MemoryProvider, _ step: Int, _ last: inout Last, _ random: inout Seeded
  ) throws {
    let uid = "e\(Int.random(in: 0..<6, using: &random))"
    switch Int.random(in: 0..<6, using: &random) {
    case 0 where last.titles[uid] == nil: remote.delete(uid)
    case 1:
      try remote.edit(SyncBench.event("there\(step)"), in: MemoryProvider.calendar)
      last.added.insert("there\(step)")
    default:
      remote.set("LOCATION", "Place \(step)", of: uid)
      last.places[uid] = "Place \(step)"
    }
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
