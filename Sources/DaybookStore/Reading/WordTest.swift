import GRDB
import GRDBSQLite

/// Whether single events have words that begin so: what the index of words would say, found in an
/// event's own text.
final class WordTest {
  private let source: Prepared
  private let tokenizer: any FTS5Tokenizer
  private var state: State
  /// A value without its escapes.
  private var value: [UInt8] = []

  /// What the tokenizer's calls are told.
  private struct State {
    /// Of each word its spellings, folded as the index has them.
    var words: [[[UInt8]]]
    /// A bit for each word that is still missing.
    var missing = 0
  }

  /// nil where the index would take one of the words for several.
  init?(_ words: [String], in db: Database) throws {
    // As the table `words` is made.
    tokenizer = try db.makeTokenizer(.unicode61(diacritics: .remove))
    source = try Prepared(keeping: "SELECT source FROM event WHERE id = ?", in: db)
    state = State(words: [])
    for word in words {
      let spellings = try Words.spellings(word).map { try tokenizer.tokenize(query: $0) }
      guard spellings.allSatisfy({ $0.count == 1 }) else { return nil }
      state.words.append(spellings.compactMap { $0.first.map { Array($0.token.utf8) } })
    }
    guard words.count < Int.bitWidth else { return nil }
  }

  /// Whether the event of this row has all the words.
  func holds(_ row: Int) throws -> Bool {
    source.bind(row, at: 1)
    defer { source.reset() }
    guard try source.step() else { return false }
    state.missing = (1 << state.words.count) - 1
    let text = source.bytes(0)
    var start = 0
    // Alarms have descriptions of their own.
    var depth = 0
    while start < text.count, state.missing != 0 {
      let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
      let line = UnsafeBufferPointer(rebasing: text[start..<end])
      if line.begins("BEGIN:") {
        depth += 1
      } else if line.begins("END:") {
        depth -= 1
      } else if depth == 1 {
        look(at: line)
      }
      start = end + 1
    }
    return state.missing == 0
  }

  private func look(at line: UnsafeBufferPointer<UInt8>) {
    let isText =
      line.isProperty("SUMMARY") || line.isProperty("LOCATION") || line.isProperty("DESCRIPTION")
    guard isText || line.isProperty("ATTENDEE") || line.isProperty("ORGANIZER") else { return }
    guard let colon = line.colon else { return }
    let rest = UnsafeBufferPointer(rebasing: line[(colon + 1)...])
    if isText {
      look(for: rest, escapedBy: UInt8(ascii: "\\"))
      return
    }
    if let name = UnsafeBufferPointer(rebasing: line[..<colon]).parameter("CN=") {
      // RFC 6868.
      look(for: name, escapedBy: UInt8(ascii: "^"))
    }
    let scheme: StaticString = "MAILTO:"
    let isMail = rest.begins(scheme)
    look(
      for: isMail
        ? UnsafeBufferPointer(rebasing: rest[scheme.utf8CodeUnitCount...]) : rest, escapedBy: nil)
  }

  /// Looks for the missing words in a value. What is escaped is a separator whatever it is.
  private func look(for text: UnsafeBufferPointer<UInt8>, escapedBy escape: UInt8?) {
    guard let escape, text.contains(escape) else { return tokenize(text) }
    value.removeAll(keepingCapacity: true)
    var isEscaped = false
    for byte in text {
      let begins = !isEscaped && byte == escape
      value.append(isEscaped || begins ? UInt8(ascii: " ") : byte)
      isEscaped = begins
    }
    value.withUnsafeBufferPointer(tokenize)
  }

  private func tokenize(_ text: UnsafeBufferPointer<UInt8>) {
    text.withMemoryRebound(to: CChar.self) { text in
      _ = withUnsafeMutablePointer(to: &state) { state in
        tokenizer.tokenize(
          context: state, tokenization: .document, pText: text.baseAddress,
          nText: CInt(text.count)
        ) { state, _, token, count, _, _ in
          guard let state, let token else { return SQLITE_OK }
          return WordTest.take(
            UnsafeRawBufferPointer(start: token, count: Int(count)),
            &state.assumingMemoryBound(to: State.self).pointee)
        }
      }
    }
  }

  /// Ends the walk over a text once nothing is missing.
  private static func take(_ token: UnsafeRawBufferPointer, _ state: inout State) -> CInt {
    for (index, spellings) in state.words.enumerated() where state.missing & 1 << index != 0 {
      if spellings.contains(where: { token.starts(with: $0) }) { state.missing &= ~(1 << index) }
    }
    return state.missing == 0 ? SQLITE_DONE : SQLITE_OK
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether it begins with a text in capitals, in whatever case.
  fileprivate func begins(_ capitals: StaticString, at place: Int = 0) -> Bool {
    guard count >= place + capitals.utf8CodeUnitCount else { return false }
    for index in 0..<capitals.utf8CodeUnitCount {
      let byte = self[place + index]
      let capital = (0x61...0x7a).contains(byte) ? byte - 0x20 : byte
      if capital != capitals.utf8Start[index] { return false }
    }
    return true
  }

  fileprivate func isProperty(_ name: StaticString) -> Bool {
    guard begins(name), count > name.utf8CodeUnitCount else { return false }
    let next = self[name.utf8CodeUnitCount]
    return next == UInt8(ascii: ":") || next == UInt8(ascii: ";")
  }

  /// Where the value of a content line begins.
  fileprivate var colon: Int? {
    var isQuoted = false
    for (index, byte) in enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == UInt8(ascii: ":"), !isQuoted { return index }
    }
    return nil
  }

  /// The value of a parameter, quotes and all.
  fileprivate func parameter(_ name: StaticString) -> UnsafeBufferPointer<UInt8>? {
    var isQuoted = false
    var found: Int?
    for (index, byte) in enumerated() {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      guard byte == UInt8(ascii: ";"), !isQuoted else { continue }
      if let found { return UnsafeBufferPointer(rebasing: self[found..<index]) }
      if begins(name, at: index + 1) { found = index + 1 + name.utf8CodeUnitCount }
    }
    return found.map { UnsafeBufferPointer(rebasing: self[$0...]) }
  }
}
