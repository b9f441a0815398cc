import DaybookCore

/// The shape of a document: written into the OpenAPI document, and what tests hold answers to.
indirect enum Shape: Sendable {
  case text
  /// An RFC 3339 instant.
  case instant
  /// An RFC 3339 instant, or a day where whole days are meant.
  case moment
  case whole
  case decimal
  case flag
  case words([String])
  case list(Shape)
  case nullable(Shape)
  case object([Part])
  /// Described once, under this name.
  case named(String, Shape)

  struct Part: Sendable {
    let name: String
    let shape: Shape
    /// Whether it may be missing.
    var isOptional = false

    init(_ name: String, _ shape: Shape, isOptional: Bool = false) {
      self.name = name
      self.shape = shape
      self.isOptional = isOptional
    }
  }

  /// As JSON Schema has it; what is named is referred to.
  var schema: JSON {
    switch self {
    case .text: Shape.type("string")
    case .instant: .object([("type", .string("string")), ("format", .string("date-time"))])
    case .moment:
      .object([
        ("type", .string("string")),
        ("description", .string("An RFC 3339 instant, or a day where whole days are meant.")),
      ])
    case .whole: Shape.type("integer")
    case .decimal: Shape.type("number")
    case .flag: Shape.type("boolean")
    case .words(let words): .object([("type", .string("string")), ("enum", .strings(words))])
    case .list(let shape): .object([("type", .string("array")), ("items", shape.schema)])
    case .nullable(let shape):
      .object([("anyOf", .array([shape.schema, Shape.type("null")]))])
    case .object(let parts):
      .object([
        ("type", .string("object")),
        ("properties", .object(parts.map { ($0.name, $0.shape.schema) })),
        ("required", .strings(parts.filter { !$0.isOptional }.map(\.name))),
      ])
    case .named(let name, _):
      .object([("$ref", .string("#/components/schemas/\(name)"))])
    }
  }

  private static func type(_ name: String) -> JSON { .object([("type", .string(name))]) }

  /// Everything in it that has a name.
  var named: [String: Shape] {
    switch self {
    case .named(let name, let shape): shape.named.merging([name: shape]) { $1 }
    case .list(let shape), .nullable(let shape): shape.named
    case .object(let parts):
      parts.reduce(into: [:]) { all, part in all.merge(part.shape.named) { $1 } }
    case .text, .instant, .moment, .whole, .decimal, .flag, .words: [:]
    }
  }
}
