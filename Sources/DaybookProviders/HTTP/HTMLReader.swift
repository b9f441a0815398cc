internal import DaybookCore

/// Walks through HTML once, from its first byte to its last.
struct HTMLReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let blanks: HTMLText.Blanks
  private var output: [UInt8] = []
  private var index = 0
  /// Line ends and blanks that matter only if something follows.
  private var breaks = 0
  private var hasBlank = false
  private var link: (address: String, start: Int)?

  init(bytes: UnsafeBufferPointer<UInt8>, blanks: HTMLText.Blanks) {
    self.bytes = bytes
    self.blanks = blanks
  }

  mutating func text() -> String {
    output.reserveCapacity(bytes.count / 2)
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "<"): readMarkup()
      case UInt8(ascii: "&"): readEntity()
      case 0x09, 0x0a, 0x0d, 0x20: readBlank()
      default:
        put(bytes[index])
        index += 1
      }
    }
    while let last = output.last, last == 0x0a || last == 0x20 { output.removeLast() }
    return String(decoding: output, as: UTF8.self)
  }

  // MARK: - What is at a place

  /// The name of a tag that begins at `start`, in lower case, and the index of its `>`.
  ///
  /// `<ada@example.org>` and `<https://…>` are none.
  func tag(at start: Int) -> (name: String, isClosing: Bool, end: Int)? {
    var index = start + 1
    let isClosing = index < bytes.count && bytes[index] == UInt8(ascii: "/")
    if isClosing { index += 1 }
    let first = index
    guard index < bytes.count, Self.isLetter(bytes[index]) else { return nil }
    while index < bytes.count, Self.isOfName(bytes[index]) { index += 1 }
    // Word writes `<o:p>`.
    if index + 1 < bytes.count, bytes[index] == UInt8(ascii: ":"), Self.isLetter(bytes[index + 1]) {
      index += 1
      while index < bytes.count, Self.isOfName(bytes[index]) { index += 1 }
    }
    guard index < bytes.count,
      bytes[index] <= 0x20 || bytes[index] == UInt8(ascii: ">")
        || bytes[index] == UInt8(ascii: "/"),
      let end = bytes[index...].prefix(16_384).firstIndex(of: UInt8(ascii: ">"))
    else { return nil }
    let name = String(decoding: bytes[first..<index], as: UTF8.self).lowercased()
    return (name, isClosing, end)
  }

  /// The character that an entity at `start` stands for, and the index behind it.
  func entity(at start: Int) -> (scalar: Unicode.Scalar, end: Int)? {
    guard let end = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")), end > start + 1
    else { return nil }
    let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    return HTMLEntity.scalar(name).map { ($0, end + 1) }
  }

  // MARK: - Reading

  private mutating func readMarkup() {
    if isAt("<!--") { return skip(past: "-->") }
    if isAt("<!") { return skip(past: ">") }
    guard let (name, isClosing, end) = tag(at: index) else {
      // A lone bracket is text.
      put(bytes[index])
      index += 1
      return
    }
    let attributes = bytes[index..<end]
    index = end + 1
    switch name {
    case "style", "script", "head", "title":
      if !isClosing { skip(past: "</" + name) }
    case "br": breaks += 1
    case "p", "h1", "h2", "h3", "h4", "h5", "h6": breaks = max(breaks, 2)
    case "div", "tr", "ul", "ol", "table", "hr", "blockquote": breaks = max(breaks, 1)
    case "li":
      breaks = max(breaks, 1)
      if !isClosing {
        put(UInt8(ascii: "-"))
        put(UInt8(ascii: " "))
      }
    case "td", "th": hasBlank = true
    case "a": isClosing ? endLink() : beginLink(String(decoding: attributes, as: UTF8.self))
    default: break
    }
  }

  private mutating func readEntity() {
    guard let (scalar, end) = entity(at: index) else {
      put(bytes[index])
      index += 1
      return
    }
    index = end
    if scalar == "\u{a0}" || scalar == " " && blanks == .folded {
      hasBlank = true
    } else {
      for byte in String(scalar).utf8 { put(byte) }
    }
  }

  private mutating func readBlank() {
    switch blanks {
    case .folded: hasBlank = true
    case .kept: put(bytes[index])
    }
    index += 1
  }

  /// Goes behind `mark`, in any case, and behind the rest of a closing tag; to the end where there is
  /// none.
  private mutating func skip(past mark: String) {
    let mark = Array(mark.utf8)
    while index + mark.count <= bytes.count {
      if bytes[index..<index + mark.count].elementsEqual(mark, by: { Self.lower($0) == $1 }) {
        index += mark.count
        guard mark.first == UInt8(ascii: "<") else { return }
        let end = bytes[index...].firstIndex(of: UInt8(ascii: ">"))
        index = end.map { $0 + 1 } ?? bytes.count
        return
      }
      index += 1
    }
    index = bytes.count
  }

  // MARK: - Links

  private mutating func beginLink(_ tag: String) {
    link = Self.address(in: tag).map { ($0, output.count) }
  }

  /// Puts the address behind the words that link to it, unless they are the address.
  private mutating func endLink() {
    guard let (address, start) = link else { return }
    link = nil
    let words = String(decoding: output[min(start, output.count)...], as: UTF8.self)[...]
      .trimmed
    if words == address || address.hasSuffix("//" + words) { return }
    if !words.isEmpty { hasBlank = true }
    for byte in (words.isEmpty ? address : "<\(address)>").utf8 { put(byte) }
  }

  /// Where a link leads, if that is a page.
  private static func address(in tag: String) -> String? {
    guard let mark = tag.firstRange(of: "href="), let quote = tag[mark.upperBound...].first else {
      return nil
    }
    let rest = tag[mark.upperBound...]
    let raw =
      quote == "\"" || quote == "'"
      ? rest.dropFirst().prefix { $0 != quote } : rest.prefix { $0 != " " }
    let address = HTMLText.plain(String(raw), .kept)
    return address.hasPrefix("https://") || address.hasPrefix("http://") ? address : nil
  }

  // MARK: - Bytes

  private mutating func put(_ byte: UInt8) {
    if breaks > 0 {
      if !output.isEmpty {
        for _ in 0..<min(breaks, 2) { output.append(0x0a) }
      }
    } else if hasBlank, !output.isEmpty {
      output.append(0x20)
    }
    breaks = 0
    hasBlank = false
    output.append(byte)
  }

  private func isAt(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes[index...].starts(with: $0) }
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }

  private static func isOfName(_ byte: UInt8) -> Bool {
    isLetter(byte) || (0x30...0x39).contains(byte)
  }
}
