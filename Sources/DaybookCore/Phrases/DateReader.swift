internal import ICalendar

/// Reads dates by day and month, and days by what they are called.
extension PhraseCursor {
  /// `12 dec`, `dec 12`, `12th of December 2027`, `24.12.`, `24.12.2026`, `12/31`, `the 12th`.
  mutating func date(in context: PhraseContext, as place: Place) -> Day? {
    if let found = attempt({ $0.dayThenMonth(in: context) }) { return found }
    if let found = attempt({ $0.monthThenDay(in: context) }) { return found }
    if let found = attempt({ $0.dottedDate(in: context, as: place) }) { return found }
    if let found = attempt({ $0.slashedDate(in: context) }) { return found }
    return attempt { $0.ordinalDay(in: context) }
  }

  private mutating func dayThenMonth(in context: PhraseContext) -> Day? {
    let start = position
    _ = take(word: "the")
    let written = word(ahead: 1) == "of" ? take(Self.ordinals) : nil
    guard let date = written ?? dayOfMonth() else { return nil }
    _ = take(sign: ".", glued: true)
    _ = take(sign: "-", glued: true)
    _ = take(word: "of")
    guard let month = take(DayWords.months) else { return nil }
    _ = take(sign: ".", glued: true)
    let year = takeYear(after: ["-", ","])
    return day(date, month, year, in: context, from: start)
  }

  private mutating func monthThenDay(in context: PhraseContext) -> Day? {
    let start = position
    guard let month = take(DayWords.months) else { return nil }
    _ = attempt { $0.take(sign: ".", glued: true) && $0.current?.isGlued == false ? true : nil }
    _ = take(word: "the")
    guard let date = dayOfMonth(), !isClockAhead else { return nil }
    return day(date, month, takeYear(after: [","]), in: context, from: start)
  }

  /// Day first. Among words it needs its last dot or a year, lest `2.1` of a version become a date.
  private mutating func dottedDate(in context: PhraseContext, as place: Place) -> Day? {
    let start = position
    guard let date = takeNumber(digits: 1...2), take(sign: ".", glued: true) else { return nil }
    // "24. 12. 2026" has spaces; "2. 1" among words is something else.
    guard place == .alone || current?.isGlued == true,
      let month = takeNumber(digits: 1...2)
    else { return nil }
    let isClosed = take(sign: ".", glued: true)
    var year: Int?
    if isClosed, place == .alone || current?.isGlued == true {
      year = takeNumber(digits: 4...4)
      if year == nil, let short = takeNumber(digits: 2...2, glued: true) { year = 2000 + short }
    }
    // A version “2.13.” is no date that does not exist.
    guard place == .alone || isClosed, (1...12).contains(month) else { return nil }
    return day(date, month, year, in: context, from: start)
  }

  /// `the 12th`, `12th`, `the 1st of the month`: the next one, today included; or `the 1st of next
  /// month`.
  private mutating func ordinalDay(in context: PhraseContext) -> Day? {
    _ = take(word: "the")
    guard let date = ordinalNumber() else { return nil }
    let today = context.today
    let first = Day(today.year, today.month, 1)
    if take(words: "of", "next", "month") {
      let month = first.adding(months: 1)
      return Day(year: month.year, month: month.month, day: date)
    }
    _ =
      take(words: "of", "the", "month") || take(words: "of", "this", "month")
      || take(words: "of", "month")
    guard !isFollowedByNoun else { return nil }
    return (0...12).lazy.compactMap { months -> Day? in
      let month = first.adding(months: months)
      return Day(year: month.year, month: month.month, day: date)
    }.first { $0 >= today }
  }

  /// `12th`, or before “of” `first`.
  private mutating func ordinalNumber() -> Int? {
    if let word, let number = Self.ordinals[word], self.word(ahead: 1) == "of" {
      position += 1
      return number
    }
    guard let date = takeNumber(digits: 1...2), current?.isGlued == true,
      take(anyOf: Self.ordinalEndings) != nil, (1...31).contains(date)
    else { return nil }
    return date
  }

  /// The days of a month that people write out.
  static let ordinals: [String: Int] = [
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "fifteenth": 15,
    "twentieth": 20, "thirtieth": 30,
  ]

  /// "12th anniversary" is no date: a word right behind an ordinal makes it count something.
  private var isFollowedByNoun: Bool {
    guard case .word(let next)? = current?.kind else { return false }
    return ![
      "at", "from", "for", "to", "until", "till", "with", "and", "or", "every", "each", "all",
    ].contains(next)
  }

