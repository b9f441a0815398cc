import DaybookCore
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookServer

/// Adding, listing and removing who is told.
struct HookRouteTests {
  private func add(_ server: ServerUnderTest, _ body: String) async throws -> Reply {
    try await server.ask("POST", "/api/hooks", body: body)
  }

  @Test func aSecretIsShownOnce() async throws {
    let server = try await ServerUnderTest()
    let reply = try await add(server, #"{"address": "https://a.example/x", "kinds": ["sync"]}"#)
    #expect(reply.status == 201)
    #expect(reply.headers["cache-control"] == "no-store")
    let hook = try #require(reply.json["hook"] as? [String: Any])
    let secret = try #require(hook["secret"] as? String)
    #expect(secret.utf8.count == 43)
    #expect(Shape.oneHook.faults(in: reply.json, at: "hook").isEmpty)
    let listed = try await server.ask("GET", "/api/hooks")
    #expect(listed.list("hooks").first?["address"] as? String == "https://a.example/x")
    #expect(!listed.text.contains(secret))
    #expect(Shape.hooks.faults(in: listed.json, at: "hooks").isEmpty)
    #expect(!server.log.text.contains(secret))
    #expect(!server.log.text.contains("a.example"))
  }

  @Test func itsMessagesAreListed() async throws {
    let server = try await ServerUnderTest()
    _ = try await add(server, #"{"address": "https://a.example/x"}"#)
    try server.fill()
    let store = server.store.store
    try store.gatherHookNews(now: TemporaryStore.now, ready: TemporaryStore.now) { "msg_1" }
    let attempt = try #require(try store.hookAttempts().first)
    try store.endHookAttempt(
      attempt, .again(at: TemporaryStore.now + 20), status: nil, fault: "timeout",
      at: TemporaryStore.now)
    let reply = try await server.ask("GET", "/api/hooks?timezone=UTC")
    #expect(Shape.hooks.faults(in: reply.json, at: "hooks").isEmpty)
    let deliveries = try #require(
      reply.list("hooks").first?["deliveries"] as? [[String: Any]])
    #expect(deliveries[0]["error"] as? String == "timeout")
    #expect(deliveries[0]["next_try"] as? String == "2026-11-18T13:12:20+00:00")
    #expect(deliveries[0]["tries"] as? Int == 1)
  }

  @Test(arguments: [
    (#"{"address": "http://a.example"}"#, "plain_http", "address"),
    (#"{"address": "https://private.example"}"#, "private_address", "address"),
    (#"{"address": "https://a.example", "kinds": ["event"]}"#, "invalid", "kinds"),
    (#"{"address": "https://a.example", "kinds": []}"#, "invalid", "kinds"),
    (#"{"kinds": ["events"]}"#, "missing", "address"),
  ])
  func whatCannotBeIsNamed(_ body: String, _ code: String, _ field: String) async throws {
    let server = try await ServerUnderTest()
    let reply = try await add(server, body)
    #expect(reply.status == 422)
    #expect(reply.code == code)
    #expect(reply.field == field)
    #expect(try server.store.store.hooks().isEmpty)
  }

  @Test func strangersAddNone() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    for (method, path) in [
      ("POST", "/api/hooks"), ("GET", "/api/hooks"), ("DELETE", "/api/hooks/x"),
    ] {
      #expect(try await server.ask(method, path, body: method == "GET" ? nil : "{}").status == 401)
    }
  }

  @Test func whatIsRemovedIsGone() async throws {
    let server = try await ServerUnderTest()
    let made = try await add(server, #"{"address": "https://a.example/x"}"#)
    let id = try #require((made.json["hook"] as? [String: Any])?["id"] as? String)
    #expect(try await server.ask("DELETE", "/api/hooks/\(id)").status == 200)
    #expect(try await server.ask("DELETE", "/api/hooks/\(id)").status == 404)
    #expect(try await server.ask("GET", "/api/hooks").list("hooks").isEmpty)
  }

  @Test func thereAreNoMoreThanThereMayBe() async throws {
    let server = try await ServerUnderTest()
    for number in 0..<Store.mostHooks {
      _ = try server.store.store.addHook(
        id: "h\(number)", address: "https://a.example", kinds: [.events], secret: "s",
        now: TemporaryStore.now)
    }
    let reply = try await add(server, #"{"address": "https://a.example/x"}"#)
    #expect(reply.status == 409)
    #expect(reply.code == "too_many_hooks")
  }
}
