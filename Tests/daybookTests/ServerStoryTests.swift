import DaybookTestSupport
import Foundation
import Testing

/// The whole story over REST: somebody registers, connects an account, and lives with it.
struct ServerStoryTests {
  private static let password = "correct horse battery"

  /// Somebody who has registered, and asks with the token they got.
  private struct Visitor {
    let server: ServingBeside
    let bearer: String
    let refresh: String

    init(_ name: String, at server: ServingBeside) throws {
      self.server = server
      let body = "{\"name\": \"\(name)\", \"password\": \"\(ServerStoryTests.password)\"}"
      #expect(try server.ask("POST", "/api/auth/register", body: body).status == 201)
      let signedIn = try server.ask("POST", "/api/auth/login", body: body)
      #expect(signedIn.status == 200)
      bearer = try #require(signedIn.json["access_token"] as? String)
      refresh = try #require(signedIn.json["refresh_token"] as? String)
    }

    func ask(_ method: String, _ path: String, body: String = "") throws
      -> (status: Int, json: [String: Any], text: String)
    {
      try server.ask(method, "/api/" + path, as: bearer, body: body)
    }

    func list(_ path: String, _ name: String) throws -> [[String: Any]] {
      try ask("GET", path).json[name] as? [[String: Any]] ?? []
    }

    /// Asks again and again until there are so many.
    func wait(for count: Int, _ path: String, _ name: String) throws -> [[String: Any]] {
      let deadline = ContinuousClock.now + .seconds(60)
      while true {
        let found = try list(path, name)
        if found.count == count { return found }
        try #require(ContinuousClock.now < deadline, "\(path) has \(found)")
        sched_yield()
      }
    }
  }

  private static func event(_ title: String) -> GoogleJSON {
    [
      "summary": .string(title),
      "start": ["dateTime": "2026-11-19T10:00:00+01:00", "timeZone": "Europe/Berlin"],
      "end": ["dateTime": "2026-11-19T11:00:00+01:00", "timeZone": "Europe/Berlin"],
    ]
  }

  @Test func fromRegisteringToDisconnecting() throws {
    let (person, google) = try SigningIn.atGoogle()
    defer { google.stop() }
    google.put(Self.event("Acme review"), in: "ana@example.com")
    google.put(Self.event("Globex call"), in: "ana@example.com")
    let server = try ServingBeside(
      person.daybook,
      ["--users", person.daybook.folder.path + "/people", "--registration", "open"])
    let (ana, ben) = (try Visitor("ana", at: server), try Visitor("ben", at: server))

    // An account, and what is in it.
    let start = try ana.ask("GET", "auth/connect/google")
    let address = try #require(start.json["address"] as? String)
    #expect(try FakeBrowser.open(address).last?.status == 200)
    let week = "events?from=2026-11-19&to=2026-11-19"
    let events = try ana.wait(for: 2, week, "events")
    #expect(
      Set(events.compactMap { $0["title"] as? String }) == ["Acme review", "Globex call"])
    #expect(try ben.list(week, "events").isEmpty)
    let id = try #require(
      events.first { $0["title"] as? String == "Acme review" }?["id"] as? String)
    #expect(try ben.ask("GET", "events/\(id)").status == 404)

    // The conflict.
    let conflict = try #require(try ana.list("conflicts", "conflicts").first?["id"] as? String)
    let resolve = "conflicts/\(conflict)/resolve"
    #expect(try ben.ask("POST", resolve, body: "{\"action\": \"keep\"}").status == 404)
    #expect(try ana.ask("POST", resolve, body: "{\"action\": \"keep\"}").status == 200)
    #expect(try ana.list("conflicts", "conflicts").isEmpty)

    // A client, and the hours.
    #expect(try ana.ask("POST", "clients", body: "{\"name\": \"Acme\"}").status == 201)
    let given = try ana.ask("PATCH", "events/\(id)/client", body: "{\"client\": \"Acme\"}")
    #expect(given.status == 200)
    let rows = try ana.list("reports/hours?from=2026-11-19&to=2026-11-19", "rows")
    #expect(rows.contains { $0["hours"] as? Double == 1 }, "\(rows)")
    #expect(try ben.list("clients", "clients").isEmpty)

    // What is free, for people and programs.
    let slots = try ana.list("availability?duration=30m&from=2026-11-19&to=2026-11-19", "slots")
    #expect(!slots.isEmpty)
    #expect(
      slots.allSatisfy {
        ($0["end"] as? String ?? "") <= "2026-11-19T10:00:00+01:00"
          || ($0["start"] as? String ?? "") >= "2026-11-19T11:00:00+01:00"
      })
    #expect(try ana.ask("GET", "availability/export?format=ics").text.contains("BEGIN:VEVENT"))
    #expect(try ana.ask("GET", "availability/export?format=calcom").status == 200)

    // And out.
    #expect(try ben.ask("POST", "auth/disconnect/google").status == 404)
    #expect(try ana.ask("POST", "auth/disconnect/google").status == 200)
    #expect(try ana.list(week, "events").isEmpty)
    #expect(person.fake.revoked.count == 1)
    let refresh = "{\"refresh_token\": \"\(ana.refresh)\"}"
    #expect(try ana.ask("POST", "auth/logout", body: refresh).status == 200)
    #expect(try ana.ask("GET", "calendars").status == 401)
    #expect(try ben.ask("GET", "calendars").status == 200)
    #expect(google.complaints.isEmpty && person.fake.complaints.isEmpty)
    #expect(server.end() == 0)
  }
}
