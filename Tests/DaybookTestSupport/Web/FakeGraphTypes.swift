import Foundation

/// What Microsoft's metadata says of the bodies that are sent, where it lies beside the project.
struct FakeGraphTypes: Sendable {
  private let types: [String: GraphJSON]

  static let shared: FakeGraphTypes? = {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "shared/contracts/microsoft/graph-v1.0-calendar-types.json").path
    guard let data = FileManager.default.contents(atPath: path),
      let types = GraphJSON(bytes: Array(data))?["types"]?.object
    else { return nil }
    return FakeGraphTypes(types: types)
  }()

  /// What is wrong with a value of this type, a line each.
  func faults(in value: GraphJSON, of type: String, at place: String = "") -> [String] {
    let name = type.hasSuffix("!") ? String(type.dropLast()) : type
    if value == .null { return type.hasSuffix("!") ? ["\(place) must not be null"] : [] }
    if name.hasPrefix("Collection(") {
      guard let list = value.array else { return ["\(place) is no list"] }
      return list.flatMap { faults(in: $0, of: String(name.dropFirst(11).dropLast()), at: place) }
    }
    switch name {
    case "Edm.String", "Edm.Date", "Edm.DateTimeOffset":
      return value.string == nil ? ["\(place) is no text"] : []
    case "Edm.Int32": return value.int == nil ? ["\(place) is no number"] : []
    case "Edm.Boolean": return value.bool == nil ? ["\(place) is no truth value"] : []
    default: break
    }
    guard let known = types[name] else { return [] }
    if let members = known["members"]?.object {
      return value.string.map { members[$0] != nil } == true ? [] : ["\(place) has no such member"]
    }
    guard let fields = value.object else { return ["\(place) is no object"] }
    let properties = properties(of: name)
    return fields.sorted { $0.key < $1.key }.flatMap { field -> [String] in
      guard let type = properties[field.key] else { return ["\(place) has no \(field.key)"] }
      return faults(in: field.value, of: type, at: place + "/" + field.key)
    }
  }

  private func properties(of type: String) -> [String: String] {
    guard let known = types[type] else { return [:] }
    var found = known["base"]?.string.map { properties(of: $0) } ?? [:]
    for (name, type) in known["properties"]?.object ?? [:] { found[name] = type.string }
    return found
  }
}
