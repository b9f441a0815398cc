/// One letter as the screen will show it: harmless, one or two cells wide, and never anything whose
/// width a terminal could dispute without our noticing.
package struct Glyph: Sendable {
  package let content: UInt32
  package let width: Int

  init(_ scalar: Unicode.Scalar, width: Int) {
    content = scalar.value
    self.width = width
  }

  init(content: UInt32, width: Int) {
    self.content = content
    self.width = width
  }
}

/// What a scalar does to the line of cells it is put in.
enum ScalarKind {
  case narrow
  case wide
  /// Sits on the letter before it.
  case mark
  /// Takes a cell of its own beside the letter before it, in most terminals.
  case spacingMark
  /// Two letters make a flag, which terminals show in one, two or four cells: we show the letters.
  case regional
  /// Tints the emoji before it; alone it is an emoji itself.
  case skinTone
  /// Glues emoji together.
  case joiner
  /// Shows nothing: direction marks, soft hyphens, selectors, tags.
  case invisible
  /// Would act instead of being shown.
  case control

  init(_ scalar: Unicode.Scalar) {
    let v = scalar.value
    switch v {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300: self = .narrow
    case 0..<0x20, 0x7F..<0xA0: self = .control
    case 0x370..<0x483, 0x48A..<0x530, 0x2010..<0x2028, 0x2030..<0x205F, 0x20A0..<0x20C0,
      0x2190..<0x231A, 0x2500..<0x25FD, 0x27C0..<0x2B1B:
      self = .narrow
    // Letters of Hebrew, Arabic, Devanagari and Thai.
    case 0x5D0..<0x5EB, 0x620..<0x64B, 0x671..<0x6D4, 0x904..<0x93A, 0xE01..<0xE31:
      self = .narrow
    case 0x3041..<0x3097, 0x30A0..<0x30FF, 0x4E00..<0xA000, 0xAC00..<0xD7A4, 0xFF01..<0xFF61:
      self = .wide
    case 0x300..<0x34F, 0x64B..<0x660: self = .mark
    // Symbols, some of which are emoji.
    case 0x25FD..<0x27C0: self = WideScalars.contains(scalar) ? .wide : .narrow
    case 0x1160..<0x1200, 0xD7B0..<0xD800: self = .mark
    case 0x200D: self = .joiner
    case 0x1F1E6..<0x1F200: self = .regional
    case 0x1F3FB..<0x1F400: self = .skinTone
    case ScalarKind.pictures: self = WideScalars.contains(scalar) ? .wide : .narrow
    case 0xAD, 0x34F, 0x61C, 0x115F, 0x180B..<0x1810, 0x200B..<0x2010, 0x202A..<0x202F,
      0x2060..<0x2070, 0x20E3, 0x3164, 0xFE00..<0xFE10, 0xFEFF, 0xFFA0, 0xFFF9..<0xFFFC,
      0xE0000..<0xE1000:
      self = .invisible
    default: self = ScalarKind.looked(up: scalar)
    }
  }

  /// Emoji and other pictures, none of which is a mark or a sign of format.
  static let pictures: Range<UInt32> = 0x1F000..<0x1FB00

  private static func looked(up scalar: Unicode.Scalar) -> ScalarKind {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: .mark
    case .spacingMark: .spacingMark
    case .format: .invisible
    case .control, .lineSeparator, .paragraphSeparator, .surrogate: .control
    default: WideScalars.contains(scalar) ? .wide : .narrow
    }
  }
}

extension Glyph {
  /// What stands for a scalar that must not reach a terminal as it is.
  static func picture(of control: Unicode.Scalar) -> Glyph {
    switch control.value {
    case 0x09: Glyph(" ", width: 1)
    case 0..<0x20: Glyph(content: 0x2400 + control.value, width: 1)
    case 0x7F: Glyph("\u{2421}", width: 1)
    case 0x2028, 0x2029: Glyph("\u{2424}", width: 1)
    default: Glyph("\u{B7}", width: 1)
    }
  }

  /// More marks than any language puts on a letter are somebody's joke.
  private static let mostMarks = 4

  /// Calls `body` with each glyph of a text, until it returns false. Whoever asks for widths alone
  /// does without clusters, of which they get the first scalar.
  static func each(
    in text: some StringProtocol, knowsClusters: Bool = true, _ body: (Glyph) -> Bool
  ) {
    if text.utf8.withContiguousStorageIfAvailable({ PlainText.each($0, body) }) == true { return }
    var base: Unicode.Scalar?
    var width = 0
    var marks: [Unicode.Scalar] = []
    var joining = false

    func take() -> Bool {
      guard let scalar = base else { return true }
      base = nil
      if marks.isEmpty { return body(Glyph(scalar, width: width)) }
      var cluster = String(scalar)
      cluster.unicodeScalars.append(contentsOf: marks)
      marks.removeAll()
      return body(Glyph(content: Clusters.content(for: cluster, base: scalar), width: width))
    }
    func start(_ scalar: Unicode.Scalar, _ cells: Int) -> Bool {
      guard take() else { return false }
      base = scalar
      width = cells
      return true
    }

    for scalar in text.unicodeScalars {
      let kind = ScalarKind(scalar)
      if joining {
        joining = false
        // The rest of a family is not drawn: its first member stands for it.
        if kind == .wide || kind == .narrow || kind == .skinTone { continue }
      }
      let goesOn: Bool
      switch kind {
      case .narrow: goesOn = start(scalar.isNoncharacter ? "\u{FFFD}" : scalar, 1)
      case .wide: goesOn = start(scalar, 2)
      case .regional:
        goesOn = start(Unicode.Scalar(scalar.value - 0x1F1E6 + 0x41) ?? "?", 1)
      case .skinTone: goesOn = base?.isPictorial == true ? true : start(scalar, 2)
      case .control: goesOn = take() && body(.picture(of: scalar))
      case .invisible: goesOn = true
      case .joiner:
        joining = base?.isPictorial == true
        goesOn = true
      case .mark, .spacingMark:
        if base == nil {
          goesOn = start("\u{25CC}", 1)
        } else {
          goesOn = true
        }
        if kind == .spacingMark { width = 2 }
        if knowsClusters, marks.count < mostMarks { marks.append(scalar) }
      }
      if !goesOn { return }
    }
    _ = take()
  }
}

extension Unicode.Scalar {
  fileprivate var isNoncharacter: Bool {
    value & 0xFFFE == 0xFFFE || (0xFDD0..<0xFDF0).contains(value)
  }

  fileprivate var isPictorial: Bool {
    value >= 0x1F000 || (0x2190..<0x2C00).contains(value) && properties.isEmoji
  }
}
