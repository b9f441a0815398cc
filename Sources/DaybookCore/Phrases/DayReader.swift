internal import ICalendar

/// Reads days, where the cursor stands.
extension PhraseCursor {
  /// What the words around leave room for.
  enum Place {
    /// The phrase is a day and nothing else, so that anything that may be one is.
    case alone
    /// Words of a title surround it, so that only what is surely a day is.
    case amongWords
  }

  mutating func days(in context: PhraseContext, as place: Place) -> DayPhrase? {
    if let found = attemptWhole({ $0.weekdayWithDate(in: context, as: place) }) { return found }
    if let found = attemptWhole({ $0.weekWithWeekday(in: context) }) { return found }
    if let found = attemptWhole({ $0.isoDays(as: place) }) { return found }
    if let found = attemptWhole({ $0.date(in: context, as: place) }) { return DayPhrase(found) }
    if let found = attemptWhole({ $0.weekByNumber(in: context) }) { return found }
    if let found = attemptWhole({ $0.weekOfDay(in: context, as: place) }) { return found }
    if let found = attemptWhole({ $0.namedDays(in: context, as: place) }) { return found }
    if let found = attemptWhole({ $0.relativeDay(in: context) }) { return DayPhrase(found) }
    if place == .alone {
      if let found = attemptWhole({ $0.edge(in: context) }) { return DayPhrase(found) }
      if let found = attemptWhole({ $0.monthByName(in: context) }) { return found }
    } else if let found = attemptWhole({ $0.edge(in: context) }) {
      return DayPhrase(found)
    }
    return nil
  }

  /// Two ends of a range of days, `24 dec - 27 dec`, `24-27 dec`, `mon to wed`, `a/b` in ISO dates;
  /// empty when the second end precedes the first.
  mutating func dayRange(in context: PhraseContext, as place: Place) -> Range<Day>? {
    attempt { cursor in
      if let found = cursor.attemptWhole({ $0.datesOfOneMonth(in: context) }) { return found }
      let opened = cursor.take(anyOf: ["from", "between"])
      guard let first = cursor.attempt({ $0.rangeEnd(in: context, as: place) }) else { return nil }
      guard cursor.takeRangeSign(slash: true) || (opened == "between" && cursor.take(word: "and"))
      else { return nil }
      // The second end lies after the first: "28 dec - 2 jan", "fri - mon".
      var later = context
      later.now = context.zone.start(of: first.first)
      guard let last = cursor.attemptWhole({ $0.rangeEnd(in: later, as: place) }) else {
        return nil
      }
      return first.first..<max(first.first, last.last + 1)
    }
  }

  /// `-`, `to`, `until`, `till`, `through`, and between ISO dates also `/`.
  mutating func takeRangeSign(slash: Bool = false) -> Bool {
    if take(sign: "-") || (slash && take(sign: "/")) { return true }
    return take(anyOf: ["to", "until", "till", "til", "through", "thru"]) != nil
  }

  /// As `days`, but something may be glued to its end.
  private mutating func rangeEnd(in context: PhraseContext, as place: Place) -> DayPhrase? {
    if let found = attempt({ $0.weekdayWithDate(in: context, as: place) }) { return found }
    if let found = attempt({ $0.weekWithWeekday(in: context) }) { return found }
    if let found = attempt({ $0.isoDays(as: place) }) { return found }
    if let found = attempt({ $0.date(in: context, as: place) }) { return DayPhrase(found) }
    if let found = attempt({ $0.weekByNumber(in: context) }) { return found }
    if let found = attempt({ $0.namedDays(in: context, as: place) }) { return found }
    if let found = attempt({ $0.relativeDay(in: context) }) { return DayPhrase(found) }
    return attempt { $0.edge(in: context) }.map { DayPhrase($0) }
  }

