import DaybookCore
import HTTPTypes

/// The OpenAPI 3.1 document, made from the routes.
struct OpenAPI: Sendable {
  let routes: [Route]
  let version: String
  /// Whether there are several people, who sign in.
  var isForSeveral = false

  var document: JSON {
    .object([
      ("openapi", .string("3.1.0")),
      (
        "info",
        .object([
          ("title", .string("Daybook")), ("version", .string(version)),
          ("description", .string("What the terminal has, for other programs.")),
          ("license", .object([("name", .string("MIT")), ("identifier", .string("MIT"))])),
        ])
      ),
      ("servers", .array([.object([("url", .string("/"))])])),
      ("tags", .array(areas.map { .object([("name", .string($0))]) })),
      ("paths", .object(paths)), ("components", components),
    ])
  }

  private var areas: [String] {
    var seen: Set<String> = []
    return routes.map(\.area).filter { seen.insert($0).inserted }
  }

  private var paths: [(String, JSON)] {
    var seen: Set<String> = []
    return routes.map(\.pattern).filter { seen.insert($0).inserted }.map { pattern in
      let here = routes.filter { $0.pattern == pattern }
      return (pattern, .object(here.map { ($0.method.rawValue.lowercased(), operation($0)) }))
    }
  }

  private func operation(_ route: Route) -> JSON {
    var fields: [(String, JSON)] = [
      ("operationId", .string(route.name)), ("summary", .string(route.summary)),
      ("tags", .strings([route.area])),
    ]
    let parameters = route.places.map(place) + route.parameters.map(\.document)
    if !parameters.isEmpty { fields.append(("parameters", .array(parameters))) }
    if let body = route.body {
      fields.append(
        (
          "requestBody",
          .object([
            ("required", .bool(true)),
            (
              "content",
              .object([("application/json", .object([("schema", OpenAPI.schema(of: body))]))])
            ),
          ])
        ))
    }
    if let raw = route.raw {
      fields.append(
        (
          "requestBody", .object([("content", .object([(raw.type, .object([]))]))])
        ))
    }
    fields.append(("responses", .object(answers(of: route))))
    if let security = security(of: route.access) { fields.append(("security", security)) }
    return .object(fields)
  }

  private func place(_ name: String) -> JSON {
    .object([
      ("name", .string(name)), ("in", .string("path")), ("required", .bool(true)),
      ("schema", .object([("type", .string("string"))])),
    ])
  }

  private func answers(of route: Route) -> [(String, JSON)] {
    let success = route.answers
    var parts: [(String, JSON)] = [("description", .string(success.status.reasonPhrase))]
    if !success.isEmpty {
      parts.append(
        ("content", .object([(success.type, .object([("schema", success.shape.schema)]))])))
    }
    var answers: [(String, JSON)] = [(String(success.status.code), .object(parts))]
    if route.method == .get, route.access != .open {
      answers.append(
        ("304", .object([("description", .string("The copy that If-None-Match names is right."))])))
    }
    let problem = JSON.object([("$ref", .string("#/components/responses/Problem"))])
    answers += route.problems.map { (String($0), problem) }
    answers.append(("default", problem))
    return answers
  }

  private var components: JSON {
    let named = routes.reduce(into: Shape.problem.named) { all, route in
      all.merge(route.answers.shape.named) { $1 }
    }
    return .object([
      (
        "schemas",
        .object(named.sorted { $0.key < $1.key }.map { ($0.key, $0.value.schema) })
      ),
      (
        "responses",
        .object([
          (
            "Problem",
            .object([
              ("description", .string("Why it was not done (RFC 9457).")),
              (
                "content",
                .object([
                  ("application/problem+json", .object([("schema", Shape.problem.schema)]))
                ])
              ),
            ])
          )
        ])
      ),
      (
        "securitySchemes",
        .object(
          isForSeveral
            ? [
              (
                "session",
                OpenAPI.bearer("The access token of somebody who is signed in.", format: "JWT")
              ), ("token", OpenAPI.bearer("A token for a script, made at /api/auth/tokens.")),
              ("server", OpenAPI.bearer("The token of whoever runs the server.")),
            ] : [("token", OpenAPI.bearer("The token that lies beside the store."))])
      ),
    ])
  }

