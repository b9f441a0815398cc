import DaybookCore
import DaybookStore
import DaybookTestSupport
import Foundation
import HTTPTypes
import ICalendar
import Testing

@testable import DaybookServer

/// The examples of the OpenAPI document: all there, and true.
struct ExampleTests {
  /// Every operation of a document, by what it is called.
  private static func operations(_ promises: Promises) -> [(String, [String: Any])] {
    promises.paths.sorted { $0.key < $1.key }.flatMap { path, methods in
      methods.map { ("\($0.key.uppercased()) \(path)", $0.value) }
    }
  }

  private static func promises(_ isForSeveral: Bool) async throws -> Promises {
    try await (isForSeveral ? Promises.house : Promises.home).value
  }

  @Test(arguments: [false, true])
  func everyBodyHasAnExampleThatIsValid(_ isForSeveral: Bool) async throws {
    let promises = try await ExampleTests.promises(isForSeveral)
    var count = 0
    for (name, operation) in ExampleTests.operations(promises) {
      guard let body = operation["requestBody"] as? [String: Any] else { continue }
      let content = try #require(body["content"] as? [String: [String: Any]])
      let media = try #require(content["application/json"])
      let example = try #require(media["example"], "\(name) has no example")
      let schema = media["schema"] as? [String: Any] ?? [:]
      #expect(promises.check.faults(in: example, schema, at: name).isEmpty)
      count += 1
    }
    #expect(count > 10)
  }

