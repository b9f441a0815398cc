internal import ICalendar

/// What a line says beside when: the title, the place, and which words told what.
extension EventReader {
  /// Of two days or two times, keeps the one whose neighbour makes it likelier; the other goes back
  /// to the title.
  mutating func settleDoubles() throws(PhraseError) {
    try refuseDoubles()
    let clocks = items.indices.filter { items[$0].meaning.isClock && !isPart($0) }
    let days = items.indices.filter { items[$0].meaning.isDay }
    if days.count > 1 {
      let kept = days.filter { day in clocks.contains { isNeighbour($0, of: day) } }
      guard kept.count == 1, let keep = kept.first else { throw contradiction("days", days) }
      drop(days.filter { $0 != keep })
      return try settleDoubles()
    }
    if clocks.count > 1 {
      // "fri 9:00 10h": beside a time it is a length.
      if let length = clocks.first(where: { items[$0].meaning.hourLength != nil }) {
        items[length].meaning = .duration(minutes: items[length].meaning.hourLength ?? 0)
        return try settleDoubles()
      }
      let keep = clocks.first { clock in days.contains { isNeighbour($0, of: clock) } } ?? clocks[0]
      drop(clocks.filter { $0 != keep })
    } else if let only = clocks.first, let length = items[only].meaning.hourLength,
      length < 13 * 60, !cursor.source(items[only].tokens).contains(" ")
    {
      let text = cursor.source(items[only].tokens)
      throw .ambiguous(
        part: String(text), choices: ["“\(DayWords.clock(length))”", "a time and “for \(text)”"])
    }
    let hasRule = items.contains { item in
      if case .weekdays = item.meaning { true } else { item.meaning.isRecurrence }
    }
    if !hasRule {
      // "10 times" counts something else where nothing repeats.
      drop(items.indices.filter { if case .count = items[$0].meaning { true } else { false } })
    }
    let marks = items.indices.filter {
      if case .locationMark = items[$0].meaning { true } else { false }
    }
    drop(Array(marks.dropFirst()))
  }

  /// Of what can be said only once, or is said twice in one breath, nobody can tell which is meant.
  private func refuseDoubles() throws(PhraseError) {
    let kinds: [(String, (Meaning) -> Bool)] = [
      ("repetitions", \.isRecurrence),
      ("lengths", { if case .duration = $0 { true } else { false } }),
      ("clients", { if case .client = $0 { true } else { false } }),
      ("calendars", { if case .calendar = $0 { true } else { false } }),
    ]
    for (noun, belongs) in kinds {
      let found = items.indices.filter { belongs(items[$0].meaning) }
      if found.count > 1 { throw contradiction(noun, found) }
    }
    for (noun, belongs) in [("days", \.isDay), ("times", \.isClock)]
      as [(String, KeyPath<Meaning, Bool>)]
    {
      let found = items.indices.filter { items[$0].meaning[keyPath: belongs] && !isPart($0) }
      for (one, other) in zip(found, found.dropFirst()) where areJoined(one, other) {
        throw contradiction(noun, [one, other])
      }
    }
  }

  private func contradiction(_ noun: String, _ items: [Int]) -> PhraseError {
    let named = items.prefix(2).map { "“\(cursor.source(self.items[$0].tokens))”" }
    return .contradiction("two \(noun) are named, \(DayWords.list(named))")
  }

  /// Whether “and”, “or” or a comma stands between them, and nothing else.
  private func areJoined(_ one: Int, _ other: Int) -> Bool {
    let between = items[one].tokens.upperBound..<items[other].tokens.lowerBound
    return !between.isEmpty
      && between.allSatisfy { index in
        switch cursor.tokens[index].kind {
        case .word(let word): ["and", "or"].contains(word)
        case .sign(let sign): ",/&+".contains(sign)
        case .number, .quoted: false
        }
      }
  }

  private func isPart(_ index: Int) -> Bool {
    if case .part = items[index].meaning { true } else { false }
  }

  private func isNeighbour(_ one: Int, of other: Int) -> Bool {
    let (left, right) = (items[min(one, other)].tokens, items[max(one, other)].tokens)
    return (left.upperBound..<right.lowerBound).allSatisfy { index in
      items.contains { $0.tokens.contains(index) } || isPunctuation(index)
    }
  }

