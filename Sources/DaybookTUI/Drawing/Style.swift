/// How a cell is meant: its role, and what modifies it. Small enough to sit in every cell.
///
/// `Role.eventText.hued(Hue(3))` is text on a soft block of hue 3; `Role.muted.over(.workHours)` is
/// muted text on the ground of the working hours; `.dim` lets anything step back.
package struct Style: Hashable, Sendable {
  package var role: Role
  package var hue: Hue?
  /// Whose background lies beneath instead of the role's own.
  package var ground: Role?
  package var attributes: Attributes

  package init(_ role: Role, hue: Hue? = nil, over: Role? = nil, attributes: Attributes = []) {
    self.role = role
    self.hue = hue
    self.ground = over
    self.attributes = attributes
  }

  package func hued(_ hue: Hue?) -> Style {
    var copy = self
    copy.hue = hue
    return copy
  }

  package func over(_ ground: Role?) -> Style {
    var copy = self
    copy.ground = ground
    return copy
  }

  package func with(_ more: Attributes) -> Style {
    var copy = self
    copy.attributes.formUnion(more)
    return copy
  }
}

extension Role {
  package func hued(_ hue: Hue?) -> Style { Style(self, hue: hue) }
  package func over(_ ground: Role?) -> Style { Style(self, over: ground) }
  package func with(_ attributes: Attributes) -> Style { Style(self, attributes: attributes) }
  package var style: Style { Style(self) }
}

/// What a terminal can do to a letter beside colouring it.
package struct Attributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  package static let bold = Attributes(rawValue: 1)
  /// Steps back: mixed towards the ground where colours are free, the terminal's dim elsewhere.
  package static let dim = Attributes(rawValue: 2)
  package static let italic = Attributes(rawValue: 4)
  package static let underline = Attributes(rawValue: 8)
  package static let reverse = Attributes(rawValue: 16)
  package static let strike = Attributes(rawValue: 32)
}

extension Style {
  private static let none: UInt32 = 0xFF

  /// The style as 32 bits: what a cell stores, and the key of the theme's cache.
  package var packed: UInt32 {
    UInt32(role.rawValue)
      | (hue.map { UInt32($0.index) } ?? Style.none) << 8
      | (ground.map { UInt32($0.rawValue) } ?? Style.none) << 16
      | UInt32(attributes.rawValue) << 24
  }

  package init(packed: UInt32) {
    let hue = packed >> 8 & 0xFF
    let ground = packed >> 16 & 0xFF
    self.init(
      Role(rawValue: UInt8(packed & 0xFF)) ?? .text,
      hue: hue == Style.none ? nil : Hue(Int(hue)),
      over: ground == Style.none ? nil : Role(rawValue: UInt8(ground)),
      attributes: Attributes(rawValue: UInt8(packed >> 24)))
  }
}
