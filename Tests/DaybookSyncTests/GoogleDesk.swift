import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Synchronization
import Testing

@testable import DaybookSync

/// A Google account that an engine's account is signed in to.
final class GoogleDesk: Sendable {
  static let calendar = "ada@example.org"
  /// The id of the series that `addSeries` makes, whose UID is `s`.
  static let series = "series1"

  let fake: FakeGoogle
  let transport = MeddledTransport()
  private let moved = Mutex<[String: String]>([:])

  init(_ bench: SyncBench) throws {
    fake = try FakeGoogle { $0 == "ya29.test" }
    fake.addCalendar(Self.calendar, summary: "Ada", isPrimary: true)
    try signIn(bench)
  }

  deinit { fake.stop() }

  /// Adds the account to a store.
  func signIn(_ bench: SyncBench) throws {
    try bench.add(
      "work",
      GoogleProvider(
        transport: SignedTransport(transport, as: KeyCredentials(key: "ya29.test")),
        base: fake.base, zones: TestZones.database), kind: .google)
  }

  // MARK: - What somebody does there

  /// A meeting on the 24th of November at nine in Berlin; answers its id.
  @discardableResult
  func add(_ uid: String, _ more: [String: GoogleJSON] = [:]) -> String {
    var event: [String: GoogleJSON] = [
      "id": .string("id-" + uid), "iCalUID": .string(uid), "summary": "Review",
      "start": Self.at("2026-11-24T09:00:00"), "end": Self.at("2026-11-24T10:00:00"),
    ]
    event.merge(more) { $1 }
    return fake.put(.object(event), in: Self.calendar)
  }

  /// The six Thursdays of `SyncBench.thursdays`, at half past nine in Berlin.
  func addSeries() {
    add(
      "s",
      [
        "id": .string(Self.series), "start": Self.at("2026-11-19T09:30:00"),
        "end": Self.at("2026-11-19T10:30:00"), "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=6"],
      ])
  }

  func change(_ id: String, _ patch: GoogleJSON) { fake.change(id, patch, in: Self.calendar) }

  /// Moves an event of `add` to another place.
  func move(_ uid: String, to place: String) {
    change("id-" + uid, ["location": .string(place)])
    moved.withLock { $0[uid] = place }
  }

  /// Where the events were moved to last, by UID.
  var places: [String: String] { moved.withLock { $0 } }

  /// The id of a Thursday of the series.
  static func thursday(_ number: Int) -> String { series + "_" + SyncBench.thursdays[number] }

  /// A time in Berlin's winter.
  static func at(_ local: String) -> GoogleJSON {
    ["dateTime": .string(local + "+01:00"), "timeZone": "Europe/Berlin"]
  }

  // MARK: - What there is

  /// Single events and masters that are not deleted.
  var events: [GoogleJSON] {
    fake.events(in: Self.calendar).values.filter { $0["recurringEventId"] == nil }
  }

  /// Title and place of single events and masters, by UID.
  func there() -> [String: String] {
    Dictionary(
      events.map { event in
        // Those that were made here keep their own UID beside Google's.
        let own = event["extendedProperties"]?["private"]?["daybookUID"]?.string
        return (own ?? event["iCalUID"]?.string ?? "", Self.words(event))
      }, uniquingKeysWith: { $0 + " and " + $1 })
  }

  /// Start in UTC, title and place of whatever takes place.
  func dates() -> [String] {
    fake.occurrences(in: Self.calendar).map { event in
      let start = event["start"]?["dateTime"]?.string ?? ""
      let instant = RFC3339.instant(reading: start, zone: nil)
      return (instant.map { CalendarTime.utc($0).text } ?? start) + " " + Self.words(event)
    }.sorted()
  }

  private static func words(_ event: GoogleJSON) -> String {
    (event["summary"]?.string ?? "") + " @ " + (event["location"]?.string ?? "")
  }
}

extension SyncBench {
  /// Start in UTC, title and place of whatever takes place here.
  func dates() throws -> [String] {
    try store.allOccurrences(viewer: .utc, in: OccurrenceFilter()).occurrences
      .filter { $0.status != .cancelled }
      .map { CalendarTime.utc($0.span.start).text + " \($0.title) @ \($0.location)" }
      .sorted()
  }

  /// Both sides and whoever reads it anew have the same, nothing waits, and a further pass asks for
  /// the list and once for the calendar, and finds nothing.
  func expectQuiet(
    _ engine: SyncEngine, _ desk: GoogleDesk, _ story: String = "",
    at place: SourceLocation = #_sourceLocation
  ) async throws {
    let here = try dates()
    #expect(here == desk.dates(), "\(story)", sourceLocation: place)
    #expect(try store.outbox().isEmpty, "\(story)", sourceLocation: place)
    #expect(desk.fake.complaints == [], "\(story)", sourceLocation: place)
    let other = try SyncBench()
    try desk.signIn(other)
    #expect(await other.engine().syncNow().state == .ok, "\(story)", sourceLocation: place)
    #expect(try other.dates() == here, "\(story)", sourceLocation: place)
    // What was written from here comes back once.
    _ = await engine.syncNow()
    let report = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect(
      [report.added, report.updated, report.deleted, report.sent, report.requests]
        == [0, 0, 0, 0, 2], "\(story)", sourceLocation: place)
  }
}

/// A network across which somebody else gets in first.
final class MeddledTransport: Transport {
  private let inner = CurlTransport(version: "0")
  private let plan = Mutex<(method: String, deed: @Sendable () -> Void)?>(nil)

  /// Before the next request of a method is sent.
  func before(_ method: String, _ deed: @escaping @Sendable () -> Void) {
    plan.withLock { $0 = (method, deed) }
  }

  func behave() { plan.withLock { $0 = nil } }

  func send(_ request: WebRequest) async throws(ProviderError) -> WebResponse {
    let deed = plan.withLock { plan -> (@Sendable () -> Void)? in
      guard let now = plan, now.method == request.method else { return nil }
      plan = nil
      return now.deed
    }
    deed?()
    return try await inner.send(request)
  }
}
