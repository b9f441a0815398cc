import DaybookCore
import DaybookTestSupport
import ICalendar
import Synchronization

@testable import DaybookProviders

/// A mailbox behind the fake, and a provider that is signed in to it.
final class GraphBench: Sendable {
  let fake: FakeGraph
  let provider: GraphProvider
  let calendar: RemoteID
  static let now = Instant(seconds: 1_795_000_000)
  static let zones = GraphZones(database: TestZones.database, fallback: .utc)

  init(addresses: [String] = ["ada@contoso.example"], zone: Zone = .utc) throws {
    let fake = try FakeGraph()
    self.fake = fake
    calendar = RemoteID(fake.addCalendar())
    let time = Time()
    self.time = time
    provider = try GraphProvider(
      base: fake.address, addresses: addresses,
      transport: SignedTransport(
        CurlTransport(version: "0"), as: KeyCredentials(key: "token")),
      zones: TestZones.database, zone: zone, clock: { time.now.withLock { $0 } })
  }

  private let time: Time

  private final class Time: Sendable {
    let now = Mutex(GraphBench.now)
  }

  deinit { fake.stop() }

  func wait(_ seconds: Int) { time.now.withLock { $0 = $0 + seconds } }

  /// Publishes a VEVENT as somebody else would make it.
  @discardableResult
  func publish(_ text: String, to calendar: RemoteID? = nil) throws -> String {
    let component = try Component(text: text)
    let id = fake.add(
      try Self.fields(component), to: (calendar ?? self.calendar).raw)
    for line in component.all("EXDATE") {
      for value in line.value.split(separator: ",") {
        guard
          let day = Day(
            iso:
              "\(value.prefix(4))-\(value.dropFirst(4).prefix(2))-\(value.dropFirst(6).prefix(2))")
        else { continue }
        fake.delete(day, of: id)
      }
    }
    return id
  }

  static func fields(_ component: Component) throws -> [String: GraphJSON] {
    let value = JSONValue.object(try GraphFields(component, zones: zones).creation())
    var fields = GraphJSON(bytes: value.bytes)?.object ?? [:]
    fields["iCalUId"] = .string(component.first("UID")?.text ?? "")
    return fields
  }

  /// What both mean, as far as Graph keeps it.
  static func areSame(_ left: Component, _ right: Component) throws -> Bool {
    let one = try EventComponent(left, zones: zones.resolver)
    let other = try EventComponent(right, zones: zones.resolver)
    func moments(_ times: [CalendarTime]) -> [Instant] { times.map { $0.instant(viewer: .utc) } }
    return one.uid == other.uid && one.summary == other.summary && one.isAllDay == other.isAllDay
      && moments([one.start, one.end]) == moments([other.start, other.end])
      && one.recurrence.rules.map(\.frequency) == other.recurrence.rules.map(\.frequency)
      && one.recurrence.rules.map(\.count) == other.recurrence.rules.map(\.count)
      && moments(one.recurrence.exclusions) == moments(other.recurrence.exclusions)
  }

  /// Reads everything there is, as the engine would.
  func pass(_ kept: inout Kept) async throws {
    _ = try await kept.pass(provider, calendar)
  }

  static func event(_ uid: String, _ more: [String] = [], title: String = "Review") -> String {
    ([
      "BEGIN:VEVENT", "UID:" + uid, "DTSTAMP:20261101T000000Z",
    ]
      + (more.contains { $0.hasPrefix("DTSTART") }
        ? [] : ["DTSTART:20261124T090000Z", "DTEND:20261124T100000Z"]) + more
      + ["SUMMARY:" + title, "END:VEVENT"]).joined(separator: "\n")
  }

  /// Every Tuesday at nine in Berlin, from 2026-11-24 on.
  static let weekly = event(
    "weekly",
    [
      "DTSTART;TZID=Europe/Berlin:20261124T090000", "DTEND;TZID=Europe/Berlin:20261124T093000",
      "RRULE:FREQ=WEEKLY;BYDAY=TU",
    ], title: "Stand-up")
}

extension Bench {
  static func graph(pageSize: Int = 200) throws -> Bench {
    let bench = try GraphBench()
    bench.fake.setPageSize(pageSize)
    let publisher = Publisher(bench: bench)
    return Bench(
      provider: bench.provider, calendar: bench.calendar,
      publish: { try publisher.publish($0) }, expireTokens: { bench.fake.expireTokens() },
      isSame: { (try? $0.count == 1 && GraphBench.areSame($0[0], $1)) ?? false },
      stop: { bench.fake.stop() })
  }

  private final class Publisher: Sendable {
    let bench: GraphBench
    let known = Mutex<[String: (id: String, text: String)]>([:])

    init(bench: GraphBench) {
      self.bench = bench
    }

    func publish(_ events: [String: String]) throws {
      try known.withLock { known in
        for (uid, there) in known where events[uid] == nil {
          bench.fake.remove(there.id)
          known[uid] = nil
        }
        for (uid, text) in events.sorted(by: { $0.key < $1.key }) where known[uid]?.text != text {
          if let there = known[uid] {
            bench.fake.change(there.id, try GraphBench.fields(Component(text: text)))
            known[uid] = (there.id, text)
          } else {
            known[uid] = (try bench.publish(text), text)
          }
        }
      }
    }
  }
}
