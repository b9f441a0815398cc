/// Which dates of a week, month or year the BY parts of a rule pick (the table in RFC 5545
/// §3.3.10), DTSTART standing in for what is not given.
struct DateParts: Sendable {
  private let rule: RecurrenceRule
  private let startDay: Int
  private let startMonth: Int
  private let startWeekday: Weekday
  /// Bit 1...12; all where BYMONTH is not given.
  private let months: UInt16
  /// Bit 0 (Monday) to 6: the weekdays of BYDAY, numbers ignored.
  private let weekdays: UInt8
  private let hasNumbers: Bool

  init(_ rule: RecurrenceRule, start: Day) {
    self.rule = rule
    let (_, month, day) = start.civil
    startDay = day
    startMonth = month
    startWeekday = start.weekday
    months = rule.byMonth.isEmpty ? 0x1FFE : rule.byMonth.reduce(0) { $0 | 1 << UInt16($1) }
    weekdays = rule.byDay.reduce(0) { $0 | 1 << UInt8($1.weekday.index) }
    hasNumbers = rule.byDay.contains { $0.number != nil }
  }

  /// Whether a day passes the limits of a rule that is daily or more frequent.
  func admits(_ number: Int) -> Bool {
    let day = Day(number: number)
    if weekdays != 0, weekdays >> UInt8(day.weekday.index) & 1 == 0 { return false }
    if rule.byMonth.isEmpty, rule.byMonthDay.isEmpty, rule.byYearDay.isEmpty { return true }
    let civil = day.civil
    guard months >> UInt16(civil.month) & 1 == 1 else { return false }
    if !rule.byMonthDay.isEmpty {
      let length = Day.length(ofMonth: civil.month, in: civil.year)
      guard
        rule.byMonthDay.contains(where: { $0 > 0 ? $0 == civil.day : length + 1 + $0 == civil.day })
      else { return false }
    }
    // Not allowed for DAILY, where it is ignored.
    if !rule.byYearDay.isEmpty, rule.frequency < .daily { return isListedYearDay(day) }
    return true
  }

  /// The days of the week that begins on day `first`.
  func fillWeek(_ days: inout [Int], from first: Int) {
    let wanted = weekdays == 0 ? 1 << UInt8(startWeekday.index) : weekdays
    for number in first..<first + 7 {
      let day = Day(number: number)
      guard wanted >> UInt8(day.weekday.index) & 1 == 1 else { continue }
      if rule.byMonth.isEmpty || months >> UInt16(day.month) & 1 == 1 { days.append(number) }
    }
  }

  /// The days of a month.
  func fillMonth(_ days: inout [Int], year: Int, month: Int) {
    guard months >> UInt16(month) & 1 == 1 else { return }
    let first = Day(year, month, 1)
    let length = Day.length(ofMonth: month, in: year)
    var moved: Int?
    var wanted: UInt32
    if !rule.byMonthDay.isEmpty || rule.byDay.isEmpty {
      (wanted, moved) = monthDays(length: length)
      if !rule.byDay.isEmpty { wanted &= weekdaysOfMonth(first, length: length) }
    } else {
      wanted = weekdaysOfMonth(first, length: length)
    }
    while wanted != 0 {
      days.append(first.number + wanted.trailingZeroBitCount - 1)
      wanted &= wanted - 1
    }
    if let moved, rule.byDay.isEmpty || weekdays >> UInt8((first + moved).weekday.index) & 1 == 1 {
      days.append(first.number + moved)
    }
  }

  /// Bits 1...31 of the days of the month in question; those that do not exist are left out or
  /// moved (RFC 7529), `moved` being the one that leaves the month.
  private func monthDays(length: Int) -> (days: UInt32, moved: Int?) {
    var wanted: UInt32 = 0
    var moved: Int?
    func add(_ day: Int) {
      if day <= length {
        let number = day > 0 ? day : length + 1 + day
        if number > 0 { wanted |= 1 << UInt32(number) }
      } else if rule.skip == .backward {
        wanted |= 1 << UInt32(length)
      } else if rule.skip == .forward {
        moved = length
      }
    }
    if rule.byMonthDay.isEmpty { add(startDay) }
    for day in rule.byMonthDay { add(day) }
    return (wanted, moved)
  }

