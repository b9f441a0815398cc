/// Reading JSON of which nothing can be relied on: what has another type than it should is taken
/// for missing.
extension KeyedDecodingContainer {
  func text(_ key: Key) -> String? {
    (try? decodeIfPresent(String.self, forKey: key)) ?? nil
  }

  /// A number or a text, as text.
  func name(_ key: Key) -> String? {
    if let text = text(key) { return text }
    return ((try? decodeIfPresent(Int.self, forKey: key)) ?? nil).map(String.init)
  }

  func flag(_ key: Key) -> Bool? {
    (try? decodeIfPresent(Bool.self, forKey: key)) ?? nil
  }

  /// What of a list can be read.
  func list<Value: Decodable>(_ key: Key, of type: Value.Type = Value.self) -> [Value] {
    ((try? decodeIfPresent([Tolerant<Value>].self, forKey: key)) ?? nil)?.compactMap(\.value) ?? []
  }
}

/// One of a list, or nil where it cannot be read: a bad one costs itself and not the list.
struct Tolerant<Value: Decodable>: Decodable {
  var value: Value?

  init(from decoder: any Decoder) {
    value = try? Value(from: decoder)
  }
}

/// One thing or a list of them.
struct OneOrMany<Value: Decodable>: Decodable {
  var values: [Value]

  init(from decoder: any Decoder) throws {
    if let many = try? [Tolerant<Value>](from: decoder) {
      values = many.compactMap(\.value)
    } else {
      values = [try Value(from: decoder)]
    }
  }
}

extension Tolerant: Sendable where Value: Sendable {}
extension OneOrMany: Sendable where Value: Sendable {}
