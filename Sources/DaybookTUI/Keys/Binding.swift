/// What a key can mean: a dotted id (`week.next`) that settings, palette and manual share.
package protocol KeyAction: Hashable, Sendable, CaseIterable {
  var id: String { get }
}

/// A place where keys have a meaning. What a place does not know is asked of its parent; the
/// outermost place has none.
package protocol KeyContext: Hashable, Sendable, CaseIterable {
  var parent: Self? { get }
}

extension KeyContext {
  /// This place and all around it, from the inside out.
  package var chain: [Self] {
    var chain = [self]
    while let parent = chain.last?.parent, !chain.contains(parent) { chain.append(parent) }
    return chain
  }
}

/// One row of the key table: these keys mean this action in these places.
package struct Binding<Action: KeyAction, Context: KeyContext>: Sendable {
  /// Each a sequence; any of them will do.
  package var keys: [[KeyPress]] { didSet { label = Self.label(keys) } }
  package let action: Action
  package let contexts: [Context]
  /// What it does, for the help screen and the palette: "Go to the next event".
  package let help: String
  /// One word for the hint bar; nil keeps it out of there.
  package let hint: String?
  /// Keys that the hint names itself: the `1–9` of `1–9 apply`.
  let namedKeys: String?
  /// The first of the keys as the hint bar shows them, which it does with every picture.
  package private(set) var label: String?

  /// A text of the table that names no key is our own mistake.
  package init(
    _ keys: String..., does action: Action, in contexts: Context..., help: String,
    hint: String? = nil
  ) {
    self.keys = keys.map { text in
      do throws(KeyTextError) {
        return try KeyText.parse(text)
      } catch {
        preconditionFailure(error.sentence)
      }
    }
    self.action = action
    self.contexts = contexts
    self.help = help
    let parts = (hint ?? "").split(separator: " ", maxSplits: 1).map(String.init)
    let namesKeys = parts.count == 2 && parts[0].contains("–")
    self.hint = namesKeys ? parts[1] : hint
    namedKeys = namesKeys ? parts[0] : nil
    label = Self.label(self.keys)
  }

  private static func label(_ keys: [[KeyPress]]) -> String? {
    keys.first.map { KeyText.label($0) }
  }
}
