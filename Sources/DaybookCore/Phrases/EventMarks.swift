/// Reads what a sign or a word in a line marks: whose it is, where it goes, and where it is.
extension EventReader {
  /// `#client`, `cal:Name`, `/Name`, `@ place`.
  static func mark(_ cursor: inout PhraseCursor) -> Meaning? {
    if cursor.take(sign: "#") { return cursor.name().map { .client($0) } }
    if cursor.take(sign: "/") { return cursor.name().map { .calendar($0) } }
    if cursor.take(anyOf: ["cal", "calendar"]) != nil {
      guard cursor.take(sign: ":", glued: true) else { return nil }
      return cursor.name(glued: false).map { .calendar($0) }
    }
    guard cursor.take(sign: "@"), !cursor.isAtEnd else { return nil }
    let start = cursor.position
    // "@ 14:00" and "@ 3" are times; "@ 12 Main Street" is a place.
    if cursor.attemptWhole({ $0.clock(.told) }) != nil { return nil }
    if cursor.attemptWhole({ $0.clock(.bareAllowed) }) != nil, cursor.word == nil { return nil }
    cursor.position = start
    return .locationMark
  }

  /// `remind 30m`, `reminder 1d`
  static func reminders(_ cursor: inout PhraseCursor) -> [Int]? {
    guard cursor.take(anyOf: ["remind", "reminder"]) != nil else { return nil }
    _ = cursor.take(word: "me")
    return cursor.reminders()
  }

  /// `at Luigi's`, `at home`: a place, unless it begins the line.
  static func place(_ cursor: inout PhraseCursor) -> Meaning? {
    guard cursor.position > 0, cursor.take(word: "at"), let next = cursor.current else {
      return nil
    }
    let isName = cursor.text[next.range].first?.isUppercase == true
    guard isName || ["home", "work", "the", "office"].contains(cursor.word ?? "") else {
      return nil
    }
    return .locationMark
  }
}

extension PhraseCursor {
  /// A name glued to its mark: up to the next space, or in quotes.
  fileprivate mutating func name(glued: Bool = true) -> String? {
    guard let first = current, first.isGlued || !glued else { return nil }
    if case .quoted(let name) = first.kind {
      position += 1
      return name.isEmpty ? nil : name
    }
    guard case .word = first.kind else { return nil }
    let start = position
    repeat { position += 1 } while current?.isGlued == true && !isAtBoundary
    return String(source(start..<position))
  }
}
