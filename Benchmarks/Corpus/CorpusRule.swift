import ICalendar

/// How a series of the corpus repeats.
struct CorpusRule {
  /// Where it begins, moved to a day that fits the rule.
  private(set) var day: Day
  private(set) var text = ""
  /// Its first instances, from which exceptions and overrides are taken.
  private(set) var dates: [Day] = []
  private(set) var until: Day

  init(day: Day, isAllDay: Bool, random: inout SplitMix) {
    self.day = day
    until = day
    let kind = random.below(100)
    let isEndless = random.chance(0.02)
    var count = 4 + random.below(49)
    var reach = count
    switch kind {
    case ..<50: reach = weekly(count, &random)
    case ..<62:
      text = "FREQ=DAILY"
      repeatEvery(1)
    case ..<72:
      text = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
      while self.day.weekday.index > 4 { self.day = self.day + 1 }
      repeatEvery(7)
      reach = count * 7 / 5
    case ..<82:
      monthly()
      reach = count * 30
    case ..<94:
      monthlyByWeekday(&random)
      reach = count * 30
    default:
      yearly()
      reach = count * 365
      count = min(count, 12)
    }
    until = self.day + min(reach, 3650)
    if isEndless {
      until = Day(2035, 1, 1)
    } else if random.chance(0.5) {
      text += ";COUNT=\(count)"
    } else {
      text += ";UNTIL=" + until.basic + (isAllDay ? "" : "T235959Z")
    }
  }

  private mutating func repeatEvery(_ days: Int) {
    dates = (0..<12).map { day + days * $0 }
  }

  private mutating func weekly(_ count: Int, _ random: inout SplitMix) -> Int {
    let interval = random.chance(0.25) ? 2 : 1
    var days: Set = [day.weekday.index]
    for _ in 0..<random.below(3) { days.insert(random.below(5)) }
    text =
      "FREQ=WEEKLY" + (interval == 2 ? ";INTERVAL=2" : "") + ";BYDAY="
      + days.sorted().map { CorpusWords.weekdays[$0] }.joined(separator: ",")
    repeatEvery(7 * interval)
    return 7 * interval * count / days.count
  }

  private mutating func monthly() {
    let (year, month, number) = day.civil
    day = Day(year, month, min(number, 28))
    text = "FREQ=MONTHLY;BYMONTHDAY=\(day.day)"
    dates = (0..<12).map { day.adding(months: $0) }
  }

  private mutating func monthlyByWeekday(_ random: inout SplitMix) {
    let weekday = day.weekday
    let name = CorpusWords.weekdays[weekday.index]
    let (year, month, number) = day.civil
    if random.chance(0.3) {
      day = Day(year, month, 1).adding(months: 1) - 1
      while day.weekday != weekday { day = day - 1 }
      text = "FREQ=MONTHLY;BYDAY=-1\(name)"
    } else {
      text = "FREQ=MONTHLY;BYDAY=\(min(4, (number - 1) / 7 + 1))\(name)"
      if number > 28 { day = day - 7 }
    }
  }

  private mutating func yearly() {
    let (year, month, number) = day.civil
    if month == 2, number == 29 { day = day - 1 }
    text = "FREQ=YEARLY"
    dates = (0..<6).map { Day(year + $0, month, day.day) }
  }
}

extension Day {
  /// `20261119`.
  var basic: String { "\(year)\(two(month))\(two(day))" }
}
