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

  /// An ISO 4217 code.
  static func currency(_ text: String) throws -> String {
    let code = text.uppercased()
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (0x41...0x5a).contains($0) }) else {
      throw CommandError.usage("“\(text)” is no currency.", hint: "Use its code: EUR, USD, GBP.")
    }
    return code
  }

  /// `acme.com`, also from `@acme.com`.
  static func domain(_ text: String) throws -> String {
    let domain = (text.hasPrefix("@") ? String(text.dropFirst()) : text).lowercased()
    guard domain.contains("."), !domain.hasPrefix("."), !domain.hasSuffix("."),
      !domain.contains(where: { $0.isWhitespace || "@/,:".contains($0) })
    else {
      throw CommandError.usage("“\(text)” is no mail domain.", hint: "Write it as acme.com.")
    }
    return domain
  }

  /// A client's name; `none` stands for nobody.
  static func client(_ text: String) throws -> String {
    let name = try name(text, of: "client")
    guard name.lowercased() != "none" else {
      throw CommandError.usage(
        "“\(name)” means nobody and cannot be a client's name.", hint: "Choose another name.")
    }
    return name
  }

  /// A name that others can be told by.
  static func name(_ text: String, of what: String) throws -> String {
    let name = text.trimmed
    guard !name.isEmpty else {
      throw CommandError.usage("A \(what) needs a name.")
    }
    return name
  }
}
