import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookServer

/// Private addresses with busy time, and the schedule for Cal.com.
struct FeedRouteTests {
  private func make(_ server: ServerUnderTest, _ name: String = "For Ada") async throws -> (
    id: String, path: String
  ) {
    let reply = try await server.ask("POST", "/api/feeds", body: "{\"name\": \"\(name)\"}")
    #expect(reply.status == 201)
    #expect(Shape.oneFeed.faults(in: reply.json, at: "feed").isEmpty)
    let feed = try #require(reply.json["feed"] as? [String: Any])
    return (
      try #require(feed["id"] as? String), try #require(feed["address"] as? String)
    )
  }

  @Test func busyTimeIsReadWithoutAToken() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let feed = try await make(server)
    #expect(feed.path.hasPrefix("/feeds/home."))
    let stranger = try await server.ask("GET", feed.path, headers: ["X-Any": "1"])
    #expect(stranger.status == 200)
    #expect(stranger.headers["content-type"] == "text/calendar; charset=utf-8")
    let text = stranger.text
    #expect(text.hasPrefix("BEGIN:VCALENDAR\r\n"))
    // The review and the call are one stretch; the stand-ups of the week another each.
    #expect(text.contains("DTSTART:20261119T083000Z\r\nDTEND:20261119T103000Z"))
    #expect(text.matches(of: /SUMMARY:Busy\r\n/).count == 6)
    for word in ["Acme", "Globex", "Stand", "Personal", "ATTENDEE", "LOCATION", "DESCRIPTION"] {
      #expect(!text.contains(word), "it says \(word)")
    }
  }

  @Test func aCopyIsRightUntilSomethingChanges() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let feed = try await make(server)
    let first = try await server.ask("GET", feed.path)
    let tag = try #require(first.headers["etag"])
    let second = try await server.ask("GET", feed.path, headers: ["If-None-Match": tag])
    #expect(second.status == 304)
    #expect(second.body.isEmpty)
    _ = try await server.ask(
      "POST", "/api/events", body: "{\"title\": \"A\", \"start\": \"2026-11-20T09:00:00Z\"}")
    let third = try await server.ask("GET", feed.path, headers: ["If-None-Match": tag])
    #expect(third.status == 200)
  }

  @Test func theSecretIsShownOnce() async throws {
    let server = try await ServerUnderTest()
    let feed = try await make(server)
    let secret = feed.path.dropFirst("/feeds/home.".count).dropLast(4)
    #expect(secret.utf8.count == 43)
    let listed = try await server.ask("GET", "/api/feeds")
    #expect(Shape.feeds.faults(in: listed.json, at: "feeds").isEmpty)
    #expect(!listed.text.contains(secret))
    _ = try await server.ask("GET", feed.path)
    #expect(try await server.ask("GET", "/api/feeds").text.contains("2026-11-18"))
    #expect(!server.log.text.contains(secret))
  }

  @Test(arguments: [
    "{}", #"{"name": ""}"#, #"{"name": " "}"#, #"{"name": null}"#, #"{"name": "a\nb"}"#,
    #"{"name": "a\r\nX-Header: b"}"#, #"{"name": "a\u2028b"}"#, #"{"name": "a\u0000"}"#,
    #"{"name": "\u001b[2J"}"#, "{\"name\": \"\(String(repeating: "a", count: 201))\"}",
  ])
  func aFeedHasANameOfOneLine(_ body: String) async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask("POST", "/api/feeds", body: body)
    #expect(reply.status == 422)
    #expect(reply.field == "name")
    #expect(try server.store.store.feeds().isEmpty)
    #expect(
      try await server.ask("POST", "/api/feeds", body: #"{"name": "Für Ada 🙂"}"#).status == 201)
  }

  @Test func whoGuessesLearnsNothing() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    let secret = "abc"
    _ = try server.store.store.addFeed(
      id: "feed_a", name: "", mark: TestDigests().mark(of: secret), now: TemporaryStore.now)
    #expect(try await server.ask("GET", "/feeds/home.abc.ics").status == 200)
    for path in [
      "/feeds/home.abd.ics", "/feeds/home..ics", "/feeds/abc.ics", "/feeds/nobody.abc.ics",
      "/feeds/home.abc", "/feeds/.ics", "/feeds/home.\(TestDigests().mark(of: secret)).ics",
      "/feeds/home." + String(repeating: "a", count: 600) + ".ics",
    ] {
      let reply = try await server.ask("GET", path)
      #expect(reply.status == 404, "\(path)")
      #expect(reply.code == "not_found")
    }
    for method in ["GET", "POST"] {
      #expect(
        try await server.ask(method, "/api/feeds", body: method == "GET" ? nil : "{}").status
          == 401)
    }
  }

  @Test func aRemovedFeedIsGone() async throws {
    let server = try await ServerUnderTest()
    let feed = try await make(server)
    #expect(try await server.ask("DELETE", "/api/feeds/\(feed.id)").status == 200)
    #expect(try await server.ask("GET", feed.path).status == 404)
    #expect(try await server.ask("DELETE", "/api/feeds/\(feed.id)").status == 404)
  }

  @Test func aScheduleIsAsCalComTakesIt() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let reply = try await server.ask(
      "GET", "/api/availability/export?format=calcom&from=2026-11-19&to=2026-11-20")
    #expect(reply.status == 200)
    #expect(reply.json["timeZone"] as? String == "Europe/Berlin")
    let weekly = reply.list("availability")
    #expect(weekly.count == 1)
    #expect(
      weekly[0]["days"] as? [String]
        == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
    #expect(weekly[0]["endTime"] as? String == "17:00")
    let thursday = reply.list("overrides").filter { $0["date"] as? String == "2026-11-19" }
    #expect(
      thursday.map { "\($0["startTime"] ?? "")-\($0["endTime"] ?? "")" }
        == ["09:15-09:30", "11:30-17:00"])
    #expect(!reply.text.contains("Acme"))
  }

  @Test func whatAScheduleDoesNotKnowIsNamed() async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask(
      "GET", "/api/availability/export?format=calcom&duration=45m")
    #expect(reply.status == 422)
    #expect(reply.field == "duration")
  }
}
