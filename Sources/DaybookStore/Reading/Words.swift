import GRDB

/// What a person searches for.
package enum SearchText {
  /// Whether there is any word in it: what has none finds everything.
  package static func hasWords(_ text: String) -> Bool { !Words.list(text).isEmpty }
}

/// The words of events, for searching: of title, place, people and notes.
enum Words {
  /// The rows of events in which each word of `text` begins a word; nil when `text` has none.
  static func matches(_ text: String, in db: Database) throws -> Set<Int>? {
    try matches(list(text), in: db)
  }

  /// The rows of events in which each of these words begins a word; nil when there are none.
  static func matches(_ words: [String], in db: Database) throws -> Set<Int>? {
    guard !words.isEmpty else { return nil }
    let statement = try Prepared("SELECT rowid FROM words WHERE words MATCH ?", in: db)
    statement.bind(query(words), at: 1)
    var rows: Set<Int> = []
    while try statement.step() { rows.insert(statement.int(0)) }
    return rows
  }

  /// The words of a text, as FTS5 cuts them, in lower case.
  static func list(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .decimalNumber, .letterNumber, .otherNumber, .privateUse, .nonspacingMark:
        word.unicodeScalars.append(scalar)
      default:
        if !word.isEmpty { words.append(word.lowercased()) }
        word = ""
      }
    }
    if !word.isEmpty { words.append(word.lowercased()) }
    return words
  }

  /// A word in both its spellings where it has an ß, or an ss that may stand for one: capitals and
  /// foreign keyboards write it so.
  static func spellings(_ word: String) -> [String] {
    let other =
      word.contains("ß") ? word.replacing("ß", with: "ss") : word.replacing("ss", with: "ß")
    return other == word ? [word] : [word, other]
  }

  /// `"acme"* AND "rev"*`: each word as a beginning.
  private static func query(_ words: [String]) -> String {
    words.map { word in
      let beginnings = spellings(word).map { "\"\($0)\"*" }
      return beginnings.count == 1 ? beginnings[0] : "(\(beginnings.joined(separator: " OR ")))"
    }
    .joined(separator: " AND ")
  }
}