  /// 1 to 31, perhaps with `st`, `nd`, `rd`, `th` behind it.
  mutating func dayOfMonth() -> Int? {
    attempt { cursor in
      guard let date = cursor.takeNumber(digits: 1...2), (1...39).contains(date) else { return nil }
      if cursor.current?.isGlued == true { _ = cursor.take(anyOf: Self.ordinalEndings) }
      return date
    }
  }

  private static let ordinalEndings: Set<String> = ["st", "nd", "rd", "th"]

  /// A year of four digits, unless it is the hour of a clock.
  mutating func takeYear(after marks: [Character] = []) -> Int? {
    attempt { cursor in
      if let sign = cursor.sign, marks.contains(sign) { _ = cursor.take(sign: sign, glued: true) }
      guard let year = cursor.takeNumber(digits: 4...4), (1900...2999).contains(year),
        !cursor.isClockAhead, cursor.isAtBoundary || cursor.sign == "-" || cursor.sign == "/"
      else { return nil }
      return year
    }
  }

  /// Whether what stands behind a number makes it an hour: `:30`, `pm`.
  var isClockAhead: Bool {
    if let current, current.isGlued, current.kind == .sign(":"), let next = token(1),
      case .number = next.kind, next.isGlued
    {
      return true
    }
    return word == "am" || word == "pm"
  }

  /// The date, of `year` or of the year that brings it nearest to today.
  mutating func day(
    _ date: Int, _ month: Int, _ year: Int?, in context: PhraseContext, from start: Int? = nil
  ) -> Day? {
    let today = context.today
    let found: Day? =
      if let year {
        Day(year: year, month: month, day: date)
      } else {
        // A 29 February may be eight years away, around 1900 and 2100.
        (today.year - 8...today.year + 8).compactMap { Day(year: $0, month: month, day: date) }
          .min {
            abs($0 - today) < abs($1 - today) || ($0 > today && abs($0 - today) == abs($1 - today))
          }
      }
    if found == nil, let start { problem = .noSuchDay(String(source(start..<position))) }
    return found
  }

  /// `today`, `fri`, `next week`, `this month`, `weekend`.
  mutating func namedDays(in context: PhraseContext, as place: Place) -> DayPhrase? {
    let today = context.today
    if take(words: "the", "day", "after", "tomorrow") || take(words: "day", "after", "tomorrow")
      || take(word: "overmorrow")
    {
      return DayPhrase(today + 2)
    }
    if take(words: "the", "day", "before", "yesterday") || take(words: "day", "before", "yesterday")
    {
      return DayPhrase(today - 2)
    }
    if take(anyOf: ["today", "tod", "tonight"]) != nil { return DayPhrase(today) }
    if place == .alone, take(word: "now") { return DayPhrase(today) }
    if take(anyOf: ["tomorrow", "tmr", "tmrw", "tmw", "tomorow"]) != nil {
      return DayPhrase(today + 1)
    }
    if take(word: "yesterday") { return DayPhrase(today - 1) }
    if let weekday = take(DayWords.weekdays) {
      return DayPhrase(Self.next(weekday, from: today))
    }
    if take(word: "weekend") { return Self.weekend(from: Self.next(.saturday, from: today - 1)) }
    return stepped(in: context, as: place)
  }

  static func next(_ weekday: Weekday, from day: Day) -> Day {
    day + (weekday.index - day.weekday.index + 7) % 7
  }

  private static func weekend(from saturday: Day) -> DayPhrase {
    DayPhrase(saturday..<saturday + 2, .week)
  }

  /// `this`, `next` or `last`, and a week, month, year, weekday or weekend.
  private mutating func stepped(in context: PhraseContext, as place: Place) -> DayPhrase? {
    _ = take(word: "the")
    guard
      let step = take([
        "this": 0, "coming": 0, "next": 1, "last": -1, "past": -1,
        "previous": -1,
      ])
    else { return nil }
    let today = context.today
    let week = today.weekStart(context.weekStarts)
    if let weekday = take(DayWords.weekdays) {
      if step == 0 { return DayPhrase(Self.next(weekday, from: today)) }
      if step < 0 { return DayPhrase(Self.next(weekday, from: today - 7)) }
      return DayPhrase(Self.next(weekday, from: week + 7))
    }
    if take(word: "weekend") {
      return Self.weekend(from: Self.next(.saturday, from: week) + 7 * step)
    }
    // "this morning" is today; the morning itself is read as a part of it.
    if step == 0, let word, Self.partsOfDay[word] != nil { return DayPhrase(today) }
    guard let unit = take(Self.units) else { return nil }
    switch unit {
    case .day: return nil
    case .week: return DayPhrase(week + 7 * step..<week + 7 * (step + 1), .week)
    case .month, .year:
      guard place == .alone else { return nil }
      let length = unit == .month ? 1 : 12
      let first = Day(today.year, unit == .month ? today.month : 1, 1).adding(months: length * step)
      return DayPhrase(first..<first.adding(months: length), unit)
    }
  }

