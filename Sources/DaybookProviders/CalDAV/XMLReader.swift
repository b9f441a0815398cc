/// What an `XMLReader` meets, in the order of the document.
protocol XMLVisitor {
  /// An element begins. `attribute` finds the value of one of its attributes by local name.
  mutating func open(_ space: XMLSpace, _ name: String, attribute: (String) -> String?)
  /// A piece of text of the innermost element.
  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>)
  /// The innermost element ends.
  mutating func close()
}

/// Namespaces that WebDAV and CalDAV use; names are compared by these and never by prefix.
enum XMLSpace: Sendable {
  case dav, caldav, calendarServer, apple, other

  init(_ uri: String) {
    switch uri {
    case "DAV:": self = .dav
    case "urn:ietf:params:xml:ns:caldav": self = .caldav
    case "http://calendarserver.org/ns/": self = .calendarServer
    case "http://apple.com/ns/ical/": self = .apple
    default: self = .other
    }
  }
}

/// Why a document is none.
enum XMLFault: Error, Hashable {
  /// It ends inside an element, or before there was one.
  case truncated
  case malformed(String)
}

/// Reads XML 1.0 with namespaces as servers write it, and no further: a DTD is passed over, of
/// entities only the five of XML itself and character references mean anything, and characters that
/// XML forbids are left out.
struct XMLReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  private var open: [Element] = []
  private var hasRoot = false
  /// Prefixes in force, the innermost last.
  private var spaces: [(prefix: String, space: XMLSpace)] = []
  private static let deepest = 100
  private static let mostAttributes = 200

  private struct Element {
    var name: Range<Int>
    /// How many prefixes were known outside of it.
    var spaces: Int
  }

  private struct Attribute {
    var prefix: String
    var name: String
    var value: String
  }

  static func read(_ bytes: [UInt8], into visitor: inout some XMLVisitor) throws(XMLFault) {
    let fault = bytes.withUnsafeBufferPointer { bytes -> XMLFault? in
      var reader = XMLReader(bytes: bytes)
      do throws(XMLFault) {
        try reader.run(&visitor)
        return nil
      } catch {
        return error
      }
    }
    if let fault { throw fault }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { index = 3 }
  }

  private mutating func run(_ visitor: inout some XMLVisitor) throws(XMLFault) {
    while index < bytes.count {
      if bytes[index] == Mark.less {
        try readMarkup(&visitor)
      } else {
        try readText(&visitor)
      }
    }
    guard hasRoot, open.isEmpty else { throw .truncated }
  }

  // MARK: - Text

  private mutating func readText(_ visitor: inout some XMLVisitor) throws(XMLFault) {
    if bytes[index] == Mark.ampersand {
      try readReference { visitor.text($0) }
      return
    }
    guard !open.isEmpty else {
      while index < bytes.count, bytes[index] != Mark.less, bytes[index] != Mark.ampersand {
        guard bytes[index] <= 0x20 else { throw .malformed("text outside of all elements") }
        index += 1
      }
      return
    }
    pass(index..<bytes.count, endsAtMarkup: true) { visitor.text($0) }
  }

  /// Hands on text without what XML forbids, its line ends as LF, and moves behind it.
  private mutating func pass(
    _ range: Range<Int>, endsAtMarkup: Bool, _ take: (UnsafeBufferPointer<UInt8>) -> Void
  ) {
    var start = range.lowerBound
    var position = start
    while true {
      position = plainEnd(from: position, to: range.upperBound)
      let byte = position < range.upperBound ? bytes[position] : Mark.less
      if byte == 0x0a || byte == 0x09 {
        position += 1
        continue
      }
      let isMarkup = byte == Mark.less || byte == Mark.ampersand
      if isMarkup, !endsAtMarkup, position < range.upperBound {
        position += 1
        continue
      }
      if start < position { take(UnsafeBufferPointer(rebasing: bytes[start..<position])) }
      if isMarkup { break }
      position += 1
      start = position
      if byte == 0x0d, position >= range.upperBound || bytes[position] != 0x0a {
        [0x0a].withUnsafeBufferPointer { take($0) }
      }
    }
    index = position
  }

  /// The first place from `start` on, and before `end`, of a control character, `<` or `&`; `end`
  /// where there is none. Nearly all of a long answer is what lies between these.
  private func plainEnd(from start: Int, to end: Int) -> Int {
    let (ones, highs): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
    let source = UnsafeRawBufferPointer(bytes)
    var position = start
    while position + 8 <= end {
      let word = UInt64(
        littleEndian: source.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let less = word ^ (ones &* UInt64(Mark.less))
      let ampersand = word ^ (ones &* UInt64(Mark.ampersand))
      // A high bit for each byte that was below 0x20, or is zero now; above the first one it may err.
      let found =
        ((word &- ones &* 0x20) & ~word | (less &- ones) & ~less
          | (ampersand &- ones) & ~ampersand) & highs
      if found != 0 { return position + found.trailingZeroBitCount / 8 }
      position += 8
    }
    while position < end, bytes[position] >= 0x20, bytes[position] != Mark.less,
      bytes[position] != Mark.ampersand
    { position += 1 }
    return position
  }

  /// Reads `&…;`; one that nobody defined means nothing.
  private mutating func readReference(_ take: (UnsafeBufferPointer<UInt8>) -> Void)
    throws(XMLFault)
  {
    let start = index + 1
    let limit = min(bytes.count, start + 40)
    guard let end = (start..<limit).first(where: { bytes[$0] == Mark.semicolon }) else {
      throw limit == bytes.count ? .truncated : .malformed("an ampersand stands alone")
    }
    index = end + 1
    // One server writes every line end of a calendar as a reference, so these take no memory.
    switch bytes[start] {
    case UInt8(ascii: "#"):
      guard let character = Self.character(bytes[start + 1..<end]) else { return }
      if character.isASCII {
        withUnsafePointer(to: UInt8(character.value)) {
          take(UnsafeBufferPointer(start: $0, count: 1))
        }
      } else {
        Array(String(character).utf8).withUnsafeBufferPointer(take)
      }
    default:
      guard let byte = Self.named.first(where: { bytes[start..<end].elementsEqual($0.name.utf8) })
      else { return }
      withUnsafePointer(to: byte.byte) { take(UnsafeBufferPointer(start: $0, count: 1)) }
    }
  }

  private static let named: [(name: String, byte: UInt8)] = [
    ("lt", Mark.less), ("gt", Mark.greater), ("amp", Mark.ampersand),
    ("quot", UInt8(ascii: "\"")), ("apos", UInt8(ascii: "'")),
  ]

  /// What `#…;` stands for; nil for what XML forbids.
  private static func character(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Unicode.Scalar? {
    let isHexadecimal = digits.first == UInt8(ascii: "x")
    let text = String(decoding: isHexadecimal ? digits.dropFirst() : digits, as: UTF8.self)
    guard let number = UInt32(text, radix: isHexadecimal ? 16 : 10),
      number >= 0x20 || [9, 10, 13].contains(number)
    else { return nil }
    return Unicode.Scalar(number)
  }

  // MARK: - Markup

  private mutating func readMarkup(_ visitor: inout some XMLVisitor) throws(XMLFault) {
    if has("<![CDATA[") {
      guard !open.isEmpty else { throw .malformed("text outside of all elements") }
      let start = index + 9
      try skip(past: "]]>", from: start)
      let end = index
      pass(start..<end - 3, endsAtMarkup: false) { visitor.text($0) }
      index = end
    } else if has("<!--") {
      try skip(past: "-->", from: index + 4)
    } else if has("<?") {
      try skip(past: "?>", from: index + 2)
    } else if has("<!") {
      try skipDeclaration()
    } else if has("</") {
      try readEnd(&visitor)
    } else {
      try readStart(&visitor)
    }
  }

  private func has(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= bytes.count else { return false }
    return (0..<count).allSatisfy { bytes[index + $0] == text.utf8Start[$0] }
  }

  private mutating func skip(past text: StaticString, from start: Int) throws(XMLFault) {
    index = start
    while index < bytes.count {
      if has(text) {
        index += text.utf8CodeUnitCount
        return
      }
      index += 1
    }
    throw .truncated
  }

  /// Passes over a DTD with all that is declared in it.
  private mutating func skipDeclaration() throws(XMLFault) {
    var depth = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"): depth -= 1
      case Mark.greater where depth <= 0:
        index += 1
        return
      default: break
      }
      index += 1
    }
    throw .truncated
  }

  private mutating func readEnd(_ visitor: inout some XMLVisitor) throws(XMLFault) {
    index += 2
    let name = readName()
    skipBlanks()
    guard index < bytes.count else { throw .truncated }
    guard bytes[index] == Mark.greater, let element = open.popLast(),
      bytes[element.name].elementsEqual(bytes[name])
    else { throw .malformed("an element ends that did not begin") }
    index += 1
    spaces.removeLast(spaces.count - element.spaces)
    visitor.close()
  }

  private mutating func readStart(_ visitor: inout some XMLVisitor) throws(XMLFault) {
    guard !open.isEmpty || !hasRoot else { throw .malformed("there are two roots") }
    index += 1
    let range = readName()
    guard !range.isEmpty else {
      throw index < bytes.count ? .malformed("an element has no name") : .truncated
    }
    let known = spaces.count
    let (attributes, isEmpty) = try readAttributes()
    guard open.count < Self.deepest else { throw .malformed("elements are nested too deep") }
    hasRoot = true
    open.append(Element(name: range, spaces: known))
    let (prefix, name) = split(range)
    visitor.open(space(prefix), name) { wanted in attributes.first { $0.name == wanted }?.value }
    if isEmpty {
      open.removeLast()
      spaces.removeLast(spaces.count - known)
      visitor.close()
    }
  }

  /// The attributes up to the end of the tag; those that declare prefixes take effect.
  private mutating func readAttributes() throws(XMLFault) -> (found: [Attribute], isEmpty: Bool) {
    var found: [Attribute] = []
    while true {
      skipBlanks()
      guard index < bytes.count else { throw .truncated }
      if bytes[index] == Mark.greater {
        index += 1
        return (found, false)
      }
      if bytes[index] == Mark.slash {
        index += 1
        guard index < bytes.count else { throw .truncated }
        guard bytes[index] == Mark.greater else { throw .malformed("a slash stands alone") }
        index += 1
        return (found, true)
      }
      let (prefix, name) = split(readName())
      guard !name.isEmpty, found.count + spaces.count < Self.mostAttributes else {
        throw .malformed("a tag cannot be read")
      }
      let value = try readValue()
      switch (prefix, name) {
      case ("", "xmlns"): spaces.append(("", XMLSpace(value)))
      case ("xmlns", _): spaces.append((name, XMLSpace(value)))
      default: found.append(Attribute(prefix: prefix, name: name, value: value))
      }
    }
  }

  private mutating func readValue() throws(XMLFault) -> String {
    skipBlanks()
    guard index < bytes.count else { throw .truncated }
    guard bytes[index] == UInt8(ascii: "=") else { throw .malformed("an attribute has no value") }
    index += 1
    skipBlanks()
    guard index < bytes.count else { throw .truncated }
    let quote = bytes[index]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw .malformed("an attribute's value is not quoted")
    }
    index += 1
    var value: [UInt8] = []
    while index < bytes.count {
      switch bytes[index] {
      case quote:
        index += 1
        return String(decoding: value, as: UTF8.self)
      case Mark.ampersand: try readReference { value.append(contentsOf: $0) }
      case Mark.less: throw .malformed("a tag begins inside of another")
      case let byte:
        if byte >= 0x20 { value.append(byte) }
        index += 1
      }
    }
    throw .truncated
  }

  private mutating func readName() -> Range<Int> {
    let start = index
    while index < bytes.count, !Mark.endsName(bytes[index]) { index += 1 }
    return start..<index
  }

  private mutating func skipBlanks() {
    while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
  }

  private func split(_ name: Range<Int>) -> (prefix: String, name: String) {
    guard let colon = name.first(where: { bytes[$0] == UInt8(ascii: ":") }) else {
      return ("", String(decoding: bytes[name], as: UTF8.self))
    }
    return (
      String(decoding: bytes[name.lowerBound..<colon], as: UTF8.self),
      String(decoding: bytes[colon + 1..<name.upperBound], as: UTF8.self)
    )
  }

  private func space(_ prefix: String) -> XMLSpace {
    spaces.last { $0.prefix == prefix }?.space ?? .other
  }
}

/// The bytes that the grammar of XML is made of.
private enum Mark {
  static let less = UInt8(ascii: "<")
  static let greater = UInt8(ascii: ">")
  static let ampersand = UInt8(ascii: "&")
  static let semicolon = UInt8(ascii: ";")
  static let slash = UInt8(ascii: "/")

  static func endsName(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == greater || byte == slash || byte == UInt8(ascii: "=") || byte == less
  }
}
