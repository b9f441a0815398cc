import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// A provider at work on a Google of its own.
struct GoogleBench: Sendable {
  let fake: FakeGoogle
  let provider: GoogleProvider
  static let calendar = RemoteID("ada@example.org")
  static let name = "ada@example.org"

  init() throws {
    fake = try FakeGoogle { $0 == "ya29.test" }
    fake.addCalendar(Self.name, summary: "Ada", isPrimary: true)
    provider = GoogleProvider(
      transport: SignedTransport(
        CurlTransport(version: "0"), as: KeyCredentials(key: "ya29.test")),
      base: fake.base, zones: TestZones.database)
  }

  /// What a token brings, page after page.
  func changes(_ token: SyncToken? = nil) async throws -> (pages: [ChangePage], token: SyncToken?) {
    var pages: [ChangePage] = []
    var kept = KeptCopy(token: token)
    repeat {
      let page = try await provider.changes(in: Self.calendar, since: kept)
      kept.token = page.token
      pages.append(page)
    } while pages.last?.hasMore == true
    return (pages, kept.token)
  }

  /// The series of a UID, put together as the store would.
  func whole(_ uid: String) async throws -> RemoteEvent {
    let entries = try await changes().pages.flatMap(\.changed).filter { $0.uid == uid }
    let sorted = entries.sorted {
      !$0.components[0].has("RECURRENCE-ID") && $1.components[0].has("RECURRENCE-ID")
    }
    let master = try #require(sorted.first)
    return RemoteEvent(
      id: master.id, version: master.version, components: sorted.flatMap(\.components),
      parts: sorted.map {
        RemotePart(
          recurrence: $0.components[0].first("RECURRENCE-ID")?.value ?? "", id: $0.id,
          version: $0.version)
      })
  }

  func event(_ id: String) throws -> GoogleJSON {
    try #require(fake.event(id, in: Self.name))
  }

  static func at(_ time: String, day: String = "2026-11-23") -> GoogleJSON {
    ["dateTime": .string("\(day)T\(time):00+01:00"), "timeZone": "Europe/Berlin"]
  }

  /// A weekly series on Mondays at nine.
  static let series: GoogleJSON = [
    "id": "series1", "summary": "Review", "start": at("09:00"), "end": at("10:00"),
    "recurrence": ["RRULE:FREQ=WEEKLY;COUNT=5"],
  ]
}

extension Bench {
  /// Google, whose words are others: what comes back means the same, and is not the same text.
  static func google(pageSize: Int = 2500) throws -> Bench {
    let bench = try GoogleBench()
    bench.fake.setPageSize(pageSize)
    var made = Bench(
      provider: bench.provider, calendar: GoogleBench.calendar,
      publish: { events in
        let scope = GoogleScope(
          calendar: GoogleBench.calendar, zones: ZoneResolver(database: TestZones.database))
        var wanted: [String: GoogleJSON] = [:]
        for (uid, text) in events {
          let read = try EventComponent(Component(text: text), zones: scope.zones)
          let id = GoogleID.make(uid, in: GoogleBench.calendar, attempt: 0)
          let body = GoogleFields(read, in: scope).body(id: id, uid: uid)
          wanted[id] = GoogleJSON(body.bytes)
        }
        let there = bench.fake.events(in: GoogleBench.name)
        for id in there.keys where wanted[id] == nil {
          bench.fake.remove(id, in: GoogleBench.name)
        }
        for (id, event) in wanted {
          if there[id]?["summary"] == event["summary"] { continue }
          bench.fake.put(event, in: GoogleBench.name)
        }
      }, expireTokens: { bench.fake.expireTokens() }, stop: { bench.fake.stop() })
    made.edit = { event in
      var event = event
      event.components[0].set("SUMMARY", rawValue: "Ours")
      return event
    }
    made.isSame = { Bench.meansTheSame($0, $1) }
    return made
  }
}
