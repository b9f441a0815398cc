import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Synchronization
import Testing

@testable import DaybookSync

/// The engine against real CalDAV servers: both sides edit, answers get lost, and in the end both are
/// equal.
@Suite(.enabled(if: CalDAVServer.isWanted)) struct CalDAVAgreementTests {
  let bench: SyncBench

  init() throws { bench = try SyncBench() }

  @Test(arguments: CalDAVServer.wanted)
  func whatBothSidesDoArrivesOnTheOther(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home()
    for uid in ["both", "mine", "theirs", "gone-here", "gone-there"] {
      try home.set(uid, title: "Review")
    }
    try bench.add("dav", home.provider(LossyTransport()), kind: .caldav)
    let engine = bench.engine()
    #expect(await engine.syncNow().state == .ok)
    #expect(try bench.stored().count == 5)
    try bench.rename("both", to: "Here")
    try home.set("both", place: "There")
    try bench.rename("mine", to: "Mine")
    try home.set("theirs", place: "Theirs")
    try bench.delete("gone-here")
    try home.delete("jobs", "gone-there.ics")
    try bench.create("new-here", title: "New here")
    try home.set("new-there", title: "New there")
    #expect(await engine.syncNow().state == .ok)
    let expected = [
      "both": "Here @ There", "mine": "Mine @ ", "theirs": "Review @ Theirs",
      "new-here": "New here @ ", "new-there": "New there @ ",
    ]
    #expect(try bench.here() == expected)
    #expect(try home.there() == expected)
    try await expectQuiet(engine)
  }

  @Test(arguments: CalDAVServer.wanted)
  func anEditBeatsADeletionWhicheverSideItIsOn(_ kind: CalDAVServer.Kind) async throws {
    let home = try CalDAVServer.shared(kind).home()
    for uid in ["a", "b"] { try home.set(uid, title: "Review") }
    try bench.add("dav", home.provider(LossyTransport()), kind: .caldav)
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "Edited here")
    try home.delete("jobs", "a.ics")
    try bench.delete("b")
    try home.set("b", place: "Edited there")
    _ = await engine.syncNow()
    let expected = ["a": "Edited here @ ", "b": "Review @ Edited there"]
    #expect(try bench.here() == expected)
    #expect(try home.there() == expected)
    try await expectQuiet(engine)
  }

  @Test(arguments: CalDAVServer.wanted, 1...3)
  func bothSidesAgreeOnceItIsQuiet(_ kind: CalDAVServer.Kind, _ seed: Int) async throws {
    var random = Seeded(seed: UInt64(seed))
    let home = try CalDAVServer.shared(kind).home()
    for number in 0..<5 { try home.set("e\(number)", title: "Review") }
    let transport = LossyTransport()
    try bench.add("dav", home.provider(transport), kind: .caldav)
    let engine = bench.engine()
    _ = await engine.syncNow()
    var made: Set<String> = []
    for step in 0..<12 {
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let uid = "e\(Int.random(in: 0..<5, using: &random))"
        switch Int.random(in: 0..<7, using: &random) {
        case 0: try bench.delete(uid)
        case 1: try home.delete("jobs", uid + ".ics")
        case 2:
          made.insert("here\(step)")
          try bench.create("here\(step)", title: "Here")
        case 3:
          made.insert("there\(step)")
          try home.set("there\(step)", title: "There")
        case 4, 5: try bench.rename(uid, to: "Title \(step)")
        default: try home.set(uid, place: "Place \(step)", isNew: false)
        }
      }
      if Bool.random(using: &random) {
        transport.lose(
          after: Int.random(in: 0...6, using: &random), isTaken: Bool.random(using: &random))
      }
      _ = await engine.syncNow(SyncOptions(isFull: Int.random(in: 0..<6, using: &random) == 0))
      bench.wait(Int.random(in: 0...200, using: &random))
    }
    transport.behave()
    for _ in 0..<3 {
      bench.wait(7 * 3600)
      _ = await engine.syncNow(SyncOptions(letsThrough: true))
    }
    let here = try bench.here()
    #expect(try home.there() == here, "seed \(seed)")
    #expect(try home.names("jobs").count == here.count, "seed \(seed)")
    #expect(try bench.store.outbox().isEmpty, "seed \(seed)")
    #expect(made.isSubset(of: here.keys), "seed \(seed)")
    try await expectQuiet(engine)
  }

  private func expectQuiet(
    _ engine: SyncEngine, _ place: SourceLocation = #_sourceLocation
  ) async throws {
    _ = await engine.syncNow()
    let report = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect(
      [report.added, report.updated, report.deleted, report.sent, report.requests]
        == [0, 0, 0, 0, 1], sourceLocation: place)
  }
}

/// A network that loses what it is told to.
final class LossyTransport: Transport {
  private let inner = CurlTransport(version: "0")
  private let plan = Mutex<(left: Int, isTaken: Bool)?>(nil)

  /// The request behind so many others fails: before it arrived, or after it was answered.
  func lose(after count: Int, isTaken: Bool) {
    plan.withLock { $0 = (count, isTaken) }
  }

  func behave() { plan.withLock { $0 = nil } }

  func send(_ request: WebRequest) async throws(ProviderError) -> WebResponse {
    let loss = plan.withLock { plan -> Bool? in
      guard let now = plan else { return nil }
      plan = now.left > 0 ? (now.left - 1, now.isTaken) : nil
      return now.left > 0 ? nil : now.isTaken
    }
    guard let loss else { return try await inner.send(request) }
    if loss { _ = try await inner.send(request) }
    throw .unreachable(request.address.place, .dropped)
  }
}

extension CalDAVHome {
  func provider(_ transport: LossyTransport) -> CalDAVProvider {
    CalDAVProvider(
      address: address,
      transport: user.isEmpty
        ? transport
        : SignedTransport(
          transport, as: PasswordCredentials(user: user, password: CalDAVServer.password)),
      zones: TestZones.database)
  }

  /// Makes an event, or changes what is there.
  func set(
    _ uid: String, title: String? = nil, place: String? = nil, isNew: Bool = true
  ) throws {
    let there = try text("jobs", uid + ".ics")
    guard there != nil || isNew else { return }
    var component =
      try there.flatMap { CalendarDocument.read($0).calendars.first?.events.first }
      ?? SyncBench.event(uid).components[0]
    if let title { component.setText("SUMMARY", title) }
    if let place { component.setText("LOCATION", place) }
    try put(
      "jobs", uid + ".ics",
      CalendarWriter.calendar(product: "-//Test//Test//EN", components: [component]))
  }

  /// Title and place of what is there, by UID.
  func there() throws -> [String: String] {
    var events: [String: String] = [:]
    for name in try names("jobs") {
      guard let text = try text("jobs", name) else { continue }
      for event in CalendarDocument.read(text).calendars.flatMap(\.events) {
        let uid = event.first("UID")?.text ?? ""
        events[uid] = (events[uid].map { $0 + " and " } ?? "") + SyncBench.words(event)
      }
    }
    return events
  }
}
