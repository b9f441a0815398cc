import DaybookStore
import DaybookTestSupport
import Foundation
import Testing

@testable import DaybookServer

/// Coming in to a server of several people, and being turned away from it.
struct PeopleTests {
  @Test func whoRegistersComesIn() async throws {
    let house = try await HouseUnderTest()
    let reply = try await house.register("Ana@Example.com")
    #expect(reply.status == 201)
    #expect(reply.headers["cache-control"] == "no-store")
    #expect(reply.json["token_type"] as? String == "Bearer")
    #expect(reply.json["expires_in"] as? Int == 900)
    #expect(Shape.signedIn.faults(in: reply.json, at: "register").isEmpty)
    let ana = try Person(reply)
    let calendars = try await house.ask("GET", "/api/calendars", headers: ana.bearer)
    #expect(calendars.status == 200)
    #expect(calendars.list("calendars").isEmpty)
    let mode =
      try FileManager.default.attributesOfItem(
        atPath: house.folder.path + "/stores/\(ana.id).sqlite")[.posixPermissions] as? Int
    #expect(mode == 0o600)
    // However it is written.
    #expect(try Person(try await house.logIn("  ANA@example.COM ")).id == ana.id)
  }

  @Test(arguments: [
    ("", HouseUnderTest.password, "name"), (" \t", HouseUnderTest.password, "name"),
    ("a\u{7}b", HouseUnderTest.password, "name"), ("a\u{202e}b", HouseUnderTest.password, "name"),
    (String(repeating: "a", count: 255), HouseUnderTest.password, "name"),
    ("ana", "ninebytes", "password"), ("ana", String(repeating: "x", count: 1_001), "password"),
  ])
  func whatCannotBeIsNamed(_ name: String, _ password: String, _ field: String) async throws {
    let house = try await HouseUnderTest()
    let reply = try await house.register(name, password: password)
    #expect(reply.status == 422)
    #expect(reply.field == field)
    #expect(try house.index.users().isEmpty)
  }

  @Test(arguments: ["tenletters", String(repeating: "é", count: 500)])
  func passwordsAreMadeOfAnything(_ password: String) async throws {
    let house = try await HouseUnderTest()
    #expect(try await house.register("ana", password: password).status == 201)
    #expect(try await house.logIn("ana", password: password).status == 200)
    #expect(try await house.logIn("ana", password: password + "x").status == 401)
  }

  @Test func aNameIsTakenOnce() async throws {
    let house = try await HouseUnderTest()
    _ = try await house.person("Zoë")
    let reply = try await house.register("zoe\u{308}")
    #expect(reply.status == 409)
    #expect(reply.code == "name_taken")
    #expect(try house.index.users().count == 1)
  }

  @Test func aWrongPasswordAndAnUnknownNameAreRefusedAlike() async throws {
    let house = try await HouseUnderTest()
    _ = try await house.person("ana")
    var refusals: [Reply] = []
    for name in ["ana", "nobody", "a\u{7}b", ""] {
      refusals.append(try await house.logIn(name, password: "not the right one"))
    }
    for reply in refusals {
      #expect(reply.status == 401)
      #expect(reply.code == "invalid_credentials")
      #expect(reply.json["message"] as? String == refusals[0].json["message"] as? String)
      #expect(reply.headers["www-authenticate"]?.hasPrefix("Bearer realm=\"daybook\"") == true)
      #expect(reply.body.count == refusals[0].body.count)
    }
  }

  @Test func nobodyRegistersWhereItIsClosed() async throws {
    let house = try await HouseUnderTest(registration: .closed)
    let code = try Owner.invite(into: house.index, days: 7, now: house.clock.now)
    let reply = try await house.register("ana", invitation: code)
    #expect(reply.status == 403)
    #expect(reply.code == "registration_closed")
    #expect(try house.index.users().isEmpty)
  }

