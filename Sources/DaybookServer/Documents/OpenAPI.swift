import DaybookCore
import HTTPTypes

/// The OpenAPI 3.1 document, made from the routes.
struct OpenAPI: Sendable {
  let routes: [Route]
  let version: String
  /// Whether there are several people, who sign in.
  var isForSeveral = false

  var document: JSON {
    [
      "openapi": "3.1.0",
      "info": [
        "title": "Daybook", "version": .string(version),
        "description": "What the terminal has, for other programs.",
        "license": ["name": "MIT", "identifier": "MIT"],
      ],
      "servers": [["url": "/"]],
      "tags": .array(areas.map { ["name": .string($0)] }),
      "paths": .object(paths), "components": components,
    ]
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
      ("tags", [.string(route.area)]),
    ]
    let parameters =
      route.places.map { place($0, of: route) } + route.parameters.map(\.document)
      + route.allReads.map(\.document)
    if !parameters.isEmpty { fields.append(("parameters", .array(parameters))) }
    if let body = route.requestDocument { fields.append(("requestBody", body)) }
    fields.append(("responses", AnswerDocuments(route: route).document))
    if let security = security(of: route.access) { fields.append(("security", security)) }
    return .object(fields)
  }

  private func place(_ name: String, of route: Route) -> JSON {
    var schema: [(String, JSON)] = [("type", "string"), ("minLength", 1)]
    if let words = route.choices[name] { schema.append(("enum", .strings(words))) }
    return [
      "name": .string(name), "in": "path", "required": true, "schema": .object(schema),
    ]
  }

  private var components: JSON {
    let named = routes.reduce(into: Shape.problem.named) { all, route in
      for success in [route.answers] + route.others { all.merge(success.shape.named) { $1 } }
    }
    return [
      "schemas": .object(named.sorted { $0.key < $1.key }.map { ($0.key, $0.value.schema) }),
      "responses": ProblemDocuments.document,
      "securitySchemes": .object(schemes),
    ]
  }

  private var schemes: [(String, JSON)] {
    let script = ("token", OpenAPI.bearer("A token for a script, made at /api/auth/tokens."))
    guard isForSeveral else {
      return [script, ("server", OpenAPI.bearer("The token that lies beside the store."))]
    }
    return [
      ("session", OpenAPI.bearer("The access token of somebody who is signed in.", format: "JWT")),
      script, ("server", OpenAPI.bearer("The token of whoever runs the server.")),
    ]
  }

  private static func bearer(_ meaning: String, format: String? = nil) -> JSON {
    .object(
      [("type", "http"), ("scheme", "bearer"), ("description", .string(meaning))]
        + (format.map { [("bearerFormat", JSON.string($0))] } ?? []))
  }

  /// What proves that one may; of several any.
  private func security(of access: Route.Access) -> JSON? {
    if access == .open { return nil }
    let scope = Scope(for: access)
    let whole: JSON =
      isForSeveral && access != .operating ? ["session": []] : ["server": []]
    let part: [JSON] = scope.map { [["token": [.string($0.rawValue)]]] } ?? []
    // Programs of one's own need no token.
    return .array([whole] + part + (isForSeveral ? [] : [.object([])]))
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
}
