import GRDB

/// What a person searches for.
package enum SearchText {
  /// Whether there is any word in it: what has none finds everything.
  package static func hasWords(_ text: String) -> Bool { Words.query(text) != nil }
}

/// The words of events, for searching: of title, place, people and notes.
enum Words {
  /// The rows of events in which each word of `text` begins a word; nil when `text` has none.
  static func matches(_ text: String, in db: Database) throws -> Set<Int>? {
    guard let query = query(text) else { return nil }
    let statement = try Prepared("SELECT rowid FROM words WHERE words MATCH ?", in: db)
    statement.bind(query, at: 1)
    var rows: Set<Int> = []
    while try statement.step() { rows.insert(statement.int(0)) }
    return rows
  }

  /// `"acme"* AND "rev"*`: words as FTS5 cuts them, each as a beginning.
  static func query(_ text: String) -> String? {
    var words: [String] = []
    var word = ""
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .decimalNumber, .letterNumber, .otherNumber, .privateUse, .nonspacingMark:
        word.unicodeScalars.append(scalar)
      default:
        if !word.isEmpty { words.append(word) }
        word = ""
      }
    }
    if !word.isEmpty { words.append(word) }
    return words.isEmpty ? nil : words.map(beginning).joined(separator: " AND ")
  }

  /// A word in both its spellings where it has an ß, or an ss that may stand for one: capitals and
  /// foreign keyboards write it so.
  private static func beginning(_ word: String) -> String {
    let word = word.lowercased()
    let other =
      word.contains("ß") ? word.replacing("ß", with: "ss") : word.replacing("ss", with: "ß")
    return other == word ? "\"\(word)\"*" : "(\"\(word)\"* OR \"\(other)\"*)"
  }
}
