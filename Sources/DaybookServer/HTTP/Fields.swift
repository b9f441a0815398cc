import DaybookCore
import Foundation
import HTTPTypes

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

  /// - Parameter least: how many members it has at least.
  /// - Throws: a problem that names what is missing, unknown, there twice, or of the wrong kind.
  init(_ bytes: [UInt8], _ members: [Member], least: Int = 0) throws {
    let object = try Fields.object(bytes)
    var values: [String: Value] = [:]
    for name in object.keys.sorted() {
      guard let member = members.first(where: { $0.name == name }) else {
        throw Fields.unknown(name, among: members.map(\.name))
      }
      values[name] = try member.value(of: object[name] ?? NSNull())
    }
    for member in members where member.isRequired && values[member.name] == nil {
      throw Problem.missing(
        member.name, hint: member.takesNull ? "null says that there is none." : nil)
    }
    guard values.count >= least else { throw Fields.nothing }
    self.values = values
  }

  private static func object(_ bytes: [UInt8]) throws -> [String: Any] {
    // Foundation would read UTF-16 as well, which RFC 8259 §8.1 forbids.
    guard String(validating: bytes, as: UTF8.self) != nil,
      let value = try? JSONSerialization.jsonObject(
        with: Data(bytes), options: .fragmentsAllowed),
      let object = value as? [String: Any]
    else { throw malformed }
    if let doubled = DoubledMember.first(in: bytes) {
      throw Problem(
        .badRequest, "doubled_member", "“\(doubled)” is there twice.", hint: "Leave one out.",
        field: doubled)
    }
    return object
  }

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

  static let nothing = Problem(
    .unprocessableContent, "nothing_to_change", "The body names nothing to change.")

  static func unknown(_ name: String, among known: [String]) -> Problem {
    let nearest = NearestWord.to(name, among: known)
    return Problem(
      .unprocessableContent, "unknown_member", "There is no “\(name)” here.",
      hint: nearest.map { "Did you mean “\($0)”?" }, field: name)
  }
}
