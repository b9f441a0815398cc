import DaybookCore
import Foundation

/// A member of a route's body: how it is read, and what the documents say of it.
struct Member: Sendable {
  let name: String
  let kind: Kind
  /// A sentence.
  let meaning: String
  /// What stands for it in the body that the documents show; nil where it is not in it.
  let example: JSON?
  let isRequired: Bool
  /// Whether null can be sent: for none, or as if nothing was said.
  let takesNull: Bool

  enum Kind: Sendable {
    case text(TextForm)
    case flag
    case number(ClosedRange<Int>)
    /// With decimals, kept in hundredths.
    case amount
    case choice([String])
    case texts(TextForm)
    /// Some of these, and one at least.
    case choices([String])
  }

  /// What no amount is more than.
  static let greatestAmount = 10_000_000
  /// So many a list may have.
  static let mostOfList = 1_000

  /// - Parameter takesNull: unless told, whether it can be left out.
  init(
    _ name: String, _ kind: Kind, _ meaning: String, like example: JSON? = nil,
    isRequired: Bool = false, takesNull: Bool? = nil
  ) {
    self.name = name
    self.kind = kind
    self.meaning = meaning
    self.example = example
    self.isRequired = isRequired
    self.takesNull = takesNull ?? !isRequired
  }
}

extension Member {
  func value(of foreign: Any) throws -> Fields.Value {
    if foreign is NSNull {
      guard takesNull else { throw Problem.invalid(name, "\(name) cannot be null.") }
      return .null
    }
    switch kind {
    case .text(let form): return .text(try text(foreign, form))
    case .choice(let words): return .text(try word(foreign, words))
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
        number <= Double(Member.greatestAmount)
      else { throw wrong("an amount such as 95 or 95.5") }
      return .number(Int((number * 100).rounded()))
    case .texts(let form): return .texts(try list(foreign).map { try text($0, form) })
    case .choices(let words):
      let chosen = try list(foreign).map { try word($0, words) }
      guard !chosen.isEmpty else { throw wrong("some of \(words.joined(separator: ", "))") }
      return .texts(chosen)
    }
  }

  private func list(_ foreign: Any) throws -> [Any] {
    guard let list = foreign as? [Any], list.count <= Member.mostOfList else {
      throw wrong("a list of texts, of \(Member.mostOfList) at most")
    }
    return list
  }

  private func text(_ foreign: Any, _ form: TextForm) throws -> String {
    guard let text = foreign as? String else { throw wrong("a text") }
    guard form.takes(text) else {
      throw wrong(text.unicodeScalars.count > TextForm.longest ? "a shorter text" : form.wish)
    }
    return text
  }

  private func word(_ foreign: Any, _ words: [String]) throws -> String {
    guard let word = foreign as? String, words.contains(word) else {
      let nearest = (foreign as? String).flatMap { NearestWord.to($0, among: words) }
      throw Problem.invalid(
        name, "\(name) wants one of \(words.joined(separator: ", ")).",
        hint: nearest.map { "Did you mean “\($0)”?" })
    }
    return word
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
