import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// Somebody edits at random on both sides of a Google account while requests fail in every way that
/// Google names: as soon as it is quiet both are equal.
@Suite struct GoogleAgreementTests {
  let bench: SyncBench
  let desk: GoogleDesk

  init() throws {
    bench = try SyncBench()
    desk = try GoogleDesk(bench)
  }

  /// Titles are changed here and places there, so that no two edits touch: what is never deleted ends
  /// with the last of both.
  @Test(arguments: 1...12) func bothSidesAgreeOnceItIsQuiet(_ seed: Int) async throws {
    var random = Seeded(seed: UInt64(9000 + seed))
    var facts = Facts()
    for number in 0..<5 { desk.add("e\(number)") }
    for number in 0..<3 { desk.add("d\(number)") }
    desk.addSeries()
    desk.fake.setPageSize(1 + random.roll(4))
    desk.fake.setPages(
      overlap: random.roll(2) == 0, reversed: random.roll(2) == 0, emptyFirst: random.roll(2) == 0)
    desk.fake.setPacking(random.roll(2) == 0)
    let engine = bench.engine()
    #expect(await engine.syncNow().state == .ok)
    for step in 0..<12 {
      for _ in 0..<random.roll(4) { try edit(&facts, step, &random) }
      for _ in 0..<random.roll(3) { try editSeries(step, &random) }
      if random.roll(5) == 0 { desk.fake.expireTokens() }
      if random.roll(3) > 0 { desk.fake.misbehave(fault(&random)) }
      if random.roll(3) == 0 { meddle(step, &random) }
      _ = await engine.syncNow(SyncOptions(isFull: random.roll(8) == 0))
      bench.wait(random.roll(300))
    }
    desk.fake.forgiveAll()
    desk.transport.behave()
    for _ in 0..<4 {
      bench.wait(8 * 3600)
      _ = await engine.syncNow(SyncOptions(letsThrough: true))
    }
    // A series of which every date was taken out is only compared by its dates, of which it has none.
    let isSingle = { (uid: String) in uid != "s" && !uid.hasPrefix("rest") }
    let here = try bench.here().filter { isSingle($0.key) }
    #expect(here == desk.there().filter { isSingle($0.key) }, "seed \(seed)")
    for number in 0..<5 {
      let uid = "e\(number)"
      let end = facts.titles[uid, default: "Review"] + " @ " + desk.places[uid, default: ""]
      #expect(here[uid] == end, "seed \(seed)")
    }
    for uid in facts.made { #expect(here[uid] != nil, "seed \(seed), \(uid)") }
    try await bench.expectQuiet(engine, desk, "seed \(seed)")
  }

  /// What must be there in the end.
  private struct Facts {
    var titles: [String: String] = [:]
    var made: Set<String> = []
  }

  private func edit(_ facts: inout Facts, _ step: Int, _ random: inout Seeded) throws {
    let number = random.roll(5)
    switch random.roll(8) {
    case 0:
      try bench.create("here\(step)", title: "Here")
      facts.made.insert("here\(step)")
    case 1:
      desk.add("there\(step)")
      facts.made.insert("there\(step)")
    case 2: try bench.delete("d\(number % 3)")
    case 3: desk.fake.remove("id-d\(number % 3)", in: GoogleDesk.calendar)
    case 4, 5:
      let uid = random.roll(3) == 0 ? "d\(number % 3)" : "e\(number)"
      try bench.rename(uid, to: "Title \(step)")
      facts.titles[uid] = "Title \(step)"
    default:
      let uid = random.roll(3) == 0 ? "d\(number % 3)" : "e\(number)"
      desk.move(uid, to: "Place \(step)")
    }
  }

  /// One date or all of the series, from here or from there.
  private func editSeries(_ step: Int, _ random: inout Seeded) throws {
    let number = random.roll(6)
    switch random.roll(8) {
    case 0, 1: try? bench.changeInstance(number, title: "Date \(step)")
    case 2: try? bench.deleteInstance(number)
    case 3: try? bench.changeInstance(nil as Int?, title: "All \(step)")
    case 4 where number > 2 && random.roll(2) == 0:
      try? bench.changeFollowing(number, title: "Rest \(step)", uid: "rest\(step)-\(number)")
    case 4, 5: desk.change(GoogleDesk.thursday(number), ["location": .string("Date \(step)")])
    case 6: desk.fake.remove(GoogleDesk.thursday(number), in: GoogleDesk.calendar)
    default: desk.change(GoogleDesk.series, ["location": .string("All \(step)")])
    }
  }

  /// Somebody changes one just before a write of ours arrives.
  private func meddle(_ step: Int, _ random: inout Seeded) {
    let uid = "e\(random.roll(5))"
    let method = random.pick(["POST", "PATCH", "DELETE", "GET"])
    desk.transport.before(method) { [desk] in
      desk.move(uid, to: "Meanwhile \(step)")
    }
  }

  private func fault(_ random: inout Seeded) -> FakeGoogle.Fault {
    let skips = random.roll(4)
    let method = random.pick(["GET", "POST", "PATCH", "DELETE"])
    let isMethod: @Sendable (WebQuestion) -> Bool = { $0.method == method }
    let isWrite: @Sendable (WebQuestion) -> Bool = { $0.method != "GET" }
    let refusals: [(Int, String)] = [
      (403, "rateLimitExceeded"), (403, "userRateLimitExceeded"), (403, "quotaExceeded"),
      (429, "rateLimitExceeded"), (500, "backendError"), (503, ""), (504, ""),
    ]
    switch random.roll(7) {
    case 0: return FakeGoogle.Fault(WebReply(200, "", .hangsUp), times: 2, after: skips)
    case 1: return FakeGoogle.Fault(WebReply(200, "", .hangsUp), isDone: true, when: isWrite)
    case 2:
      let half = WebReply(200, #"{"items":[{"id":"id-e1"}]}"#, .breaksOff(after: 12))
      return FakeGoogle.Fault(half, after: skips, isDone: true)
    case 3:
      return FakeGoogle.Fault(
        WebReply(200, #"{"id":"id-e1","sta"#), after: skips, isDone: true, when: isMethod)
    case 4: return FakeGoogle.Fault(.google(412, "conditionNotMet"), when: { $0.method == "PATCH" })
    case 5:
      return FakeGoogle.Fault(WebReply(503, "<html>"), after: skips, isDone: true, when: isWrite)
    default:
      let (status, reason) = random.pick(refusals)
      var reply = WebReply.google(status, reason)
      if random.roll(2) == 0 { reply.headers.append((name: "Retry-After", value: "20")) }
      return FakeGoogle.Fault(reply, after: skips, when: isMethod)
    }
  }
}
