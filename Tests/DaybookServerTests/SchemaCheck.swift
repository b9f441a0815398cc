import Foundation

/// Holds JSON to a schema, as far as the OpenAPI document uses JSON Schema (2020-12); what else a
/// schema says is a fault, so that nothing is passed over.
struct SchemaCheck {
  let document: [String: Any]

  private static let known: Set<String> = [
    "type", "enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "items", "minItems",
    "maxItems", "properties", "required", "additionalProperties", "minProperties", "anyOf", "$ref",
    "format", "description",
  ]

  /// What a reference such as `#/components/schemas/Event` leads to.
  func target(of reference: String) -> [String: Any] {
    reference.split(separator: "/").dropFirst().reduce(document) { here, step in
      here[String(step)] as? [String: Any] ?? [:]
    }
  }

  /// What of a value is not as a schema says; members that it does not name are faults too.
  func faults(in value: Any, _ schema: [String: Any], at place: String) -> [String] {
    if let reference = schema["$ref"] as? String {
      return faults(in: value, target(of: reference), at: place)
    }
    var all = schema.keys.filter { !SchemaCheck.known.contains($0) }.map {
      "\(place): what is \($0)?"
    }
    if let choices = schema["anyOf"] as? [[String: Any]] {
      let tried = choices.map { faults(in: value, $0, at: place) }
      if !tried.contains([]) { all += tried.joined() }
    }
    if let words = schema["enum"] as? [Any] {
      let isOne = words.contains { NSObject.areSame($0, value) }
      if !isOne { all.append("\(place): \(value) is none of \(words)") }
    }
    let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
    let type = types.first { SchemaCheck.isOf($0, value) }
    guard types.isEmpty || type != nil else { return all + ["\(place): \(value) is no \(types)"] }
    switch type {
    case "string": all += textFaults(value as? String ?? "", schema, place)
    case "integer", "number":
      let number = (value as? NSNumber)?.doubleValue ?? 0
      if let least = schema["minimum"] as? Double, number < least {
        all.append("\(place): too small")
      }
      if let most = schema["maximum"] as? Double, number > most {
        all.append("\(place): too large")
      }
    case "array":
      let list = value as? [Any] ?? []
      let items = schema["items"] as? [String: Any] ?? [:]
      if let least = schema["minItems"] as? Int, list.count < least {
        all.append("\(place): too few")
      }
      if let most = schema["maxItems"] as? Int, list.count > most {
        all.append("\(place): too many")
      }
      all += list.enumerated().flatMap { faults(in: $1, items, at: "\(place)[\($0)]") }
    case "object": all += objectFaults(value as? [String: Any] ?? [:], schema, place)
    default: break
    }
    return all
  }

  private func textFaults(_ text: String, _ schema: [String: Any], _ place: String) -> [String] {
    var all: [String] = []
    let length = text.unicodeScalars.count
    if let least = schema["minLength"] as? Int, length < least { all.append("\(place): too short") }
    if let most = schema["maxLength"] as? Int, length > most { all.append("\(place): too long") }
    // At the end means at the very end in ECMA-262, not before a line's.
    if let pattern = (schema["pattern"] as? String)?.replacing(/\$$/, with: "\\z"),
      text.range(of: pattern, options: .regularExpression) == nil
    {
      all.append("\(place): \(text) is not like \(pattern)")
    }
    switch schema["format"] as? String {
    case "date-time"
    where text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)/) == nil:
      all.append("\(place): \(text) is no date-time")
    case "date" where text.wholeMatch(of: /\d{4}-\d\d-\d\d/) == nil:
      all.append("\(place): \(text) is no date")
    default: break
    }
    return all
  }

  private func objectFaults(_ object: [String: Any], _ schema: [String: Any], _ place: String)
    -> [String]
  {
    var all: [String] = []
    for name in schema["required"] as? [String] ?? [] where object[name] == nil {
      all.append("\(place).\(name) is missing")
    }
    if let least = schema["minProperties"] as? Int, object.count < least {
      all.append("\(place): too few members")
    }
    guard let properties = schema["properties"] as? [String: [String: Any]] else { return all }
    for (name, inner) in object.sorted(by: { $0.key < $1.key }) {
      guard let known = properties[name] else {
        all.append("\(place).\(name) is not named")
        continue
      }
      all += faults(in: inner, known, at: "\(place).\(name)")
    }
    return all
  }

  private static func isOf(_ type: String, _ value: Any) -> Bool {
    let number = value as? NSNumber
    let isFlag = number.map { String(cString: $0.objCType) == "c" } ?? (value is Bool)
    switch type {
    case "null": return value is NSNull
    case "boolean": return isFlag
    case "integer": return !isFlag && value is Int
    case "number": return !isFlag && value is Double
    case "string": return value is String
    case "array": return value is [Any]
    default: return value is [String: Any]
    }
  }
}

extension NSObject {
  fileprivate static func areSame(_ one: Any, _ other: Any) -> Bool {
    if one is NSNull || other is NSNull { return one is NSNull && other is NSNull }
    return (one as? String) == (other as? String) && one is String
  }
}