  /// Bits 1...31 of the days BYDAY picks in the month that begins with `first`.
  private func weekdaysOfMonth(_ first: Day, length: Int) -> UInt32 {
    var wanted: UInt32 = 0
    for item in rule.byDay {
      let lead = (item.weekday.index - first.weekday.index + 7) % 7 + 1
      let count = (length - lead) / 7 + 1
      if let number = item.number {
        let index = number > 0 ? number - 1 : count + number
        if index >= 0, index < count { wanted |= 1 << UInt32(lead + index * 7) }
      } else {
        for index in 0..<count { wanted |= 1 << UInt32(lead + index * 7) }
      }
    }
    return wanted
  }

  /// The days of a year, ascending. With BYWEEKNO some may lie in the years beside it.
  func fillYear(_ days: inout [Int], year: Int) {
    let isByWeek = !rule.byWeekNumber.isEmpty
    let isByYearDay = !rule.byYearDay.isEmpty
    let hasDays = !rule.byMonthDay.isEmpty || !rule.byDay.isEmpty
    if !isByWeek, !isByYearDay, !hasDays {
      for month in 1...12
      where rule.byMonth.isEmpty ? month == startMonth : months >> UInt16(month) & 1 == 1 {
        fillMonth(&days, year: year, month: month)
      }
      return
    }
    let isWithinMonths = !rule.byMonth.isEmpty || !hasNumbers
    if !isByWeek, !isByYearDay, isWithinMonths {
      for month in 1...12 { fillMonth(&days, year: year, month: month) }
      return
    }
    let first = Day(year, 1, 1)
    let length = Day.isLeap(year) ? 366 : 365
    var candidates: [Int] = []
    if isByWeek {
      candidates = daysOfWeeks(year: year)
    } else if isByYearDay {
      candidates = yearDays(first: first.number, length: length)
    } else {
      candidates = Array(first.number..<first.number + length)
    }
    candidates.sort()
    for number in candidates where number != days.last && isWanted(Day(number: number)) {
      days.append(number)
    }
  }

  private func daysOfWeeks(year: Int) -> [Int] {
    let first = firstWeek(of: year)
    let count = (firstWeek(of: year + 1) - first) / 7
    return rule.byWeekNumber.flatMap { number -> Range<Int> in
      let index = number > 0 ? number - 1 : count + number
      guard index >= 0, index < count else { return 0..<0 }
      return first + index * 7..<first + index * 7 + 7
    }
  }

  /// The first day of week 1: the first week with four days in the year.
  private func firstWeek(of year: Int) -> Int {
    Day(year, 1, 4).weekStart(rule.weekStart).number
  }

  private func yearDays(first: Int, length: Int) -> [Int] {
    rule.byYearDay.compactMap { number in
      if number > length {
        switch rule.skip {
        case .omit: return nil
        case .backward: return first + length - 1
        case .forward: return first + length
        }
      }
      let index = number > 0 ? number - 1 : length + number
      return index >= 0 ? first + index : nil
    }
  }

  /// Whether a day of a yearly rule passes all parts that did not produce it.
  private func isWanted(_ day: Day) -> Bool {
    let (year, month, dayOfMonth) = day.civil
    guard months >> UInt16(month) & 1 == 1 else { return false }
    let isByWeek = !rule.byWeekNumber.isEmpty
    if isByWeek, !rule.byYearDay.isEmpty, !isListedYearDay(day) { return false }
    if !rule.byMonthDay.isEmpty {
      let length = Day.length(ofMonth: month, in: year)
      let isListed = rule.byMonthDay.contains {
        $0 > 0 ? $0 == dayOfMonth : length + 1 + $0 == dayOfMonth
      }
      if !isListed { return false }
    }
    if rule.byDay.isEmpty {
      let isFree = !isByWeek || !rule.byYearDay.isEmpty || !rule.byMonthDay.isEmpty
      return isFree || day.weekday == startWeekday
    }
    if isByWeek || !hasNumbers { return weekdays >> UInt8(day.weekday.index) & 1 == 1 }
    // Numbers count within the months that BYMONTH names, else within the year.
    let isMonthly = !rule.byMonth.isEmpty
    let position = isMonthly ? dayOfMonth : day.dayOfYear
    let length =
      isMonthly ? Day.length(ofMonth: month, in: year) : Day.isLeap(year) ? 366 : 365
    return rule.byDay.contains { item in
      guard item.weekday == day.weekday else { return false }
      guard let number = item.number else { return true }
      return number > 0
        ? (position - 1) / 7 + 1 == number : -((length - position) / 7 + 1) == number
    }
  }

  private func isListedYearDay(_ day: Day) -> Bool {
    let position = day.dayOfYear
    let length = Day.isLeap(day.year) ? 366 : 365
    return rule.byYearDay.contains { $0 > 0 ? $0 == position : length + 1 + $0 == position }
  }
}
