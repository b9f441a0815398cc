import DaybookStore
import DaybookTestSupport
import Foundation
import Testing

@testable import DaybookServer

/// What every request meets: problem documents, bounds, the log.
struct FrontTests {
  @Test func itSaysThatItAnswers() async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask("GET", "/api/health")
    #expect(reply.status == 200)
    #expect(reply.text == "{\"status\":\"ok\"}\n")
    #expect(reply.headers["content-type"] == "application/json; charset=utf-8")
    #expect(reply.headers["x-content-type-options"] == "nosniff")
    #expect(reply.headers["x-request-id"]?.count == 13)
  }

  @Test func whatIsNotThereIsAProblemDocument() async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask("GET", "/api/nothing")
    #expect(reply.status == 404)
    #expect(reply.headers["content-type"] == "application/problem+json; charset=utf-8")
    #expect(reply.json["title"] as? String == "Not Found")
    #expect(reply.json["status"] as? Int == 404)
    #expect(reply.code == "not_found")
    #expect(reply.json["message"] as? String == "There is nothing here.")
    #expect(reply.json["request_id"] as? String == reply.headers["x-request-id"])
  }

  @Test func anotherMethodIsNamed() async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask("PUT", "/api/events/abc")
    #expect(reply.status == 405)
    #expect(reply.headers["allow"] == "DELETE, GET, HEAD, PATCH")
  }

  @Test func headsHaveNoBody() async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask("HEAD", "/api/calendars")
    #expect(reply.status == 200)
    #expect(reply.body.isEmpty)
    #expect(reply.headers["content-length"] == "17")
  }

  @Test(arguments: [
    ("/api/events?calender=Work", "unknown_parameter", "calender"),
    ("/api/events?from=fri&from=mon", "invalid", "from"),
    ("/api/events?from=2026-11-20&to=2026-11-19", "invalid", "to"),
    ("/api/events?from=nonsense", "not_understood", "from"),
    ("/api/events?limit=0", "invalid", "limit"), ("/api/events?limit=x", "invalid", "limit"),
    ("/api/events?cancelled=yes", "invalid", "cancelled"),
    ("/api/events?cursor=%21", "invalid", "cursor"),
    ("/api/events?calendar=Nowhere", "unknown_calendar", "calendar"),
    ("/api/events?client=Nobody", "unknown_client", "client"),
    ("/api/events?timezone=Europe/Berlim", "unknown_timezone", "timezone"),
    ("/api/events?from=1900-01-01&to=2026-01-01", "invalid", "to"),
    ("/api/conflicts?kind=loud", "invalid", "kind"),
    ("/api/availability?duration=45", "missing_unit", "duration"),
    ("/api/availability?weekdays=maybe", "not_understood", "weekdays"),
    ("/api/availability?hours=17:00-09:00", "end_not_after_start", "hours"),
    ("/api/reports/hours?by=mood", "invalid", "by"),
    ("/api/events?client=\(String(repeating: "a", count: 1_001))", "invalid", "client"),
    ("/api/events?from=", "invalid", "from"),
    ("/api/events?search=(", "invalid", "search"), ("/api/events?search=", "invalid", "search"),
    ("/api/events?search=%22*%22&from=mon", "invalid", "search"),
    ("/api/events?from=9999-12-31", "invalid", "from"),
    ("/api/events?from=0001-01-01", "invalid", "from"),
    ("/api/events?from=9999-12-01&to=9999-12-31", "invalid", "to"),
    ("/api/conflicts?from=9999-12-31T12:00:00Z", "invalid", "from"),
    ("/api/conflicts?cursor=MTc5NTA3NzAwMCBhYg==", "invalid", "cursor"),
    ("/api/conflicts?limit=1001", "invalid", "limit"),
  ])
  func aWrongParameterIsNamed(_ path: String, _ code: String, _ field: String) async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask("GET", path)
    #expect(reply.status == 422)
    #expect(reply.code == code)
    #expect(reply.field == field)
  }

  @Test(arguments: ["/api/events?search=%zz", "/api/events?search=%ff", "/api/events/%00"])
  func anAddressThatIsNotWellEncodedIsRefused(_ path: String) async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask("GET", path)
    #expect(reply.status == 400)
    #expect(reply.code == "malformed_address")
  }

  @Test(
    arguments: [
      ("{", 400, "malformed_json", nil), ("[]", 400, "malformed_json", nil),
      ("", 400, "malformed_json", nil),
      ("{\"title\": \"A\", \"title\": \"B\"}", 400, "doubled_member", "title"),
      (
        "{\"title\": \"a\\\":{\", \"attendees\": [\"x:\"], \"\\u0074itle\": \"B\"}", 400,
        "doubled_member", "title"
      ),
      ("{}", 422, "missing", "title"),
      ("{\"title\": null}", 422, "invalid", "title"), ("{\"title\": 1}", 422, "invalid", "title"),
      ("{\"title\": \"A\", \"begin\": \"x\"}", 422, "unknown_member", "begin"),
      ("{\"title\": \"A\", \"busy\": 1, \"start\": \"2026-11-20\"}", 422, "invalid", "busy"),
      ("{\"title\": \" \", \"start\": \"2026-11-20\"}", 422, "invalid", "title"),
      ("{\"title\": \"A\"}", 422, "missing", "start"),
      ("{\"title\": \"A\", \"start\": \"soon\"}", 422, "invalid", "start"),
      (
        "{\"title\": \"A\", \"start\": \"2026-11-20T09:00:00Z\", \"end\": \"2026-11-20\"}", 422,
        "invalid", "end"
      ),
      (
        "{\"title\": \"A\", \"start\": \"2026-11-20T09:00:00Z\", \"end\": \"2026-11-20T08:00:00Z\"}",
        422, "invalid", "end"
      ),
      (
        "{\"title\": \"A\", \"start\": \"2026-11-20\", \"rrule\": \"FREQ=SOMETIMES\"}", 422,
        "invalid", "rrule"
      ),
    ] as [(String, Int, String, String?)])
  func aWrongBodyIsNamed(_ body: String, _ status: Int, _ code: String, _ field: String?)
    async throws
  {
    let server = try await ServerUnderTest()
    let reply = try await server.ask("POST", "/api/events", body: body)
    #expect(reply.status == status)
    #expect(reply.code == code)
    #expect(reply.field == field)
    #expect(try server.store.store.calendars().isEmpty)
  }

  @Test func whatIsSaidOnceIsNotDoubled() async throws {
    #expect(
      DoubledMember.first(in: Array(#"{"a":"b","b":"a","c":["a","a"],"d":"\\"}"#.utf8)) == nil)
    #expect(DoubledMember.first(in: Array(#"{"a":{"b":1,"b":2},"b":[{"a":1}]}"#.utf8)) == nil)
    #expect(DoubledMember.first(in: Array(#"{"a\"":1, "a\u0022" : 2}"#.utf8)) == "a\"")
    #expect(DoubledMember.first(in: []) == nil)
    let server = try await ServerUnderTest()
    let reply = try await server.ask(
      "POST", "/api/events",
      body: #"{"title": "title: \"title\"", "location": "title", "start": "2026-11-20"}"#)
    #expect(reply.status == 201)
  }

  @Test func theLastDaysAreCutWhereNoEndIsTold() async throws {
    let server = try await ServerUnderTest()
    for path in ["events", "conflicts", "availability", "reports/hours"] {
      let reply = try await server.ask("GET", "/api/\(path)?from=9999-12-29")
      #expect(reply.status == 200, "\(path): \(reply.text)")
      #expect(!reply.text.contains("10000"))
    }
    let events = try await server.ask("GET", "/api/events?from=9999-12-29")
    #expect(events.json["to"] as? String == "9999-12-30")
  }

  @Test func aBodyThatIsNoJSONIsRefused() async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask(
      "POST", "/api/events", headers: ["Content-Type": "text/plain"], body: "{}")
    #expect(reply.status == 415)
    #expect(reply.code == "not_json")
  }

  @Test func aBodyHasItsBounds() async throws {
    var limits = ServerLimits()
    limits.body = 1_000
    let server = try await ServerUnderTest(limits: limits)
    let told = try await server.ask(
      "POST", "/api/events", body: String(repeating: " ", count: 1_001))
    #expect(told.status == 413)
    #expect(told.code == "body_too_large")
    let piece = "400\r\n" + String(repeating: " ", count: 1_024) + "\r\n"
    let connection = try Connection(port: server.port)
    await connection.send(
      "POST /api/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Transfer-Encoding: chunked\r\n\r\n" + piece)
    // It never ends, and is let go all the same.
    let reply = try #require(Reply(await connection.read()))
    withExtendedLifetime(server) {}
    #expect(reply.status == 413)
  }

  @Test func aBodyThatDoesNotComeIsNotWaitedForForEver() async throws {
    var limits = ServerLimits()
    limits.bodySeconds = 1
    let server = try await ServerUnderTest(limits: limits)
    let connection = try Connection(port: server.port)
    await connection.send(
      "POST /api/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: 10\r\n\r\n{")
    let reply = try #require(Reply(await connection.read()))
    withExtendedLifetime(server) {}
    #expect(reply.status == 408)
    #expect(reply.code == "body_too_slow")
  }

  @Test func headersHaveTheirBounds() async throws {
    let server = try await ServerUnderTest()
    let long = try await server.ask(
      "GET", "/api/health", headers: ["X-Long": String(repeating: "a", count: 20_000)])
    #expect(long.status == 400)
    var many: [String: String] = [:]
    for index in 0..<150 { many["X-\(index)"] = "a" }
    #expect(try await server.ask("GET", "/api/health", headers: many).status == 400)
  }

  @Test func whoSaysNothingIsLetGo() async throws {
    var limits = ServerLimits()
    limits.idleSeconds = 1
    let server = try await ServerUnderTest(limits: limits)
    let connection = try Connection(port: server.port)
    await connection.send("GET /api/health HTTP/1.1\r\nHost: localhost\r\n")
    #expect(await connection.read().isEmpty)
    withExtendedLifetime(server) {}
  }

  @Test func theLogTellsNothingOfTheCalendar() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    _ = try await server.ask(
      "GET", "/api/events?search=Acme&from=2026-11-19", headers: server.bearer)
    _ = try await server.ask(
      "POST", "/api/events",
      body:
        "{\"title\": \"Secret plan\", \"start\": \"2026-11-20\", \"attendees\": [\"a@b.example\"]}")
    let lines = server.log.text
    #expect(lines.contains("route=/api/events"))
    #expect(lines.contains("status=201"))
    for word in ["Acme", "Secret", "a@b.example", server.token.text, "search"] {
      #expect(!lines.contains(word), "the log says \(word)")
    }
  }

  @Test func metricsCountByRoute() async throws {
    let server = try await ServerUnderTest()
    for _ in 0..<3 { _ = try await server.ask("GET", "/api/events/unknown") }
    let reply = try await server.ask("GET", "/api/metrics")
    #expect(reply.headers["content-type"]?.hasPrefix("text/plain; version=0.0.4") == true)
    #expect(
      reply.text.contains(
        "daybook_http_requests_total{method=\"GET\",route=\"/api/events/{id}\",status=\"404\"} 3"))
    #expect(reply.text.contains("daybook_http_request_seconds_count 3"))
  }
}
