import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// The engine against a Microsoft mailbox over real HTTP.
@Suite(.serialized) struct GraphEngineTests {
  let bench: SyncBench
  let mailbox: GraphMailbox

  init() throws {
    bench = try SyncBench()
    mailbox = try GraphMailbox(bench)
  }

  @Test func whatIsEditedOnBothSidesIsPutTogether() async throws {
    let id = mailbox.add("a")
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "Here")
    mailbox.fake.change(id, ["location": ["displayName": "There"]])
    #expect(await engine.syncNow().state == .ok)
    #expect(mailbox.there() == ["a": "Here @ There"])
    #expect(try bench.here() == mailbox.there())
    #expect(try bench.store.outbox().isEmpty)
    #expect(mailbox.fake.violations == [])
  }

  @Test func whatIsMadeHereIsMadeThereOnceThoughItsAnswerIsLost() async throws {
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.create("mine", title: "Mine")
    mailbox.fake.fail(.init(.truncates, on: "POST"))
    _ = await engine.syncNow()
    bench.wait(3600)
    #expect(await engine.syncNow().state == .ok)
    #expect(mailbox.there() == ["mine": "Mine @ "])
    #expect(mailbox.fake.ids.count == 1)
    #expect(try bench.here() == mailbox.there())
    #expect(try bench.store.outbox().isEmpty)
    try bench.delete("mine")
    _ = await engine.syncNow()
    #expect(mailbox.fake.ids.isEmpty)
    #expect(try bench.stored().isEmpty)
  }

  @Test func aLostChangeIsNeitherLostNorMadeTwice() async throws {
    mailbox.add("a")
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("a", to: "New")
    mailbox.fake.fail(.init(.truncates, on: "PATCH"))
    _ = await engine.syncNow()
    bench.wait(3600)
    _ = await engine.syncNow()
    #expect(mailbox.there() == ["a": "New @ "])
    #expect(try bench.store.outbox().isEmpty)
    #expect(mailbox.fake.requests.filter { $0.hasPrefix("PATCH") }.count == 1)
  }

  @Test func whatWasDeletedThereAndEditedHereIsMadeAnewThoughItsTransactionIsUsedUp() async throws {
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.create("mine", title: "Mine")
    _ = await engine.syncNow()
    let id = try #require(mailbox.fake.ids.first)
    mailbox.fake.rememberTransactions()
    mailbox.fake.remove(id)
    try bench.rename("mine", to: "Mine still")
    _ = await engine.syncNow(SyncOptions(letsThrough: true))
    bench.wait(8 * 3600)
    _ = await engine.syncNow(SyncOptions(letsThrough: true))
    #expect(mailbox.there() == ["mine": "Mine still @ "])
    #expect(try bench.here() == mailbox.there())
    #expect(try bench.store.outbox().isEmpty)
  }

  @Test func nothingIsLostWhenTheTokenIsForgotten() async throws {
    for number in 0..<30 { mailbox.add("e\(number)") }
    let engine = bench.engine()
    _ = await engine.syncNow()
    try bench.rename("e1", to: "Here")
    mailbox.fake.expireTokens()
    let report = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect(report.isFull && report.deleted == 0)
    #expect(mailbox.there()["e1"] == "Here @ ")
    #expect(try bench.here() == mailbox.there())
  }

  @Test func aSeriesIsSeenWithItsMovedAndDeletedDates() async throws {
    let id = addSeries()
    mailbox.fake.delete(Day(2026, 12, 1), of: id)
    mailbox.fake.change(Day(2026, 12, 8), of: id, ["subject": "Special"])
    let engine = bench.engine()
    #expect(await engine.syncNow().state == .ok)
    #expect(try titles() == ["Review", "Special", "Review"])
    mailbox.fake.change(id, ["subject": "Renamed"])
    mailbox.fake.delete(Day(2026, 12, 8), of: id)
    #expect(await engine.syncNow().state == .ok)
    #expect(try titles() == ["Renamed", "Renamed"])
    mailbox.fake.remove(id)
    #expect(await engine.syncNow(SyncOptions(letsThrough: true)).state == .ok)
    #expect(try titles() == [])
  }

  @Test func aSeriesIsChangedThereDateByDate() async throws {
    let id = addSeries()
    let engine = bench.engine()
    #expect(await engine.syncNow().state == .ok)
    let dates = try bench.store.allOccurrences(viewer: .utc, in: OccurrenceFilter()).occurrences
      .compactMap(\.originalStart?.compact).sorted()
    try #require(dates.count == 4)
    try bench.changeInstance(dates[1], title: "Mine")
    try bench.deleteInstance(dates[2])
    mailbox.fake.change(Day(2026, 12, 15), of: id, ["subject": "Theirs"])
    #expect(await engine.syncNow().state == .ok)
    #expect(try titles() == ["Review", "Mine", "Theirs"])
    #expect(try bench.store.outbox().isEmpty)
    try bench.changeInstance(nil as String?, title: "All")
    #expect(await engine.syncNow().state == .ok)
    let here = try titles()
    #expect(here.first == "All" && here.count == 3)
    // Whoever reads it anew has the same.
    #expect(await engine.syncNow(SyncOptions(isFull: true)).state == .ok)
    #expect(try titles() == here)
    #expect(try bench.store.outbox().isEmpty)
    #expect(mailbox.fake.fields(id)?["subject"]?.string == "All")
    #expect(mailbox.fake.violations == [])
    let report = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect([report.added, report.updated, report.deleted, report.sent] == [0, 0, 0, 0])
  }

  /// Four Tuesdays from the 24th of November.
  private func addSeries() -> String {
    mailbox.add(
      "s",
      [
        "recurrence": [
          "pattern": [
            "type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"],
            "firstDayOfWeek": "monday",
          ],
          "range": [
            "type": "numbered", "startDate": "2026-11-24", "numberOfOccurrences": 4,
            "recurrenceTimeZone": "W. Europe Standard Time",
          ],
        ]
      ])
  }

  private func titles() throws -> [String] {
    try bench.store.allOccurrences(viewer: .utc, in: OccurrenceFilter()).occurrences
      .sorted { $0.span.start < $1.span.start }.map(\.title)
  }

  /// Titles are changed here and places there, so that no two edits touch: what is never deleted ends
  /// with the last of both.
  @Test(arguments: 1...10) func bothSidesAgreeAfterAnyFaults(_ seed: Int) async throws {
    var random = Seeded(seed: UInt64(7000 + seed))
    var ids: [String] = []
    for number in 0..<5 { ids.append(mailbox.add("e\(number)")) }
    mailbox.fake.setPageSize(1 + random.roll(4))
    let engine = bench.engine()
    repeat { _ = await engine.syncNow() } while try bench.stored().count < 5
    var titles: [String: String] = [:]
    var places: [String: String] = [:]
    var made: Set<String> = []
    for step in 0..<12 {
      for _ in 0..<random.roll(4) {
        let number = random.roll(5)
        switch random.roll(6) {
        case 0:
          try bench.create("here\(step)", title: "Here")
          made.insert("here\(step)")
        case 1:
          mailbox.add("there\(step)-\(made.count)")
          made.insert("there\(step)-\(made.count)")
        case 2, 3:
          try bench.rename("e\(number)", to: "Title \(step)")
          titles["e\(number)"] = "Title \(step)"
        default:
          mailbox.fake.change(
            ids[number], ["location": ["displayName": .string("Place \(step)")]])
          places["e\(number)"] = "Place \(step)"
        }
      }
      if random.roll(5) == 0 { mailbox.fake.expireTokens() }
      if random.roll(2) == 0 { mailbox.fake.fail(fault(&random)) }
      _ = await engine.syncNow()
      bench.wait(random.roll(300))
    }
    for _ in 0..<8 {
      bench.wait(8 * 3600)
      _ = await engine.syncNow(SyncOptions(letsThrough: true))
    }
    let here = try bench.here()
    #expect(here == mailbox.there(), "seed \(seed)")
    #expect(mailbox.fake.ids.count == here.count, "seed \(seed)")
    #expect(try bench.store.outbox().isEmpty, "seed \(seed)")
    for number in 0..<5 {
      let end = titles["e\(number)", default: "Review"] + " @ " + places["e\(number)", default: ""]
      #expect(here["e\(number)"] == end, "seed \(seed)")
    }
    for uid in made { #expect(here[uid] != nil, "seed \(seed), \(uid)") }
    #expect(mailbox.fake.violations == [], "seed \(seed)")
  }

  private func fault(_ random: inout Seeded) -> FakeGraph.Fault {
    let after = random.roll(4)
    return random.pick([
      .init(.truncates, after: after), .init(.losesTheReply, after: after, times: 2),
      .init(.truncates, on: "POST"), .init(.truncates, on: "PATCH"),
      .init(.replies(FakeGraph.error(503, "ErrorServerBusy")), after: after),
      .init(.replies(FakeGraph.error(500, "generalException")), on: "PATCH"),
      .init(.replies(FakeGraph.error(412, "ErrorIrresolvableConflict")), on: "PATCH"),
      .init(
        .replies(
          FakeGraph.error(
            429, "ApplicationThrottled", headers: [(name: "Retry-After", value: "20")])),
        after: after),
    ])
  }
}

