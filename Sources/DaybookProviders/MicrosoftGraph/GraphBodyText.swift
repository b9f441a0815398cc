/// Bodies of events, which are HTML mostly: as text for people, and back.
enum GraphBodyText {
  /// What a reader would see of HTML, in lines; not more of it than notes are long.
  static func text(ofHTML html: String) -> String {
    var html = html
    return html.withUTF8 { bytes in
      var reader = Reader(bytes: UnsafeBufferPointer(rebasing: bytes.prefix(1_000_000)))
      reader.run()
      return reader.result
    }
  }

  /// Text as HTML that shows it.
  static func html(ofText text: String) -> String {
    var html = ""
    for character in text {
      switch character {
      case "&": html += "&amp;"
      case "<": html += "&lt;"
      case ">": html += "&gt;"
      case "\n", "\r\n", "\r": html += "<br>"
      default: html.append(character)
      }
    }
    return html
  }

  /// New notes for a meeting held online, with what tells how to join kept as it is there: without it
  /// nobody could.
  ///
  /// - Parameter html: the body as it is there.
  static func html(ofText text: String, keepingMeetingIn html: String) -> String {
    let own = text.firstRange(of: rule).map { String(text[..<$0.lowerBound]) } ?? text
    var block = html
    if let mark = html.firstRange(of: rule)?.lowerBound {
      // From the tag that holds the rule on.
      let start = html[..<mark].lastIndex(of: "<") ?? mark
      block = String(html[start...])
    }
    return "<html><body><div>" + Self.html(ofText: own) + "</div>" + block
  }

  /// Exchange draws a line above what tells how to join.
  private static let rule = "________"

  private struct Reader {
    let bytes: UnsafeBufferPointer<UInt8>
    var output: [UInt8] = []
    var index = 0
    /// Line ends and blanks that matter only if something follows.
    var breaks = 0
    var hasBlank = false

    init(bytes: UnsafeBufferPointer<UInt8>) {
      self.bytes = bytes
      output.reserveCapacity(bytes.count / 2)
    }

    var result: String { String(decoding: output, as: UTF8.self) }

    mutating func run() {
      while index < bytes.count {
        switch bytes[index] {
        case UInt8(ascii: "<"): readTag()
        case UInt8(ascii: "&"): readEntity()
        case 0x09, 0x0a, 0x0d, 0x20:
          hasBlank = true
          index += 1
        default:
          put(bytes[index])
          index += 1
        }
      }
    }

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

    private mutating func readTag() {
      if starts("<!--") {
        skip(past: "-->")
        return
      }
      var end = index + 1
      let isClosing = end < bytes.count && bytes[end] == UInt8(ascii: "/")
      if isClosing { end += 1 }
      let nameStart = end
      while end < bytes.count, isLetterOrDigit(bytes[end]) { end += 1 }
      guard end > nameStart || (end < bytes.count && bytes[end] == UInt8(ascii: "!")) else {
        // A lone bracket is text.
        put(bytes[index])
        index += 1
        return
      }
      let name = String(decoding: bytes[nameStart..<end], as: UTF8.self).lowercased()
      while end < bytes.count, bytes[end] != UInt8(ascii: ">") { end += 1 }
      index = min(end + 1, bytes.count)
      switch name {
      case "style", "script", "head", "title":
        if !isClosing { skip(past: "</" + name) }
      case "br": breaks += 1
      case "p", "h1", "h2", "h3", "h4", "h5", "h6": breaks = max(breaks, 2)
      case "div", "tr", "li", "ul", "ol", "table", "hr", "blockquote": breaks = max(breaks, 1)
      case "td", "th": hasBlank = true
      default: break
      }
    }

    private mutating func readEntity() {
      var end = index + 1
      while end < bytes.count, end - index < 10, bytes[end] != UInt8(ascii: ";") { end += 1 }
      guard end < bytes.count, bytes[end] == UInt8(ascii: ";"),
        let scalar = HTMLEntity.scalar(String(decoding: bytes[index + 1..<end], as: UTF8.self))
      else {
        put(bytes[index])
        index += 1
        return
      }
      index = end + 1
      if scalar == "\u{a0}" {
        hasBlank = true
      } else {
        for byte in String(scalar).utf8 { put(byte) }
      }
    }

    private func starts(_ text: StaticString) -> Bool {
      guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
      return text.withUTF8Buffer { text in
        text.indices.allSatisfy { bytes[index + $0] == text[$0] }
      }
    }

    /// Goes behind `mark`, in any case; to the end where there is none.
    private mutating func skip(past mark: String) {
      let mark = Array(mark.utf8)
      while index + mark.count <= bytes.count {
        if mark.indices.allSatisfy({ lower(bytes[index + $0]) == mark[$0] }) {
          index += mark.count
          // The rest of a closing tag.
          if mark.first == UInt8(ascii: "<") {
            while index < bytes.count, bytes[index] != UInt8(ascii: ">") { index += 1 }
            index = min(index + 1, bytes.count)
          }
          return
        }
        index += 1
      }
      index = bytes.count
    }

    private func lower(_ byte: UInt8) -> UInt8 {
      (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
    }

    private func isLetterOrDigit(_ byte: UInt8) -> Bool {
      (0x61...0x7a).contains(byte | 0x20) || (0x30...0x39).contains(byte)
    }
  }
}
