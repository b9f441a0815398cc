internal import ICalendar

/// Reads how often something happens, where the cursor stands.
extension PhraseCursor {
  mutating func recurrence() -> RecurrencePhrase? {
    if let found = attemptWhole({ $0.everyUnit() }) { return found }
    if let found = attemptWhole({ $0.partOfEveryMonth() }) { return found }
    // "Weekly review" is a title; "review weekly" is a rule.
    if position > 0, let found = attemptWhole({ $0.adverb() }) { return found }
    return attemptWhole { cursor in
      _ = cursor.take(word: "on")
      if cursor.take(word: "weekdays") {
        return RecurrencePhrase(frequency: .weekly, weekdays: RecurrencePhrase.workdays)
      }
      return cursor.weekdayList(of: DayWords.pluralWeekdays).map {
        RecurrencePhrase(frequency: .weekly, weekdays: $0)
      }
    }
  }

  static let adverbs: [String: (RecurrencePhrase.Frequency, Int)] = [
    "daily": (.daily, 1), "weekly": (.weekly, 1), "biweekly": (.weekly, 2),
    "fortnightly": (.weekly, 2), "monthly": (.monthly, 1), "quarterly": (.monthly, 3),
    "yearly": (.yearly, 1), "annually": (.yearly, 1),
  ]

  private mutating func adverb() -> RecurrencePhrase? {
    if word == "bi", token(1)?.kind == .sign("-"), word(ahead: 2) == "weekly" {
      position += 3
      return narrowed(RecurrencePhrase(frequency: .weekly, interval: 2))
    }
    guard let (frequency, interval) = take(Self.adverbs) else { return nil }
    return narrowed(RecurrencePhrase(frequency: frequency, interval: interval))
  }

  private mutating func everyUnit() -> RecurrencePhrase? {
    guard take(anyOf: ["every", "each"]) != nil else { return nil }
    if take(words: "last", "day") {
      takeOfTheMonth()
      return RecurrencePhrase(frequency: .monthly, monthDays: [-1])
    }
    if let found = attempt({ $0.ordinalWeekday() }) { return found }
    if let dates = attempt({ $0.ordinalDates() }) {
      takeOfTheMonth()
      return RecurrencePhrase(frequency: .monthly, monthDays: dates)
    }
    // The date of "every 24 dec" and the part of "every morning" are read behind it.
    if isDateAhead { return RecurrencePhrase(frequency: .yearly) }
    if let word, Self.partsOfDay[word] != nil { return RecurrencePhrase(frequency: .daily) }
    var interval = 1
    if take(anyOf: ["other", "second", "2nd"]) != nil {
      interval = 2
    } else if let count = attempt({ $0.takeCount() }) {
      guard (1...1000).contains(count) else { return nil }
      _ = current?.isGlued == true ? take(anyOf: ["st", "nd", "rd", "th"]) : nil
      interval = count
    } else if let count = attempt({ $0.take(Self.ordinals) }), count > 2 {
      interval = count
    }
    if takeWorkday() {
      guard interval == 1 else { return nil }
      return RecurrencePhrase(frequency: .weekly, weekdays: RecurrencePhrase.workdays)
    }
    if take(anyOf: ["weekend", "weekends"]) != nil {
      return RecurrencePhrase(
        frequency: .weekly, interval: interval, weekdays: [.saturday, .sunday])
    }
    if let days = weekdayList(of: DayWords.weekdays) {
      return RecurrencePhrase(frequency: .weekly, interval: interval, weekdays: days)
    }
    if take(anyOf: ["quarter", "quarters"]) != nil {
      return narrowed(RecurrencePhrase(frequency: .monthly, interval: 3 * interval))
    }
    if take(anyOf: ["fortnight", "fortnights"]) != nil {
      return narrowed(RecurrencePhrase(frequency: .weekly, interval: 2 * interval))
    }
    guard let unit = take(Self.units) else { return nil }
    let frequency: RecurrencePhrase.Frequency =
      switch unit {
      case .day: .daily
      case .week: .weekly
      case .month: .monthly
      case .year: .yearly
      }
    return narrowed(RecurrencePhrase(frequency: frequency, interval: interval))
  }