  private static func bearer(_ meaning: String, format: String? = nil) -> JSON {
    .object(
      [
        ("type", .string("http")), ("scheme", .string("bearer")),
        ("description", .string(meaning)),
      ] + (format.map { [("bearerFormat", JSON.string($0))] } ?? []))
  }

  /// What proves that one may; of several any.
  private func security(of access: Route.Access) -> JSON? {
    let none = JSON.array([])
    if access == .open { return nil }
    // Programs of one's own need no token.
    guard isForSeveral else { return .array([.object([("token", none)]), .object([])]) }
    if access == .operating { return .array([.object([("server", none)])]) }
    let session = JSON.object([("session", none)])
    guard let scope = Scope(for: access) else { return .array([session]) }
    return .array([session, .object([("token", .strings([scope.rawValue]))])])
  }

  private static func schema(of members: [Member]) -> JSON {
    .object([
      ("type", .string("object")),
      ("properties", .object(members.map { ($0.name, $0.schema) })),
      ("required", .strings(members.filter(\.isRequired).map(\.name))),
      ("additionalProperties", .bool(false)),
    ])
  }
}

extension Route {
  /// A word for programs: `getEventsById`.
  var name: String {
    let words = pattern.split(whereSeparator: { "/.".contains($0) }).filter { $0 != "api" }
    return words.reduce(method.rawValue.lowercased()) { name, word in
      let isPlace = word.hasPrefix("{")
      let plain = isPlace ? word.dropFirst().dropLast() : word
      let start = isPlace ? "By" + plain.prefix(1).uppercased() : plain.prefix(1).uppercased()
      return name + start + plain.dropFirst()
    }
  }

  /// The problems that it may answer with, by status.
  var problems: [Int] {
    var codes: Set<Int> = [400, 403, 421, 500, 503]
    if access != .open { codes.insert(401) }
    if !places.isEmpty { codes.insert(404) }
    if !parameters.isEmpty || body != nil { codes.insert(422) }
    if body != nil { codes.formUnion([408, 413, 415]) }
    codes.formUnion(refusals)
    if raw != nil { codes.formUnion([404, 408, 413]) }
    if access == .writing { codes.formUnion([409, 422, 507]) }
    return codes.sorted()
  }
}

extension Parameter {
  fileprivate var document: JSON {
    let one: JSON
    switch kind {
    case .text, .moment: one = .object([("type", .string("string"))])
    case .number(let range):
      one = .object([
        ("type", .string("integer")), ("minimum", .int(range.lowerBound)),
        ("maximum", .int(range.upperBound)),
      ])
    case .choice(let words):
      one = .object([("type", .string("string")), ("enum", .strings(words))])
    case .flag: one = .object([("type", .string("boolean"))])
    }
    return .object([
      ("name", .string(name)), ("in", .string("query")), ("description", .string(meaning)),
      (
        "schema",
        isRepeated ? .object([("type", .string("array")), ("items", one)]) : one
      ),
    ])
  }
}

extension Member {
  fileprivate var schema: JSON {
    let type: [(String, JSON)]
    switch kind {
    case .text: type = [("type", types("string"))]
    case .flag: type = [("type", types("boolean"))]
    case .number(let range):
      type = [
        ("type", types("integer")), ("minimum", .int(range.lowerBound)),
        ("maximum", .int(range.upperBound)),
      ]
    case .amount: type = [("type", types("number")), ("minimum", .int(0))]
    case .choice(let words):
      type = [("enum", .array(words.map(JSON.string) + (isRequired ? [] : [.null])))]
    case .texts:
      type = [
        ("type", types("array")), ("items", .object([("type", .string("string"))])),
      ]
    }
    return .object(type + [("description", .string(meaning))])
  }

  private func types(_ name: String) -> JSON {
    isRequired ? .string(name) : .strings([name, "null"])
  }
}
