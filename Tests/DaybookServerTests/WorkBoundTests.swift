import DaybookCore
import DaybookStore
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

@testable import DaybookServer

/// No request is worked on for ever, and none holds up the end.
struct WorkBoundTests {
  @Test(arguments: [
    "availability?from=2020-01-01&to=2029-12-31", "conflicts?from=2020-01-01&to=2029-12-31",
    "events?from=2020-01-01&to=2029-12-31", "reports/hours?from=2020-01-01&to=2029-12-31",
    "availability/export?format=calcom",
  ])
  func whatTakesTooLongIsGivenUp(_ path: String) async throws {
    var limits = ServerLimits()
    limits.workSeconds = 0
    let server = try await ServerUnderTest(limits: limits)
    let reply = try await server.ask("GET", "/api/" + path)
    #expect(reply.status == 503)
    #expect(reply.code == "too_long")
  }

  @Test func whatWritesIsDoneToItsEnd() async throws {
    var limits = ServerLimits()
    limits.workSeconds = 0
    let server = try await ServerUnderTest(limits: limits)
    let made = try await server.ask(
      "POST", "/api/events", body: "{\"title\": \"A\", \"start\": \"2026-11-20\"}")
    #expect(made.status == 201)
  }

  @Test func whatWaitsIsGivenUpAtTheEnd() throws {
    let ending = Ending()
    let check = try #require(try WorkBounds(ending: ending, seconds: 600).begin())
    try check()
    ending.come()
    for bounds in [
      WorkBounds(ending: ending, seconds: 600), WorkBounds(ending: ending, seconds: nil),
    ] {
      #expect { try bounds.begin() } throws: { ($0 as? Problem)?.code == "stopping" }
    }
    #expect { try check() } throws: { ($0 as? Problem)?.code == "stopping" }
  }

  /// The program, with years of work before it.
  @Test(.timeLimit(.minutes(5))) func theEndDoesNotWaitForYears() async throws {
    let program = try ServerProgram()
    let path = program.folder.path + "/busy.sqlite"
    let store = try Store.open(
      at: path, zones: TestZones.database, options: StoreOptions(now: TemporaryStore.now))
    let series = (0..<300).map { number in
      ServerUnderTest.event(
        "s\(number)", "Series", "20200101T000000", "20200101T001500", "RRULE:FREQ=HOURLY")
    }
    let text = TestCalendar.text(series.joined(separator: "\n"))
    _ = try store.importEvents(
      ImportBatch(
        calendar: try store.localCalendar(named: "Personal").calendar.id,
        files: [ImportFile(name: "test.ics", source: .bytes(Array(text.utf8)))], mirrors: false))
    let server = try await program.start(
      "--store", path, "--port", "0", "--no-sync", "--end-timeout", "1", "--work-timeout", "3600")
    func count(_ running: Int) async throws {
      let line = "daybook_http_requests_running \(running)\n"
      while !(try await server.askFreely("GET", "/api/metrics").text.contains(line)) {
        await Task.yield()
      }
    }
    async let running = server.askFreely(
      "GET", "/api/availability?from=2020-01-01&to=2029-12-31", patience: 3_600)
    // Whoever counts is counted too.
    try await count(2)
    async let waiting = server.askFreely("GET", "/api/calendars", patience: 3_600)
    try await count(3)
    let began = ContinuousClock.now
    #expect(try await server.stop() == 0)
    #expect(ContinuousClock.now - began < .seconds(60))
    let (first, second) = (try await running, try await waiting)
    #expect(first.code == "stopping", "\(first.text)")
    #expect(second.code == "stopping", "\(second.text)")
  }
}
