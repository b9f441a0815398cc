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
    var text = text
    out.append(UInt8(ascii: "\""))
    text.withUTF8 { bytes in
      var written = 0
      var at = 0
      while at < bytes.count {
        guard mayNeedEscape(bytes[at]), let (escape, length) = escape(bytes, at) else {
          at += 1
          continue
        }
        out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[written..<at]))
        out += escape.utf8
        at += length
        written = at
      }
      out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[written...]))
    }
    out.append(UInt8(ascii: "\""))
  }

  /// Beyond ASCII only what begins with these two bytes of UTF-8 may be a control.
  @inline(__always)
  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x22 || byte == 0x5c || byte == 0x7f || byte == 0xc2 || byte == 0xe2
  }

  /// What is written for the letter at a place, and how many bytes of it that stands for; nil where
  /// it stands for itself.
  private static func escape(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> (String, Int)? {
    switch bytes[at] {
    case 0x22: return ("\\\"", 1)
    case 0x5c: return ("\\\\", 1)
    case 0x0a: return ("\\n", 1)
    case 0x0d: return ("\\r", 1)
    case 0x09: return ("\\t", 1)
    case 0xc2:
      guard bytes[at + 1] < 0xa0 else { return nil }
      return (number(UInt32(bytes[at + 1])), 2)
    case 0xe2:
      let value = 0x2000 | UInt32(bytes[at + 1] & 0x3f) << 6 | UInt32(bytes[at + 2] & 0x3f)
      switch value {
      case 0x200e, 0x200f, 0x2028...0x202e, 0x2066...0x2069: return (number(value), 3)
      default: return nil
      }
    default: return (number(UInt32(bytes[at])), 1)
    }
  }

  private static func number(_ value: UInt32) -> String {
    let hex = String(value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
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
