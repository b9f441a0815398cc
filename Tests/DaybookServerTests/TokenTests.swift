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
      meters: Meters(), version: "1", registry: house.registry, connecting: ConnectRoutes.nobodys)
    for scope in Scope.allCases {
      let script = try await house.script(ana, scope)
      var refusals: Set<String> = []
      for route in routes where route.access != .open && route.path != "stream" {
        let path = route.pattern.replacing(/\{\w+\}/, with: "google")
        let reply = try await house.ask(
          route.method.rawValue, path, headers: script, body: route.body == nil ? nil : "{}")
        if route.access == .operating {
          #expect(reply.status == 401)
        } else if Scope(for: route.access) == scope {
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
