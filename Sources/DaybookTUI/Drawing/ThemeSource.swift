/// A theme as its file says it, before names are looked up. Whoever reads the file fills this in.
package struct ThemeSource: Hashable, Sendable {
  package var name: String
  /// The theme that says what this one leaves out.
  package var inherits: String?
  /// Whether the background is dark; the parent's word counts when nil.
  package var isDark: Bool?
  /// Keeps to the terminal's own sixteen colours however many it has.
  package var followsTerminal: Bool?
  /// How far letters differ from their ground at least, as WCAG counts it; 4.5 unless told.
  package var leastContrast: Double?
  /// `#rrggbb`, `default`, or one of the terminal's sixteen: `red`, `bright-red`.
  package var palette: [String: String]
  package var roles: [String: RoleSource]
  /// The looks for eight and sixteen colours.
  package var sixteen: [String: RoleSource]
  /// The looks without colour.
  package var mono: [String: RoleSource]

  package init(
    name: String, inherits: String? = nil, isDark: Bool? = nil, followsTerminal: Bool? = nil,
    leastContrast: Double? = nil,
    palette: [String: String] = [:], roles: [String: RoleSource] = [:],
    sixteen: [String: RoleSource] = [:], mono: [String: RoleSource] = [:]
  ) {
    self.name = name
    self.inherits = inherits
    self.isDark = isDark
    self.followsTerminal = followsTerminal
    self.leastContrast = leastContrast
    self.palette = palette
    self.roles = roles
    self.sixteen = sixteen
    self.mono = mono
  }

  /// A role's line. A colour is a name of the palette, `#rrggbb`, `hue` (the strong colour of the
  /// calendar or client), `hue.soft` (its block), or any with a share of it laid over the
  /// background: `red/25`.
  package struct RoleSource: Hashable, Sendable {
    package var fg: String?
    package var bg: String?
    /// What is named is set or taken away, the rest is the parent's.
    package var attributes: [String: Bool]

    package init(fg: String? = nil, bg: String? = nil, attributes: [String: Bool] = [:]) {
      self.fg = fg
      self.bg = bg
      self.attributes = attributes
    }

    package static let attributeNames: [String: Attributes] = [
      "bold": .bold, "dim": .dim, "italic": .italic, "underline": .underline,
      "reverse": .reverse, "strike": .strike,
    ]
  }
}

/// What is wrong with a theme, by the key that is wrong. The rest of the theme still applies.
package struct ThemeProblem: Error, Hashable, Sendable {
  /// As in the file: `roles.selection.fg`.
  package let key: String
  package let sentence: String

  init(_ key: String, _ sentence: String, nearest: String? = nil) {
    self.key = key
    self.sentence = sentence + (nearest.map { " The nearest is \($0)." } ?? "")
  }
}
