import Foundation

/// JSON as the Microsoft Graph fake keeps it.
package enum GraphJSON: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  case null
  case bool(Bool)
  case int(Int)
  case string(String)
  case array([GraphJSON])
  case object([String: GraphJSON])

  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: GraphJSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, GraphJSON)...) {
    self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
  }

  package init?(bytes: [UInt8]) {
    guard let value = try? JSONDecoder().decode(GraphJSON.self, from: Data(bytes)) else {
      return nil
    }
    self = value
  }

  package subscript(name: String) -> GraphJSON? {
    if case .object(let fields) = self { fields[name] } else { nil }
  }

  package var string: String? { if case .string(let text) = self { text } else { nil } }
  package var int: Int? { if case .int(let number) = self { number } else { nil } }
  package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  package var array: [GraphJSON]? { if case .array(let list) = self { list } else { nil } }
  package var object: [String: GraphJSON]? {
    if case .object(let fields) = self { fields } else { nil }
  }

  package var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .string(let value): Self.quoted(value)
    case .array(let list): "[" + list.map(\.text).joined(separator: ",") + "]"
    case .object(let fields):
      "{"
        + fields.sorted { $0.key < $1.key }.map { Self.quoted($0.key) + ":" + $0.value.text }
        .joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension GraphJSON: Decodable {
  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let found = try? value.decode(Bool.self) {
      self = .bool(found)
    } else if let found = try? value.decode(Int.self) {
      self = .int(found)
    } else if let found = try? value.decode(String.self) {
      self = .string(found)
    } else if let found = try? value.decode([GraphJSON].self) {
      self = .array(found)
    } else {
      self = .object(try value.decode([String: GraphJSON].self))
    }
  }
}