  /// `24-27 dec`, `dec 24-27`, `24.-27.12.`
  private mutating func datesOfOneMonth(in context: PhraseContext) -> Range<Day>? {
    if let found = attempt({ cursor -> Range<Day>? in
      guard let first = cursor.dayOfMonth() else { return nil }
      _ = cursor.take(sign: ".", glued: true)
      guard cursor.takeRangeSign() else { return nil }
      let start = cursor.position
      guard let last = cursor.date(in: context, as: .alone) else { return nil }
      // "9-10 dec" is two days; the year and month of the first are those of the last.
      guard cursor.position > start, let from = Day(year: last.year, month: last.month, day: first)
      else { return nil }
      return from..<max(from, last + 1)
    }) {
      return found
    }
    guard let month = take(DayWords.months), let first = dayOfMonth(), takeRangeSign(),
      let last = dayOfMonth(), !isClockAhead
    else { return nil }
    let year = takeYear()
    guard let from = day(first, month, year, in: context),
      let to = Day(year: from.year, month: month, day: last)
    else { return nil }
    return from..<max(from, to + 1)
  }

  /// `fri 27 nov`, `Friday, Nov 27 2026`, `fri next week`: both must agree.
  private mutating func weekdayWithDate(in context: PhraseContext, as place: Place) -> DayPhrase? {
    let start = position
    guard let weekday = take(DayWords.weekdays) else { return nil }
    _ = take(sign: ".", glued: true)
    _ = take(sign: ",", glued: true)
    let isOf = take(word: "of")
    if let date = attempt({ $0.date(in: context, as: place) ?? $0.isoDay() }), !isOf {
      guard date.weekday == weekday else {
        problem = .contradiction(
          "\(source(start..<position)) is a \(DayWords.long(date.weekday))")
        return nil
      }
      return DayPhrase(date)
    }
    guard let week = attempt({ $0.week(in: context) }) else { return nil }
    return week.days.first { $0.weekday == weekday }.map { DayPhrase($0) }
  }

  /// `next week mon`, `w49 on friday`.
  private mutating func weekWithWeekday(in context: PhraseContext) -> DayPhrase? {
    guard let week = attempt({ $0.week(in: context) }) else { return nil }
    _ = take(sign: ",")
    _ = take(word: "on")
    guard let weekday = take(DayWords.weekdays) else { return nil }
    return week.days.first { $0.weekday == weekday }.map { DayPhrase($0) }
  }

  /// `2026-W49`, `w49`, `next week`, `the week of 30 nov`.
  mutating func week(in context: PhraseContext) -> DayPhrase? {
    let found =
      attempt { $0.isoDays(as: .amongWords) } ?? attempt { $0.weekByNumber(in: context) }
      ?? attempt { $0.weekOfDay(in: context, as: .amongWords) }
      ?? attempt { $0.namedDays(in: context, as: .amongWords) }
    return found?.unit == .week ? found : nil
  }

  /// `week of 30 nov`, `the week commencing 30 nov`, `w/c 30 nov`: the week that the day lies in.
  private mutating func weekOfDay(in context: PhraseContext, as place: Place) -> DayPhrase? {
    _ = take(word: "the")
    guard
      take(words: "week", "of") || take(words: "week", "commencing")
        || take(words: "week", "beginning") || take(words: "week", "starting")
        || attempt({ cursor in
          cursor.take(word: "w") && cursor.take(sign: "/", glued: true) && cursor.take(word: "c")
            ? true : nil
        }) == true
    else { return nil }
    _ = take(word: "the")
    let day =
      attempt { $0.weekdayWithDate(in: context, as: place) }?.first ?? attempt { $0.isoDay() }
      ?? attempt { $0.date(in: context, as: place) }
    guard let first = day?.weekStart(context.weekStarts) else { return nil }
    return DayPhrase(first..<first + 7, .week)
  }

