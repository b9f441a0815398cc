/// Reads the bytes of a terminal: keys, mouse, pastes, and its answers to our questions. Bytes may
/// come in pieces of any size; what means nothing is dropped without a trace.
///
/// After each piece `isWaiting` says whether a lone Esc might be standing there: the caller waits a
/// moment and calls `giveUp()`, which takes the bytes for what they look like.
package struct KeyDecoder: Sendable {
  package enum Output: Hashable, Sendable {
    case press(KeyPress)
    /// The answer to OSC 11.
    case background(RGB)
    /// The answer to DECRQM: whether the terminal knows a private mode.
    case mode(Int, isKnown: Bool)
  }

  private var bytes: [UInt8] = []
  private var paste: [UInt8]?

  /// What of a paste is kept.
  package static let mostPasted = 1 << 20
  /// No sequence or answer that concerns us is longer.
  private static let longest = 4096
  private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

  package init() {}

  /// Whether an unfinished key is held back. An unfinished answer or paste may take its time.
  package var isWaiting: Bool { !bytes.isEmpty && paste == nil && !isInString(0) }

  package mutating func feed(_ new: some Sequence<UInt8>) -> [Output] {
    bytes.append(contentsOf: new)
    return decode(isFinal: false)
  }

  /// Nothing more came in time.
  package mutating func giveUp() -> [Output] {
    decode(isFinal: true)
  }

  private mutating func decode(isFinal: Bool) -> [Output] {
    var found: [Output] = []
    var at = 0
    while at < bytes.count {
      if paste != nil {
        at = takePaste(from: at, into: &found)
        if paste != nil { break }
        continue
      }
      var step = step(at, isFinal: isFinal)
      if case .unfinished = step {
        guard isFinal else { break }
        // An answer that is still on its way is kept; a key that never ended is dropped.
        if isInString(at), bytes.count - at < KeyDecoder.longest { break }
        step = .skip(1)
      }
      switch step {
      case .output(let output, let length):
        found.append(output)
        at += length
      case .text(let length):
        let text = String(decoding: bytes[at..<(at + length)], as: UTF8.self)
        found += text.map { .press(KeyPress($0)) }
        at += length
      case .beginPaste(let length):
        paste = []
        at += length
      case .skip(let length): at += length
      case .unfinished: break
      }
    }
    bytes.removeFirst(min(at, bytes.count))
    return found
  }

  private enum Step {
    case output(Output, Int)
    case text(Int)
    case beginPaste(Int)
    case skip(Int)
    case unfinished
  }

  /// Collects pasted bytes; returns how far it came. While `paste` is there the paste goes on.
  private mutating func takePaste(from start: Int, into found: inout [Output]) -> Int {
    let end = KeyDecoder.pasteEnd
    var at = start
    while at < bytes.count {
      if bytes[at] == 0x1B {
        let length = min(end.count, bytes.count - at)
        if bytes[at..<(at + length)].elementsEqual(end[..<length]) {
          if length < end.count { break }
          found.append(.press(.paste(KeyDecoder.pasted(paste ?? []))))
          paste = nil
          return at + length
        }
      }
      if let count = paste?.count, count < KeyDecoder.mostPasted { paste?.append(bytes[at]) }
      at += 1
    }
    return at
  }

  private static func pasted(_ bytes: [UInt8]) -> String {
    var text = ""
    for character in String(decoding: bytes, as: UTF8.self) {
      text.append(character == "\r" || character == "\r\n" ? "\n" : character)
    }
    return text
  }
}

/// One key after the other.
extension KeyDecoder {
  private func step(_ at: Int, isFinal: Bool) -> Step {
    let byte = bytes[at]
    switch byte {
    case 0x1B: return escape(at, isFinal: isFinal)
    case 0x00..<0x20, 0x7F: return .output(.press(KeyDecoder.control(byte)), 1)
    case 0x20..<0x7F:
      return .output(.press(KeyPress(Character(Unicode.Scalar(byte)))), 1)
    default: return letters(at)
    }
  }

  /// As many letters beyond ASCII as came in a row, so that an emoji of several parts stays one key.
  private func letters(_ at: Int) -> Step {
    var end = at
    while end < bytes.count, bytes[end] >= 0x80 {
      let length = KeyDecoder.lengthOfLetter(bytes[end])
      guard length > 0 else { break }
      let available = min(length, bytes.count - end)
      guard bytes[(end + 1)..<(end + available)].allSatisfy({ $0 & 0xC0 == 0x80 }) else { break }
      guard available == length else { return end == at ? .unfinished : .text(end - at) }
      end += length
    }
    return end == at ? .skip(1) : .text(end - at)
  }

  private static func lengthOfLetter(_ first: UInt8) -> Int {
    switch first {
    case 0xC2..<0xE0: 2
    case 0xE0..<0xF0: 3
    case 0xF0..<0xF5: 4
    default: 0
    }
  }

  static func control(_ byte: UInt8) -> KeyPress {
    switch byte {
    case 0x00: KeyPress(" ", .control)
    case 0x09: KeyPress(.tab)
    case 0x0D: KeyPress(.enter)
    case 0x1B: KeyPress(.escape)
    case 0x7F: KeyPress(.backspace)
    case 0x01..<0x1B: KeyPress(Character(Unicode.Scalar(byte + 0x60)), .control)
    default: KeyPress(Character(Unicode.Scalar(byte + 0x40)), .control)
    }
  }

