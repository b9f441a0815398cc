/// What words beside a number or a time make of it.
enum EventWords {
  /// Words that go on behind a time, and are never counted.
  static let joining: Set<String> = [
    "with", "w", "for", "at", "in", "on", "about", "re", "and", "or", "from", "to", "via", "until",
    "till", "every", "each", "by", "before", "after", "if", "then", "mit", "bei",
  ]

  /// Whether a number before `word` counts it: people, pages, a currency.
  static func isCounted(_ word: Substring) -> Bool {
    let lower = word.lowercased()
    if counted.contains(lower) { return true }
    // A name may end so too: "fri 10 James".
    return lower.count > 3 && lower.hasSuffix("s") && word.first?.isLowercase == true
  }

  private static let counted: Set<String> = [
    "people", "persons", "children", "men", "women", "pax", "folks", "km", "kg", "x", "k", "reps",
    "eur", "euro", "usd", "gbp", "chf", "percent", "min",
  ]

  static let bounds: Set<String> = ["until", "till", "til", "except"]
  static let steps: Set<String> = ["next", "this", "last", "coming", "previous"]
  static let stretches: Set<String> = [
    "month", "months", "quarter", "year", "years", "fortnight", "semester", "season",
  ]
  static let feasts: Set<String> = [
    "christmas", "xmas", "easter", "halloween", "thanksgiving", "silvester",
  ]
  static let beforeMonths: Set<String> = [
    "in", "next", "this", "last", "of", "until", "by", "mid", "early", "late", "every", "each",
  ]
  /// Long enough to be known when they are mistyped.
  static let misspelt: [String] = [
    "tomorrow", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    "sunday", "weekday", "weekdays",
  ]
}
