/// Descriptions, which may be HTML: what they say in plain text.
enum GoogleText {
  /// Whether a text holds tags or entities rather than characters that happen to look like some.
  static func isHTML(_ text: String) -> Bool {
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) else {
      return false
    }
    let bytes = Array(text.utf8)
    return bytes.indices.contains { index in
      switch bytes[index] {
      case UInt8(ascii: "<"): tagEnd(bytes, index) != nil
      case UInt8(ascii: "&"): entity(bytes, index) != nil
      default: false
      }
    }
  }

  /// The text without tags: breaks, paragraphs and list items on lines of their own, entities as
  /// what they stand for, the address of a link behind its words.
  static func plain(_ html: String) -> String {
    let bytes = Array(html.utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var link: (address: String, start: Int)?
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "<"), let end = tagEnd(bytes, index) {
        let tag = String(decoding: bytes[(index + 1)..<end], as: UTF8.self)
        index = end + 1
        let name = tag.lowercased().prefix { $0.isLetter || $0.isNumber || $0 == "/" }
        switch name {
        case "br", "br/", "/p", "/div", "/li", "/ul", "/ol", "/tr", "/h1", "/h2", "/h3":
          if name.hasPrefix("br") || text.last != 10 { text.append(10) }
        case "p", "div", "ul", "ol":
          if let last = text.last, last != 10 { text.append(10) }
        case "li": text += Array("- ".utf8)
        case "a": link = address(in: tag).map { ($0, text.count) }
        case "/a":
          if let known = link { append(known.address, after: known.start, to: &text) }
          link = nil
        case "script", "style":
          index = endOfElement(String(name), bytes, index)
        default: break
        }
      } else if bytes[index] == UInt8(ascii: "&"), let (scalar, end) = entity(bytes, index) {
        text += Array(String(scalar).utf8)
        index = end
      } else {
        text.append(bytes[index])
        index += 1
      }
    }
    while text.last == 10 || text.last == 32 { text.removeLast() }
    return String(decoding: text, as: UTF8.self)
  }

  /// Puts an address behind the words that link to it, unless they are the address.
  private static func append(_ address: String, after start: Int, to text: inout [UInt8]) {
    let words = String(decoding: text[min(start, text.count)...], as: UTF8.self)
    let isSame = words == address || address.hasSuffix("//" + words)
    if !isSame { text += Array((words.isEmpty ? address : " <\(address)>").utf8) }
  }

  private static func address(in tag: String) -> String? {
    guard let mark = tag.lowercased().firstRange(of: "href=") else { return nil }
    let offset = tag.lowercased().distance(
      from: tag.lowercased().startIndex, to: mark.upperBound)
    let rest = tag.dropFirst(offset)
    guard let quote = rest.first else { return nil }
    let raw =
      quote == "\"" || quote == "'"
      ? rest.dropFirst().prefix { $0 != quote } : rest.prefix { $0 != " " }
    let address = plain(String(raw))
    let isWeb = address.hasPrefix("https://") || address.hasPrefix("http://")
    return isWeb ? address : nil
  }

  /// The index of the `>` of a tag that begins at `start`; nil where none does.
  private static func tagEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
    var index = start + 1
    if index < bytes.count, bytes[index] == UInt8(ascii: "/") { index += 1 }
    guard index < bytes.count, isLetter(bytes[index]) else { return nil }
    while index < bytes.count, isLetter(bytes[index]) || isDigit(bytes[index]) { index += 1 }
    // `<ada@example.org>` and `<https://…>` are no tags.
    guard index < bytes.count,
      bytes[index] <= 32 || bytes[index] == UInt8(ascii: ">") || bytes[index] == UInt8(ascii: "/")
    else { return nil }
    return bytes[index...].prefix(4096).firstIndex(of: UInt8(ascii: ">"))
  }

  private static func endOfElement(_ name: String, _ bytes: [UInt8], _ start: Int) -> Int {
    let end = Array("</\(name)".utf8)
    var index = start
    while index + end.count <= bytes.count {
      if bytes[index..<index + end.count].elementsEqual(end, by: { $0 | 0x20 == $1 | 0x20 }) {
        return index
      }
      index += 1
    }
    return bytes.count
  }

  /// The character that an entity at `start` stands for, and the index behind it.
  private static func entity(_ bytes: [UInt8], _ start: Int) -> (Unicode.Scalar, Int)? {
    guard let end = bytes[start...].prefix(12).firstIndex(of: UInt8(ascii: ";")), end > start + 1
    else { return nil }
    let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
    return HTMLEntity.scalar(name).map { ($0, end + 1) }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
