import DaybookCore

/// The shape of a document: written into the OpenAPI document with an example, and what tests hold
/// answers to.
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
  case either([Shape])
  /// An object that somebody else describes.
  case whatever
  /// Described once, under this name.
  case named(String, Shape)

  struct Part: Sendable {
    let name: String
    let shape: Shape
    /// What stands for it in examples; of an optional part nil where it is not in them.
    let example: JSON?
    /// Whether it may be missing.
    let isOptional: Bool

    /// - Parameter example: unless told, what its shape shows.
    init(_ name: String, _ shape: Shape, _ example: JSON? = nil, isOptional: Bool = false) {
      self.name = name
      self.shape = shape
      self.example = example ?? (isOptional ? nil : shape.example)
      self.isOptional = isOptional
    }
  }

  /// As JSON Schema has it; what is named is referred to.
  var schema: JSON {
    switch self {
    case .text: Shape.type("string")
    case .instant: ["type": "string", "format": "date-time"]
    case .moment:
      [
        "type": "string",
        "description": "An RFC 3339 instant, or a day where whole days are meant.",
      ]
    case .whole: Shape.type("integer")
    case .decimal: Shape.type("number")
    case .flag: Shape.type("boolean")
    case .words(let words): ["type": "string", "enum": .strings(words)]
    case .list(let shape): ["type": "array", "items": shape.schema]
    case .nullable(let shape): ["anyOf": [shape.schema, Shape.type("null")]]
    case .either(let shapes): ["anyOf": .array(shapes.map(\.schema))]
    case .whatever: Shape.type("object")
    case .object(let parts):
      [
        "type": "object",
        "properties": .object(parts.map { ($0.name, $0.shape.schema) }),
        "required": .strings(parts.filter { !$0.isOptional }.map(\.name)),
      ]
    case .named(let name, _): ["$ref": .string("#/components/schemas/\(name)")]
    }
  }

  private static func type(_ name: String) -> JSON { ["type": .string(name)] }

  /// What a document of this shape is like.
  var example: JSON {
    switch self {
    case .text: "text"
    case .instant, .moment: "2026-11-19T09:30:00+01:00"
    case .whole: 1
    case .decimal: .hundredths(150)
    case .flag: false
    case .words(let words): .optional(words.first)
    case .list(let shape): [shape.example]
    case .nullable(let shape), .named(_, let shape): shape.example
    case .either(let shapes): shapes.first?.example ?? .null
    case .whatever: .object([])
    case .object(let parts):
      .object(parts.compactMap { part in part.example.map { (part.name, $0) } })
    }
  }

  /// Everything in it that has a name.
  var named: [String: Shape] {
    switch self {
    case .named(let name, let shape): shape.named.merging([name: shape]) { $1 }
    case .list(let shape), .nullable(let shape): shape.named
    case .either(let shapes): shapes.reduce(into: [:]) { $0.merge($1.named) { $1 } }
    case .object(let parts):
      parts.reduce(into: [:]) { all, part in all.merge(part.shape.named) { $1 } }
    case .text, .instant, .moment, .whole, .decimal, .flag, .words, .whatever: [:]
    }
  }
}
