import DaybookCore
import DaybookStore
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

@testable import DaybookServer

/// What can be done to events, and what is refused.
struct EventWritingTests {
  private func event(_ reply: Reply) -> [String: Any] {
    reply.json["event"] as? [String: Any] ?? [:]
  }

  private func made(_ server: ServerUnderTest) async throws -> (id: String, tag: String) {
    let reply = try await server.ask(
      "POST", "/api/events",
      body: "{\"title\": \"Acme call\", \"start\": \"2026-11-20T09:00:00+01:00\"}")
    let id = try #require(event(reply)["id"] as? String)
    return (id, try #require(reply.headers["etag"]))
  }

  private func list(_ server: ServerUnderTest) async throws -> [[String: Any]] {
    try await server.ask("GET", "/api/events?from=2026-11-16&to=2026-11-30").list("events")
  }

  @Test func anEventIsMade() async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask(
      "POST", "/api/events",
      body: """
        {"title": "Lunch", "start": "2026-11-20T12:00:00+01:00", "end": "2026-11-20T13:30:00+01:00",
         "location": "Café", "description": "With Tina", "busy": false, "status": "tentative"}
        """)
    #expect(reply.status == 201)
    let event = event(reply)
    #expect(event["title"] as? String == "Lunch")
    #expect(event["end"] as? String == "2026-11-20T13:30:00+01:00")
    #expect(event["timezone"] as? String == "Europe/Berlin")
    #expect(event["location"] as? String == "Café")
    #expect(event["busy"] as? Bool == false)
    #expect(event["status"] as? String == "tentative")
    #expect(event["calendar"] as? String == "Personal")
    #expect(reply.json["queued"] as? Bool == false)
    let place = try #require(reply.headers["location"])
    let shown = try await server.ask("GET", place)
    #expect(shown.json["description"] as? String == "With Tina")
    #expect(try await list(server).count == 1)
  }