  private func isPunctuation(_ index: Int) -> Bool {
    if case .sign = cursor.tokens[index].kind { true } else { false }
  }

  private mutating func drop(_ indices: [Int]) {
    // A part of a day goes with its day.
    let dropped = Set(indices)
    let parts = items.indices.filter { index in
      isPart(index) && index > 0 && dropped.contains(index - 1)
    }
    let all = dropped.union(parts)
    returned += items.indices.filter { dropped.contains($0) }.map { items[$0] }
    items = items.indices.filter { !all.contains($0) }.map { items[$0] }
  }

  /// The tokens of the place: from its mark to the next thing that means something else.
  func locationTokens() -> Range<Int>? {
    guard
      let mark = items.first(where: {
        if case .locationMark = $0.meaning { true } else { false }
      })
    else { return nil }
    let start = mark.tokens.upperBound
    let next = items.lazy.map(\.tokens.lowerBound).filter { $0 >= start }.min()
    var end = start
    while end < next ?? cursor.tokens.count {
      if end > start, case .word(let word) = cursor.tokens[end].kind,
        ["with", "for", "about", "re"].contains(word), !cursor.tokens[end].isGlued
      {
        break
      }
      end += 1
    }
    return start < end ? start..<end : nil
  }

  func title(without location: Range<Int>?) -> String {
    titleRuns(without: location).map { text(of: $0) }.filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// Runs of tokens that nothing claimed.
  func titleRuns(without location: Range<Int>?) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for index in cursor.tokens.indices {
      if items.contains(where: { $0.tokens.contains(index) }) || location?.contains(index) == true {
        continue
      }
      if let last = runs.last, last.upperBound == index {
        runs[runs.count - 1] = last.lowerBound..<index + 1
      } else {
        runs.append(index..<index + 1)
      }
    }
    return runs
  }

  /// The text of tokens, with quotes taken off and without stray punctuation at either end.
  func text(of tokens: Range<Int>) -> String {
    var text = ""
    for index in tokens {
      let token = cursor.tokens[index]
      if index > tokens.lowerBound, !token.isGlued { text += " " }
      if case .quoted(let content) = token.kind {
        text += content
      } else {
        text += cursor.text[token.range]
      }
    }
    let strays = ",;:·|-–—"
    var trimmed = text[...].trimmed()[...]
    while let first = trimmed.first, strays.contains(first) || first.isWhitespace {
      // A minus belongs to its number.
      if first == "-", trimmed.dropFirst().first?.isNumber == true { break }
      trimmed = trimmed.dropFirst()
    }
    while let last = trimmed.last, strays.contains(last) || last.isWhitespace {
      trimmed = trimmed.dropLast()
    }
    return String(trimmed)
  }

  func parts(_ location: Range<Int>?) -> [EventPhrase.Part] {
    var parts = titleRuns(without: location).compactMap { run -> EventPhrase.Part? in
      text(of: run).isEmpty ? nil : part(.title, run)
    }
    for item in items {
      if case .locationMark = item.meaning {
        if let location {
          parts.append(part(.location, item.tokens.lowerBound..<location.upperBound))
        }
      } else {
        parts.append(part(item.meaning.kind, item.tokens))
      }
    }
    return parts.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func part(_ kind: EventPhrase.Kind, _ tokens: Range<Int>) -> EventPhrase.Part {
    let first = cursor.tokens[tokens.lowerBound].range.lowerBound
    return EventPhrase.Part(
      kind: kind, range: first..<cursor.tokens[tokens.upperBound - 1].range.upperBound)
  }
}

extension EventReader.Meaning {
  fileprivate var kind: EventPhrase.Kind {
    switch self {
    case .days, .weekdays, .allDay, .untilDay: .day
    case .clock, .clockRange, .clockUntil, .moment, .part, .untilClock: .time
    case .duration, .length: .duration
    case .recurrence, .count: .recurrence
    case .client: .client
    case .calendar: .calendar
    case .reminders: .reminder
    case .locationMark: .location
    case .link: .link
    }
  }
}
