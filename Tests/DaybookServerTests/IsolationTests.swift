import DaybookStore
import DaybookTestSupport
import Foundation
import Testing

@testable import DaybookServer

/// What is one person's is nobody else's.
struct IsolationTests {
  /// Somebody with an event, a calendar, a client, a rule, a conflict; and somebody with nothing.
  private struct Two {
    let house: HouseUnderTest
    let ana: Person
    let ben: Person
    let event: String
    let calendar: String
    let conflict: String

    init() async throws {
      house = try await HouseUnderTest()
      ana = try await house.person("ana")
      ben = try await house.person("ben")
      for (title, start) in [("Acme review", "09:30"), ("Globex call", "10:00")] {
        let made = try await house.post(
          "events",
          [
            "title": title, "start": "2026-11-19T\(start):00+01:00",
            "end": "2026-11-19T11:00:00+01:00",
          ], headers: ana.bearer)
        #expect([200, 201].contains(made.status), "\(made.text)")
      }
      let client = try await house.post(
        "clients", ["name": "Acme", "domains": ["acme.example"]], headers: ana.bearer)
      #expect([200, 201].contains(client.status), "\(client.text)")
      let rule = try await house.post(
        "availability/rules", ["kind": "notice", "minutes": 60], headers: ana.bearer)
      #expect([200, 201].contains(rule.status), "\(rule.text)")
      event = try await Two.first("events", house, ana)
      calendar = try await Two.first("calendars", house, ana)
      conflict = try await Two.first("conflicts", house, ana)
    }

    private static func first(_ list: String, _ house: HouseUnderTest, _ person: Person)
      async throws -> String
    {
      let reply = try await house.ask("GET", "/api/" + list, headers: person.bearer)
      return try #require(reply.list(list).first?["id"] as? String, "\(reply.text)")
    }
  }

  @Test func anothersIdsAreNotThere() async throws {
    let two = try await Two()
    let asked: [(String, String, String?)] = [
      ("GET", "events/\(two.event)", nil), ("PATCH", "events/\(two.event)", "{\"title\":\"x\"}"),
      ("DELETE", "events/\(two.event)", nil),
      ("PATCH", "events/\(two.event)/client", "{\"client\":null}"),
      ("PATCH", "calendars/\(two.calendar)", "{\"busy\":false}"),
      ("DELETE", "calendars/\(two.calendar)", nil), ("POST", "calendars/\(two.calendar)/sync", nil),
      ("POST", "conflicts/\(two.conflict)/resolve", "{\"action\":\"keep\"}"),
      ("PATCH", "clients/Acme", "{\"rate\":1}"), ("GET", "sync/jobs/1", nil),
    ]
    for (method, path, body) in asked {
      let theirs = try await two.house.ask(
        method, "/api/" + path, headers: two.ben.bearer, body: body)
      #expect(theirs.status == 404, "\(method) \(path): \(theirs.text)")
      #expect(!theirs.text.contains("Acme review"))
      // The same as for an id that nobody has.
      let nobodys = try await two.house.ask(
        method,
        "/api/"
          + path.replacing(two.event, with: "0000000000000000")
          .replacing(two.calendar, with: "0000000000000000")
          .replacing(two.conflict, with: "0000000000000000").replacing("Acme", with: "Nobody"),
        headers: two.ben.bearer, body: body)
      #expect(nobodys.status == 404, "\(method) \(path)")
      #expect(nobodys.code == theirs.code)
    }
    // And nothing became of it.
    let still = try await two.house.ask(
      "GET", "/api/events/\(two.event)", headers: two.ana.bearer)
    #expect(still.status == 200)
    #expect(still.json["title"] as? String == "Acme review")
  }

  @Test func nothingOfAnothersIsListed() async throws {
    let two = try await Two()
    for (path, list) in [
      ("events?from=2026-11-01&to=2026-12-01", "events"), ("calendars", "calendars"),
      ("clients", "clients"), ("conflicts?state=all", "conflicts"), ("sync/jobs", "jobs"),
      ("availability/rules", "rules"), ("auth/tokens", "tokens"),
      ("events?search=Acme", "events"), ("reports/hours", "rows"),
    ] {
      let reply = try await two.house.ask("GET", "/api/" + path, headers: two.ben.bearer)
      #expect(reply.status == 200, "\(path): \(reply.text)")
      #expect(reply.list(list).isEmpty, "\(path): \(reply.text)")
      #expect(!reply.text.contains("Acme"))
    }
    for format in ["json", "ics"] {
      let path = "/api/availability/export?format=\(format)&from=2026-11-19&to=2026-11-19"
      let mine = try await two.house.ask("GET", path, headers: two.ana.bearer)
      let theirs = try await two.house.ask("GET", path, headers: two.ben.bearer)
      #expect(mine.status == 200 && theirs.status == 200)
      #expect(mine.text != theirs.text)
    }
  }

  @Test func anothersTokenIsNotTheirsToTakeBack() async throws {
    let two = try await Two()
    let script = try await two.house.script(two.ana, .read)
    let id = try #require(try two.house.index.tokens(of: two.ana.id).first?.id)
    let reply = try await two.house.ask(
      "DELETE", "/api/auth/tokens/\(id)", headers: two.ben.bearer)
    #expect(reply.status == 404)
    #expect(try await two.house.ask("GET", "/api/events", headers: script).status == 200)
  }