  @Test(arguments: [
    ("\"start\": \"2026-11-20T09:00:00\"", "start"),
    ("\"start\": \"2026-11-20T09:00:00Z\", \"end\": \"2026-11-20T10:00:00\"", "end"),
    ("\"start\": \"9999-12-31T23:59:59Z\"", "start"), ("\"start\": \"9999-12-31\"", "start"),
    ("\"start\": \"9999-12-30T23:00:00Z\", \"end\": \"9999-12-31T23:59:59-05:00\"", "end"),
    ("\"start\": \"0001-01-01T00:00:00+01:00\"", "start"),
  ])
  func aTimeThatIsNoneIsNamed(_ times: String, _ field: String) async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask(
      "POST", "/api/events", body: "{\"title\": \"X\", \(times)}")
    #expect(reply.status == 422)
    #expect(reply.field == field)
    #expect(try await list(server).isEmpty)
  }

  @Test func aClockReadingIsTakenWhereItsZoneIsNamed() async throws {
    let server = try await ServerUnderTest()
    let body = "{\"title\": \"X\", \"start\": \"2026-11-20T09:00:00\""
    let inBody = try await server.ask(
      "POST", "/api/events", body: body + ", \"timezone\": \"America/New_York\"}")
    #expect(event(inBody)["start"] as? String == "2026-11-20T15:00:00+01:00")
    let inQuery = try await server.ask(
      "POST", "/api/events?timezone=America/New_York", body: body + "}")
    #expect(event(inQuery)["start"] as? String == "2026-11-20T09:00:00-05:00")
  }

  @Test func theLastHourOfTheCalendarCanBeHad() async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask(
      "POST", "/api/events", body: "{\"title\": \"X\", \"start\": \"9999-12-30T23:00:00Z\"}")
    #expect(reply.status == 201)
    let place = try #require(reply.headers["location"])
    #expect(try await server.ask("GET", place).status == 200)
  }

  @Test func anAllDayEventEndsOnTheDayAfter() async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask(
      "POST", "/api/events",
      body: "{\"title\": \"Fair\", \"start\": \"2026-11-20\", \"end\": \"2026-11-22\"}")
    #expect(event(reply)["all_day"] as? Bool == true)
    #expect(event(reply)["start"] as? String == "2026-11-20")
    #expect(event(reply)["end"] as? String == "2026-11-22")
  }

  @Test func aSeriesIsMadeAndDeletedInPart() async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask(
      "POST", "/api/events",
      body: """
        {"title": "Stand-up", "start": "2026-11-19T09:00:00+01:00", "rrule": "FREQ=DAILY;COUNT=4"}
        """)
    #expect(reply.status == 201)
    let all = try await list(server)
    #expect(all.count == 4)
    let series = try #require(all[0]["event"] as? String)
    let unsaid = try await server.ask("DELETE", "/api/events/\(series)")
    #expect(unsaid.status == 422)
    #expect(unsaid.field == "scope")
    let second = try #require(all[1]["id"] as? String)
    let one = try await server.ask("DELETE", "/api/events/\(second)")
    #expect(one.json["deleted"] as? Int == 1)
    #expect(try await list(server).count == 3)
    #expect(try await server.ask("DELETE", "/api/events/\(series)?scope=all").status == 200)
    #expect(try await list(server).isEmpty)
  }

  @Test func aStartAloneKeepsTheLength() async throws {
    let server = try await ServerUnderTest()
    let (id, _) = try await made(server)
    let reply = try await server.ask(
      "PATCH", "/api/events/\(id)",
      body: "{\"title\": \"Moved\", \"start\": \"2026-11-21T10:00:00+01:00\"}")
    #expect(reply.status == 200)
    #expect(event(reply)["title"] as? String == "Moved")
    #expect(event(reply)["start"] as? String == "2026-11-21T10:00:00+01:00")
    #expect(event(reply)["end"] as? String == "2026-11-21T11:00:00+01:00")
    let end = try await server.ask(
      "PATCH", "/api/events/\(id)", body: "{\"end\": \"2026-11-21T12:00:00+01:00\"}")
    #expect(event(end)["start"] as? String == "2026-11-21T10:00:00+01:00")
    #expect(event(end)["end"] as? String == "2026-11-21T12:00:00+01:00")
  }

  @Test func aTimeOfDayIsTakenAndGiven() async throws {
    let server = try await ServerUnderTest()
    let (id, _) = try await made(server)
    let day = try await server.ask("PATCH", "/api/events/\(id)", body: "{\"all_day\": true}")
    #expect(event(day)["start"] as? String == "2026-11-20")
    #expect(event(day)["end"] as? String == "2026-11-21")
    let unsaid = try await server.ask("PATCH", "/api/events/\(id)", body: "{\"all_day\": false}")
    #expect(unsaid.status == 422)
    #expect(unsaid.field == "start")
    let timed = try await server.ask(
      "PATCH", "/api/events/\(id)", body: "{\"start\": \"2026-11-20T15:00:00+01:00\"}")
    #expect(event(timed)["end"] as? String == "2026-11-20T16:00:00+01:00")
  }

  @Test func aStaleEditIsRefused() async throws {
    let server = try await ServerUnderTest()
    let (id, tag) = try await made(server)
    let fresh = try await server.ask(
      "PATCH", "/api/events/\(id)", headers: ["If-Match": tag], body: "{\"title\": \"One\"}")
    #expect(fresh.status == 200)
    for method in ["PATCH", "DELETE"] {
      let stale = try await server.ask(
        method, "/api/events/\(id)", headers: ["If-Match": tag],
        body: method == "PATCH" ? "{\"title\": \"Two\"}" : nil)
      #expect(stale.status == 409)
      #expect(stale.code == "stale")
    }
    #expect(try await list(server).first?["title"] as? String == "One")
    let read = try #require(try await server.ask("GET", "/api/events/\(id)").headers["etag"])
    let next = try await server.ask(
      "PATCH", "/api/events/\(id)", headers: ["If-Match": read], body: "{\"title\": \"Two\"}")
    #expect(next.status == 200)
  }

  @Test func aNewConflictMakesNoEditStale() async throws {
    let server = try await ServerUnderTest()
    let (id, _) = try await made(server)
    let tag = try #require(try await server.ask("GET", "/api/events/\(id)").headers["etag"])
    _ = try await server.ask(
      "POST", "/api/events",
      body: "{\"title\": \"Other\", \"start\": \"2026-11-20T09:30:00+01:00\"}")
    let shown = try await server.ask("GET", "/api/events/\(id)", headers: ["If-None-Match": tag])
    #expect(shown.status == 200)
    let reply = try await server.ask(
      "PATCH", "/api/events/\(id)", headers: ["If-Match": tag], body: "{\"title\": \"Fine\"}")
    #expect(reply.status == 200)
  }

  @Test func aReadOnlyCalendarTakesNothing() async throws {
    let server = try await ServerUnderTest()
    let (id, _) = try await made(server)
    let calendar = try server.store.store.calendar(named: "Personal").id
    let set = try await server.ask(
      "PATCH", "/api/calendars/\(calendar)", body: "{\"read_only\": true}")
    #expect((set.json["calendar"] as? [String: Any])?["read_only"] as? Bool == true)
    let reply = try await server.ask("PATCH", "/api/events/\(id)", body: "{\"title\": \"No\"}")
    #expect(reply.status == 403)
    #expect(reply.code == "calendar_read_only")
    let new = try await server.ask(
      "POST", "/api/events",
      body: "{\"title\": \"A\", \"start\": \"2026-11-20\", \"calendar\": \"Personal\"}")
    #expect(new.status == 403)
  }

  @Test(
    arguments: [
      ("PATCH", "{\"title\": \"x\"}"), ("DELETE", nil),
    ] as [(String, String?)])
  func whatIsNotThereCannotBeChanged(_ method: String, _ body: String?) async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask(method, "/api/events/nothing", body: body)
    #expect(reply.status == 404)
    #expect(reply.code == "not_found")
  }

  @Test func anEmptyChangeIsNone() async throws {
    let server = try await ServerUnderTest()
    let (id, _) = try await made(server)
    let reply = try await server.ask("PATCH", "/api/events/\(id)", body: "{}")
    #expect(reply.status == 422)
    #expect(reply.code == "nothing_to_change")
  }
}
