import DaybookCore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookProviders

/// A provider that joins the suite, with a hand on its other side.
struct Candidate: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var make: @Sendable () throws -> Bench

  static let all: [Candidate] =
    [
      Candidate(testDescription: "memory") { .memory(Capabilities()) },
      Candidate(testDescription: "memory, one event a page") {
        .memory(Capabilities(), pageSize: 1)
      },
      Candidate(testDescription: "memory that only lists") {
        .memory(Capabilities(isIncremental: false), pageSize: 2)
      },
      Candidate(testDescription: "memory that is read-only") {
        .memory(Capabilities(canWrite: false))
      },
      Candidate(testDescription: "memory that keeps instances apart") {
        .memory(Capabilities(keepsInstancesApart: true), pageSize: 2)
      },
      Candidate(testDescription: "feed") { try .feed(hasTags: true) },
      Candidate(testDescription: "feed without entity tags") { try .feed(hasTags: false) },
      Candidate(testDescription: "file") { try .file() },
      Candidate(testDescription: "folder") { try .folder() },
      Candidate(testDescription: "Google") { try .google() },
      Candidate(testDescription: "Google, one entry a page") { try .google(pageSize: 1) },
      Candidate(testDescription: "Microsoft Graph") { try .graph() },
      Candidate(testDescription: "Microsoft Graph, one event a page") { try .graph(pageSize: 1) },
      Candidate(testDescription: "Cal.com") { try .calCom() },
      Candidate(testDescription: "Cal.com, two bookings a page") { try .calCom(pageSize: 2) },
      Candidate(testDescription: "Cal.com, one booking a page") { try .calCom(pageSize: 1) },
    ]
    + CalDAVServer.wanted.map { kind in
      Candidate(testDescription: kind.rawValue) { try .caldav(kind) }
    }
}

/// One provider at work, and what somebody else does to its calendar.
struct Bench: Sendable {
  var provider: any Provider
  var calendar: RemoteID
  /// Events by UID, each a VEVENT as text.
  var publish: @Sendable ([String: String]) throws -> Void
  var expireTokens: (@Sendable () -> Void)?
  /// Whether what came back says what was published; of those that keep no text, in their own words.
  var isSame: @Sendable ([Component], Component) -> Bool = { $0 == [$1] }
  var stop: @Sendable () -> Void = {}
  /// Something that is taken as a change; where any is, none is needed.
  var edit: @Sendable (RemoteEvent) -> RemoteEvent = { $0 }

  /// Whether two events mean the same, however they are written.
  static func meansTheSame(_ one: [Component], _ other: Component) -> Bool {
    one.map(meaning) == [meaning(other)]
  }

  private static func meaning(_ component: Component) -> [String] {
    let idle = ["DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "TRANSP", "DTSTART", "DTEND"]
    let zones = ZoneResolver(database: TestZones.database)
    let read = try? EventComponent(component, zones: zones)
    return component.lines.filter { !idle.contains($0.name) }.map(\.raw).sorted()
      + [read.map { "\($0.start) \($0.length)" } ?? "no time"]
  }

  static func memory(_ capabilities: Capabilities, pageSize: Int = 100) -> Bench {
    let provider = MemoryProvider(
      calendars: [RemoteCalendar(id: "c")], capabilities: capabilities, pageSize: pageSize)
    return Bench(
      provider: provider, calendar: "c",
      publish: { events in
        let there = provider.events(in: "c")
        for event in there where events[event.id.raw] == nil { provider.remove(event.id, in: "c") }
        for (uid, text) in events.sorted(by: { $0.key < $1.key }) {
          let component = try Component(text: text)
          if there.first(where: { $0.id.raw == uid })?.components == [component] { continue }
          provider.edit(RemoteEvent(id: RemoteID(uid), components: [component]), in: "c")
        }
      }, expireTokens: { provider.expireTokens() },
      edit: { event in
        var event = event
        event.components[0].setText("SUMMARY", "Mine")
        return event
      })
  }

  static func feed(hasTags: Bool) throws -> Bench {
    let server = try LoopbackServer(.calendar(Feed.text([])))
    let provider = FeedProvider(
      address: server.address + "/feed.ics", seed: "s", transport: CurlTransport(version: "0"))
    return Bench(
      provider: provider, calendar: "feed",
      publish: { events in
        let text = Feed.text(events.sorted { $0.key < $1.key }.map(\.value))
        let etag = hasTags ? "\"\(text.hashValue)\"" : nil
        server.answer { question in
          etag != nil && question.headers["if-none-match"] == etag
            ? WebReply(304) : .calendar(text, etag: etag)
        }
      }, stop: { server.stop() })
  }

  static func file() throws -> Bench {
    let folder = try TemporaryFolder()
    try folder.write("a.ics", Feed.text([]))
    return Bench(
      provider: FileProvider(address: folder.path + "/a.ics", seed: "s", home: "/"),
      calendar: "file",
      publish: { events in
        try folder.write("a.ics", Feed.text(events.sorted { $0.key < $1.key }.map(\.value)))
      }, stop: { folder.remove() })
  }

  static func folder() throws -> Bench {
    let folder = try TemporaryFolder()
    try folder.write("displayname", "Jobs\n")
    return Bench(
      provider: FileProvider(address: folder.path, seed: "s", home: "/"), calendar: "file",
      publish: { events in
        for name in try folder.names() where name.hasSuffix(".ics") {
          if events[String(name.dropLast(4))] == nil { try folder.delete(name) }
        }
        for (uid, text) in events { try folder.write(uid + ".ics", Feed.text([text])) }
      }, stop: { folder.remove() })
  }
}
