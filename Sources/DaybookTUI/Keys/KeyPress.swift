/// What a person did at the terminal: a key, the mouse, a paste, or going away and coming back.
package enum KeyPress: Hashable, Sendable {
  case key(Key, Modifiers)
  case mouse(MousePress)
  /// Pasted text, whole, with line breaks as `\n`. It is text and never a command.
  case paste(String)
  /// The terminal's window came to the front, or left it.
  case focus(Bool)

  /// A letter, or the key that types it. Shift is in the letter: `J`.
  package init(_ character: Character, _ modifiers: Modifiers = []) {
    self = .key(.character(character), modifiers)
  }

  /// A key with a name.
  package init(_ key: Key, _ modifiers: Modifiers = []) {
    self = .key(key, modifiers)
  }

  package enum Key: Hashable, Sendable {
    case character(Character)
    case enter, tab, backspace, escape, insert, delete
    case up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
  }

  package struct Modifiers: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    /// Only with named keys; a letter carries its own shift.
    package static let shift = Modifiers(rawValue: 1)
    package static let alt = Modifiers(rawValue: 2)
    package static let control = Modifiers(rawValue: 4)
  }

  /// The key that was held together with Alt; nil without Alt.
  package var withoutAlt: KeyPress? {
    guard case .key(let key, let modifiers) = self, modifiers.contains(.alt) else { return nil }
    return .key(key, modifiers.subtracting(.alt))
  }

  /// The letter that this types into a field, if it types one.
  package var typed: Character? {
    if case .key(.character(let character), []) = self { character } else { nil }
  }
}

/// The mouse, in cells from the upper left corner of the screen.
package struct MousePress: Hashable, Sendable {
  package enum Deed: Hashable, Sendable {
    case press, release, drag, move
    case wheelUp, wheelDown, wheelLeft, wheelRight
  }

  package enum Button: Hashable, Sendable {
    case left, middle, right, none
  }

  package var deed: Deed
  package var button: Button
  package var row: Int
  package var column: Int
  package var modifiers: KeyPress.Modifiers

  package init(
    _ deed: Deed, _ button: Button = .left, row: Int, column: Int,
    modifiers: KeyPress.Modifiers = []
  ) {
    self.deed = deed
    self.button = button
    self.row = row
    self.column = column
    self.modifiers = modifiers
  }
}