  static let units: [String: DayPhrase.Unit] = [
    "d": .day, "day": .day, "days": .day, "w": .week, "wk": .week, "wks": .week, "week": .week,
    "weeks": .week, "m": .month, "mo": .month, "month": .month, "months": .month, "y": .year,
    "yr": .year, "year": .year, "years": .year,
  ]

  /// `+10d`, `-2w`, `in 3 days`, `a week ago`, `2 weeks from now`.
  mutating func relativeDay(in context: PhraseContext) -> Day? {
    if let found = attempt({ cursor -> Day? in
      let isBack = cursor.take(sign: "-")
      guard isBack || cursor.take(sign: "+"),
        let count = cursor.takeNumber(digits: 1...5, glued: true),
        cursor.current?.isGlued == true, let unit = cursor.take(Self.units)
      else { return nil }
      return Self.day(context.today, plus: isBack ? -count : count, unit)
    }) {
      return found
    }
    let isIn = take(word: "in")
    guard let count = takeCount(), let unit = take(Self.units) else { return nil }
    if isIn { return Self.day(context.today, plus: count, unit) }
    if take(word: "ago") { return Self.day(context.today, plus: -count, unit) }
    guard take(words: "from", "now") || take(words: "from", "today") else { return nil }
    return Self.day(context.today, plus: count, unit)
  }

  /// A number in digits or, up to twelve, in letters.
  mutating func takeCount() -> Int? {
    takeNumber(digits: 1...5) ?? take(DayWords.numbers)
  }

  /// nil when that lies outside the years 1 to 9999.
  static func day(_ day: Day, plus count: Int, _ unit: DayPhrase.Unit) -> Day? {
    let moved =
      switch unit {
      case .day: day + count
      case .week: day + 7 * count
      case .month: day.adding(months: count)
      case .year: day.adding(months: 12 * count)
      }
    return (1...9999).contains(moved.year) ? moved : nil
  }

  /// `end of month`, `start of next week`, `eom`: a day.
  mutating func edge(in context: PhraseContext) -> Day? {
    let today = context.today
    if let unit = take(["eow": DayPhrase.Unit.week, "eom": .month, "eoy": .year]) {
      return Self.around(today, unit, in: context).last
    }
    _ = take(word: "the")
    guard let which = take(["end": true, "start": false, "beginning": false]), take(word: "of")
    else { return nil }
    if let found = attempt({ $0.stepped(in: context, as: .alone) ?? $0.monthByName(in: context) }) {
      return which ? found.last : found.first
    }
    _ = take(word: "the")
    guard let unit = take(Self.units), unit != .day else { return nil }
    let found = Self.around(today, unit, in: context)
    return which ? found.last : found.first
  }

  private static func around(_ day: Day, _ unit: DayPhrase.Unit, in context: PhraseContext)
    -> DayPhrase
  {
    switch unit {
    case .day: return DayPhrase(day)
    case .week:
      let first = day.weekStart(context.weekStarts)
      return DayPhrase(first..<first + 7, .week)
    case .month:
      let first = Day(day.year, day.month, 1)
      return DayPhrase(first..<first.adding(months: 1), .month)
    case .year:
      return DayPhrase(Day(day.year, 1, 1)..<Day(day.year + 1, 1, 1), .year)
    }
  }

  /// `dec`, `december 2026`: the month nearest to today.
  mutating func monthByName(in context: PhraseContext) -> DayPhrase? {
    guard let month = take(DayWords.months) else { return nil }
    _ = take(sign: ".", glued: true)
    let year = takeYear()
    guard let middle = day(15, month, year, in: context) else { return nil }
    let first = middle - 14
    return DayPhrase(first..<first.adding(months: 1), .month)
  }
}
