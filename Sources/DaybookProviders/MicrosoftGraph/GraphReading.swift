#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads JSON that somebody else wrote: what is wrong costs only itself.
enum GraphReading {
  static func value<Value: Decodable>(_ type: Value.Type, of bytes: [UInt8]) -> Value? {
    try? JSONDecoder().decode(type, from: Data(bytes))
  }

  /// A name for one request, to be found again in Microsoft's logs.
  static func requestID() -> String { UUID().uuidString.lowercased() }
}

/// An element of a list that may be unreadable without the list being so.
struct Lossy<Value: Decodable>: Decodable {
  var value: Value?

  init(from decoder: any Decoder) throws {
    value = try? Value(from: decoder)
  }
}

extension Lossy: Sendable where Value: Sendable {}

extension KeyedDecodingContainer {
  /// The field, or nil where it is missing, null, or of another type than it should be.
  func read<Value: Decodable>(_ key: Key) -> Value? {
    (try? decodeIfPresent(Value.self, forKey: key)) ?? nil
  }

  func read<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? { read(key) }

  /// The readable elements of a list.
  func list<Value: Decodable>(_ key: Key) -> [Value] {
    guard let found: [Lossy<Value>] = read(key) else { return [] }
    return found.compactMap(\.value)
  }
}

/// A page of a collection.
struct GraphPage<Element: Decodable>: Decodable {
  var value: [Element]
  /// How many there were that could not be read at all.
  var unreadable: Int
  var nextLink: String?
  var deltaLink: String?

  private enum Field: String, CodingKey {
    case value
    case nextLink = "@odata.nextLink"
    case deltaLink = "@odata.deltaLink"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    let found = try fields.decode([Lossy<Element>].self, forKey: .value)
    value = found.compactMap(\.value)
    unreadable = found.count - value.count
    nextLink = fields.read(.nextLink)
    deltaLink = fields.read(.deltaLink)
  }
}