  @Test func aPasswordIsChangedByWhoseItIs() async throws {
    let house = try await HouseUnderTest()
    let (ana, ben) = (try await house.person("ana"), try await house.person("ben"))
    let other = try Person(try await house.logIn("ana"))
    let script = try await house.script(ana, .read)
    func change(_ old: String, _ new: String, _ headers: [String: String]) async throws -> Reply {
      try await house.post(
        "auth/password", ["password": old, "new_password": new], headers: headers)
    }
    func status(_ headers: [String: String]) async throws -> Int {
      try await house.ask("GET", "/api/calendars", headers: headers).status
    }
    let (old, new) = (HouseUnderTest.password, "another horse, another battery")
    let wrong = try await change("not the password", new, ana.bearer)
    #expect(wrong.status == 403)
    #expect(wrong.code == "wrong_password")
    #expect(try await change(old, new, [:]).status == 401)
    #expect(try await change(old, "short", ana.bearer).field == "new_password")
    // A script cannot, whatever it may do.
    for scope in Scope.allCases {
      let refused = try await change(old, new, try await house.script(ana, scope))
      #expect(refused.code == "insufficient_scope")
    }
    #expect(try await house.logIn("ana").status == 200)

    let done = try await change(old, new, ana.bearer)
    #expect(done.status == 200, "\(done.text)")
    #expect(try await house.logIn("ana").status == 401)
    #expect(try await house.logIn("ana", password: new).status == 200)
    // The sign-in that did it goes on, and can be renewed; the others are over.
    #expect(try await status(ana.bearer) == 200)
    #expect(try await status(other.bearer) == 401)
    #expect(try await house.post("auth/refresh", ["refresh_token": other.refresh]).status == 401)
    #expect(try await house.post("auth/refresh", ["refresh_token": ana.refresh]).status == 200)
    #expect(try await status(script) == 200)
    // Of others nothing changed.
    #expect(try await status(ben.bearer) == 200)
    #expect(try await house.logIn("ben").status == 200)
    #expect(!house.log.text.contains(new))
  }

  @Test func guessesAtAnOldPasswordAreCounted() async throws {
    var rates = AttemptLimits.Rates()
    (rates.address.burst, rates.name.burst) = (100_000, 3)
    let house = try await HouseUnderTest(rates: rates)
    let ana = try await house.person("ana")
    var statuses: [Int] = []
    for _ in 0..<5 {
      let reply = try await house.post(
        "auth/password", ["password": "a guess at it", "new_password": "another horse"],
        headers: ana.bearer)
      statuses.append(reply.status)
    }
    #expect(statuses == [403, 403, 403, 429, 429])
  }

  @Test func aStreamTellsOfOnesOwn() async throws {
    let two = try await Two()
    let listening = try Connection(port: two.house.port)
    await listening.send(
      "GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(two.ben.access)\r\n\r\n"
    )
    let begun = await listening.read { String(decoding: $0, as: UTF8.self).contains(": here") }
    #expect(!String(decoding: begun, as: UTF8.self).contains("event:"))
    // So many changes of hers that a count of both stores would show.
    let hers = try await two.house.household.clerk(of: two.ana.id).news
    var round = 0
    while hers.number < 100 {
      round += 1
      _ = try await two.house.ask(
        "PATCH", "/api/events/\(two.event)", headers: two.ana.bearer,
        body: "{\"title\":\"\(round)\"}")
    }
    _ = try await two.house.post(
      "events", ["title": "Mine", "start": "2026-11-20"], headers: two.ben.bearer)
    let told = await listening.read {
      String(decoding: $0, as: UTF8.self).contains("event: events")
    }
    let text = String(decoding: told, as: UTF8.self)
    let his = try await two.house.household.clerk(of: two.ben.id).news
    let whole = text[..<(text.lastIndex(where: \.isNewline) ?? text.startIndex)]
    let ids = whole.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("id: ") }
      .map { $0.dropFirst(4) }
    #expect(!ids.isEmpty)
    for id in ids {
      #expect(try #require(his.number(of: String(id))) < 100, "\(text)")
    }
    #expect(!text.contains("Acme"))
  }

  @Test func aStoreIsClosedWhenNobodyAsks() async throws {
    let house = try await HouseUnderTest()
    let (ana, ben) = (try await house.person("ana"), try await house.person("ben"))
    for person in [ana, ben] {
      _ = try await house.ask("GET", "/api/calendars", headers: person.bearer)
    }
    #expect(await house.household.openCount == 2)
    let listening = try Connection(port: house.port)
    await listening.send(
      "GET /api/stream HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(ben.access)\r\n\r\n")
    _ = await listening.read { String(decoding: $0, as: UTF8.self).contains(": here") }
    house.clock.pass(899)
    await house.household.round()
    #expect(await house.household.openCount == 2)
    house.clock.pass(1)
    await house.household.round()
    // Ben listens.
    #expect(await house.household.openCount == 1)
    let again = try Person(try await house.logIn("ana"))
    let made = try await house.post(
      "events", ["title": "Later", "start": "2026-11-20"], headers: again.bearer)
    #expect([200, 201].contains(made.status))
    #expect(await house.household.openCount == 2)
  }

  @Test func whoDoesNotAskIsInStepToo() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    await house.household.round()
    await house.household.settled()
    let first = house.visits.count(of: ana.id)
    #expect(first >= 1)
    house.clock.pass(899)
    await house.household.round()
    await house.household.settled()
    #expect(house.visits.count(of: ana.id) == first)
    house.clock.pass(1)
    await house.household.round()
    await house.household.settled()
    #expect(house.visits.count(of: ana.id) == first + 1)
    // Whose store is open syncs by themselves.
    let again = try Person(try await house.logIn("ana"))
    _ = try await house.ask("GET", "/api/calendars", headers: again.bearer)
    house.clock.pass(899)
    await house.household.round()
    await house.household.settled()
    #expect(house.visits.count(of: ana.id) == first + 1)
    #expect(await house.household.openCount == 1)
  }
}