  /// `2026-11-19`, `20261119`, `2026/11/19`, `2026-W47`, `2026-W47-3`; alone also `2026-11`, `2026`.
  private mutating func isoDays(as place: Place) -> DayPhrase? {
    if let found = attempt({ $0.isoDay() }) { return DayPhrase(found) }
    return attempt { cursor in
      guard let year = cursor.takeNumber(digits: 4...4), year >= 1 else { return nil }
      if cursor.attempt({ $0.take(sign: "-", glued: true) && $0.word == "w" ? true : nil }) != nil {
        return cursor.isoWeek(of: year)
      }
      guard place == .alone else { return nil }
      if let month = cursor.attempt({
        $0.take(sign: "-", glued: true) ? $0.takeNumber(digits: 2...2, glued: true) : nil
      }) {
        return Day(year: year, month: month, day: 1).map {
          DayPhrase($0..<$0.adding(months: 1), .month)
        }
      }
      guard (1900...2999).contains(year), cursor.isAtBoundary else { return nil }
      return DayPhrase(Day(year, 1, 1)..<Day(year + 1, 1, 1), .year)
    }
  }

  /// `2026-11-19`, `20261119`, `2026/11/19`.
  mutating func isoDay() -> Day? {
    attempt { cursor in
      let start = cursor.position
      if let number = cursor.takeNumber(digits: 8...8) {
        return Day(year: number / 10_000, month: number / 100 % 100, day: number % 100)
      }
      guard let year = cursor.takeNumber(digits: 4...4), let mark = cursor.sign,
        mark == "-" || mark == "/", cursor.take(sign: mark, glued: true),
        let month = cursor.takeNumber(digits: 2...2, glued: true),
        cursor.take(sign: mark, glued: true),
        let date = cursor.takeNumber(digits: 2...2, glued: true)
      else { return nil }
      guard let day = Day(year: year, month: month, day: date) else {
        cursor.problem = .noSuchDay(String(cursor.source(start..<cursor.position)))
        return nil
      }
      return day
    }
  }

  /// What follows `2026-`: `W47` or `W47-3`.
  private mutating func isoWeek(of year: Int) -> DayPhrase? {
    let start = position - 2
    guard take(word: "w"), let number = takeNumber(digits: 1...2, glued: true) else { return nil }
    guard let week = week(number, of: year) else {
      problem = .noSuchDay(String(source(start..<position)))
      return nil
    }
    let weekday = attempt { cursor in
      cursor.take(sign: "-", glued: true) ? cursor.takeNumber(digits: 1...1, glued: true) : nil
    }
    guard let weekday else { return week }
    return (1...7).contains(weekday) ? DayPhrase(week.first + (weekday - 1)) : nil
  }

  /// `w49`, `week 49`, `w49 2027`.
  private mutating func weekByNumber(in context: PhraseContext) -> DayPhrase? {
    let start = position
    guard let word = take(anyOf: ["w", "wk", "week", "kw", "cw"]) else { return nil }
    _ = take(sign: "#")
    guard let number = takeNumber(digits: 1...2, glued: word == "w" ? true : nil) else {
      return nil
    }
    _ = take(word: "of")
    let year = takeYear()
    let today = context.today
    let years = year.map { [$0] } ?? [today.week.year - 1, today.week.year, today.week.year + 1]
    let weeks = years.compactMap { self.week(number, of: $0) }
    guard let nearest = weeks.min(by: { Self.distance($0, today) <= Self.distance($1, today) })
    else {
      problem = .noSuchDay(String(source(start..<position)))
      return nil
    }
    return nearest
  }

  private func week(_ number: Int, of year: Int) -> DayPhrase? {
    let monday = Day.monday(ofWeek: number, in: year)
    guard number >= 1, monday.week == (year, number) else { return nil }
    return DayPhrase(monday..<monday + 7, .week)
  }

  private static func distance(_ phrase: DayPhrase, _ day: Day) -> Int {
    max(0, phrase.first - day, day - phrase.last)
  }
}
