import DaybookCore
import Foundation
import HTTPTypes

/// A member of a route's body: how it is read, and what the documents say of it.
struct Member: Sendable {
  let name: String
  let kind: Kind
  /// A sentence.
  let meaning: String
  var isRequired = false

  enum Kind: Sendable {
    case text
    case flag
    case number(ClosedRange<Int>)
    /// With decimals, kept in hundredths.
    case amount
    case choice([String])
    case texts
  }

  init(_ name: String, _ kind: Kind, _ meaning: String, isRequired: Bool = false) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    self.isRequired = isRequired
  }
}

/// The body of a request, one JSON object, read by what its route declares.
struct Fields: Sendable {
  enum Value: Hashable, Sendable {
    case null
    case text(String)
    case flag(Bool)
    case number(Int)
    case texts([String])
  }

  private let values: [String: Value]

  /// Of a request that has no body.
  static let none = Fields(values: [:])

  private init(values: [String: Value]) {
    self.values = values
  }

  /// - Throws: a problem that names what is missing, unknown, or of the wrong kind.
  init(_ bytes: [UInt8], _ members: [Member]) throws {
    let object: [String: Any]
    do {
      let value = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
      guard let found = value as? [String: Any] else { throw Fields.malformed }
      object = found
    } catch {
      throw Fields.malformed
    }
    var values: [String: Value] = [:]
    for name in object.keys.sorted() {
      guard let member = members.first(where: { $0.name == name }) else {
        let nearest = NearestWord.to(name, among: members.map(\.name))
        throw Problem(
          .unprocessableContent, "unknown_member", "There is no “\(name)” here.",
          hint: nearest.map { "Did you mean “\($0)”?" }, field: name)
      }
      values[name] = try member.value(of: object[name] ?? NSNull())
    }
    for member in members where member.isRequired {
      guard let value = values[member.name], value != .null else {
        throw Problem(
          .unprocessableContent, "missing", "\(member.name) is missing.", field: member.name)
      }
    }
    self.values = values
  }

  var isEmpty: Bool { values.isEmpty }

  func has(_ name: String) -> Bool { values[name] != nil }

  func isNull(_ name: String) -> Bool { values[name] == .null }

  func text(_ name: String) -> String? {
    if case .text(let text) = values[name] { text } else { nil }
  }

  func flag(_ name: String) -> Bool? {
    if case .flag(let flag) = values[name] { flag } else { nil }
  }

  func number(_ name: String) -> Int? {
    if case .number(let number) = values[name] { number } else { nil }
  }

  func texts(_ name: String) -> [String]? {
    if case .texts(let texts) = values[name] { texts } else { nil }
  }

  static let malformed = Problem(
    .badRequest, "malformed_json", "The body is no JSON object.", hint: "Send one JSON object.")
}

extension Member {
  /// A text of more than this costs more than it says.
  private static let longest = 100_000

  fileprivate func value(of foreign: Any) throws -> Fields.Value {
    if foreign is NSNull {
      if isRequired { throw wrong("a value, and null is none") }
      return .null
    }
    switch kind {
    case .text: return .text(try text(foreign))
    case .choice(let words):
      guard let word = foreign as? String, words.contains(word) else {
        throw wrong("one of \(words.joined(separator: ", "))")
      }
      return .text(word)
    case .flag:
      guard let flag = Member.flag(foreign) else { throw wrong("true or false") }
      return .flag(flag)
    case .number(let range):
      guard Member.flag(foreign) == nil, let number = foreign as? Int, range.contains(number) else {
        throw wrong("a number from \(range.lowerBound) to \(range.upperBound)")
      }
      return .number(number)
    case .amount:
      guard Member.flag(foreign) == nil, let number = foreign as? Double, number >= 0,
        number <= 10_000_000
      else { throw wrong("an amount such as 95 or 95.5") }
      return .number(Int((number * 100).rounded()))
    case .texts:
      guard let list = foreign as? [Any], list.count <= 1_000 else {
        throw wrong("a list of texts")
      }
      return .texts(try list.map(text))
    }
  }

  private func text(_ foreign: Any) throws -> String {
    guard let text = foreign as? String, !text.contains("\0") else { throw wrong("a text") }
    guard text.utf8.count <= Member.longest else {
      throw Problem.invalid(name, "\(name) is too long.")
    }
    return text
  }

  private func wrong(_ wish: String) -> Problem { .invalid(name, "\(name) wants \(wish).") }

  /// Foundation reads true and 1 into the same class; only its type tells them apart.
  private static func flag(_ foreign: Any) -> Bool? {
    guard let number = foreign as? NSNumber, String(cString: number.objCType) == "c" else {
      return foreign is Bool && !(foreign is NSNumber) ? foreign as? Bool : nil
    }
    return number.boolValue
  }
}
