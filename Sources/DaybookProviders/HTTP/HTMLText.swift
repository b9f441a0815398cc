/// What vendors keep as notes and may be HTML: what it says in plain text.
enum HTMLText {
  /// What becomes of line ends and blanks between tags.
  enum Blanks {
    /// They count: it is text into which somebody put some tags.
    case kept
    /// One is as good as many: it is a page.
    case folded
  }

  /// Whether a text holds tags or entities rather than characters that happen to look like some.
  static func isHTML(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      let reader = HTMLReader(bytes: bytes, blanks: .kept)
      return bytes.indices.contains { index in
        switch bytes[index] {
        case UInt8(ascii: "<"): reader.tag(at: index) != nil
        case UInt8(ascii: "&"): reader.entity(at: index) != nil
        default: false
        }
      }
    }
  }

  /// The text without tags: breaks, paragraphs and list items on lines of their own, entities as
  /// what they stand for, the address of a link behind its words; not more of it than notes are long.
  static func plain(_ html: String, _ blanks: Blanks) -> String {
    var html = html
    return html.withUTF8 { bytes in
      var reader = HTMLReader(
        bytes: UnsafeBufferPointer(rebasing: bytes.prefix(1_000_000)), blanks: blanks)
      return reader.text()
    }
  }
}
