internal import ICalendar

/// How often something happens, as a person says it: `every weekday`, `every 2 weeks on tue`,
/// `monthly on the last friday`.
struct RecurrencePhrase: Equatable {
  enum Frequency: String {
    case daily = "DAILY"
    case weekly = "WEEKLY"
    case monthly = "MONTHLY"
    case yearly = "YEARLY"
  }

  var frequency: Frequency
  var interval = 1
  /// Monday first; with `ordinal` the one day it counts.
  var weekdays: [Weekday] = []
  /// Which of the month's weekdays: 1...5, or -1 for the last.
  var ordinal: Int?
  /// 1...31, or -1 for the month's last day.
  var monthDay: Int?

  /// Whether a series by this rule may begin on `day`.
  func matches(_ day: Day) -> Bool {
    if let monthDay {
      let length = Day.length(ofMonth: day.month, in: day.year)
      return day.day == (monthDay < 0 ? length + 1 + monthDay : monthDay)
    }
    guard !weekdays.isEmpty else { return true }
    guard weekdays.contains(day.weekday) else { return false }
    guard let ordinal else { return true }
    if ordinal < 0 { return (day + 7).month != day.month }
    return (day.day - 1) / 7 + 1 == ordinal
  }

  /// The first day it may begin on, from `day` on.
  func first(from day: Day) -> Day {
    // A fifth Friday or a 31st is never a year away.
    (0..<366).lazy.map { day + $0 }.first(where: matches) ?? day
  }

  /// The RRULE's value, with `end` (`COUNT=10`, `UNTIL=…`) at its end.
  func rule(end: String?) -> String {
    var parts = ["FREQ=\(frequency.rawValue)"]
    if interval > 1 { parts.append("INTERVAL=\(interval)") }
    if !weekdays.isEmpty {
      let days = weekdays.map { (ordinal.map(String.init) ?? "") + Self.code($0) }
      parts.append("BYDAY=" + days.joined(separator: ","))
    }
    if let monthDay { parts.append("BYMONTHDAY=\(monthDay)") }
    if let end { parts.append(end) }
    return parts.joined(separator: ";")
  }