/// A mailbox that an engine's account is signed in to.
final class GraphMailbox: Sendable {
  let fake: FakeGraph
  private let calendar: String

  init(_ bench: SyncBench) throws {
    fake = try FakeGraph()
    calendar = fake.addCalendar()
    try bench.add(
      "work",
      try GraphProvider(
        base: fake.address, addresses: ["ada@contoso.example"],
        transport: SignedTransport(
          CurlTransport(version: "0"), as: KeyCredentials(key: "token")),
        zones: TestZones.database, clock: { [unowned bench] in bench.now }), kind: .microsoft)
  }

  deinit { fake.stop() }

  @discardableResult
  func add(_ uid: String, _ more: [String: GraphJSON] = [:]) -> String {
    var fields: [String: GraphJSON] = [
      "iCalUId": .string(uid), "subject": "Review", "isAllDay": false, "showAs": "busy",
      "start": ["dateTime": "2026-11-24T09:00:00", "timeZone": "W. Europe Standard Time"],
      "end": ["dateTime": "2026-11-24T10:00:00", "timeZone": "W. Europe Standard Time"],
    ]
    fields.merge(more) { $1 }
    return fake.add(fields, to: calendar)
  }

  /// Title and place of what is there, by UID.
  func there() -> [String: String] {
    var found: [String: String] = [:]
    for id in fake.ids {
      guard let fields = fake.fields(id) else { continue }
      // As the program names them: the UID stands at the end.
      let made = fields["transactionId"]?.string?.split(separator: ":").last.map(String.init)
      let words =
        (fields["subject"]?.string ?? "") + " @ "
        + (fields["location"]?["displayName"]?.string ?? "")
      let uid = made ?? fields["iCalUId"]?.string ?? ""
      found[uid] = found[uid].map { $0 + " and " + words } ?? words
    }
    return found
  }
}
