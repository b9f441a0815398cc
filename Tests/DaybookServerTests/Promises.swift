import Foundation

@testable import DaybookServer

/// What the OpenAPI document of a server promises, to which every answer that a test gets is held.
final class Promises: Sendable {
  // because nobody writes it after it was read
  nonisolated(unsafe) let document: [String: Any]

  static let home = Task {
    Promises(try await ServerUnderTest().askFreely("GET", "/openapi.json").json)
  }
  static let house = Task {
    Promises(try await HouseUnderTest().askFreely("GET", "/openapi.json").json)
  }

  init(_ document: [String: Any]) {
    self.document = document
  }

  var check: SchemaCheck { SchemaCheck(document: document) }
  var paths: [String: [String: [String: Any]]] {
    document["paths"] as? [String: [String: [String: Any]]] ?? [:]
  }

  /// What of an answer the document does not promise.
  func broken(by reply: Reply, to method: String, _ address: String) -> [String] {
    let path = String(address.prefix { $0 != "?" })
    let place = "\(method) \(path)"
    guard let operation = operation(method, path) else {
      // There is nothing by this method.
      let faults =
        [400, 403, 404, 405, 421].contains(reply.status) ? [] : ["\(place) is not told of"]
      return faults + problemFaults(reply, place)
    }
    let answers = operation["responses"] as? [String: [String: Any]] ?? [:]
    guard var answer = answers[String(reply.status)] else {
      return ["\(place): \(reply.status) is not promised: \(reply.text)"]
    }
    if let reference = answer["$ref"] as? String { answer = check.target(of: reference) }
    let type = reply.headers["content-type"].map { String($0.prefix { $0 != ";" }) }
    let content = answer["content"] as? [String: [String: Any]] ?? [:]
    // What could not be read came to no route.
    if reply.body.isEmpty, content.isEmpty || type == nil && reply.status == 400 { return [] }
    guard let type, let media = content[type] else {
      return ["\(place): \(reply.status) as \(type ?? "nothing") is not promised"]
    }
    guard type.hasSuffix("json"), method != "HEAD" else { return [] }
    guard let value = try? JSONSerialization.jsonObject(with: Data(reply.body)) else {
      return ["\(place): no JSON: \(reply.text)"]
    }
    return check.faults(in: value, media["schema"] as? [String: Any] ?? [:], at: place)
  }

  private func problemFaults(_ reply: Reply, _ place: String) -> [String] {
    if reply.body.isEmpty { return [] }
    guard let value = try? JSONSerialization.jsonObject(with: Data(reply.body)) else {
      return ["\(place): no JSON: \(reply.text)"]
    }
    return check.faults(in: value, ["$ref": "#/components/schemas/Problem"], at: place)
  }

  /// The one with the fewest places is meant.
  private func operation(_ method: String, _ path: String) -> [String: Any]? {
    let steps = path.split(separator: "/")
    let found = paths.keys.filter { pattern in
      let parts = pattern.split(separator: "/")
      return parts.count == steps.count
        && zip(parts, steps).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
    }
    let pattern = found.min { $0.count { $0 == "{" } < $1.count { $0 == "{" } }
    return pattern.flatMap { paths[$0]?[method == "HEAD" ? "get" : method.lowercased()] }
  }
}
