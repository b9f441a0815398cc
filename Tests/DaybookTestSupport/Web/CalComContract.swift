import Foundation

/// What Cal.com's own description of its API allows, where it lies beside the package; without it
/// less is checked.
enum CalComContract {
  /// Why a request is not as the description has it, or nil.
  static func fault(in request: FakeCalComRequest) -> String? {
    if request.method == "POST" || request.method == "PATCH" {
      guard request.headers["content-type"]?.hasPrefix("application/json") == true,
        request.body != nil
      else { return "a body of JSON is missing" }
    }
    if let take = request.query["take"], !(1...250).contains(Int(take) ?? 0) {
      return "take must be between 1 and 250"
    }
    guard !paths.isEmpty else { return nil }
    guard let operation = operation(request) else { return "no such operation" }
    let parameters = operation["parameters"] as? [[String: Any]] ?? []
    let names = Set(
      parameters.filter { $0["in"] as? String == "query" }.compactMap { $0["name"] as? String })
    if let unknown = request.query.keys.first(where: { !names.contains($0) }) {
      return "property \(unknown) should not exist"
    }
    guard let body = request.body else { return nil }
    guard let schema = schema(of: operation) else {
      return body.isEmpty ? nil : "no body is expected"
    }
    return fault(in: body, schema, at: "body")
  }

  nonisolated(unsafe) private static let description: [String: Any] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "shared/contracts/calcom/openapi-subset.json")
    let data = FileManager.default.contents(atPath: file.path) ?? Data()
    return (try? JSONSerialization.jsonObject(with: data)) as? [String: Any] ?? [:]
  }()

  private static var paths: [String: Any] { description["paths"] as? [String: Any] ?? [:] }

  private static func operation(_ request: FakeCalComRequest) -> [String: Any]? {
    let steps = request.path.split(separator: "/")
    let found = paths.keys.filter { path in
      let parts = path.split(separator: "/")
      return parts.count == steps.count
        && zip(parts, steps).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
    }
    // The one with the fewest placeholders is meant.
    let path = found.min { $0.count { $0 == "{" } < $1.count { $0 == "{" } }
    return path.flatMap { paths[$0] as? [String: Any] }?[request.method.lowercased()]
      as? [String: Any]
  }

  private static func schema(of operation: [String: Any]) -> [String: Any]? {
    let content = (operation["requestBody"] as? [String: Any])?["content"] as? [String: Any]
    return (content?["application/json"] as? [String: Any])?["schema"] as? [String: Any]
  }

  // MARK: - Schemas

  private static func fault(in value: Any, _ schema: [String: Any], at place: String) -> String? {
    if let reference = schema["$ref"] as? String {
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      let all = (description["components"] as? [String: Any])?["schemas"] as? [String: Any]
      return fault(in: value, all?[name] as? [String: Any] ?? [:], at: place)
    }
    if let choices = schema["oneOf"] as? [[String: Any]] {
      let faults = choices.map { fault(in: value, $0, at: place) }
      return faults.contains(nil) ? nil : faults[0]
    }
    switch schema["type"] as? String {
    case "object":
      guard let object = value as? [String: Any] else { return "\(place) must be an object" }
      let properties = schema["properties"] as? [String: Any] ?? [:]
      for name in schema["required"] as? [String] ?? [] where object[name] == nil {
        return "\(place).\(name) is missing"
      }
      for (name, inner) in object.sorted(by: { $0.key < $1.key }) {
        guard let known = properties[name] as? [String: Any] else {
          return "property \(place).\(name) should not exist"
        }
        if let fault = fault(in: inner, known, at: "\(place).\(name)") { return fault }
      }
      return nil
    case "array":
      guard let list = value as? [Any] else { return "\(place) must be an array" }
      let items = schema["items"] as? [String: Any] ?? [:]
      return list.lazy.compactMap { fault(in: $0, items, at: place) }.first
    case "string":
      guard let text = value as? String else { return "\(place) must be a string" }
      if let words = schema["enum"] as? [String], !words.contains(text) {
        return "\(place) must be one of \(words)"
      }
      if schema["pattern"] as? String == "TIME_FORMAT_HH_MM",
        text.wholeMatch(of: /([01]\d|2[0-3]):[0-5]\d/) == nil
      {
        return "\(place) must be a valid time format HH:MM"
      }
      return nil
    case "boolean": return value is Bool ? nil : "\(place) must be a boolean"
    default: return nil
    }
  }
}