  static func code(_ weekday: Weekday) -> String {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][weekday.index]
  }

  static let workdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
}

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

  private static let adverbs: [String: (RecurrencePhrase.Frequency, Int)] = [
    "daily": (.daily, 1), "weekly": (.weekly, 1), "biweekly": (.weekly, 2),
    "fortnightly": (.weekly, 2), "monthly": (.monthly, 1), "quarterly": (.monthly, 3),
    "yearly": (.yearly, 1), "annually": (.yearly, 1),
  ]

  private mutating func adverb() -> RecurrencePhrase? {
    guard let (frequency, interval) = take(Self.adverbs) else { return nil }
    return narrowed(RecurrencePhrase(frequency: frequency, interval: interval))
  }

  private mutating func everyUnit() -> RecurrencePhrase? {
    guard take(anyOf: ["every", "each"]) != nil else { return nil }
    if take(words: "last", "day") {
      takeOfTheMonth()
      return RecurrencePhrase(frequency: .monthly, monthDay: -1)
    }
    if let found = attempt({ $0.ordinalWeekday() }) { return found }
    if let date = attempt({ $0.ordinalDate() }) {
      takeOfTheMonth()
      return RecurrencePhrase(frequency: .monthly, monthDay: date)
    }
    var interval = 1
    if take(anyOf: ["other", "second", "2nd"]) != nil {
      interval = 2
    } else if let count = attempt({ $0.takeCount() }) {
      guard (1...1000).contains(count) else { return nil }
      interval = count
    }
    if take(anyOf: ["weekday", "weekdays", "workday", "workdays"]) != nil
      || take(words: "business", "day") || take(words: "working", "day")
    {
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
    if take(word: "fortnight") {
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

  /// `on the 1st of every month`, `first monday of each month`.
  private mutating func partOfEveryMonth() -> RecurrencePhrase? {
    _ = take(word: "on")
    _ = take(word: "the")
    var found: RecurrencePhrase?
    if take(words: "last", "day") {
      found = RecurrencePhrase(frequency: .monthly, monthDay: -1)
    } else if let weekday = attempt({ $0.ordinalWeekday() }) {
      found = weekday
    } else if let date = attempt({ $0.ordinalDate() }) {
      found = RecurrencePhrase(frequency: .monthly, monthDay: date)
    }
    takeOfTheMonth()
    guard word(ahead: -1) == "month", ["every", "each"].contains(word(ahead: -2) ?? "") else {
      return nil
    }
    return found
  }

  /// Adds what follows: `on tue and thu`, `on the last friday`, `on the 15th`.
  private mutating func narrowed(_ base: RecurrencePhrase) -> RecurrencePhrase {
    var narrowed = base
    _ = attempt { cursor -> Bool? in
      guard cursor.take(word: "on") else { return nil }
      switch base.frequency {
      case .weekly:
        let days =
          cursor.weekdayList(of: DayWords.weekdays)
          ?? cursor.weekdayList(of: DayWords.pluralWeekdays)
        guard let days else { return nil }
        narrowed.weekdays = days
        return true
      case .monthly:
        _ = cursor.take(word: "the")
        if cursor.take(words: "last", "day") {
          narrowed.monthDay = -1
          return true
        }
        if let found = cursor.attempt({ $0.ordinalWeekday() }) {
          narrowed.weekdays = found.weekdays
          narrowed.ordinal = found.ordinal
          return true
        }
        _ = cursor.take(word: "day")
        guard let date = cursor.dayOfMonth(), (1...31).contains(date), cursor.isAtBoundary else {
          return nil
        }
        narrowed.monthDay = date
        return true
      case .daily, .yearly: return nil
      }
    }
    return narrowed
  }

  /// `last friday`, `first mon of the month`, `2nd tue of the month`. A bare "second friday" after
  /// "every" is every other one, so it needs the month.
  private mutating func ordinalWeekday() -> RecurrencePhrase? {
    _ = take(word: "the")
    var ordinal = take(Self.ordinals)
    let isSecond = ordinal == 2
    if ordinal == nil {
      ordinal = attempt { cursor in
        guard let number = cursor.takeNumber(digits: 1...1), (1...5).contains(number),
          cursor.take(anyOf: ["st", "nd", "rd", "th"]) != nil
        else { return nil }
        return number
      }
    }
    guard let ordinal, let weekday = take(DayWords.weekdays) else { return nil }
    let hasMonth = takeOfTheMonth()
    guard hasMonth || !isSecond || word(ahead: -3) == "the" else { return nil }
    return RecurrencePhrase(frequency: .monthly, weekdays: [weekday], ordinal: ordinal)
  }

  private static let ordinals: [String: Int] = [
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1,
  ]

  /// `15th`: a day of the month that says so.
  private mutating func ordinalDate() -> Int? {
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
    take(words: "of", "the", "month") || take(words: "of", "each", "month")
      || take(words: "of", "every", "month") || take(words: "in", "the", "month")
  }

  /// `mon`, `mon and thu`, `mon, wed, fri`, `mon/wed`, `mon-fri`; Monday first.
  private mutating func weekdayList(of names: [String: Weekday]) -> [Weekday]? {
    guard let first = take(names) else { return nil }
    var found: Set<Weekday> = [first]
    var latest = first
    while let (isRange, next) = attempt({ cursor -> (Bool, Weekday)? in
      let isRange =
        cursor.take(sign: "-") || cursor.take(anyOf: ["to", "through", "thru"]) != nil
      if !isRange {
        _ = cursor.take(sign: ",")
        _ = cursor.take(word: "and") || cursor.take(sign: "&") || cursor.take(sign: "/")
      }
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
