/// A piece of typed text: a run of digits, a run of letters, something in quotes, or one sign.
struct PhraseToken: Equatable {
  enum Kind: Equatable {
    case number(Int, digits: Int)
    /// Lower-case.
    case word(String)
    case quoted(String)
    case sign(Character)
  }

  var kind: Kind
  var range: Range<String.Index>
  /// Whether nothing stands between it and the piece before.
  var isGlued: Bool
}

/// Walks over the pieces of a phrase. Every reader either takes what it understands and moves on,
/// or returns nil and leaves the cursor where it was.
struct PhraseCursor {
  let text: String
  let tokens: [PhraseToken]
  var position = 0
  /// What a reader recognised and yet could not accept, such as a 30th of February.
  var problem: PhraseError?

  init(_ text: String) {
    self.text = text
    tokens = Self.tokens(of: text)
  }

  var current: PhraseToken? { token(0) }
  var isAtEnd: Bool { position >= tokens.count }

  func token(_ ahead: Int) -> PhraseToken? {
    let index = position + ahead
    return tokens.indices.contains(index) ? tokens[index] : nil
  }

  /// The text of tokens, with what stands between them.
  func source(_ range: Range<Int>) -> Substring {
    guard !range.isEmpty else { return "" }
    return text[
      tokens[range.lowerBound].range.lowerBound..<tokens[range.upperBound - 1].range.upperBound]
  }

  /// The text from the cursor on.
  var rest: String { String(source(min(position, tokens.count)..<tokens.count)) }

  /// Runs `read`, and takes its steps back when it returns nil.
  mutating func attempt<Found>(_ read: (inout PhraseCursor) -> Found?) -> Found? {
    let start = position
    if let found = read(&self) { return found }
    position = start
    return nil
  }

  /// The word at the cursor, whatever stands before it.
  var word: String? {
    if case .word(let word)? = current?.kind { word } else { nil }
  }

  func word(ahead: Int) -> String? {
    if case .word(let word)? = token(ahead)?.kind { word } else { nil }
  }

  /// The sign at the cursor.
  var sign: Character? {
    if case .sign(let sign)? = current?.kind { sign } else { nil }
  }

  mutating func take(word wanted: String) -> Bool {
    guard word == wanted else { return false }
    position += 1
    return true
  }

  /// The word at the cursor, when it is one of these.
  mutating func take(anyOf wanted: Set<String>) -> String? {
    guard let word, wanted.contains(word) else { return nil }
    position += 1
    return word
  }

  /// What `table` says of the word at the cursor.
  mutating func take<Value>(_ table: [String: Value]) -> Value? {
    guard let word, let value = table[word] else { return nil }
    position += 1
    return value
  }

  /// Takes these words in a row, or none.
  mutating func take(words wanted: String...) -> Bool {
    for (ahead, word) in wanted.enumerated() where self.word(ahead: ahead) != word { return false }
    position += wanted.count
    return true
  }

  mutating func take(sign wanted: Character, glued: Bool? = nil) -> Bool {
    guard sign == wanted, glued == nil || current?.isGlued == glued else { return false }
    position += 1
    return true
  }

  /// A run of digits with a length in `digits`.
  mutating func takeNumber(digits: ClosedRange<Int>, glued: Bool? = nil) -> Int? {
    guard case .number(let value, let length)? = current?.kind, digits.contains(length),
      glued == nil || current?.isGlued == glued
    else { return nil }
    position += 1
    return value
  }

  /// Whether a word could end before the cursor: at a space, the end, or punctuation that closes.
  var isAtBoundary: Bool {
    var ahead = 0
    while let next = token(ahead), next.isGlued {
      guard case .sign(let sign) = next.kind, ",;:.!?)…".contains(sign) else { return false }
      ahead += 1
    }
    return true
  }

  /// As `attempt`, for something that must end where a word ends.
  mutating func attemptWhole<Found>(_ read: (inout PhraseCursor) -> Found?) -> Found? {
    attempt { cursor in
      guard let found = read(&cursor), cursor.isAtBoundary else { return nil }
      return found
    }
  }
}

extension PhraseCursor {
  private static func tokens(of text: String) -> [PhraseToken] {
    var tokens: [PhraseToken] = []
    var index = text.startIndex
    var isGlued = false
    while index < text.endIndex {
      let first = text[index]
      if first.isWhitespace {
        index = text.index(after: index)
        isGlued = false
        continue
      }
      let (kind, end) = token(in: text, at: index)
      tokens.append(PhraseToken(kind: kind, range: index..<end, isGlued: isGlued))
      index = end
      isGlued = true
    }
    return tokens
  }

  private static func token(in text: String, at start: String.Index)
    -> (PhraseToken.Kind, String.Index)
  {
    let first = text[start]
    if isDigit(first) {
      let end = text[start...].firstIndex { !isDigit($0) } ?? text.endIndex
      let run = text[start..<end]
      // A run too long for a number is no number that anybody means.
      return (Int(run).map { .number($0, digits: run.count) } ?? .word(String(run)), end)
    }
    if isLetter(first) {
      let end = endOfWord(in: text, from: start)
      let word = text[start..<end].lowercased().map { $0 == "’" ? "'" : $0 }
      return (.word(String(word)), end)
    }
    let after = text.index(after: start)
    if let closing = closingQuote(of: first), let end = text[after...].firstIndex(of: closing) {
      return (.quoted(String(text[after..<end])), text.index(after: end))
    }
    return (.sign("–—−".contains(first) ? "-" : first), after)
  }

  private static func endOfWord(in text: String, from start: String.Index) -> String.Index {
    var end = start
    while end < text.endIndex {
      let next = text.index(after: end)
      // An apostrophe belongs to the word it stands in: o'clock, Luigi's.
      let joins = "'’".contains(text[end]) && next < text.endIndex && isLetter(text[next])
      guard isLetter(text[end]) || joins else { break }
      end = next
    }
    return end
  }

  private static func closingQuote(of opening: Character) -> Character? {
    switch opening {
    case "\"": "\""
    case "“": "”"
    default: nil
    }
  }

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }

  private static func isLetter(_ character: Character) -> Bool {
    character.isLetter || character == "_"
  }
}
