import DaybookCore
import DaybookStore
import DaybookTestSupport
import Foundation
import ICalendar
import Logging
import Synchronization
import Testing

@testable import DaybookServer

/// A server over a store of its own, asked over real sockets.
final class ServerUnderTest: AskedServer {
  let store: TemporaryStore
  let token = SecretToken.make()
  let log = LinesLogged()
  let clock = HandClock()
  let scripts: ScriptTokens
  let post = ScriptedPost()
  let heard = HeardOf()
  let port: Int
  let promises = Promises.home
  private let running: Task<Void, any Error>

  /// - Parameter trustsOwnPrograms: whether whoever asks needs no token.
  init(
    trustsOwnPrograms: Bool = true, place: ServerPlace = ServerPlace(),
    limits: ServerLimits = ServerLimits(), settings: Settings = Settings()
  ) async throws {
    store = try TemporaryStore(connections: .two)
    scripts = try ScriptTokens(ofOneIn: .passing(), clock: { [clock] in clock.now })
    let clerk = Clerk(
      store: store.store, settings: settings, zone: try TestZones.zone("Europe/Berlin"),
      clock: { TemporaryStore.now }, engine: nil,
      reach: Reach(
        digests: TestDigests(), post: post,
        pushed: { [heard] in heard.add("\($0) \($1?.raw ?? "all")") },
        doubted: { [heard] in heard.add("doubt") }))
    var place = place
    place.port = 0
    let log = log
    let service = DaybookService(
      of: clerk, token: token, scripts: scripts, trustsOwnPrograms: trustsOwnPrograms, at: place,
      limits: limits, version: "1.2.3",
      logger: Logger(label: "test") { _ in log.handler })
    let (ports, told) = AsyncThrowingStream.makeStream(of: Int.self)
    running = Task {
      do {
        try await service.run(heedsSignals: false) { told.yield($0) }
        told.finish()
      } catch {
        told.finish(throwing: error)
        throw error
      }
    }
    var first = ports.makeAsyncIterator()
    port = try #require(try await first.next())
  }

  deinit {
    running.cancel()
    store.remove()
  }

  var bearer: [String: String] { ["Authorization": "Bearer \(token.text)"] }

  /// Two meetings that overlap on the day after, and a series.
  func fill() throws {
    try store.load(
      TestCalendar.text(
        ServerUnderTest.event("review", "Acme review", "20261119T093000", "20261119T110000"),
        ServerUnderTest.event("call", "Globex call", "20261119T103000", "20261119T113000"),
        ServerUnderTest.event(
          "standup", "Stand-up", "20261116T090000", "20261116T091500",
          "RRULE:FREQ=DAILY;COUNT=5")))
  }

  static func event(
    _ uid: String, _ title: String, _ start: String, _ end: String, _ more: String...
  ) -> String {
    ([
      "BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20260101T000000Z",
      "DTSTART;TZID=Europe/Berlin:\(start)", "DTEND;TZID=Europe/Berlin:\(end)",
      "SUMMARY:\(title)",
    ] + more + ["END:VEVENT"]).joined(separator: "\n")
  }
}

/// What was made of the messages of providers: which account and calendar are asked.
final class HeardOf: Sendable {
  private let words = Mutex<[String]>([])

  var all: [String] { words.withLock { $0 } }

  func add(_ word: String) { words.withLock { $0.append(word) } }
}
