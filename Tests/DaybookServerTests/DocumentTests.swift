import DaybookCore
import DaybookStore
import DaybookTestSupport
import Foundation
import HTTPTypes
import ICalendar
import Testing

@testable import DaybookServer

/// The OpenAPI document and the page: complete, and true.
struct DocumentTests {
  private let routes: [Route]

  init() throws {
    routes = RouteTable.all(
      meters: Meters(), version: "1", scripts: try .nobodys(), connecting: ConnectRoutes.nobodys)
  }

  private func document(_ server: ServerUnderTest) async throws -> [String: Any] {
    let reply = try await server.ask("GET", "/openapi.json")
    #expect(reply.status == 200)
    return reply.json
  }

  @Test func everyRouteIsInIt() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    let document = try await document(server)
    #expect(document["openapi"] as? String == "3.1.0")
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    for route in routes {
      let operation = paths[route.pattern]?[route.method.rawValue.lowercased()] as? [String: Any]
      #expect(operation?["summary"] as? String == route.summary, "\(route.pattern) is missing")
    }
    #expect(paths.values.reduce(0) { $0 + $1.count } == routes.count)
    #expect(Set(routes.map(\.name)).count == routes.count)
  }

  @Test func everyRouteOfSeveralPeopleIsInIt() async throws {
    let house = try await HouseUnderTest()
    let document = try await house.ask("GET", "/openapi.json").json
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    let routes = RouteTable.all(
      meters: Meters(), version: "1", scripts: house.registry.scripts, registry: house.registry,
      connecting: ConnectRoutes.nobodys)
    #expect(paths.values.reduce(0) { $0 + $1.count } == routes.count)
    #expect(Set(routes.map(\.name)).count == routes.count)
    let schemes =
      (document["components"] as? [String: Any])?["securitySchemes"] as? [String: [String: String]]
    #expect(schemes?.keys.sorted() == ["server", "session", "token"])
    #expect(schemes?["session"]?["bearerFormat"] == "JWT")
    for route in routes {
      let operation = paths[route.pattern]?[route.method.rawValue.lowercased()] as? [String: Any]
      let security = operation?["security"] as? [[String: [String]]]
      let words = security?.map { $0.map { ([$0.key] + $0.value).joined(separator: " ") } }
      let wanted: [[String]]? =
        switch route.access {
        case .open: nil
        case .reading: [["session"], ["token read"]]
        case .writing: [["session"], ["token write"]]
        case .connecting: [["session"], ["token accounts"]]
        case .session: [["session"]]
        case .operating: [["server"]]
        }
      #expect(words == wanted, "\(route.pattern)")
    }
  }

  @Test(arguments: [false, true])
  func everyReferenceLeadsSomewhere(_ isForSeveral: Bool) async throws {
    let server: any AskedServer =
      isForSeveral ? try await HouseUnderTest() : try await ServerUnderTest()
    let text = try await server.ask("GET", "/openapi.json").text
    let document = try await server.ask("GET", "/openapi.json").json
    let components = try #require(document["components"] as? [String: Any])
    for reference in text.matches(of: /"#\/components\/(\w+)\/(\w+)"/) {
      let section = components[String(reference.1)] as? [String: Any]
      #expect(section?[String(reference.2)] != nil, "\(reference.0) leads nowhere")
    }
  }

  @Test func thePageNeedsNothingFromOutside() async throws {
    let server = try await ServerUnderTest(trustsOwnPrograms: false)
    let reply = try await server.ask("GET", "/docs")
    #expect(reply.headers["content-type"] == "text/html; charset=utf-8")
    #expect(reply.headers["content-security-policy"]?.contains("default-src 'none'") == true)
    for route in routes { #expect(reply.text.contains("<code>\(route.pattern)</code>")) }
    #expect(!reply.text.contains(/(src|href|action)="(?!\/openapi.json)|url\(|@import/))
    #expect(!reply.text.contains("<script"))
  }

  /// Every answer that reads or writes has exactly the shape that the document promises.
  @Test func answersHaveTheShapesTheyPromise() async throws {
    let server = try await ServerUnderTest()
    try server.fill()
    let store = server.store.store
    _ = try store.addClient(
      Client(id: Client.id(named: "Acme"), name: "Acme", rate: 9_500, currency: "EUR"),
      now: TemporaryStore.now)
    _ = try store.setAvailabilityRule(.notice(60), now: TemporaryStore.now)
    _ = try store.setAvailabilityRule(.hours([.monday], [540..<600]), now: TemporaryStore.now)
    let calendar = try store.calendar(named: "Personal").id
    let id = try #require(
      try await server.ask("GET", "/api/events?search=review").list("events").first?["id"]
        as? String)
    let conflict = try #require(
      try await server.ask("GET", "/api/conflicts").list("conflicts").first?["id"] as? String)
    let asked: [(String, String, String, String?)] = [
      ("GET", "health", "health", nil), ("GET", "calendars", "calendars", nil),
      ("GET", "events", "events", nil), ("GET", "events/{id}", "events/\(id)", nil),
      ("POST", "events", "events", "{\"title\": \"A\", \"start\": \"2026-11-20\"}"),
      ("PATCH", "events/{id}/client", "events/\(id)/client", "{\"client\": \"Acme\"}"),
      ("PATCH", "events/{id}", "events/\(id)", "{\"title\": \"B\"}"),
      ("GET", "clients", "clients", nil), ("GET", "reports/hours", "reports/hours", nil),
      ("GET", "conflicts", "conflicts", nil),
      (
        "POST", "conflicts/{id}/resolve", "conflicts/\(conflict)/resolve",
        "{\"action\": \"keep\"}"
      ),
      ("GET", "conflicts", "conflicts?state=all", nil),
      ("GET", "availability", "availability", nil),
      ("GET", "availability/rules", "availability/rules", nil),
      ("GET", "availability/export", "availability/export", nil),
      ("GET", "sync/jobs", "sync/jobs", nil),
      ("PATCH", "calendars/{id}", "calendars/\(calendar)", "{\"busy\": true}"),
      ("POST", "hooks", "hooks", "{\"address\": \"https://a.example\"}"),
      ("GET", "hooks", "hooks", nil), ("POST", "feeds", "feeds", "{\"name\": \"A\"}"),
      ("GET", "feeds", "feeds", nil),
      ("DELETE", "events/{id}", "events/\(id)", nil),
      ("DELETE", "calendars/{id}", "calendars/\(calendar)", nil),
    ]
    for (method, pattern, path, body) in asked {
      let route = try #require(
        routes.first { $0.method.rawValue == method && $0.path == pattern })
      let reply = try await server.ask(method, "/api/" + path, body: body)
      #expect(reply.status == route.answers.status.code, "\(method) \(path): \(reply.text)")
      let faults = route.answers.shape.faults(in: reply.json, at: "\(method) \(pattern)")
      #expect(faults.isEmpty)
    }
    let problem = try await server.ask("GET", "/api/nothing")
    #expect(Shape.problem.faults(in: problem.json, at: "problem").isEmpty)
  }

  @Test func jobsHaveTheirShape() throws {
    let job = SyncJob(
      number: 1, account: Account.id(kind: .ics, nameOrAddress: "x"), calendar: "Team",
      accountName: "team.example", began: TemporaryStore.now)
    let text = job.json(in: .utc).text(compact: true)
    let json = try JSONSerialization.jsonObject(with: Data(text.utf8))
    #expect(Shape.job.faults(in: json, at: "job").isEmpty)
    #expect((json as? [String: Any])?["status"] as? String == "running")
  }
}

