internal import ICalendar

/// Reads dates of which only the numbers are told.
extension PhraseCursor {
  /// `31/12/2026`, `12/31`, `31/12/26`, `31-12-2026`. Where only one number can be the month it is;
  /// where both can, the order that the person writes dates in decides, and without one it is a
  /// problem.
  mutating func slashedDate(in context: PhraseContext) -> Day? {
    let start = position
    guard let one = takeNumber(digits: 1...2), let mark = sign, "/-".contains(mark),
      take(sign: mark, glued: true), let other = takeNumber(digits: 1...2, glued: true)
    else { return nil }
    var year: Int?
    if take(sign: mark, glued: true) {
      let short = takeNumber(digits: 2...2, glued: true)
      year = short.map { 2000 + $0 } ?? takeNumber(digits: 4...4, glued: true)
      guard year != nil else { return nil }
    }
    guard mark == "/" || (year != nil && position - start == 5), isAtEndOfNumbers,
      year != nil || !isRatio(one, other)
    else { return nil }
    let text = source(start..<position)
    let choices = DateOrder.allCases.filter { order in
      let (date, month) = order == .dayFirst ? (one, other) : (other, one)
      return (1...12).contains(month) && (1...31).contains(date)
    }
    guard let first = choices.first else {
      if year != nil || (one <= 31 && other <= 31) { problem = .noSuchDay(String(text)) }
      return nil
    }
    guard let order = choices.count == 1 || one == other ? first : context.dateOrder else {
      problem = .slashes(text, one, other, year)
      return nil
    }
    let (date, month) = order == .dayFirst ? (one, other) : (other, one)
    return day(date, month, year, in: context, from: start)
  }

  /// "1/2/3/4" and "3/4-inch" are something else.
  private var isAtEndOfNumbers: Bool {
    guard let current, current.isGlued else { return true }
    guard case .sign(let sign) = current.kind else { return false }
    return sign != "/" && sign != "."
      || sign == "." && token(1)?.isGlued != true
  }

  /// What is written with a slash and is no date: `24/7`, `1/2 day`.
  private func isRatio(_ one: Int, _ other: Int) -> Bool {
    if (one, other) == (24, 7) { return true }
    let counted: Set<String> = ["day", "days", "hour", "hours", "off", "price", "year", "marathon"]
    return one < other && other <= 4 && counted.contains(word ?? "")
  }
}

extension PhraseError {
  /// For `3/4`: the dates it can be, written so that nobody can misread them.
  static func slashes(_ text: some StringProtocol, _ one: Int, _ other: Int, _ year: Int?)
    -> PhraseError
  {
    let choices = [(one, other), (other, one)].map { day, month in
      "“\(day) \(DayWords.short(month: month).lowercased())\(year.map { " \($0)" } ?? "")”"
    }
    return .ambiguous(part: text.trimmed(), choices: choices)
  }
}
