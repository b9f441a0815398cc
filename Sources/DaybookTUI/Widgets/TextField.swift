/// One line of text that is being edited, letter by letter as people see letters. The keys are those
/// of a shell.
package struct TextField: Hashable, Sendable {
  package private(set) var letters: [Character]
  /// Before which letter the cursor stands; `letters.count` is behind the last.
  package private(set) var cursor: Int
  /// What the last Ctrl-K, Ctrl-U or Ctrl-W took away, for Ctrl-Y.
  private var cut: [Character] = []

  package init(_ text: String = "") {
    letters = TextField.line(text)
    cursor = letters.count
  }

  package var text: String {
    get { String(letters) }
    set {
      letters = TextField.line(newValue)
      cursor = letters.count
    }
  }

  package var isEmpty: Bool { letters.isEmpty }

  /// The same line with a dot for each letter.
  var masked: TextField {
    var copy = TextField(String(repeating: "•", count: letters.count))
    copy.cursor = cursor
    return copy
  }

  /// Longer than anything a person types into one line; a stray paste stops here.
  private static let mostLetters = 4096

  /// Line breaks and tabs become blanks, other controls vanish.
  private static func line(_ text: String) -> [Character] {
    text.prefix(mostLetters).compactMap { character in
      if character.isNewline || character == "\t" { return " " }
      let isControl = character.unicodeScalars.contains {
        $0.value < 0x20 || (0x7F..<0xA0).contains($0.value)
      }
      return isControl ? nil : character
    }
  }

  /// Does what a key means here; false when it means nothing to a field.
  package mutating func handle(_ press: KeyPress) -> Bool {
    switch press {
    case .paste(let text): insert(text)
    case .key(let key, let modifiers): return handle(key, modifiers)
    case .mouse, .focus: return false
    }
    return true
  }

  package mutating func insert(_ text: String) {
    let new = TextField.line(text).prefix(TextField.mostLetters - letters.count)
    letters.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  private mutating func handle(_ key: KeyPress.Key, _ modifiers: KeyPress.Modifiers) -> Bool {
    let byWord = modifiers.contains(.control) || modifiers.contains(.alt)
    switch key {
    case .left: cursor = byWord ? wordStart : max(0, cursor - 1)
    case .right: cursor = byWord ? wordEnd : min(letters.count, cursor + 1)
    case .home: cursor = 0
    case .end: cursor = letters.count
    case .backspace: remove(from: byWord ? wordStart : max(0, cursor - 1), keeping: byWord)
    case .delete: remove(to: byWord ? wordEnd : min(letters.count, cursor + 1), keeping: byWord)
    case .character(let letter):
      if modifiers.isEmpty {
        insert(String(letter))
      } else if modifiers == .control {
        return control(letter)
      } else if modifiers == .alt {
        return alt(letter)
      } else {
        return false
      }
    default: return false
    }
    return true
  }

  private mutating func control(_ letter: Character) -> Bool {
    switch letter {
    case "a": cursor = 0
    case "e": cursor = letters.count
    case "b": cursor = max(0, cursor - 1)
    case "f": cursor = min(letters.count, cursor + 1)
    case "h": remove(from: max(0, cursor - 1), keeping: false)
    case "d": remove(to: min(letters.count, cursor + 1), keeping: false)
    case "w": remove(from: blankSeparatedStart, keeping: true)
    case "u": remove(from: 0, keeping: true)
    case "k": remove(to: letters.count, keeping: true)
    case "y": insert(String(cut))
    default: return false
    }
    return true
  }

  private mutating func alt(_ letter: Character) -> Bool {
    switch letter {
    case "b": cursor = wordStart
    case "f": cursor = wordEnd
    case "d": remove(to: wordEnd, keeping: true)
    default: return false
    }
    return true
  }

  private mutating func remove(from start: Int, keeping: Bool) {
    if keeping, start < cursor { cut = Array(letters[start..<cursor]) }
    letters.removeSubrange(start..<cursor)
    cursor = start
  }

  private mutating func remove(to end: Int, keeping: Bool) {
    if keeping, cursor < end { cut = Array(letters[cursor..<end]) }
    letters.removeSubrange(cursor..<end)
  }
}

/// Where words begin and end.
extension TextField {
  private func isInWord(_ index: Int) -> Bool {
    letters[index].isLetter || letters[index].isNumber
  }

  private var wordStart: Int {
    var at = cursor
    while at > 0, !isInWord(at - 1) { at -= 1 }
    while at > 0, isInWord(at - 1) { at -= 1 }
    return at
  }

  private var wordEnd: Int {
    var at = cursor
    while at < letters.count, !isInWord(at) { at += 1 }
    while at < letters.count, isInWord(at) { at += 1 }
    return at
  }

  private var blankSeparatedStart: Int {
    var at = cursor
    while at > 0, letters[at - 1] == " " { at -= 1 }
    while at > 0, letters[at - 1] != " " { at -= 1 }
    return at
  }
}

/// The picture.
extension TextField {
  /// Draws the field in one row of a grid and, when it has the focus, shows the cursor there. Where
  /// the text is too long the part around the cursor is shown, without the focus its beginning.
  package func draw(
    on grid: inout Grid, row: Int, column: Int = 0, width: Int, hasFocus: Bool,
    placeholder: String = ""
  ) {
    guard width > 0 else { return }
    // Of several fields the one that is typed into stands out.
    let style = hasFocus ? Role.input.style : Style(.text, over: .overlay)
    grid.fill(Rect(row: row, column: column, width: width, height: 1), as: style)
    if letters.isEmpty {
      let role = Style(.placeholder, over: style.ground ?? style.role)
      grid.write(placeholder, row: row, column: column, width: width, as: role, ellipsis: true)
      if hasFocus { grid.showCursor(row: row, column: column) }
      return
    }
    guard hasFocus else {
      grid.write(
        String(letters), row: row, column: column, width: width, as: style, ellipsis: true)
      return
    }
    let widths = letters.map { TextWidth.of(String($0)) }
    // The cursor needs a cell of its own behind the last letter.
    var first = cursor
    var used = 1
    while first > 0, used + widths[first - 1] <= width {
      first -= 1
      used += widths[first]
    }
    grid.write(String(letters[first...]), row: row, column: column, width: width, as: style)
    grid.showCursor(row: row, column: column + widths[first..<cursor].reduce(0, +))
  }
}
