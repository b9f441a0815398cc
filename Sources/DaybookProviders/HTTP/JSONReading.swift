/// Reads JSON that somebody else wrote, byte by byte: what is asked for is taken, all else passed over
/// without becoming a value. A first sync reads tens of megabytes, and this is most of its work.
///
/// Whoever reads a value of another type than is there gets nil and the place behind it, so that what
/// is wrong costs only itself.
struct JSONReading {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  /// What is no JSON at all (RFC 8259).
  struct Malformed: Error {}

  /// The value of a whole body; nil where it is none of this type.
  static func value<Value: JSONReadable>(_ type: Value.Type, of body: [UInt8]) -> Value? {
    body.withUnsafeBufferPointer { bytes in
      var reading = JSONReading(bytes: bytes)
      return (try? Value(&reading)) ?? nil
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// Visits the fields of an object; `body` must read or skip the value of each. False where there is
  /// no object.
  mutating func object(_ body: (inout JSONReading, String) throws(Malformed) -> Void)
    throws(Malformed) -> Bool
  {
    guard try next() == UInt8(ascii: "{") else {
      try skip()
      return false
    }
    index += 1
    if try next() == UInt8(ascii: "}") {
      index += 1
      return true
    }
    while true {
      guard try next() == UInt8(ascii: "\"") else { throw Malformed() }
      let name = try quoted()
      guard try next() == UInt8(ascii: ":") else { throw Malformed() }
      index += 1
      try body(&self, name)
      let mark = try next()
      index += 1
      if mark == UInt8(ascii: "}") { return true }
      guard mark == UInt8(ascii: ",") else { throw Malformed() }
    }
  }

  /// Visits the elements of a list; `body` must read or skip each.
  mutating func list(_ body: (inout JSONReading) throws(Malformed) -> Void) throws(Malformed)
    -> Bool
  {
    guard try next() == UInt8(ascii: "[") else {
      try skip()
      return false
    }
    index += 1
    if try next() == UInt8(ascii: "]") {
      index += 1
      return true
    }
    while true {
      try body(&self)
      let mark = try next()
      index += 1
      if mark == UInt8(ascii: "]") { return true }
      guard mark == UInt8(ascii: ",") else { throw Malformed() }
    }
  }

  /// The readable elements of a list.
  mutating func list<Value: JSONReadable>(of type: Value.Type) throws(Malformed) -> [Value] {
    var found: [Value] = []
    _ = try list { reading throws(Malformed) in
      if let value = try Value(&reading) { found.append(value) }
    }
    return found
  }

  mutating func text() throws(Malformed) -> String? {
    guard try next() == UInt8(ascii: "\"") else {
      try skip()
      return nil
    }
    return try quoted()
  }

  /// What `read` makes of the bytes of a text; nil where there is none.
  mutating func text<Value>(_ read: (UnsafeBufferPointer<UInt8>) -> Value?) throws(Malformed)
    -> Value?
  {
    guard try next() == UInt8(ascii: "\"") else {
      try skip()
      return nil
    }
    let start = index + 1
    let end = endOfPlain(from: start)
    if end < bytes.count, bytes[end] == UInt8(ascii: "\"") {
      index = end + 1
      return read(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    }
    var text = try quoted()
    return text.withUTF8(read)
  }

  mutating func bool() throws(Malformed) -> Bool? {
    let first = try next()
    try skip()
    return first == UInt8(ascii: "t") ? true : first == UInt8(ascii: "f") ? false : nil
  }

  /// A whole number.
  mutating func number() throws(Malformed) -> Int? {
    let first = try next()
    let start = index
    try skip()
    guard first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return nil }
    return Int(String(decoding: bytes[start..<index], as: UTF8.self))
  }

  // MARK: - Bytes

  /// The first byte that is no blank.
  private mutating func next() throws(Malformed) -> UInt8 {
    while index < bytes.count {
      switch bytes[index] {
      case 0x09, 0x0a, 0x0d, 0x20: index += 1
      default: return bytes[index]
      }
    }
    throw Malformed()
  }

  /// Goes behind a value of any kind.
  mutating func skip() throws(Malformed) {
    var depth = 0
    repeat {
      switch try next() {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        depth += 1
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        index += 1
      case UInt8(ascii: "\""): try skipQuoted()
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        guard depth > 0 else { throw Malformed() }
        index += 1
      default: try skipWord()
      }
    } while depth > 0
    guard depth == 0 else { throw Malformed() }
  }

  /// A number, `true`, `false` or `null`.
  private mutating func skipWord() throws(Malformed) {
    let start = index
    while index < bytes.count, Self.isOfWord(bytes[index]) { index += 1 }
    guard index > start else { throw Malformed() }
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2b
      || byte == 0x2d || byte == 0x2e
  }

  private mutating func skipQuoted() throws(Malformed) {
    index += 1
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        index += 1
        return
      case UInt8(ascii: "\\"): index += 2
      default: index += 1
      }
    }
    throw Malformed()
  }

  private mutating func quoted() throws(Malformed) -> String {
    let start = index + 1
    let end = endOfPlain(from: start)
    guard end < bytes.count else { throw Malformed() }
    if bytes[end] == UInt8(ascii: "\"") {
      index = end + 1
      return String(decoding: bytes[start..<end], as: UTF8.self)
    }
    var result = Array(bytes[start..<end])
    index = end
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: result, as: UTF8.self) }
      if byte == UInt8(ascii: "\\") { try escape(into: &result) } else { result.append(byte) }
    }
    throw Malformed()
  }

  /// The first quote or backslash.
  private func endOfPlain(from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\") {
      end += 1
    }
    return end
  }

  private mutating func escape(into result: inout [UInt8]) throws(Malformed) {
    guard index < bytes.count else { throw Malformed() }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): result.append(0x0a)
    case UInt8(ascii: "r"): result.append(0x0d)
    case UInt8(ascii: "t"): result.append(0x09)
    case UInt8(ascii: "b"): result.append(0x08)
    case UInt8(ascii: "f"): result.append(0x0c)
    case UInt8(ascii: "u"):
      var unit = try hexUnit()
      if (0xd800..<0xdc00).contains(unit), index + 1 < bytes.count,
        bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
      {
        index += 2
        unit = 0x10000 + (unit - 0xd800) << 10 + (try hexUnit() &- 0xdc00) & 0x3ff
      }
      // Half of a pair means nothing.
      result.append(contentsOf: String(Unicode.Scalar(unit) ?? "\u{fffd}").utf8)
    default: result.append(byte)
    }
  }

  private mutating func hexUnit() throws(Malformed) -> UInt32 {
    guard index + 4 <= bytes.count,
      let unit = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw Malformed() }
    index += 4
    return unit
  }
}

/// What can be read out of JSON.
protocol JSONReadable {
  /// Reads the value that comes next, or goes behind it and gives nil.
  init?(_ reading: inout JSONReading) throws(JSONReading.Malformed)
}

/// What is read out of an object member by member, all of which may be missing.
protocol JSONObject: JSONReadable {
  init()
  /// Reads the value of a member, or skips it.
  mutating func take(_ name: String, from reading: inout JSONReading) throws(JSONReading.Malformed)
}

extension JSONObject {
  init?(_ reading: inout JSONReading) throws(JSONReading.Malformed) {
    self.init()
    let isObject = try reading.object { reading, name throws(JSONReading.Malformed) in
      try take(name, from: &reading)
    }
    guard isObject else { return nil }
  }
}

extension String: JSONReadable {
  init?(_ reading: inout JSONReading) throws(JSONReading.Malformed) {
    guard let text = try reading.text() else { return nil }
    self = text
  }
}
