import DaybookStore
import DaybookTestSupport
import Foundation
import HTTPTypes
import Testing

@testable import DaybookServer

/// Tokens for scripts, and what they may not do.
struct TokenTests {
  @Test func aTokenIsToldOnceAndTakenBack() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    let made = try await house.post(
      "auth/tokens", ["name": "backup", "scopes": ["read"], "days": 30], headers: ana.bearer)
    #expect(made.status == 201)
    #expect(made.headers["cache-control"] == "no-store")
    #expect(Shape.newToken.faults(in: made.json, at: "token").isEmpty)
    let text = try #require(made.json["token"] as? String)
    #expect(text.hasPrefix("daybook_"))
    let script = ["Authorization": "Bearer \(text)"]
    #expect(try await house.ask("GET", "/api/events", headers: script).status == 200)
    let listed = try await house.ask("GET", "/api/auth/tokens", headers: ana.bearer)
    #expect(Shape.tokens.faults(in: listed.json, at: "tokens").isEmpty)
    #expect(!listed.text.contains(text))
    let token = try #require(listed.list("tokens").first)
    #expect(token["name"] as? String == "backup")
    #expect(token["expires_at"] as? String == "2026-12-18T14:12:00+01:00")
    #expect(token["last_used_at"] as? String == "2026-11-18T14:12:00+01:00")
    let path = "/api/auth/tokens/" + (try #require(token["id"] as? String))
    #expect(try await house.ask("DELETE", path, headers: ana.bearer).status == 200)
    #expect(try await house.ask("GET", "/api/events", headers: script).status == 401)
    #expect(try await house.ask("DELETE", path, headers: ana.bearer).status == 404)
  }

