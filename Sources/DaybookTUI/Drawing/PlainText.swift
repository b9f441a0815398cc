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
    var at = 0
    while at < bytes.count, let glyph = glyph(bytes, &at) {
      if !body(glyph) { break }
    }
    return true
  }

  /// The letter at a place, which moves behind it; nil where it is none by itself.
  private static func glyph(_ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int) -> Glyph? {
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