  /// `24 dec` or `dec 24`.
  private var isDateAhead: Bool {
    var probe = self
    if probe.take(DayWords.months) != nil { return probe.dayOfMonth() != nil }
    guard probe.dayOfMonth() != nil else { return false }
    _ = probe.take(sign: ".", glued: true)
    _ = probe.take(word: "of")
    return probe.take(DayWords.months) != nil
  }

  private mutating func takeWorkday() -> Bool {
    take(anyOf: ["weekday", "weekdays", "workday", "workdays"]) != nil
      || take(words: "business", "day") || take(words: "working", "day")
      || take(words: "work", "day")
  }

  /// `on the 1st of every month`, `first monday of each month`, `at the end of every month`.
  private mutating func partOfEveryMonth() -> RecurrencePhrase? {
    _ = take(anyOf: ["on", "at"])
    _ = take(word: "the")
    var found: RecurrencePhrase?
    if take(words: "last", "day") || take(word: "last", before: "of") || take(word: "end") {
      found = RecurrencePhrase(frequency: .monthly, monthDays: [-1])
    } else if take(anyOf: ["start", "beginning"]) != nil {
      found = RecurrencePhrase(frequency: .monthly, monthDays: [1])
    } else if let weekday = attempt({ $0.ordinalWeekday() }) {
      found = weekday
    } else if let dates = attempt({ $0.ordinalDates() }) {
      found = RecurrencePhrase(frequency: .monthly, monthDays: dates)
    }
    takeOfTheMonth()
    guard word(ahead: -1) == "month", ["every", "each"].contains(word(ahead: -2) ?? "") else {
      return nil
    }
    return found
  }

  private mutating func take(word wanted: String, before next: String) -> Bool {
    word(ahead: 1) == next && take(word: wanted)
  }

  /// Adds what follows: `on tue and thu`, `on the last friday`, `on the 15th`.
  private mutating func narrowed(_ base: RecurrencePhrase) -> RecurrencePhrase {
    var narrowed = base
    _ = attempt { cursor -> Bool? in
      let isTold = cursor.take(word: "on")
      switch base.frequency {
      case .weekly:
        let days =
          cursor.weekdayList(of: DayWords.weekdays)
          ?? cursor.weekdayList(of: DayWords.pluralWeekdays)
        // "weekly tue" is a week's step from a Tuesday; two days are always of each week.
        guard let days, isTold || days.count > 1 else { return nil }
        narrowed.weekdays = days
        return true
      case .monthly:
        guard isTold else { return nil }
        return cursor.partOfMonth(&narrowed)
      case .daily, .yearly: return nil
      }
    }
    return narrowed
  }

  private mutating func partOfMonth(_ narrowed: inout RecurrencePhrase) -> Bool? {
    _ = take(word: "the")
    if take(words: "last", "day") {
      narrowed.monthDays = [-1]
      return true
    }
    if let found = attempt({ $0.ordinalWeekday() }) {
      narrowed.weekdays = found.weekdays
      narrowed.ordinals = found.ordinals
      narrowed.position = found.position
      return true
    }
    if let dates = attempt({ $0.ordinalDates(needsEnding: false) }), isAtBoundary {
      narrowed.monthDays = dates
      return true
    }
    _ = take(word: "day")
    guard let date = dayOfMonth(), (1...31).contains(date), isAtBoundary else { return nil }
    narrowed.monthDays = [date]
    return true
  }

