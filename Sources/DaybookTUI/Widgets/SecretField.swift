/// What nobody is to read over a shoulder or in a log: whoever describes it sees dots.
package struct HiddenText: Hashable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible,
  CustomReflectable
{
  /// For whoever has to prove something with it, and for nobody else.
  package let revealed: String

  package init(_ text: String = "") {
    revealed = text
  }

  package var isEmpty: Bool { revealed.isEmpty }
  package var description: String { "•••" }
  package var debugDescription: String { "•••" }
  package var customMirror: Mirror { Mirror(self, unlabeledChildren: EmptyCollection<Any>()) }
}

/// A line for a password, a key or an address that is one: shown as dots, described as dots.
package struct SecretField: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private var field = TextField()

  package var text: HiddenText { HiddenText(field.text.trimmingBlanks) }
  package var isEmpty: Bool { field.isEmpty }
  package var description: String { "•••" }
  package var debugDescription: String { "•••" }
  package var customMirror: Mirror { Mirror(self, unlabeledChildren: EmptyCollection<Any>()) }

  /// Does what a key means here; false when it means nothing to a field.
  mutating func handle(_ press: KeyPress) -> Bool { field.handle(press) }

  /// Forgets what was typed, and what was cut.
  mutating func clear() { field = TextField() }

  func draw(
    on grid: inout Grid, row: Int, column: Int, width: Int, hasFocus: Bool, placeholder: String
  ) {
    field.masked.draw(
      on: &grid, row: row, column: column, width: width, hasFocus: hasFocus,
      placeholder: placeholder)
  }
}
