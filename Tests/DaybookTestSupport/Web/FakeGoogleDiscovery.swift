import Foundation

/// The discovery document of Calendar v3, where it lies beside the package: what may be asked at all.
package struct GoogleDiscovery: Sendable {
  private let methods: [Method]
  private let schemas: [String: GoogleJSON]
  private let common: [String: GoogleJSON]

  private struct Method: Sendable {
    var name: String
    var http: String
    var path: [String]
    var parameters: [String: GoogleJSON]
    var request: String?
    var response: String?
  }

  /// nil where there is no such document.
  package static let shared: GoogleDiscovery? = {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let path = root.deletingLastPathComponent()
      .appending(path: "shared/contracts/google/calendar.v3.json").path
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    return GoogleJSON(data).map { GoogleDiscovery($0) }
  }()

  private init(_ document: GoogleJSON) {
    schemas = document["schemas"]?.members ?? [:]
    common = document["parameters"]?.members ?? [:]
    var methods: [Method] = []
    for (resource, value) in document["resources"]?.members ?? [:] {
      for (name, method) in value["methods"]?.members ?? [:] {
        methods.append(
          Method(
            name: resource + "." + name, http: method["httpMethod"]?.string ?? "",
            path: (method["path"]?.string ?? "").split(separator: "/").map(String.init),
            parameters: method["parameters"]?.members ?? [:],
            request: method["request"]?["$ref"]?.string,
            response: method["response"]?["$ref"]?.string))
      }
    }
    self.methods = methods
  }

  /// What is wrong with a request; nil where nothing is.
  ///
  /// - Parameter path: segments behind the base, as they were sent.
  package func complaint(
    _ http: String, _ path: [String], _ query: [(name: String, value: String)],
    body: GoogleJSON?
  ) -> String? {
    let found = methods.filter { $0.http == http && Self.matches($0.path, path) }
    // `events/import` is no event's id.
    guard
      let method = found.max(by: {
        $0.path.count { !$0.hasPrefix("{") } < $1.path.count { !$0.hasPrefix("{") }
      })
    else { return "no method \(http) \(path.joined(separator: "/"))" }
    var given: Set<String> = []
    for (name, value) in query {
      guard let rule = method.parameters[name] ?? common[name],
        rule["location"]?.string == "query"
      else { return "\(method.name) has no parameter \(name)" }
      if !given.insert(name).inserted, rule["repeated"]?.bool != true {
        return "\(method.name) takes \(name) once"
      }
      if let problem = Self.complaint(value, rule) { return "\(method.name) \(name): \(problem)" }
      if name == "fields", let response = method.response,
        let problem = fieldsComplaint(value[...], response)
      {
        return "\(method.name) fields: \(problem)"
      }
    }
    for (name, rule) in method.parameters
    where rule["required"]?.bool == true && rule["location"]?.string == "query" {
      if !given.contains(name) { return "\(method.name) wants \(name)" }
    }
    guard let body else { return nil }
    guard let request = method.request else { return "\(method.name) takes no body" }
    return complaint(body, ["$ref": .string(request)], at: request)
  }

  private static func matches(_ template: [String], _ path: [String]) -> Bool {
    template.count == path.count
      && zip(template, path).allSatisfy { ($0.hasPrefix("{") && !$1.isEmpty) || $0 == $1 }
  }

  private static func complaint(_ value: String, _ rule: GoogleJSON) -> String? {
    if let allowed = rule["enum"]?.elements, !allowed.contains(.string(value)) {
      return "\(value) is none of its values"
    }
    switch rule["type"]?.string {
    case "boolean": return value == "true" || value == "false" ? nil : "\(value) is no boolean"
    case "integer":
      guard let number = Int(value) else { return "\(value) is no number" }
      if let least = rule["minimum"]?.string.flatMap({ Int($0) }), number < least {
        return "\(value) is too small"
      }
      if let most = rule["maximum"]?.string.flatMap({ Int($0) }), number > most {
        return "\(value) is too large"
      }
      return nil
    default: return nil
    }
  }

  /// Walks through a value beside its schema.
  private func complaint(_ value: GoogleJSON, _ schema: GoogleJSON, at place: String) -> String? {
    if value == .null { return nil }
    if let name = schema["$ref"]?.string {
      guard let known = schemas[name] else { return "no schema \(name)" }
      return complaint(value, known, at: place)
    }
    switch (schema["type"]?.string, value) {
    case ("object", .object(let members)):
      for (name, member) in members {
        guard let rule = schema["properties"]?[name] ?? schema["additionalProperties"] else {
          return "\(place) has no property \(name)"
        }
        if let problem = complaint(member, rule, at: place + "." + name) { return problem }
      }
      return nil
    case ("array", .array(let values)):
      guard let rule = schema["items"] else { return nil }
      return values.lazy.compactMap { self.complaint($0, rule, at: place + "[]") }.first
    case ("string", .string), ("boolean", .bool), ("integer", .int), ("any", _): return nil
    default: return "\(place) is no \(schema["type"]?.string ?? "value")"
    }
  }

  /// Reads `a,b(c,d),e` and looks each name up.
  private func fieldsComplaint(_ text: Substring, _ schema: String) -> String? {
    for part in Self.parts(text) {
      let name = String(part.prefix { $0 != "(" && $0 != "/" })
      guard var rule = schemas[schema]?["properties"]?[name] else {
        return "\(schema) has no field \(name)"
      }
      if let items = rule["items"] { rule = items }
      guard part.count > name.count else { continue }
      let inner = part.dropFirst(name.count + 1).dropLast(part.hasSuffix(")") ? 1 : 0)
      if let reference = rule["$ref"]?.string {
        if let problem = fieldsComplaint(inner, reference) { return problem }
      } else {
        for name in Self.parts(inner) where rule["properties"]?[String(name)] == nil {
          return "\(schema) has no field \(name)"
        }
      }
    }
    return nil
  }

  /// The parts between commas that stand in no bracket.
  package static func parts(_ text: Substring) -> [Substring] {
    var parts: [Substring] = []
    var depth = 0
    var start = text.startIndex
    for index in text.indices {
      switch text[index] {
      case "(": depth += 1
      case ")": depth -= 1
      case "," where depth == 0:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    parts.append(text[start...])
    return parts.filter { !$0.isEmpty }
  }
}
