/// Finds in what became title the words that look as if they told when.
extension EventReader {
  private struct Leftover {
    var tokens: Range<Int>
    var expected: PhraseError.Expected
    var nearest: String?
    /// Whether the event would land elsewhere than the line says.
    var misleads = false
  }

  /// Those words, in order; an error where the event would be another one without them.
  func leftOver(_ location: Range<Int>?) throws(PhraseError) -> [String] {
    var found = returned.compactMap { item -> Leftover? in
      guard item.meaning.isDay || item.meaning.isClock else { return nil }
      return Leftover(tokens: item.tokens, expected: item.meaning.isDay ? .day : .time)
    }
    for run in titleRuns(without: location) {
      for index in run where !found.contains(where: { $0.tokens.contains(index) }) {
        if let next = leftover(at: index, in: run) { found.append(next) }
      }
    }
    for index in location ?? 0..<0 {
      if let next = clockLike(at: index, in: location ?? 0..<0) { found.append(next) }
    }
    if let first = found.first(where: \.misleads) {
      throw .leftOver(
        part: String(cursor.source(first.tokens)), expected: first.expected, nearest: first.nearest)
    }
    return found.sorted { $0.tokens.lowerBound < $1.tokens.lowerBound }
      .map { String(cursor.source($0.tokens)) }
  }

  private var hasDay: Bool {
    items.contains { item in
      if case .moment = item.meaning { true } else { item.meaning.isDay }
    }
  }

  private var hasRule: Bool { items.contains { $0.meaning.isRecurrence } }

  private var hasTime: Bool {
    items.contains { item in
      switch item.meaning {
      case .moment, .allDay: true
      default: item.meaning.isClock
      }
    }
  }

  private func leftover(at index: Int, in run: Range<Int>) -> Leftover? {
    guard isWhole(index) else { return nil }
    switch cursor.tokens[index].kind {
    case .word(let word): return wordLeftover(word, at: index, in: run)
    case .number: return clockLike(at: index, in: run) ?? numberLeftover(at: index, in: run)
    case .quoted, .sign: return nil
    }
  }

  private func wordLeftover(_ word: String, at index: Int, in run: Range<Int>) -> Leftover? {
    let next = index + 1 < run.upperBound ? self.word(at: index + 1) : nil
    if word == "every" || (PhraseCursor.adverbs[word] != nil && index > 0) {
      let length = word == "every" ? 3 : 1
      return Leftover(
        tokens: index..<min(index + length, run.upperBound), expected: .repetition,
        misleads: !hasRule)
    }
    if EventWords.bounds.contains(word) {
      return Leftover(
        tokens: index..<min(index + 2, run.upperBound),
        expected: word == "except" ? .repetition : .day, misleads: hasRule)
    }
    if EventWords.steps.contains(word), let next, EventWords.stretches.contains(next) {
      return Leftover(
        tokens: index..<index + 2, expected: .day, misleads: !hasDay && !hasRule)
    }
    if DayWords.months[word] != nil, index > run.lowerBound,
      isNumber(index - 1) || EventWords.beforeMonths.contains(self.word(at: index - 1) ?? "")
    {
      return Leftover(tokens: index - 1..<index + 1, expected: .day, misleads: !hasDay)
    }
    if EventWords.feasts.contains(word), !hasDay {
      return Leftover(tokens: index..<index + 1, expected: .day)
    }
    if PhraseCursor.partsOfDay[word] != nil, !hasTime, hasDay || hasRule {
      return Leftover(tokens: index..<index + 1, expected: .time)
    }
    guard word.count > 5 else { return nil }
    let nearest = NearestWord.to(word, among: EventWords.misspelt, within: word.count < 8 ? 1 : 2)
    return nearest.map {
      Leftover(
        tokens: index..<index + 1, expected: .day, nearest: $0, misleads: !hasDay && !hasRule)
    }
  }

  /// `25:00`, `13pm`, and where no time was read `12.30`.
  private func clockLike(at index: Int, in run: Range<Int>) -> Leftover? {
    guard case .number(let hour, 1...2) = cursor.tokens[index].kind, isWhole(index),
      index + 1 < run.upperBound
    else { return nil }
    if ["am", "pm"].contains(word(at: index + 1) ?? "") {
      return Leftover(tokens: index..<index + 2, expected: .time, misleads: !hasTime)
    }
    guard index + 2 < run.upperBound, case .sign(let sign) = cursor.tokens[index + 1].kind,
      cursor.tokens[index + 1].isGlued, cursor.tokens[index + 2].isGlued,
      case .number(let minute, digits: 2) = cursor.tokens[index + 2].kind
    else { return nil }
    let tokens = index..<index + 3
    if sign == ":" { return Leftover(tokens: tokens, expected: .time, misleads: !hasTime) }
    guard sign == ".", hour < 24, minute < 60, !hasTime else { return nil }
    return Leftover(tokens: tokens, expected: .time)
  }

  /// `3/4`, and beside a day without a time a number that may be its hour.
  private func numberLeftover(at index: Int, in run: Range<Int>) -> Leftover? {
    guard case .number(let number, let digits) = cursor.tokens[index].kind else { return nil }
    if digits < 3, index + 2 < run.upperBound, cursor.tokens[index + 1].kind == .sign("/"),
      case .number(let other, 1...2) = cursor.tokens[index + 2].kind,
      cursor.tokens[index + 1].isGlued, cursor.tokens[index + 2].isGlued, number <= 31,
      other <= 31, (number, other) != (24, 7)
    {
      return Leftover(tokens: index..<index + 3, expected: .day)
    }
    guard !hasTime, digits < 3, number <= 24,
      cursor.tokens.count == index + 1 || !cursor.tokens[index + 1].isGlued,
      items.contains(where: { item in
        (item.meaning.isDay || item.meaning.isRecurrence)
          && (item.tokens.upperBound == index || item.tokens.lowerBound == index + 1)
      })
    else { return nil }
    return Leftover(tokens: index..<index + 1, expected: .time)
  }

  /// Whether a word begins here.
  private func isWhole(_ index: Int) -> Bool {
    guard cursor.tokens[index].isGlued, index > 0 else { return true }
    if case .sign(let sign) = cursor.tokens[index - 1].kind { return "(,;".contains(sign) }
    return false
  }

  private func word(at index: Int) -> String? {
    if case .word(let word) = cursor.tokens[index].kind { word } else { nil }
  }

  private func isNumber(_ index: Int) -> Bool {
    if case .number = cursor.tokens[index].kind { true } else { false }
  }
}
