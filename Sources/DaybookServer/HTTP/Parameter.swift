import DaybookCore
import HTTPTypes

/// A parameter of a route's query: how it is read, and what the documents say of it.
struct Parameter: Sendable {
  let name: String
  let kind: Kind
  /// A sentence.
  let meaning: String
  var isRepeated = false

  enum Kind: Sendable {
    case text(TextForm = .asked)
    /// A day, as the command line reads it, or an RFC 3339 instant; a plus in it is a plus.
    case moment
    case number(ClosedRange<Int>)
    case choice([String])
    case flag
  }

  init(_ name: String, _ kind: Kind, _ meaning: String, isRepeated: Bool = false) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    self.isRepeated = isRepeated
  }
}

/// The query of a request, read by what its route declares.
struct Query: Sendable {
  private var values: [String: [String]] = [:]

  /// - Parameters:
  ///   - text: what stands behind the question mark.
  ///   - takesAny: whether what is not known is left alone.
  /// - Throws: a problem that names what is unknown, given twice, or of the wrong kind.
  init(_ text: String, _ parameters: [Parameter], takesAny: Bool = false) throws {
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = try Query.decoded(parts[0], isPlusSpace: true)
      guard let parameter = parameters.first(where: { $0.name == name }) else {
        if takesAny { continue }
        throw Query.unknown(name, among: parameters.map(\.name))
      }
      let isMoment = if case .moment = parameter.kind { true } else { false }
      let value =
        parts.count == 1 ? "" : try Query.decoded(parts[1], isPlusSpace: !isMoment)
      if values[name] != nil, !parameter.isRepeated {
        throw Problem.invalid(name, "\(name) is given twice.", hint: "Leave one out.")
      }
      try parameter.check(value)
      values[name, default: []].append(value)
    }
  }

  subscript(_ name: String) -> String? { values[name]?.first }

  func all(_ name: String) -> [String] { values[name] ?? [] }

  func number(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

  func flag(_ name: String) -> Bool { self[name] == "true" }

  static func decoded(_ text: Substring, isPlusSpace: Bool) throws -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+") where isPlusSpace: bytes.append(0x20)
      case UInt8(ascii: "%"):
        let digits = rest.prefix(2)
        guard digits.count == 2,
          let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw malformed }
        rest = rest.dropFirst(2)
        bytes.append(value)
      default: bytes.append(byte)
      }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self), !decoded.contains("\0") else {
      throw malformed
    }
    return decoded
  }

  static func unknown(_ name: String, among known: [String]) -> Problem {
    let nearest = NearestWord.to(name, among: known)
    return Problem(
      .unprocessableContent, "unknown_parameter", "There is no parameter “\(name)” here.",
      hint: nearest.map { "Did you mean “\($0)”?" }, field: name)
  }

  static let malformed = Problem(
    .badRequest, "malformed_address", "The address is not well encoded.",
    hint: "Encode it as UTF-8, with % and two digits for a byte.")
}

extension Parameter {
  fileprivate func check(_ value: String) throws {
    switch kind {
    case .text(let form):
      guard form.takes(value) else { throw Problem.invalid(name, "\(name) wants \(form.wish).") }
    case .moment:
      let form = TextForm.dayPhrase
      guard form.takes(value) else { throw Problem.invalid(name, "\(name) wants \(form.wish).") }
    case .number(let range):
      guard let number = Int(value), range.contains(number) else {
        throw Problem.invalid(
          name, "\(name) wants a number from \(range.lowerBound) to \(range.upperBound).")
      }
    case .choice(let words):
      guard words.contains(value) else {
        throw Problem.invalid(
          name, "\(name) wants one of \(words.joined(separator: ", ")).",
          hint: NearestWord.to(value, among: words).map { "Did you mean “\($0)”?" })
      }
    case .flag:
      guard ["true", "false"].contains(value) else {
        throw Problem.invalid(name, "\(name) wants true or false.")
      }
    }
  }
}
