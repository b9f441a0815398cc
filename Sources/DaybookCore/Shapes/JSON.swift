/// A JSON value whose keys keep the order they were written in.
///
/// Written by hand because the order is part of the contract and Foundation's encoder has none; and
/// because what a terminal might obey is escaped too: C1 controls and direction overrides.
package enum JSON: Sendable {
  case null
  case bool(Bool)
  case int(Int)
  /// A number in hundredths, written with as many decimals as it needs.
  case hundredths(Int)
  case string(String)
  case array([JSON])
  case object([(String, JSON)])

  package static func optional(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
  package static func strings(_ texts: some Sequence<String>) -> JSON {
    .array(texts.map(JSON.string))
  }

  /// One document, two spaces a level; `compact` for one line.
  package func text(compact: Bool = false) -> String {
    var out: [UInt8] = []
    write(to: &out, level: compact ? nil : 0)
    return String(decoding: out, as: UTF8.self)
  }

  private func write(to out: inout [UInt8], level: Int?) {
    switch self {
    case .null: out += "null".utf8
    case .bool(let value): out += (value ? "true" : "false").utf8
    case .int(let value): out += String(value).utf8
    case .hundredths(let value): out += JSON.decimal(hundredths: value).utf8
    case .string(let text): JSON.write(text, to: &out)
    case .array(let values):
      JSON.list(values, "[", "]", to: &out, level: level) { value, out, inner in
        value.write(to: &out, level: inner)
      }
    case .object(let fields):
      JSON.list(fields, "{", "}", to: &out, level: level) { field, out, inner in
        JSON.write(field.0, to: &out)
        out += (inner == nil ? ":" : ": ").utf8
        field.1.write(to: &out, level: inner)
      }
    }
  }

  /// `11.5`, `3`, `0.25`, `-1.05`.
  package static func decimal(hundredths value: Int) -> String {
    let size = Int(value.magnitude)
    let sign = value < 0 ? "-" : ""
    let (whole, rest) = (size / 100, size % 100)
    if rest == 0 { return "\(sign)\(whole)" }
    return rest % 10 == 0
      ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }

  private static func list<Element>(
    _ elements: [Element], _ open: String, _ close: String, to out: inout [UInt8], level: Int?,
    each: (Element, inout [UInt8], Int?) -> Void
  ) {
    out += open.utf8
    for (index, element) in elements.enumerated() {
      if index > 0 { out += ",".utf8 }
      newLine(to: &out, level: level.map { $0 + 1 })
      each(element, &out, level.map { $0 + 1 })
    }
    if !elements.isEmpty { newLine(to: &out, level: level) }
    out += close.utf8
  }

  private static func newLine(to out: inout [UInt8], level: Int?) {
    guard let level else { return }
    out.append(0x0a)
    out.append(contentsOf: repeatElement(0x20, count: level * 2))
  }

  private static func write(_ text: String, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x22: out += "\\\"".utf8
      case 0x5c: out += "\\\\".utf8
      case 0x0a: out += "\\n".utf8
      case 0x0d: out += "\\r".utf8
      case 0x09: out += "\\t".utf8
      case 0..<0x20, 0x7f..<0xa0, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a...0x202e,
        0x2066...0x2069:
        let hex = String(scalar.value, radix: 16)
        out += "\\u\(String(repeating: "0", count: 4 - hex.utf8.count))\(hex)".utf8
      default: out += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}

extension JSON {
  /// `{code, message, hint}`, or null.
  package static func failure(_ failure: Failure?) -> JSON {
    guard let failure else { return .null }
    return .object([
      ("code", .string(failure.code)), ("message", .string(failure.message)),
      ("hint", .optional(failure.hint)),
    ])
  }
}