  @Test func aTokenEndsWhenItSaidSo() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    let made = try await house.post(
      "auth/tokens", ["name": "a", "scopes": ["read"], "days": 1], headers: ana.bearer)
    let script = ["Authorization": "Bearer \(made.json["token"] as? String ?? "")"]
    house.clock.pass(86_399)
    #expect(try await house.ask("GET", "/api/events", headers: script).status == 200)
    house.clock.pass(1)
    #expect(try await house.ask("GET", "/api/events", headers: script).status == 401)
  }

  /// Every route that is not open, with what is needed for it.
  @Test func aScopeThatIsMissingIsForbiddenWhateverIsThere() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    let routes = RouteTable.all(
      meters: Meters(), version: "1", scripts: house.registry.scripts, registry: house.registry,
      connecting: ConnectRoutes.nobodys)
    for scope in Scope.allCases {
      let script = try await house.script(ana, scope)
      try await expectOnly(scope, of: script, at: house, routes.filter { $0.access != .operating })
      #expect(try await house.ask("GET", "/api/metrics", headers: script).status == 401)
    }
  }

  /// Though the test is a program of the same person's, which needs no token.
  @Test func aServerOfOnePersonKeepsToTheScopesToo() async throws {
    let server = try await ServerUnderTest()
    let routes = RouteTable.all(
      meters: Meters(), version: "1", scripts: server.scripts, connecting: ConnectRoutes.nobodys)
    for scope in Scope.allCases {
      let made = try await server.scripts.make(
        "script", scopes: [scope], days: nil, of: User.home)
      try await expectOnly(
        scope, of: ["Authorization": "Bearer \(made.text)"], at: server, routes)
    }
  }

  /// Asks every one of these routes with a token that has this scope alone.
  private func expectOnly(
    _ scope: Scope, of script: [String: String], at server: any AskedServer, _ routes: [Route]
  ) async throws {
    var refusals: Set<String> = []
    for route in routes where route.access != .open && route.path != "stream" {
      let path = route.pattern.replacing(/\{\w+\}/, with: "google")
      let reply = try await server.ask(
        route.method.rawValue, path, headers: script, body: route.body == nil ? nil : "{}")
      if Scope(for: route.access) == scope {
        #expect(![401, 403].contains(reply.status), "\(route.name): \(reply.text)")
      } else {
        #expect(reply.status == 403, "\(route.name) with \(scope)")
        #expect(reply.code == "insufficient_scope")
        #expect(
          reply.headers["www-authenticate"]
            == "Bearer realm=\"daybook\", error=\"insufficient_scope\"")
        var told = reply.json
        told["request_id"] = nil
        refusals.insert("\(told.sorted { $0.key < $1.key })")
      }
    }
    #expect(refusals.count == 1)
  }

  @Test func onePersonMakesAndTakesBackTokens() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    let body = #"{"name": "backup", "scopes": ["read", "write"], "days": 1}"#
    #expect(try await server.ask("POST", "/api/auth/tokens", body: body).status == 401)
    let made = try await server.ask(
      "POST", "/api/auth/tokens", headers: server.bearer, body: body)
    #expect(made.status == 201, "\(made.text)")
    let text = try #require(made.json["token"] as? String)
    let script = ["Authorization": "Bearer \(text)"]
    let event = #"{"title": "Review", "start": "2026-11-20"}"#
    #expect(
      try await server.ask("POST", "/api/events", headers: script, body: event).status == 201)
    let listed = try await server.ask("GET", "/api/auth/tokens", headers: server.bearer)
    #expect(Shape.tokens.faults(in: listed.json, at: "tokens").isEmpty)
    #expect(!listed.text.contains(text) && !server.log.text.contains(text))
    server.clock.pass(86_400)
    #expect(try await server.ask("GET", "/api/events", headers: script).code == "invalid_token")
    let id = try #require(listed.list("tokens").first?["id"] as? String)
    let path = "/api/auth/tokens/\(id)"
    #expect(try await server.ask("DELETE", path, headers: server.bearer).status == 200)
    #expect(try await server.ask("DELETE", path, headers: server.bearer).status == 404)
  }

  @Test func theIndexOfOnePersonIsOpenedAgain() async throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    func tokens() throws -> ScriptTokens {
      try ScriptTokens(
        ofOneIn: try UserIndex.open(at: folder.path + "/tokens"), clock: { TemporaryStore.now })
    }
    let made = try await tokens().make("a", scopes: [.read], days: nil, of: User.home)
    #expect(try await tokens().owner(of: made.text, for: .reading) == User.home)
    #expect(try await tokens().all(of: User.home).map(\.id) == [made.token.id])
  }

  @Test(arguments: [
    (#"{"name": "", "scopes": ["read"]}"#, "name"),
    (#"{"name": "a", "scopes": ["everything"]}"#, "scopes"),
    (#"{"name": "a", "scopes": []}"#, "scopes"), (#"{"name": "a", "scopes": "read"}"#, "scopes"),
    (#"{"name": "a", "scopes": ["read"], "days": 0}"#, "days"), (#"{"name": "a"}"#, "scopes"),
    (#"{"name": "\#(String(repeating: "a", count: 101))", "scopes": ["read"]}"#, "name"),
  ])
  func whatCannotBeIsNamed(_ body: String, _ field: String) async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    let reply = try await house.ask(
      "POST", "/api/auth/tokens", headers: ana.bearer, body: body)
    #expect(reply.status == 422)
    #expect(reply.field == field)
  }

  @Test func thereAreOnlySoMany() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    for _ in 0..<UserIndex.mostTokens { _ = try await house.script(ana, .read) }
    let more = try await house.post(
      "auth/tokens", ["name": "a", "scopes": ["read"]], headers: ana.bearer)
    #expect(more.status == 409)
    #expect(more.code == "too_many_tokens")
    let ben = try await house.person("ben")
    _ = try await house.script(ben, .read)
  }

  @Test func theServersOwnTokenReadsMetricsAndNothingElse() async throws {
    let house = try await HouseUnderTest()
    let ana = try await house.person("ana")
    let owner = ["Authorization": "Bearer \(house.token.text)"]
    #expect(try await house.ask("GET", "/api/metrics", headers: owner).status == 200)
    #expect(try await house.ask("GET", "/api/metrics", headers: ana.bearer).status == 401)
    #expect(try await house.ask("GET", "/api/metrics").status == 401)
    #expect(try await house.ask("GET", "/api/events", headers: owner).status == 401)
  }
}
