import DaybookCore
import DaybookWorld

extension Client {
  /// `95 EUR`; empty where no rate was agreed.
  var rateText: String {
    guard let rate else { return "" }
    return JSON.decimal(hundredths: rate) + (currency.map { " " + $0 } ?? "")
  }
}

/// Money, currencies and domains as people write them.
enum ClientWords {
  /// `95`, `95.50` and `95,5`, in hundredths.
  static func rate(_ text: String) throws -> Int {
    let parts = text.replacing(",", with: ".").split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
    guard digits, let whole = parts.first.flatMap({ Int($0) }), whole <= 10_000_000,
      parts.count == 1 || (1...2).contains(parts[1].count)
    else {
      throw CommandError.usage("“\(text)” is no rate.", hint: "Write it as 95 or 95.50.")
    }
    guard parts.count == 2, let part = Int(parts[1]) else { return whole * 100 }
    return whole * 100 + (parts[1].count == 1 ? part * 10 : part)
  }

  /// `20h`, in minutes.
  static func retainer(_ text: String) throws -> Int {
    try DurationPhrase.minutes(reading: text, allowsZero: false)
  }

  static func currency(_ text: String) throws -> String {
    try usage { try ClientText.currency(text) }
  }

  static func domain(_ text: String) throws -> String {
    try usage { try ClientText.domain(text) }
  }

  static func client(_ text: String) throws -> String {
    try usage { try ClientText.client(text) }
  }

  static func name(_ text: String, of what: String) throws -> String {
    try usage { try ClientText.name(text, of: what) }
  }

  /// On the command line such a text is a wrong word.
  private static func usage(_ read: () throws -> String) throws -> String {
    do {
      return try read()
    } catch let error as ClientTextError {
      throw CommandError.usage(error.message, hint: error.hint)
    }
  }
}
