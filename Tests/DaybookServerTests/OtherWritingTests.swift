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

  @Test func aClientIsAddedAndChanged() async throws {
    let server = try await ServerUnderTest()
    let added = try await server.ask(
      "POST", "/api/clients",
      body: """
        {"name": "Acme & Co", "rate": 95.5, "currency": "eur", "domains": ["@acme.com", "acme.com"],
         "retainer_hours": 20}
        """)
    #expect(added.status == 201)
    let client = try #require(added.json["client"] as? [String: Any])
    #expect(client["rate"] as? Double == 95.5)
    #expect(client["currency"] as? String == "EUR")
    #expect(client["domains"] as? [String] == ["acme.com"])
    #expect(client["retainer_hours"] as? Int == 20)
    let changed = try await server.ask(
      "PATCH", "/api/clients/Acme%20%26%20Co",
      body: "{\"name\": \"Acme\", \"rate\": null, \"archived\": true}")
    let now = try #require(changed.json["client"] as? [String: Any])
    #expect(now["name"] as? String == "Acme")
    #expect(now["rate"] is NSNull)
    #expect(now["archived"] as? Bool == true)
    #expect(now["currency"] as? String == "EUR")
    #expect(try await server.ask("PATCH", "/api/clients/Ac", body: "{\"rate\": 1}").status == 404)
  }

  @Test(
    arguments: [
      ("{\"name\": \"acme\"}", 409, "client_exists", nil),
      ("{\"name\": \"none\"}", 422, "usage", "name"),
      ("{\"name\": \"\(String(repeating: "a", count: 401))\"}", 422, "invalid", "name"),
      ("{\"name\": \"A\", \"rate\": -1}", 422, "invalid", "rate"),
      ("{\"name\": \"A\", \"rate\": \"95\"}", 422, "invalid", "rate"),
      ("{\"name\": \"A\", \"currency\": \"euros\"}", 422, "invalid", "currency"),
      ("{\"name\": \"A\", \"domains\": [\"a b\"]}", 422, "invalid", "domains"),
      ("{\"name\": \"A\", \"domains\": \"a.com\"}", 422, "invalid", "domains"),
    ] as [(String, Int, String, String?)])
  func aWrongClientIsRefused(_ body: String, _ status: Int, _ code: String, _ field: String?)
    async throws
  {
    let server = try await ServerUnderTest()
    _ = try await server.ask("POST", "/api/clients", body: "{\"name\": \"Acme\"}")
    let reply = try await server.ask("POST", "/api/clients", body: body)
    #expect(reply.status == status)
    #expect(reply.code == code)
    #expect(reply.field == field)
    #expect(try await server.ask("GET", "/api/clients").list("clients").count == 1)
  }

  @Test(arguments: [
    "{\"kind\":\"hours\",\"days\":[\"mon\",\"tue\"],\"hours\":[\"09:00-12:30\"]}",
    "{\"kind\":\"day_off\",\"from\":\"2026-12-24\",\"to\":\"2027-01-02\"}",
    "{\"kind\":\"buffer\",\"before\":10,\"after\":30,\"calendar\":null}",
    "{\"kind\":\"notice\",\"minutes\":240}",
    "{\"kind\":\"travel\",\"from\":\"Acme, Hafenstr. 5\",\"to\":\"Globex, Ring 1\",\"minutes\":25}",
    "{\"kind\":\"exception\",\"date\":\"2026-12-05\",\"hours\":[]}",
  ])
  func aRuleIsListedAsItWasSet(_ body: String) async throws {
    let server = try await ServerUnderTest()
    let set = try await server.ask("POST", "/api/availability/rules", body: body)
    #expect(set.status == 201)
    #expect(Shape.oneRule.faults(in: set.json, at: "rule").isEmpty)
    var listed = try #require(
      try await server.ask("GET", "/api/availability/rules").list("rules").first)
    #expect(listed.removeValue(forKey: "id") as? Int == 1)
    let sent = try #require(
      try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
    #expect(NSDictionary(dictionary: listed) == NSDictionary(dictionary: sent))
  }

  @Test func whatIsNullSaysNothing() async throws {
    let server = try await ServerUnderTest()
    let body = "{\"kind\":\"notice\",\"minutes\":30,\"hours\":null,\"calendar\":null}"
    let set = try await server.ask("POST", "/api/availability/rules", body: body)
    #expect(set.status == 201, "\(set.text)")
  }

  @Test(arguments: [
    ("{\"kind\": \"mood\"}", "kind"), ("{\"kind\": \"hours\"}", "hours"),
    ("{\"kind\": \"hours\", \"hours\": [\"17:00-09:00\"]}", "hours"),
    ("{\"kind\": \"hours\", \"days\": [\"someday\"], \"hours\": []}", "days"),
    ("{\"kind\": \"day_off\", \"from\": \"soon\"}", "from"),
    ("{\"kind\": \"exception\", \"date\": \"2026-09-31\", \"hours\": []}", "date"),
    ("{\"kind\": \"notice\"}", "minutes"), ("{\"kind\": \"buffer\"}", "before"),
    ("{\"kind\": \"buffer\", \"before\": 1, \"calendar\": \"Nowhere\"}", "calendar"),
    ("{\"kind\": \"travel\", \"from\": \"A\", \"to\": \"A\", \"minutes\": 5}", "kind"),
    ("{\"kind\": \"exception\", \"hours\": []}", "date"),
    ("{\"kind\": \"notice\", \"minutes\": 5, \"hours\": []}", "hours"),
    ("{\"kind\": \"hours\", \"hours\": [], \"date\": \"2026-12-24\"}", "date"),
    ("{\"kind\": \"day_off\", \"from\": \"2026-12-24\", \"minutes\": 5}", "minutes"),
    ("{\"kind\": \"buffer\", \"after\": 5, \"to\": \"B\"}", "to"),
    (
      "{\"kind\": \"travel\", \"from\": \"A\", \"to\": \"B\", \"minutes\": 5, \"before\": 0}",
      "before"
    ),
    (
      "{\"kind\": \"exception\", \"date\": \"2026-12-24\", \"hours\": [], \"days\": [\"mon\"]}",
      "days"
    ),
  ])
  func aWrongRuleIsNamed(_ body: String, _ field: String) async throws {
    let server = try await ServerUnderTest()
    let reply = try await server.ask("POST", "/api/availability/rules", body: body)
    #expect(reply.status == 422)
    #expect(reply.field == field)
    #expect(try await server.ask("GET", "/api/availability/rules").list("rules").isEmpty)
  }
}