  private func escape(_ at: Int, isFinal: Bool) -> Step {
    guard at + 1 < bytes.count else {
      return isFinal ? .output(.press(KeyPress(.escape)), 1) : .unfinished
    }
    let next = bytes[at + 1]
    let isLast = at + 2 == bytes.count
    switch next {
    case UInt8(ascii: "["), UInt8(ascii: "O"), UInt8(ascii: "]"), UInt8(ascii: "P"),
      UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
      if isLast, isFinal {
        return .output(.press(KeyPress(Character(Unicode.Scalar(next)), .alt)), 2)
      }
      switch next {
      case UInt8(ascii: "["): return sequence(at)
      case UInt8(ascii: "O"): return singleShift(at)
      default: return string(at)
      }
    case 0x1B:
      // Esc twice; or Alt with a key that is itself a sequence, which some terminals send so.
      if isLast { return isFinal ? .output(.press(KeyPress(.escape)), 1) : .unfinished }
      guard bytes[at + 2] == UInt8(ascii: "[") || bytes[at + 2] == UInt8(ascii: "O") else {
        return .output(.press(KeyPress(.escape)), 1)
      }
      return withAlt(step(at + 1, isFinal: isFinal))
    default:
      if next >= 0x80 {
        let length = KeyDecoder.lengthOfLetter(next)
        guard at + 1 + length <= bytes.count else { return .unfinished }
        let text = String(decoding: bytes[(at + 1)..<(at + 1 + max(1, length))], as: UTF8.self)
        guard length > 0, let letter = text.first else { return .skip(2) }
        return .output(.press(KeyPress(letter, .alt)), 1 + length)
      }
      return withAlt(step(at + 1, isFinal: isFinal))
    }
  }

  private func withAlt(_ step: Step) -> Step {
    switch step {
    case .output(.press(.key(let key, let modifiers)), let length):
      .output(.press(.key(key, modifiers.union(.alt))), length + 1)
    case .output(let output, let length): .output(output, length + 1)
    case .skip(let length): .skip(length + 1)
    case .text, .beginPaste, .unfinished: step
    }
  }

  /// `ESC O x`: keypad and function keys.
  private func singleShift(_ at: Int) -> Step {
    guard at + 2 < bytes.count else { return .unfinished }
    guard let key = KeySequence.singleShift(bytes[at + 2]) else { return .skip(3) }
    return .output(.press(KeyPress(key)), 3)
  }

  /// `ESC [ … x`.
  private func sequence(_ at: Int) -> Step {
    var end = at + 2
    // The Linux console's F1 to F5.
    if end < bytes.count, bytes[end] == UInt8(ascii: "[") {
      guard end + 1 < bytes.count else { return .unfinished }
      let number = Int(bytes[end + 1]) - 0x40
      guard (1...5).contains(number) else { return .skip(4) }
      return .output(.press(KeyPress(.function(number))), 4)
    }
    while end < bytes.count, (0x20..<0x40).contains(bytes[end]) { end += 1 }
    guard end < bytes.count else {
      return end - at > KeyDecoder.longest ? .skip(end - at) : .unfinished
    }
    guard (0x40..<0x7F).contains(bytes[end]) else { return .skip(end - at) }
    let length = end + 1 - at
    let body = KeySequence(parameters: bytes[(at + 2)..<end], final: bytes[end])
    if body.isOldMouse {
      return bytes.count < at + length + 3 ? .unfinished : .skip(length + 3)
    }
    if body.isPasteStart { return .beginPaste(length) }
    return body.meaning.map { .output($0, length) } ?? .skip(length)
  }

  /// `ESC ] … ST` and its relatives: answers to questions.
  private func string(_ at: Int) -> Step {
    guard let (content, length) = stringContent(at) else {
      return bytes.count - at >= KeyDecoder.longest ? .skip(bytes.count - at) : .unfinished
    }
    guard bytes[at + 1] == UInt8(ascii: "]") else { return .skip(length) }
    let text = String(decoding: content, as: UTF8.self)
    guard text.hasPrefix("11;"), let color = RGB(answer: text.dropFirst(3)) else {
      return .skip(length)
    }
    return .output(.background(color), length)
  }

  private func stringContent(_ at: Int) -> (content: ArraySlice<UInt8>, length: Int)? {
    var end = at + 2
    while end < bytes.count {
      if bytes[end] == 0x07 { return (bytes[(at + 2)..<end], end + 1 - at) }
      if bytes[end] == 0x1B {
        guard end + 1 < bytes.count else { return nil }
        // Whatever else begins here, the string is over.
        let isEnd = bytes[end + 1] == UInt8(ascii: "\\")
        return (bytes[(at + 2)..<end], end - at + (isEnd ? 2 : 0))
      }
      end += 1
    }
    return nil
  }

  private func isInString(_ at: Int) -> Bool {
    at + 2 < bytes.count && bytes[at] == 0x1B
      && [UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_")].contains(bytes[at + 1])
  }
}

extension RGB {
  /// As terminals answer: `rgb:1c1c/1c1c/1c1c`, with one to four digits each.
  package init?(answer text: some StringProtocol) {
    guard let colon = text.firstIndex(of: ":"),
      text[..<colon] == "rgb" || text[..<colon] == "rgba"
    else { return nil }
    let parts = text[text.index(after: colon)...].split(separator: "/")
    let bytes = parts.compactMap { part -> UInt8? in
      guard (1...4).contains(part.count), let value = Int(part, radix: 16) else { return nil }
      return UInt8(value * 255 / ((1 << (4 * part.count)) - 1))
    }
    guard parts.count == bytes.count, bytes.count >= 3 else { return nil }
    self.init(bytes[0], bytes[1], bytes[2])
  }
}