  @Test func anInvitationLetsOneIn() async throws {
    let house = try await HouseUnderTest(registration: .invitation)
    for wrong in [nil, "", SecretToken.make().text] {
      let reply = try await house.register("ana", invitation: wrong)
      #expect(reply.status == 403)
      #expect(reply.code == "not_invited")
    }
    let code = try Owner.invite(into: house.index, days: 7, now: house.clock.now)
    #expect(try await house.register("ana", password: "short", invitation: code).status == 422)
    #expect(try await house.register("ana", invitation: code).status == 201)
    let again = try await house.register("ben", invitation: code)
    #expect(again.status == 403)
    #expect(again.code == "not_invited")
    let second = try Owner.invite(into: house.index, days: 7, now: house.clock.now)
    // What was refused used nothing up.
    #expect(try await house.register("ANA", invitation: second).status == 409)
    house.clock.pass(7 * 86_400)
    #expect(try await house.register("ben", invitation: second).status == 403)
    #expect(try house.index.users().map(\.name) == ["ana"])
  }

  @Test func oneOfManyGetsInByOneInvitation() async throws {
    let house = try await HouseUnderTest(registration: .invitation)
    let code = try Owner.invite(into: house.index, days: 7, now: house.clock.now)
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for number in 0..<12 {
        group.addTask { try await house.register("person \(number)", invitation: code).status }
      }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses.filter { $0 == 201 }.count == 1)
    #expect(statuses.filter { $0 == 403 }.count == 11)
    #expect(try house.index.users().count == 1)
  }

  @Test func whoIsRemovedIsOutAtOnce() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    let script = try await house.script(ana, .read)
    try house.index.remove(ana.id)
    for headers in [ana.bearer, script] {
      #expect(try await house.ask("GET", "/api/events", headers: headers).status == 401)
    }
    #expect(try await house.post("auth/refresh", ["refresh_token": ana.refresh]).status == 401)
    #expect(try await house.logIn("ana").status == 401)
    await house.household.round()
    #expect(await house.household.openCount == 0)
  }

  @Test func anotherPasswordEndsWhatWasProvedBefore() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    let script = try await house.script(ana, .read)
    let user = try #require(try Owner.user("Ana", in: house.index))
    let dearer = PasswordRecord.Cost(logRounds: 5, blocks: 8, lanes: 1)
    #expect(try !Owner.give("short", to: user, in: house.index, cost: dearer))
    #expect(try await house.ask("GET", "/api/events", headers: ana.bearer).status == 200)
    #expect(try Owner.give("quite another one", to: user, in: house.index, cost: dearer))
    for headers in [ana.bearer, script] {
      #expect(try await house.ask("GET", "/api/events", headers: headers).status == 401)
    }
    #expect(try await house.logIn("ana").status == 401)
    let again = try await house.logIn("ana", password: "quite another one")
    #expect(again.status == 200)
    // It cost more when it was made than one costs here, and is kept at this price now.
    let record = try #require(try house.index.user(named: "ana")?.password)
    #expect(PasswordRecord(text: record)?.cost == HouseUnderTest.cost)
    #expect(try await house.logIn("ana", password: "quite another one").status == 200)
  }

  @Test func noSecretIsKeptOrLogged() async throws {
    let house = try await HouseUnderTest(registration: .invitation)
    let code = try Owner.invite(into: house.index, days: 7, now: house.clock.now)
    let reply = try await house.register("ana", invitation: code)
    let ana = try Person(reply)
    let second = try Owner.invite(into: house.index, days: 7, now: house.clock.now)
    let script = try await house.script(ana, .read)
    _ = try await house.ask("GET", "/api/events", headers: script)
    let secrets = [
      HouseUnderTest.password, code, second, ana.refresh, ana.access,
      try #require(script["Authorization"]?.dropFirst(7)).description, house.key.text,
    ]
    var files = [house.folder.path + "/users.sqlite"]
    files.append(files[0] + "-journal")
    for secret in secrets {
      #expect(!house.log.text.contains(secret))
      for file in files {
        let bytes = (try? Data(contentsOf: URL(fileURLWithPath: file))) ?? Data()
        #expect(bytes.range(of: Data(secret.utf8)) == nil)
      }
    }
    #expect(!house.log.text.contains("ana"))
    let mode = try FileManager.default.attributesOfItem(atPath: files[0])[.posixPermissions]
    #expect(mode as? Int == 0o600)
  }
}
