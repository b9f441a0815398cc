import DaybookCore
import DaybookStore
import DaybookTestSupport
import Foundation
import ICalendar
import Testing

@testable import DaybookServer

/// What can be read: the shapes of the command line, over HTTP.
struct ReadingTests {
  private func titles(_ reply: Reply) -> [String] {
    reply.list("events").map { $0["title"] as? String ?? "" }
  }

  @Test func calendarsHaveTheShapeOfTheCommandLine() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let reply = try await server.ask("GET", "/api/calendars")
    let calendar = try #require(reply.list("calendars").first)
    #expect(
      Set(calendar.keys) == [
        "id", "name", "account", "color", "hidden", "busy", "read_only", "priority", "events",
      ])
    #expect(calendar["name"] as? String == "Personal")
    #expect(calendar["events"] as? Int == 3)
  }

  @Test func aWeekIsListedFromToday() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let reply = try await server.ask("GET", "/api/events")
    #expect(reply.status == 200)
    #expect(reply.json["from"] as? String == "2026-11-18")
    #expect(reply.json["to"] as? String == "2026-11-25")
    #expect(reply.json["timezone"] as? String == "Europe/Berlin")
    #expect(reply.json["next_cursor"] is NSNull)
    #expect(
      titles(reply) == ["Stand-up", "Stand-up", "Acme review", "Globex call", "Stand-up"])
    let review = reply.list("events")[2]
    #expect(review["start"] as? String == "2026-11-19T09:30:00+01:00")
    #expect(review["end"] as? String == "2026-11-19T11:00:00+01:00")
    #expect((review["conflicts"] as? [String])?.count == 1)
    #expect(review["recurrence_id"] is NSNull)
  }

  @Test func aDayIsIncludedAndAnInstantIsNot() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let days = try await server.ask("GET", "/api/events?from=2026-11-19&to=2026-11-19")
    #expect(titles(days) == ["Stand-up", "Acme review", "Globex call"])
    #expect(days.json["to"] as? String == "2026-11-20")
    let hour = try await server.ask(
      "GET", "/api/events?from=2026-11-19T11:00:00+01:00&to=2026-11-19T12:00:00%2B01:00")
    #expect(titles(hour) == ["Globex call"])
    #expect(hour.json["from"] as? String == "2026-11-19T11:00:00+01:00")
  }

  @Test func anotherZoneIsShown() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let reply = try await server.ask(
      "GET", "/api/events?from=2026-11-19&to=2026-11-19&timezone=America/New_York")
    #expect(reply.json["timezone"] as? String == "America/New_York")
    #expect(reply.list("events").first?["start"] as? String == "2026-11-19T03:00:00-05:00")
  }

  @Test func pagesFollowEachOther() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    var seen: [String] = []
    var path = "/api/events?limit=2"
    for _ in 0..<3 {
      let reply = try await server.ask("GET", path)
      seen += titles(reply)
      guard let next = reply.json["next_cursor"] as? String else { break }
      path = "/api/events?limit=2&cursor=\(next)"
    }
    #expect(seen == ["Stand-up", "Stand-up", "Acme review", "Globex call", "Stand-up"])
  }

  @Test func whatIsSearchedForIsFoundWheneverItIs() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    #expect(
      titles(try await server.ask("GET", "/api/events?search=globex+call")) == ["Globex call"])
    #expect(titles(try await server.ask("GET", "/api/events?search=nothing")).isEmpty)
  }

  @Test func aCalendarIsChosenByNameOrId() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    try server.store.load(
      TestCalendar.text(
        ServerUnderTest.event("a", "Elsewhere", "20261119T180000", "20261119T190000")),
      into: "Work")
    #expect(titles(try await server.ask("GET", "/api/events?calendar=work")) == ["Elsewhere"])
    let id = try server.store.store.calendar(named: "Work").id
    #expect(titles(try await server.ask("GET", "/api/events?calendar=\(id)")) == ["Elsewhere"])
    #expect(
      titles(try await server.ask("GET", "/api/events?calendar=work&calendar=personal")).count == 6)
  }

  @Test func anEventIsShownWhole() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let id = try #require(
      try await server.ask("GET", "/api/events?search=review").list("events").first?["id"]
        as? String)
    let reply = try await server.ask("GET", "/api/events/\(id)")
    #expect(reply.status == 200)
    #expect(reply.json["title"] as? String == "Acme review")
    #expect((reply.json["ics"] as? String)?.contains("UID:review") == true)
    for key in [
      "description", "organizer", "attendees", "recurrence", "rrule", "url", "categories",
      "reminders",
    ] { #expect(reply.json[key] != nil, "\(key) is missing") }
  }

  @Test func aBeginningOfAnIdNamesNothing() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let id = try #require(
      try await server.ask("GET", "/api/events?search=review").list("events").first?["id"]
        as? String)
    for path in [String(id.prefix(8)), id + "x", "nothing", "..%2F..%2Fetc", "'"] {
      #expect(try await server.ask("GET", "/api/events/\(path)").status == 404)
    }
  }

  @Test func aCopyThatIsStillRightIsNotSentAgain() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let first = try await server.ask("GET", "/api/events")
    let tag = try #require(first.headers["etag"])
    let again = try await server.ask("GET", "/api/events", headers: ["If-None-Match": tag])
    #expect(again.status == 304)
    #expect(again.body.isEmpty)
    #expect(again.headers["etag"] == tag)
    try server.store.load(
      TestCalendar.text(ServerUnderTest.event("x", "New", "20261119T180000", "20261119T190000")))
    let changed = try await server.ask("GET", "/api/events", headers: ["If-None-Match": tag])
    #expect(changed.status == 200)
    #expect(titles(changed).contains("New"))
  }

  @Test func conflictsAreListedWithTheirWaysOut() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let reply = try await server.ask("GET", "/api/conflicts")
    let conflict = try #require(
      reply.list("conflicts").first { $0["kind"] as? String == "overlap" })
    #expect(conflict["minutes"] as? Int == 30)
    #expect(conflict["state"] as? String == "open")
    #expect((conflict["events"] as? [Any])?.count == 2)
    #expect((conflict["actions"] as? [Any])?.isEmpty == false)
    let none = try await server.ask("GET", "/api/conflicts?kind=travel")
    #expect(none.list("conflicts").isEmpty)
    #expect(try await server.ask("GET", "/api/conflicts?state=resolved").list("conflicts").isEmpty)
  }

  @Test func conflictsComeInPages() async throws {
    let server = try await ServerUnderTest()
    let events = (0..<60).map { number in
      let day = 20_261_119 + number / 30
      return ServerUnderTest.event(
        "e\(number)", "Meeting \(number)", "\(day)T0\(number % 5 + 1)0000",
        "\(day)T0\(number % 5 + 1)5000")
    }
    try server.store.load(TestCalendar.text(events.joined(separator: "\n")))
    func ids(_ reply: Reply) -> [String] {
      reply.list("conflicts").map { $0["id"] as? String ?? "" }
    }
    let all = try await server.ask("GET", "/api/conflicts?limit=1000&kind=overlap")
    #expect(all.json["next_cursor"] is NSNull)
    #expect(ids(all).count == 2 * 5 * 15)
    let first = try await server.ask("GET", "/api/conflicts?kind=overlap&limit=40")
    var seen = ids(first)
    var next = first.json["next_cursor"] as? String
    #expect(seen.count == 40)
    while let cursor = next, seen.count < 1_000 {
      let page = try await server.ask(
        "GET", "/api/conflicts?kind=overlap&limit=40&cursor=\(cursor)")
      seen += ids(page)
      next = page.json["next_cursor"] as? String
    }
    #expect(seen == ids(all))
    // What an event collides with is told whole, on whichever page it stands.
    func collisions(_ reply: Reply) -> Int? {
      let events = reply.list("conflicts").first?["events"] as? [[String: Any]]
      return (events?.first?["conflicts"] as? [String])?.count
    }
    #expect(collisions(first) == 5)
    #expect(collisions(first) == collisions(all))
    // The last of a page may be gone meanwhile; nothing is left out for it.
    let resolved = try await server.ask(
      "POST", "/api/conflicts/\(seen[39])/resolve", body: #"{"action": "keep"}"#)
    #expect(resolved.status == 200)
    let cursor = try #require(first.json["next_cursor"] as? String)
    let after = try await server.ask(
      "GET", "/api/conflicts?kind=overlap&limit=1000&cursor=\(cursor)")
    #expect(Set(ids(after)).isSuperset(of: seen[40...]))
  }

  @Test func freeTimeIsWhatTheCommandLineFinds() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let reply = try await server.ask(
      "GET", "/api/availability?from=2026-11-19&to=2026-11-19&duration=1h&buffer=0m")
    #expect(reply.json["duration"] as? Int == 60)
    let slots = reply.list("slots")
    #expect(slots.count == 1)
    #expect(slots.first?["start"] as? String == "2026-11-19T11:30:00+01:00")
    #expect(slots.first?["end"] as? String == "2026-11-19T17:00:00+01:00")
    #expect(slots.first?["minutes"] as? Int == 330)
    #expect((reply.json["text"] as? String)?.contains("11:30") == true)
  }

  @Test func freeTimeGoesOutAsACalendar() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let reply = try await server.ask(
      "GET", "/api/availability/export?format=ics&from=2026-11-19&to=2026-11-19")
    #expect(reply.headers["content-type"] == "text/calendar; charset=utf-8")
    #expect(reply.text.hasPrefix("BEGIN:VCALENDAR\r\n"))
    #expect(!reply.text.contains("Acme"))
    let same = try await server.ask(
      "GET", "/api/availability/export?from=2026-11-19&to=2026-11-19")
    #expect(!same.list("slots").isEmpty)
  }

  @Test func rulesAreListed() async throws {
    let server = try await ServerUnderTest()
    _ = try server.store.store.setAvailabilityRule(.notice(240), now: TemporaryStore.now)
    let rules = try await server.ask("GET", "/api/availability/rules").list("rules")
    #expect(rules.first?["kind"] as? String == "notice")
    #expect(rules.first?["minutes"] as? Int == 240)
  }

  @Test func clientsAndTheirHoursAreTold() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let acme = try server.store.store.addClient(
      Client(id: Client.id(named: "Acme"), name: "Acme", rate: 9_500, currency: "EUR"),
      now: TemporaryStore.now)
    let clients = try await server.ask("GET", "/api/clients").list("clients")
    #expect(clients.first?["rate"] as? Int == 95)
    let id = try #require(
      try await server.ask("GET", "/api/events?search=review").list("events").first?["id"]
        as? String)
    let given = try await server.ask(
      "PATCH", "/api/events/\(id)/client", body: "{\"client\": \"\(acme.name)\"}")
    #expect((given.json["event"] as? [String: Any])?["client"] as? String == "Acme")
    let report = try await server.ask("GET", "/api/reports/hours")
    #expect(report.json["from"] as? String == "2026-11-01")
    #expect(report.json["to"] as? String == "2026-12-01")
    let row = try #require(report.list("rows").first { $0["client"] as? String == "Acme" })
    #expect(row["hours"] as? Double == 1.5)
    #expect(row["amount"] as? Double == 142.5)
  }
}
