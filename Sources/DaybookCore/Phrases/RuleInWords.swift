package import ICalendar

/// A recurrence rule in English: `every weekday`, `every 2 weeks on Tue and Thu until 31 Dec 2026`,
/// `monthly on the last Friday, 10 times`.
package enum RuleInWords {
  /// - Parameter zone: the zone in whose days an end in UTC is told.
  package static func text(_ rule: RecurrenceRule, zone: Zone) -> String {
    var text = base(rule)
    if !rule.isGregorian, let scale = rule.scale {
      text += " of the \(scale.prefix(1) + scale.dropFirst().lowercased()) calendar"
    }
    switch rule.until {
    case .date(let day): text += until(day)
    case .utc(let instant): text += until(zone.day(at: instant))
    case .floating(let local): text += until(local.day)
    case nil: break
    }
    if let count = rule.count { text += count == 1 ? ", once" : ", \(count) times" }
    return text
  }

  /// How an event repeats; nil when it does not.
  package static func text(of event: EventComponent, zone: Zone) -> String? {
    guard event.isRecurring else { return nil }
    let recurrence = event.recurrence
    let start = event.start.zone ?? zone
    var parts = recurrence.rules.map { text($0, zone: start) }
    if !recurrence.dates.isEmpty {
      let count = recurrence.dates.count
      parts.append("on \(count) \(parts.isEmpty ? "" : "further ")date\(count == 1 ? "" : "s")")
    }
    return parts.isEmpty ? nil : parts.joined(separator: " and ")
  }

  private static func until(_ day: Day) -> String {
    let (year, month, date) = day.civil
    return " until \(date) \(DayWords.short(month: month)) \(year)"
  }

  private static func base(_ rule: RecurrenceRule) -> String {
    var text: String
    switch rule.frequency {
    case .secondly: text = every(rule.interval, "second")
    case .minutely: text = every(rule.interval, "minute")
    case .hourly: text = every(rule.interval, "hour")
    case .daily: text = daily(rule)
    case .weekly: text = weekly(rule)
    case .monthly: text = monthly(rule)
    case .yearly: text = yearly(rule)
    }
    if rule.frequency < .daily { text += limits(rule) }
    if !rule.byMonth.isEmpty, rule.frequency < .yearly {
      text += " in " + months(rule.byMonth)
    }
    text += clock(rule)
    if !rule.bySetPosition.isEmpty, !isPositionTold(rule) {
      text += ", only the " + DayWords.list(rule.bySetPosition.map(position)) + " of each"
    }
    return text
  }

  private static func every(_ interval: Int, _ unit: String) -> String {
    interval == 1 ? "every \(unit)" : "every \(interval) \(unit)s"
  }

  private static func daily(_ rule: RecurrenceRule) -> String {
    if rule.interval == 1, isWorkdays(rule), rule.byMonthDay.isEmpty { return "every weekday" }
    return every(rule.interval, "day") + limits(rule)
  }

  private static func limits(_ rule: RecurrenceRule) -> String {
    var text = ""
    if !rule.byDay.isEmpty { text += " on " + days(rule) }
    if !rule.byMonthDay.isEmpty { text += " on the " + dates(rule.byMonthDay) }
    if !rule.byYearDay.isEmpty {
      text += " on day " + DayWords.list(rule.byYearDay.map(String.init))
    }
    return text
  }

  private static func weekly(_ rule: RecurrenceRule) -> String {
    if rule.byDay.isEmpty { return rule.interval == 1 ? "weekly" : every(rule.interval, "week") }
    guard rule.interval == 1 else { return every(rule.interval, "week") + " on " + days(rule) }
    if isWorkdays(rule) { return "every weekday" }
    let weekdays = Set(rule.byDay.map(\.weekday))
    if weekdays.count == 7 { return "every day" }
    return "every " + (weekdays.count == 1 ? DayWords.long(rule.byDay[0].weekday) : days(rule))
  }

  private static func monthly(_ rule: RecurrenceRule) -> String {
    let often = rule.interval == 1 ? "monthly" : every(rule.interval, "month")
    if let told = positionTold(rule) { return often + " on the " + told }
    switch (rule.byMonthDay.isEmpty, rule.byDay.isEmpty) {
    case (true, true): return often
    case (false, true): return often + " on the " + dates(rule.byMonthDay)
    case (true, false): return often + " on " + numberedDays(rule)
    case (false, false):
      return often + " on the " + dates(rule.byMonthDay) + " where it is " + days(rule, or: true)
    }
  }

  private static func yearly(_ rule: RecurrenceRule) -> String {
    let often = rule.interval == 1 ? "yearly" : every(rule.interval, "year")
    if !rule.byWeekNumber.isEmpty {
      let weeks = DayWords.list(rule.byWeekNumber.map(String.init))
      return often + (rule.byDay.isEmpty ? "" : " on \(days(rule))") + " of week \(weeks)"
    }
    if !rule.byYearDay.isEmpty {
      return often + " on day " + DayWords.list(rule.byYearDay.map(String.init))
    }
    if rule.byMonth.isEmpty {
      if let told = positionTold(rule) { return often + " on the " + told }
      if !rule.byDay.isEmpty { return often + " on " + numberedDays(rule) + " of the year" }
      return rule.byMonthDay.isEmpty
        ? often : often + " on the " + dates(rule.byMonthDay) + " of each month"
    }
    let months = months(rule.byMonth)
    if let told = positionTold(rule) { return often + " on the \(told) of \(months)" }
    switch (rule.byMonthDay.isEmpty, rule.byDay.isEmpty) {
    case (true, true): return often + " in " + months
    case (false, true):
      if rule.byMonth.count == 1, rule.byMonthDay.allSatisfy({ $0 > 0 }) {
        let dates = DayWords.list(rule.byMonthDay.map(String.init))
        return often + " on \(dates) \(months)"
      }
      return often + " on the \(dates(rule.byMonthDay)) of \(months)"
    case (true, false): return often + " on \(numberedDays(rule)) of \(months)"
    case (false, false):
      return often + " on the \(dates(rule.byMonthDay)) of \(months) where it is "
        + days(rule, or: true)
    }
  }

  /// `Tue and Thu`, Monday first.
  private static func days(_ rule: RecurrenceRule, or: Bool = false) -> String {
    let weekdays = Set(rule.byDay.map(\.weekday)).sorted { $0.index < $1.index }
    if weekdays.count == 1 { return (or ? "a " : "") + DayWords.long(weekdays[0]) }
    let names = weekdays.map(DayWords.short)
    return or ? names.joined(separator: " or ") : DayWords.list(names)
  }

  /// `the last Friday`, `every Friday`, `the 1st and 3rd Tuesday`.
  private static func numberedDays(_ rule: RecurrenceRule) -> String {
    let weekdays = Set(rule.byDay.map(\.weekday))
    let numbers = rule.byDay.compactMap(\.number)
    if numbers.isEmpty { return "every " + days(rule) }
    if weekdays.count == 1, let weekday = weekdays.first, numbers.count == rule.byDay.count {
      return "the " + DayWords.list(numbers.map(position)) + " " + DayWords.long(weekday)
    }
    return "the "
      + DayWords.list(
        rule.byDay.map { day in
          (day.number.map { position($0) + " " } ?? "") + DayWords.long(day.weekday)
        })
  }

  /// `first weekday`, `last Monday`: what BYDAY and one BYSETPOS say together.
  private static func positionTold(_ rule: RecurrenceRule) -> String? {
    guard rule.bySetPosition.count == 1, let number = rule.bySetPosition.first,
      rule.byMonthDay.isEmpty, !rule.byDay.isEmpty, rule.byDay.allSatisfy({ $0.number == nil })
    else { return nil }
    let weekdays = Set(rule.byDay.map(\.weekday))
    if weekdays.count == 7 { return position(number) + " day" }
    if isWorkdays(rule) { return position(number) + " weekday" }
    return position(number) + " " + days(rule, or: weekdays.count > 1)
  }

  private static func isPositionTold(_ rule: RecurrenceRule) -> Bool {
    rule.frequency >= .monthly && rule.byWeekNumber.isEmpty && rule.byYearDay.isEmpty
      && positionTold(rule) != nil
  }

  private static func isWorkdays(_ rule: RecurrenceRule) -> Bool {
    Set(rule.byDay.map(\.weekday)) == Set(RecurrencePhrase.workdays)
      && rule.byDay.allSatisfy { $0.number == nil }
  }

  /// `last`, `2nd last`, `3rd`.
  private static func position(_ number: Int) -> String {
    if number == -1 { return "last" }
    return number < 0 ? DayWords.ordinal(-number) + " last" : DayWords.ordinal(number)
  }

  private static func dates(_ numbers: [Int]) -> String {
    DayWords.list(numbers.map { $0 < 0 ? position($0) + " day" : DayWords.ordinal($0) })
  }

  private static func months(_ numbers: [Int]) -> String {
    let sorted = Set(numbers).sorted()
    if sorted.count == 1 { return DayWords.long(month: sorted[0]) }
    return DayWords.list(sorted.map { DayWords.short(month: $0) })
  }

  /// ` at 09:00 and 14:00`, where the rule itself names hours.
  private static func clock(_ rule: RecurrenceRule) -> String {
    if !rule.byHour.isEmpty, rule.frequency >= .daily {
      let minutes = rule.byMinute.isEmpty ? [0] : rule.byMinute
      let times = rule.byHour.flatMap { hour in minutes.map { hour * 60 + $0 } }.sorted()
      return rule.byMinute.isEmpty
        ? " at " + DayWords.list(rule.byHour.sorted().map { "\($0)" }) + " o'clock"
        : " at " + DayWords.list(times.map(DayWords.clock))
    }
    var text = ""
    if !rule.byHour.isEmpty {
      text += " in hour " + DayWords.list(rule.byHour.sorted().map(String.init))
    }
    if !rule.byMinute.isEmpty {
      text += " at minute " + DayWords.list(rule.byMinute.sorted().map(String.init))
    }
    return text
  }
}
