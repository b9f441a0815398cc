/// Text of which every scalar is a letter by itself, narrow or wide, as nearly all text is: nobody
/// has to ask which of them belong together.
enum PlainText {
  /// The cells that the bytes of a `String` take, or nil where a scalar is no letter by itself.
  static func cells(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var cells = 0
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte >= 0x20, byte < 0x7F {
        cells += 1
        at += 1
        continue
      }
      guard let glyph = glyph(bytes, &at) else { return nil }
      cells += glyph.width
    }
    return cells
  }

  /// Calls `body` with each glyph until it returns false; says whether the text is plain, and does
  /// nothing where it is not.
  static func each(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (Glyph) -> Bool) -> Bool {
    guard cells(bytes) != nil else { return false }
    letters(bytes, body)
    return true
  }

  /// Calls `body` with each glyph of a text that is known to be plain, until it returns false.
  static func letters(_ bytes: UnsafeBufferPointer<UInt8>, _ body: (Glyph) -> Bool) {
    var at = 0
    while at < bytes.count, let glyph = glyph(bytes, &at) {
      if !body(glyph) { break }
    }
  }

  /// The letter at a place, which moves behind it; nil where it is none by itself.
  static func glyph(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Glyph? {
    let first = bytes[at]
    let value: UInt32
    switch first {
    case 0x20..<0x7F:
      at += 1
      return Glyph(content: UInt32(first), width: 1)
    case 0xC2..<0xE0:
      guard at + 1 < bytes.count else { return nil }
      value = UInt32(first & 0x1F) << 6 | UInt32(bytes[at + 1] & 0x3F)
      at += 2
    case 0xE0..<0xF0:
      guard at + 2 < bytes.count else { return nil }
      value =
        UInt32(first & 0x0F) << 12 | UInt32(bytes[at + 1] & 0x3F) << 6
        | UInt32(bytes[at + 2] & 0x3F)
      at += 3
      // Below the first noncharacter, so that a letter stands for itself.
      guard value < 0xFDD0 else { return nil }
    case 0xF0:
      guard at + 3 < bytes.count else { return nil }
      value =
        UInt32(bytes[at + 1] & 0x3F) << 12 | UInt32(bytes[at + 2] & 0x3F) << 6
        | UInt32(bytes[at + 3] & 0x3F)
      at += 4
      // Of the further planes only pictures.
      guard ScalarKind.pictures.contains(value) else { return nil }
    // Control characters, and letters of which there are few.
    default: return nil
    }
    guard let scalar = Unicode.Scalar(value) else { return nil }
    switch ScalarKind(scalar) {
    case .narrow: return Glyph(content: value, width: 1)
    case .wide: return Glyph(content: value, width: 2)
    default: return nil
    }
  }
}

extension PlainText {
  /// The lines that `TextWidth.wrapped` makes of a text, or nil where it is not plain. Words of a line
  /// stand in it as they do in the text, so a line is a stretch of it.
  static func wrapped(_ bytes: UnsafeBufferPointer<UInt8>, to width: Int) -> [String]? {
    guard cells(bytes) != nil else { return nil }
    let blank = UInt8(ascii: " ")
    var lines: [Range<Int>] = []
    var line = 0..<0
    var used = 0
    var at = 0
    while at <= bytes.count {
      let word = at..<(bytes[at...].firstIndex(of: blank) ?? bytes.count)
      at = word.upperBound + 1
      let cells = self.cells(UnsafeBufferPointer(rebasing: bytes[word])) ?? 0
      if !line.isEmpty, used + 1 + cells <= width {
        line = line.lowerBound..<word.upperBound
        used += 1 + cells
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = word.lowerBound..<word.lowerBound
      used = 0
      var end = word.lowerBound
      while end < word.upperBound, let letter = glyph(bytes, &end) {
        if used + letter.width > width, used > 0 {
          lines.append(line)
          line = line.upperBound..<line.upperBound
          used = 0
        }
        line = line.lowerBound..<end
        used += letter.width
      }
    }
    lines.append(line)
    return lines.map { String(decoding: bytes[$0], as: UTF8.self) }
  }
}