  @Test(arguments: [false, true])
  func everyAnswerHasAnExampleThatIsValid(_ isForSeveral: Bool) async throws {
    let promises = try await ExampleTests.promises(isForSeveral)
    for (name, operation) in ExampleTests.operations(promises) {
      let answers = try #require(operation["responses"] as? [String: [String: Any]])
      #expect(answers.keys.contains { $0.hasPrefix("2") }, "\(name) never succeeds")
      for (status, answer) in answers where status.hasPrefix("2") {
        for (type, media) in answer["content"] as? [String: [String: Any]] ?? [:] {
          let example = try #require(media["example"], "\(name) \(status) \(type) has no example")
          let schema = media["schema"] as? [String: Any] ?? [:]
          #expect(promises.check.faults(in: example, schema, at: name).isEmpty)
          if let text = example as? String { #expect(!text.isEmpty, "\(name) \(type)") }
        }
      }
    }
  }

  /// A text that stands for any text says nothing.
  @Test func everyTextOfAnExampleSaysSomething() async throws {
    func texts(_ value: Any) -> [String] {
      if let text = value as? String { return [text] }
      if let list = value as? [Any] { return list.flatMap(texts) }
      return (value as? [String: Any] ?? [:]).values.flatMap(texts)
    }
    let promises = try await ExampleTests.promises(true)
    for (name, operation) in ExampleTests.operations(promises) {
      for (_, answer) in operation["responses"] as? [String: [String: Any]] ?? [:] {
        for (_, media) in answer["content"] as? [String: [String: Any]] ?? [:] {
          guard let example = media["example"] else { continue }
          #expect(!texts(example).contains("text"), "\(name)")
        }
      }
    }
  }

  @Test func everyKindOfProblemIsShown() async throws {
    let promises = try await ExampleTests.promises(true)
    let components = try #require(promises.document["components"] as? [String: Any])
    let answers = try #require(components["responses"] as? [String: [String: Any]])
    for (name, answer) in answers {
      let content = answer["content"] as? [String: [String: Any]]
      let media = try #require(content?["application/problem+json"])
      let examples = try #require(media["examples"] as? [String: [String: Any]])
      #expect(!examples.isEmpty, "\(name)")
      for (code, example) in examples {
        let value = try #require(example["value"] as? [String: Any])
        #expect(value["code"] as? String == code)
        #expect((value["title"] as? String)?.filter(\.isLetter) == name)
        let schema = try #require(media["schema"] as? [String: Any])
        #expect(promises.check.faults(in: value, schema, at: name).isEmpty)
      }
    }
    for (name, operation) in ExampleTests.operations(promises) {
      for (status, answer) in operation["responses"] as? [String: [String: Any]] ?? [:]
      where Int(status) ?? 0 >= 400 {
        let isTold = answer["content"] != nil || answer["$ref"] != nil
        #expect(isTold, "\(name) \(status)")
      }
      #expect((operation["responses"] as? [String: Any])?["default"] == nil)
    }
  }

  @Test(
    arguments: [
      ("GET", "/api/nothing", nil, "not_found"),
      ("POST", "/api/events", "{", "malformed_json"),
      ("GET", "/api/events?limit=0", nil, "invalid"),
      ("POST", "/api/events", "{\"tilte\":1}", "unknown_member"),
      ("PATCH", "/api/clients/Acme", "{}", "nothing_to_change"),
      ("GET", "/api/events?search=%zz", nil, "malformed_address"),
      ("GET", "/api/events?calender=x", nil, "unknown_parameter"),
    ] as [(String, String, String?, String)])
  func aProblemIsAsItIsShown(_ method: String, _ path: String, _ body: String?, _ code: String)
    async throws
  {
    let server = try await ServerUnderTest()
    var real = try await server.ask(method, path, body: body).json
    let shown = try #require(ProblemExamples.all.first { $0.code == code })
    let text = shown.document(request: "x").text()
    var example = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    for name in ["request_id"] { (real[name], example[name]) = (nil, nil) }
    #expect(NSDictionary(dictionary: real) == NSDictionary(dictionary: example))
  }

  /// The bodies are taken as they are shown.
  @Test func everyBodyThatIsShownIsTaken() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    _ = try server.store.store.addClient(
      Client(id: Client.id(named: "Acme"), name: "Acme"), now: TemporaryStore.now)
    let event = try #require(
      try await server.ask("GET", "/api/events?search=review").list("events").first?["id"]
        as? String)
    let conflict = try #require(
      try await server.ask("GET", "/api/conflicts").list("conflicts").first?["id"] as? String)
    let calendar = try server.store.store.calendar(named: "Personal").id
    let ids = [
      "/api/events/{id}": event, "/api/events/{id}/client": event,
      "/api/calendars/{id}": calendar.raw, "/api/conflicts/{id}/resolve": conflict,
      "/api/clients/{name}": "Acme",
    ]
    let routes = RouteTable.all(
      meters: Meters(), version: "1", scripts: server.scripts, connecting: ConnectRoutes.nobodys)
    let asked = routes.filter { $0.body != nil }
    #expect(asked.count >= 9)
    for route in asked {
      let id = ids[route.pattern] ?? ""
      let path = route.pattern.replacing(/\{\w+\}/, with: id)
      let body = JSON.object(route.bodyExample).text(compact: true)
      let reply = try await server.ask(route.method.rawValue, path, body: body)
      #expect(reply.status == route.answers.status.code, "\(path): \(reply.text)")
    }
  }

  @Test func everyBodyOfPeopleThatIsShownIsTaken() async throws {
    let house = try await HouseUnderTest()
    let routes = RouteTable.all(
      meters: Meters(), version: "1", scripts: house.registry.scripts, registry: house.registry)
    func ask(_ path: String, _ headers: [String: String] = [:]) async throws -> Reply {
      let route = try #require(routes.first { $0.path == path && $0.body != nil })
      let body = JSON.object(route.bodyExample).text(compact: true)
      let reply = try await house.ask(
        route.method.rawValue, route.pattern, headers: headers, body: body)
      return reply
    }
    let registered = try await ask("auth/register")
    #expect(registered.status == 201)
    let signedIn = try await ask("auth/login")
    #expect(signedIn.status == 200)
    let bearer = try Person(signedIn).bearer
    #expect(try await ask("auth/tokens", bearer).status == 201)
    #expect(try await ask("auth/password", bearer).status == 200)
    // Nobody has the token that is shown.
    #expect(try await ask("auth/refresh").status == 401)
    #expect(try await ask("auth/logout").status == 200)
  }
}