extension ConnectRoutes {
  /// For whoever only looks at routes.
  static let nobodys = ConnectRoutes(
    pending: PendingConnections(clock: { TemporaryStore.now }),
    address: OwnAddress(of: ServerPlace()), clerk: { _ in nil }, name: { _ in nil })
}

extension ScriptTokens {
  static func nobodys() throws -> ScriptTokens {
    try ScriptTokens(ofOneIn: .passing(), clock: { TemporaryStore.now })
  }
}

extension Shape {
  /// What of a value is not as this shape says.
  func faults(in value: Any, at place: String) -> [String] {
    func all(_ isRight: Bool) -> [String] { isRight ? [] : ["\(place): \(value)"] }
    let number = value as? NSNumber
    let isFlag = number.map { String(cString: $0.objCType) == "c" } ?? (value is Bool)
    switch self {
    case .named(_, let shape): return shape.faults(in: value, at: place)
    case .nullable(let shape): return value is NSNull ? [] : shape.faults(in: value, at: place)
    case .text: return all(value is String)
    case .instant:
      return all(RFC3339.instant(reading: value as? String ?? "", zone: nil) != nil)
    case .moment:
      let text = value as? String ?? ""
      return all(RFC3339.instant(reading: text, zone: nil) != nil || Day(iso: text) != nil)
    case .whatever: return all(value is [String: Any])
    case .either(let shapes):
      return all(shapes.contains { $0.faults(in: value, at: place).isEmpty })
    case .whole: return all(!isFlag && value is Int)
    case .decimal: return all(!isFlag && value is Double)
    case .flag: return all(isFlag)
    case .words(let words): return all(words.contains(value as? String ?? ""))
    case .list(let shape):
      guard let list = value as? [Any] else { return all(false) }
      return list.flatMap { shape.faults(in: $0, at: place + "[]") }
    case .object(let parts):
      guard let object = value as? [String: Any] else { return all(false) }
      let unknown = Set(object.keys).subtracting(parts.map(\.name)).map { "\(place): \($0) is new" }
      return unknown
        + parts.flatMap { part -> [String] in
          guard let inner = object[part.name] else {
            return part.isOptional ? [] : ["\(place): \(part.name) is missing"]
          }
          return part.shape.faults(in: inner, at: "\(place).\(part.name)")
        }
    }
  }
}
