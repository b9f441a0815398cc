/// A control sequence, `ESC [ parameters final`, and what it means.
struct KeySequence {
  private let parameters: ArraySlice<UInt8>
  private let final: UInt8

  init(parameters: ArraySlice<UInt8>, final: UInt8) {
    self.parameters = parameters
    self.final = final
  }

  /// The mouse as terminals of the eighties report it: three bytes follow.
  var isOldMouse: Bool { final == UInt8(ascii: "M") && parameters.isEmpty }

  var isPasteStart: Bool { final == UInt8(ascii: "~") && numbers == [200] }

  /// Of `1:2;3` the main numbers, 1 and 3.
  private var numbers: [Int] {
    parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { part in
      var value = 0
      for byte in part {
        guard (0x30..<0x3A).contains(byte), value < 1_000_000 else { break }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
  }

  var meaning: KeyDecoder.Output? {
    switch parameters.first {
    case UInt8(ascii: "<"): return mouse
    case UInt8(ascii: "?"): return modeAnswer
    case UInt8(ascii: ">"), UInt8(ascii: "="): return nil
    default: break
    }
    let numbers = numbers
    let modifiers = KeySequence.modifiers(numbers.count > 1 ? numbers[1] : 1)
    switch final {
    case UInt8(ascii: "I"): return .press(.focus(true))
    case UInt8(ascii: "O"): return .press(.focus(false))
    case UInt8(ascii: "Z"): return .press(KeyPress(.tab, modifiers.union(.shift)))
    case UInt8(ascii: "~"):
      if numbers.first == 27, numbers.count > 2 {
        return KeySequence.code(numbers[2], modifiers).map { .press($0) }
      }
      return KeySequence.tilde(numbers.first ?? 0).map { .press(KeyPress($0, modifiers)) }
    case UInt8(ascii: "u"):
      return KeySequence.code(numbers.first ?? 0, modifiers).map { .press($0) }
    // A cursor report looks like F3 with modifiers; we never ask for one.
    case UInt8(ascii: "R") where numbers.first != 1: return nil
    default:
      return KeySequence.lettered(final).map { .press(KeyPress($0, modifiers)) }
    }
  }

  private static func modifiers(_ number: Int) -> KeyPress.Modifiers {
    let bits = max(0, number - 1)
    var modifiers: KeyPress.Modifiers = []
    if bits & 1 != 0 { modifiers.insert(.shift) }
    if bits & 2 != 0 || bits & 32 != 0 { modifiers.insert(.alt) }
    if bits & 4 != 0 { modifiers.insert(.control) }
    return modifiers
  }

  private static func lettered(_ final: UInt8) -> KeyPress.Key? {
    switch final {
    case UInt8(ascii: "A"): .up
    case UInt8(ascii: "B"): .down
    case UInt8(ascii: "C"): .right
    case UInt8(ascii: "D"): .left
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(final) - 0x4F)
    default: nil
    }
  }

  static func singleShift(_ final: UInt8) -> KeyPress.Key? {
    switch final {
    case UInt8(ascii: "M"): .enter
    case UInt8(ascii: "I"): .tab
    case UInt8(ascii: " "): .character(" ")
    case UInt8(ascii: "X"): .character("=")
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      .character(Character(Unicode.Scalar(final - 0x40)))
    default: lettered(final)
    }
  }

  private static func tilde(_ number: Int) -> KeyPress.Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 11...15: .function(number - 10)
    case 17...21: .function(number - 11)
    case 23...26: .function(number - 12)
    case 28, 29: .function(number - 13)
    case 31...34: .function(number - 14)
    default: nil
    }
  }

  /// A key by its code point, as newer protocols send it.
  private static func code(_ number: Int, _ modifiers: KeyPress.Modifiers) -> KeyPress? {
    switch number {
    case 13: return KeyPress(.enter, modifiers)
    case 27: return KeyPress(.escape, modifiers)
    case 9: return KeyPress(.tab, modifiers)
    case 8, 127: return KeyPress(.backspace, modifiers)
    case 57_344...63_743: return nil
    default: break
    }
    guard number >= 32, let value = UInt32(exactly: number), let scalar = Unicode.Scalar(value)
    else { return nil }
    let letter = Character(scalar)
    guard modifiers.contains(.shift) else { return KeyPress(letter, modifiers) }
    // With Ctrl a letter is written small, as everywhere.
    let shifted = modifiers.contains(.control) ? letter : letter.uppercased().first ?? letter
    return KeyPress(shifted, modifiers.subtracting(.shift))
  }

  /// `?mode;state$y`.
  private var modeAnswer: KeyDecoder.Output? {
    guard final == UInt8(ascii: "y"), parameters.last == UInt8(ascii: "$") else { return nil }
    let numbers = KeySequence(parameters: parameters.dropFirst(), final: final).numbers
    guard numbers.count == 2 else { return nil }
    return .mode(numbers[0], isKnown: (1...3).contains(numbers[1]))
  }

  /// `<button;column;row` and `M` for down or `m` for up.
  private var mouse: KeyDecoder.Output? {
    let numbers = KeySequence(parameters: parameters.dropFirst(), final: final).numbers
    let isUp = final == UInt8(ascii: "m")
    guard isUp || final == UInt8(ascii: "M"), numbers.count == 3, numbers[1] > 0, numbers[2] > 0
    else { return nil }
    let code = numbers[0]
    var modifiers: KeyPress.Modifiers = []
    if code & 4 != 0 { modifiers.insert(.shift) }
    if code & 8 != 0 { modifiers.insert(.alt) }
    if code & 16 != 0 { modifiers.insert(.control) }
    let buttons: [MousePress.Button] = [.left, .middle, .right, .none]
    var button = buttons[code & 3]
    let deed: MousePress.Deed
    if code & 64 != 0 {
      guard !isUp else { return nil }
      deed = [.wheelUp, .wheelDown, .wheelLeft, .wheelRight][code & 3]
      button = .none
    } else if code & 128 != 0 {
      return nil
    } else if code & 32 != 0 {
      deed = button == .none ? .move : .drag
    } else {
      deed = isUp ? .release : .press
    }
    return .press(
      .mouse(
        MousePress(
          deed, button, row: numbers[2] - 1, column: numbers[1] - 1, modifiers: modifiers)))
  }
}
