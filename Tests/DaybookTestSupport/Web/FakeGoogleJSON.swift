import Foundation

/// JSON that a fake keeps and compares.
package indirect enum GoogleJSON: Hashable, Sendable, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  case null
  case bool(Bool)
  case int(Int)
  case string(String)
  case array([GoogleJSON])
  case object([String: GoogleJSON])

  package init(stringLiteral value: String) { self = .string(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(integerLiteral value: Int) { self = .int(value) }
  package init(arrayLiteral values: GoogleJSON...) { self = .array(values) }
  package init(dictionaryLiteral members: (String, GoogleJSON)...) {
    self = .object(Dictionary(members, uniquingKeysWith: { $1 }))
  }

  /// nil for what is no JSON.
  package init?(_ bytes: some Sequence<UInt8>) {
    guard
      let value = try? JSONSerialization.jsonObject(
        with: Data(bytes), options: .fragmentsAllowed)
    else { return nil }
    self.init(any: value)
  }

  private init(any value: Any) {
    switch value {
    case let text as String: self = .string(text)
    case let values as [Any]: self = .array(values.map { GoogleJSON(any: $0) })
    case let members as [String: Any]:
      self = .object(members.mapValues { GoogleJSON(any: $0) })
    case let number as NSNumber:
      let isBool = String(cString: number.objCType) == "c" || number === kTrue || number === kFalse
      self = isBool ? .bool(number.boolValue) : .int(number.intValue)
    default: self = .null
    }
  }

  package subscript(_ name: String) -> GoogleJSON? {
    get { members?[name] }
    set {
      guard case .object(var members) = self else { return }
      members[name] = newValue
      self = .object(members)
    }
  }

  package var members: [String: GoogleJSON]? {
    if case .object(let members) = self { members } else { nil }
  }

  package var elements: [GoogleJSON]? {
    if case .array(let values) = self { values } else { nil }
  }

  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  package var int: Int? {
    if case .int(let number) = self { number } else { nil }
  }

  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// What a PATCH makes of it: objects are merged, all else is replaced, null takes away.
  package func merged(with patch: GoogleJSON) -> GoogleJSON {
    guard case .object(var members) = self, case .object(let changes) = patch else { return patch }
    for (name, value) in changes {
      if value == .null {
        members[name] = nil
      } else {
        members[name] = (members[name] ?? .object([:])).merged(with: value)
      }
    }
    return .object(members)
  }

  package var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .int(let value): text += String(value)
    case .string(let value):
      text += "\""
      for scalar in value.unicodeScalars {
        switch scalar {
        case "\"": text += "\\\""
        case "\\": text += "\\\\"
        case let scalar where scalar.value < 0x20:
          let digits = String(scalar.value, radix: 16)
          text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: text.unicodeScalars.append(scalar)
        }
      }
      text += "\""
    case .array(let values):
      text += "["
      for (index, value) in values.enumerated() {
        if index > 0 { text += "," }
        value.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      var isFirst = true
      for (name, value) in members {
        if !isFirst { text += "," }
        isFirst = false
        GoogleJSON.string(name).write(to: &text)
        text += ":"
        value.write(to: &text)
      }
      text += "}"
    }
  }
}

private let kTrue = NSNumber(value: true)
private let kFalse = NSNumber(value: false)
