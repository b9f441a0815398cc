import DaybookCore
import HTTPTypes

extension Route {
  /// The problems that it may answer with, by status.
  var problems: [Int] {
    var codes: Set<Int> = [400, 403, 421, 500, 503]
    if access != .open { codes.insert(401) }
    if !places.isEmpty { codes.insert(404) }
    if !parameters.isEmpty || body != nil { codes.insert(422) }
    if body != nil { codes.formUnion([408, 413, 415]) }
    if raw != nil { codes.formUnion([404, 408, 413]) }
    if access == .writing { codes.formUnion([409, 422, 507]) }
    return codes.union(refusals).sorted()
  }

  /// Whether a copy of its answer can be asked about.
  var hasETag: Bool { method == .get && answers.type != "text/event-stream" }

  /// With those of every route of its kind.
  var allReads: [HeaderField] {
    hasETag ? reads + [HeaderField(name: "If-None-Match", meaning: "ETags of copies.")] : reads
  }

  /// The body as OpenAPI has it; nil where there is none.
  var requestDocument: JSON? {
    if let raw {
      return raw.example.map { ["content": ["application/json": ["example": $0]]] }
    }
    guard let body else { return nil }
    let content: JSON = ["schema": schema(of: body), "example": .object(bodyExample)]
    return ["required": true, "content": ["application/json": content]]
  }

  /// What the documents show as its body.
  var bodyExample: [(String, JSON)] {
    (body ?? []).compactMap { member in member.example.map { (member.name, $0) } }
  }

  private func schema(of members: [Member]) -> JSON {
    var fields: [(String, JSON)] = [
      ("type", "object"), ("properties", .object(members.map { ($0.name, $0.schema) })),
      ("required", .strings(members.filter(\.isRequired).map(\.name))),
      ("additionalProperties", false),
    ]
    if leastMembers > 0 { fields.append(("minProperties", .int(leastMembers))) }
    return .object(fields)
  }
}

extension Route.HeaderField {
  var document: JSON {
    [
      "name": .string(name), "in": "header", "description": .string(meaning),
      "schema": ["type": "string"],
    ]
  }
}

extension Parameter {
  var document: JSON {
    let one: JSON =
      switch kind {
      case .text(let form): .object(form.schema)
      case .moment: .object(TextForm.dayPhrase.schema)
      case .number(let range):
        [
          "type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound),
        ]
      case .choice(let words): ["type": "string", "enum": .strings(words)]
      case .flag: ["type": "boolean"]
      }
    return [
      "name": .string(name), "in": "query", "description": .string(meaning),
      "schema": isRepeated ? ["type": "array", "items": one] : one,
    ]
  }
}

extension Member {
  fileprivate var schema: JSON { .object(type + [("description", .string(meaning))]) }

  private var type: [(String, JSON)] {
    switch kind {
    case .text(let form): withNull(form.schema)
    case .flag: withNull([("type", "boolean")])
    case .number(let range):
      withNull([
        ("type", "integer"), ("minimum", .int(range.lowerBound)),
        ("maximum", .int(range.upperBound)),
      ])
    case .amount:
      withNull([
        ("type", "number"), ("minimum", 0), ("maximum", .int(Member.greatestAmount)),
      ])
    case .choice(let words):
      [("enum", .array(words.map(JSON.string) + (takesNull ? [.null] : [])))]
    case .texts(let form): withNull(list(of: form.schema))
    case .choices(let words):
      withNull(list(of: [("type", "string"), ("enum", .strings(words))]) + [("minItems", 1)])
    }
  }

  private func list(of item: [(String, JSON)]) -> [(String, JSON)] {
    [("type", "array"), ("items", .object(item)), ("maxItems", .int(Member.mostOfList))]
  }

  private func withNull(_ fields: [(String, JSON)]) -> [(String, JSON)] {
    fields.map { name, value in
      guard name == "type", takesNull else { return (name, value) }
      return (name, [value, "null"])
    }
  }
}