  /// `last friday`, `first mon of the month`, `2nd and 4th tue`, `last working day of the month`. A
  /// bare "second friday" after "every" is every other one, so it needs the month.
  private mutating func ordinalWeekday() -> RecurrencePhrase? {
    let hasArticle = take(word: "the")
    guard let first = weekOrdinal() else { return nil }
    var ordinals = [first]
    while let next = attempt({ $0.takeJoint() ? $0.weekOrdinal() : nil }) { ordinals.append(next) }
    var found: RecurrencePhrase
    if ordinals.count == 1, takeWorkday() {
      found = RecurrencePhrase(
        frequency: .monthly, weekdays: RecurrencePhrase.workdays, position: first)
    } else {
      guard let weekday = take(DayWords.weekdays) else { return nil }
      found = RecurrencePhrase(frequency: .monthly, weekdays: [weekday], ordinals: ordinals)
    }
    let hasMonth = takeOfTheMonth()
    guard hasMonth || ordinals != [2] || hasArticle || word(ahead: -3) == "the" else { return nil }
    return found
  }

  private mutating func weekOrdinal() -> Int? {
    if let ordinal = take(Self.weekOrdinals) { return ordinal }
    return attempt { cursor in
      guard let number = cursor.takeNumber(digits: 1...1), (1...5).contains(number),
        cursor.current?.isGlued == true, cursor.take(anyOf: ["st", "nd", "rd", "th"]) != nil
      else { return nil }
      return number
    }
  }

  private static let weekOrdinals: [String: Int] = [
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1,
  ]

  /// `15th`, `first of`, `1st and 15th`: days of the month that say so.
  private mutating func ordinalDates(needsEnding: Bool = true) -> [Int]? {
    guard let first = ordinalDate(needsEnding) else { return nil }
    var dates = [first]
    while let next = attempt({ cursor -> Int? in
      guard cursor.takeJoint() else { return nil }
      _ = cursor.take(word: "the")
      return cursor.ordinalDate(true)
    }) {
      dates.append(next)
    }
    return dates
  }

  private mutating func ordinalDate(_ needsEnding: Bool) -> Int? {
    if let word, let number = Self.ordinals[word] {
      guard !needsEnding || ["of", "and"].contains(self.word(ahead: 1) ?? "") else { return nil }
      position += 1
      return number
    }
    guard let date = takeNumber(digits: 1...2), (1...31).contains(date), current?.isGlued == true,
      take(anyOf: ["st", "nd", "rd", "th"]) != nil, word == nil || word == "of" || !isUnitAhead
    else { return nil }
    return date
  }

  /// Whether what follows makes an ordinal count weeks or weekdays: "every 3rd week".
  private var isUnitAhead: Bool {
    guard let word else { return false }
    return Self.units[word] != nil || DayWords.weekdays[word] != nil
  }

  @discardableResult
  private mutating func takeOfTheMonth() -> Bool {
    for first in ["of", "in"] {
      for article in ["the", "each", "every", "a"] where take(words: first, article, "month") {
        return true
      }
    }
    return take(words: "of", "month")
  }

  /// What stands between two things of a list.
  mutating func takeJoint() -> Bool {
    let start = position
    _ = take(sign: ",")
    _ = take(word: "and") || take(sign: "&") || take(sign: "/") || take(sign: "+")
    return position > start
  }

  /// `mon`, `mon and thu`, `mon, wed, fri`, `mon/wed`, `mon-fri`; Monday first.
  private mutating func weekdayList(of names: [String: Weekday]) -> [Weekday]? {
    guard let first = take(names) else { return nil }
    var found: Set<Weekday> = [first]
    var latest = first
    while let (isRange, next) = attempt({ cursor -> (Bool, Weekday)? in
      let isRange =
        cursor.take(sign: "-") || cursor.take(anyOf: ["to", "through", "thru"]) != nil
      if !isRange { _ = cursor.takeJoint() }
      return cursor.take(names).map { (isRange, $0) }
    }) {
      if isRange {
        let length = (next.index - latest.index + 7) % 7
        for step in 0...length { found.insert(Weekday(index: (latest.index + step) % 7)) }
      }
      found.insert(next)
      latest = next
    }
    return found.sorted { $0.index < $1.index }
  }
}
