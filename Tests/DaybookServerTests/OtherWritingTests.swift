import DaybookCore
import DaybookStore
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

@testable import DaybookServer

/// What can be done to calendars, conflicts and clients.
struct OtherWritingTests {
  @Test func aCalendarIsSetUpAndRemoved() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let id = try server.store.store.calendar(named: "Personal").id
    let set = try await server.ask(
      "PATCH", "/api/calendars/\(id)",
      body: "{\"name\": \"Mine\", \"color\": \"#FF8800\", \"busy\": false, \"priority\": 3}")
    let calendar = try #require(set.json["calendar"] as? [String: Any])
    #expect(calendar["name"] as? String == "Mine")
    #expect(calendar["color"] as? String == "#ff8800")
    #expect(calendar["busy"] as? Bool == false)
    #expect(calendar["priority"] as? Int == 3)
    let removed = try await server.ask("DELETE", "/api/calendars/\(id)")
    #expect(removed.json["removed"] as? String == "Mine")
    #expect(try await server.ask("DELETE", "/api/calendars/\(id)").status == 404)
    #expect(try await server.ask("GET", "/api/events").list("events").isEmpty)
  }

  @Test func aTakenNameIsRefused() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let other = try server.store.store.addCalendar(named: "Work").id
    let reply = try await server.ask(
      "PATCH", "/api/calendars/\(other)", body: "{\"name\": \"personal\"}")
    #expect(reply.status == 409)
    #expect(reply.code == "calendar_exists")
    let color = try await server.ask(
      "PATCH", "/api/calendars/\(other)", body: "{\"color\": \"loud\"}")
    #expect(color.field == "color")
  }

  @Test func whereNothingIsSyncedThatIsSaid() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let id = try server.store.store.calendar(named: "Personal").id
    let reply = try await server.ask("POST", "/api/calendars/\(id)/sync")
    #expect(reply.status == 409)
    #expect(reply.code == "no_sync")
    #expect(try await server.ask("POST", "/api/calendars/nothing/sync").status == 404)
    #expect(try await server.ask("GET", "/api/sync/jobs").list("jobs").isEmpty)
    #expect(try await server.ask("GET", "/api/sync/jobs/1").status == 404)
  }

  @Test func aConflictIsResolvedOnce() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let conflict = try #require(
      try await server.ask("GET", "/api/conflicts?kind=overlap").list("conflicts").first)
    let id = try #require(conflict["id"] as? String)
    let action = try #require((conflict["actions"] as? [[String: Any]])?.first?["id"] as? String)
    let unknown = try await server.ask(
      "POST", "/api/conflicts/\(id)/resolve", body: "{\"action\": \"pray\"}")
    #expect(unknown.status == 422)
    #expect(unknown.field == "action")
    let done = try await server.ask(
      "POST", "/api/conflicts/\(id)/resolve",
      body: "{\"action\": \"\(action)\", \"note\": \"They know\"}")
    #expect(done.status == 200)
    #expect(done.json["id"] as? String == id)
    #expect((done.json["resolution"] as? [String: Any])?["note"] as? String == "They know")
    let open = try await server.ask("GET", "/api/conflicts?kind=overlap").list("conflicts")
    #expect(!open.contains { $0["id"] as? String == id })
    let all = try await server.ask("GET", "/api/conflicts?state=all").list("conflicts")
    #expect(all.contains { $0["id"] as? String == id })
    let none = try await server.ask(
      "POST", "/api/conflicts/nothing/resolve", body: "{\"action\": \"keep\"}")
    #expect(none.status == 404)
  }

  @Test func anEventIsGivenToNobody() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let id = try #require(
      try await server.ask("GET", "/api/events?search=review").list("events").first?["id"]
        as? String)
    let missing = try await server.ask("PATCH", "/api/events/\(id)/client", body: "{}")
    #expect(missing.field == "client")
    let unknown = try await server.ask(
      "PATCH", "/api/events/\(id)/client", body: "{\"client\": \"Nobody Inc\"}")
    #expect(unknown.status == 422)
    #expect(unknown.code == "unknown_client")
    let nobody = try await server.ask(
      "PATCH", "/api/events/\(id)/client", body: "{\"client\": null}")
    #expect(nobody.status == 200)
    #expect((nobody.json["event"] as? [String: Any])?["client"] is NSNull)
  }
}
