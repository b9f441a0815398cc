internal import DaybookCore

/// Keys as people write them, in the settings and on the screen: `gd`, `<C-d>`, `<PageDown>`, `g d`.
package enum KeyText {
  /// The keys that a text names, in order. A blank separates and means nothing itself: the blank key
  /// is `<Space>`. A `<` that begins no name is itself; so is `<lt>`.
  package static func parse(_ text: String) throws(KeyTextError) -> [KeyPress] {
    var keys: [KeyPress] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first == " " {
        rest.removeFirst()
      } else if first == "<", let end = rest.dropFirst().firstIndex(of: ">"),
        end > rest.index(after: rest.startIndex), !rest[..<end].contains(" ")
      {
        keys.append(try named(String(rest[..<end].dropFirst())))
        rest = rest[rest.index(after: end)...]
      } else {
        keys.append(KeyPress(first))
        rest.removeFirst()
      }
    }
    guard !keys.isEmpty else { throw .empty }
    return keys
  }

  private static func named(_ text: String) throws(KeyTextError) -> KeyPress {
    var name = Substring(text)
    var modifiers: KeyPress.Modifiers = []
    while name.count > 2, name.dropFirst().first == "-", let letter = name.first {
      switch letter {
      case "C", "c": modifiers.insert(.control)
      case "M", "m", "A", "a": modifiers.insert(.alt)
      case "S", "s": modifiers.insert(.shift)
      default: throw .unknownKey("<\(text)>", nearest: nil)
      }
      name = name.dropFirst(2)
    }
    if name.count == 1, let letter = name.first { return character(letter, modifiers) }
    let lowered = name.lowercased()
    if let key = keys[lowered] {
      if case .character(let letter) = key { return character(letter, modifiers) }
      return KeyPress(key, modifiers)
    }
    let nearest = NearestWord.toName(lowered, among: keys.keys.sorted()).flatMap { keys[$0] }
    throw .unknownKey("<\(text)>", nearest: nearest.map { write(KeyPress($0)) })
  }

  /// Some letters with Ctrl are other keys by another name: a terminal sends the same byte.
  private static func character(_ letter: Character, _ modifiers: KeyPress.Modifiers) -> KeyPress {
    var modifiers = modifiers
    guard modifiers.contains(.control) else {
      if modifiers.remove(.shift) != nil {
        return KeyPress(letter.uppercased().first ?? letter, modifiers)
      }
      return KeyPress(letter, modifiers)
    }
    modifiers.remove(.shift)
    let rest = modifiers.subtracting(.control)
    switch letter.lowercased().first ?? letter {
    case "i": return KeyPress(.tab, rest)
    case "m": return KeyPress(.enter, rest)
    case "[": return KeyPress(.escape, rest)
    case let lowered: return KeyPress(lowered, modifiers)
    }
  }

  private static let keys: [String: KeyPress.Key] = {
    var keys: [String: KeyPress.Key] = [
      "enter": .enter, "cr": .enter, "return": .enter, "tab": .tab, "esc": .escape,
      "escape": .escape, "backspace": .backspace, "bs": .backspace, "insert": .insert,
      "ins": .insert, "delete": .delete, "del": .delete, "up": .up, "down": .down, "left": .left,
      "right": .right, "home": .home, "end": .end, "pageup": .pageUp, "pgup": .pageUp,
      "pagedown": .pageDown, "pgdn": .pageDown, "space": .character(" "), "lt": .character("<"),
      "gt": .character(">"), "bar": .character("|"),
    ]
    for number in 1...20 { keys["f\(number)"] = .function(number) }
    return keys
  }()
}

/// The other way round.
extension KeyText {
  /// The keys as `parse` reads them: `<C-d>`, `gd`, `<lt>`.
  package static func write(_ keys: [KeyPress]) -> String {
    keys.map(write).joined()
  }

  package static func write(_ press: KeyPress) -> String {
    guard case .key(let key, let modifiers) = press else { return "" }
    let prefix = prefix(modifiers, control: "C-", alt: "M-", shift: "S-")
    switch key {
    case .character(" "): return "<\(prefix)Space>"
    case .character("<"): return "<\(prefix)lt>"
    case .character(let letter): return prefix.isEmpty ? String(letter) : "<\(prefix)\(letter)>"
    default: return "<\(prefix)\(name(key))>"
    }
  }

  /// The keys as the hint bar and the help show them: `Ctrl-D`, `gd`, `Enter`, `S-Tab`.
  package static func label(_ keys: [KeyPress]) -> String {
    let labels = keys.map(label)
    return labels.joined(separator: labels.allSatisfy { $0.count == 1 } ? "" : " ")
  }

  package static func label(_ press: KeyPress) -> String {
    guard case .key(let key, let modifiers) = press else { return "" }
    let prefix = prefix(modifiers, control: "Ctrl-", alt: "Alt-", shift: "S-")
    switch key {
    case .character(" "): return prefix + "Space"
    case .character(let letter):
      return prefix + (modifiers.contains(.control) ? letter.uppercased() : String(letter))
    case .up: return prefix + "↑"
    case .down: return prefix + "↓"
    case .left: return prefix + "←"
    case .right: return prefix + "→"
    case .pageUp: return prefix + "PgUp"
    case .pageDown: return prefix + "PgDn"
    case .delete: return prefix + "Del"
    default: return prefix + name(key)
    }
  }

  private static func prefix(
    _ modifiers: KeyPress.Modifiers, control: String, alt: String, shift: String
  ) -> String {
    (modifiers.contains(.control) ? control : "") + (modifiers.contains(.alt) ? alt : "")
      + (modifiers.contains(.shift) ? shift : "")
  }

  private static func name(_ key: KeyPress.Key) -> String {
    switch key {
    case .character(let letter): String(letter)
    case .enter: "Enter"
    case .tab: "Tab"
    case .backspace: "Backspace"
    case .escape: "Esc"
    case .insert: "Insert"
    case .delete: "Delete"
    case .up: "Up"
    case .down: "Down"
    case .left: "Left"
    case .right: "Right"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PageUp"
    case .pageDown: "PageDown"
    case .function(let number): "F\(number)"
    }
  }
}

/// Why a text names no keys.
package enum KeyTextError: Error, Hashable, Sendable {
  case empty
  case unknownKey(String, nearest: String?)

  package var sentence: String {
    switch self {
    case .empty: "A key is missing."
    case .unknownKey(let text, let nearest):
      "\(text) is no key." + (nearest.map { " The nearest is \($0)." } ?? "")
    }
  }
}
