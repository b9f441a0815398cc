extension Zone {
  /// The zone that a VTIMEZONE describes (RFC 5545 §3.6.5), or nil where it describes none.
  ///
  /// Rules from 1601 are computed for the year asked, offsets that make no sense cost their
  /// sub-component, and names never decide which half of the year is which.
  ///
  /// - Parameters:
  ///   - component: the VTIMEZONE.
  ///   - identifier: the name the zone shall go by; its TZID where none is given.
  public convenience init?(vtimezone component: Component, identifier: String? = nil) {
    guard component.isNamed("VTIMEZONE") else { return nil }
    let parts = component.children.compactMap { Observance($0) }
    guard let name = identifier ?? component.first("TZID")?.text.trimmed, !parts.isEmpty else {
      return nil
    }
    let endless = parts.filter(\.isEndless)
    let changes = endless.compactMap { $0.yearlyOnset }
    var tail: YearlyChange?
    var lastYear = 2300
    if endless.count == 2, changes.count == 2 {
      tail = YearlyChange(first: changes[0], second: changes[1])
      // From the first year on in which both rules hold; earlier onsets are listed.
      lastYear = endless.reduce(0) { max($0, $1.start.day.year) } + 1
    }
    var onsets: [(instant: Int, part: Observance)] = []
    for part in parts {
      for wall in part.onsets(throughYear: lastYear) {
        onsets.append((wall - part.offsetFrom, part))
      }
    }
    onsets.sort { $0.instant < $1.instant }
    guard let earliest = parts.min(by: { $0.firstInstant < $1.firstInstant }) else { return nil }
    let first = onsets.first?.part ?? earliest
    var transitions: [Int] = []
    var periods = [
      Period(offset: first.offsetFrom, abbreviation: Zone.text(offset: first.offsetFrom))
    ]
    // The name of the time before the first onset is that of whatever leads back to its offset.
    if let same = parts.first(where: { $0.offsetTo == first.offsetFrom }) {
      periods[0] = same.period
    }
    for (instant, part) in onsets {
      if instant == transitions.last {
        periods[periods.count - 1] = part.period
      } else {
        transitions.append(instant)
        periods.append(part.period)
      }
    }
    self.init(identifier: name, transitions: transitions, periods: periods, tail: tail)
  }
}

/// A STANDARD or DAYLIGHT: when it sets in, and from which offset to which it leads.
private struct Observance {
  let start: LocalDateTime
  let offsetFrom: Int
  let offsetTo: Int
  let period: Zone.Period
  let rules: [RecurrenceRule]
  /// Onsets given one by one, in seconds on the wall.
  let dates: [Int]

  /// Nil where a part that is needed is missing or makes no sense.
  init?(_ component: Component) {
    guard component.name == "STANDARD" || component.name == "DAYLIGHT",
      let from = component.first("TZOFFSETFROM").flatMap({ Observance.offset($0.value) }),
      let to = component.first("TZOFFSETTO").flatMap({ Observance.offset($0.value) }),
      let start = component.first("DTSTART").flatMap({ Observance.local($0.value) })
    else { return nil }
    self.start = start
    offsetFrom = from
    offsetTo = to
    period = Zone.Period(
      offset: to, abbreviation: component.first("TZNAME")?.text ?? Zone.text(offset: to))
    rules = component.all("RRULE").compactMap { try? RecurrenceRule(text: $0.value) }
    dates = component.all("RDATE").flatMap { line in
      line.value.split(separator: ",").compactMap { item in
        let time = item.split(separator: "/").first ?? item
        if case .utc(let local) = RawTime.read(time) { return local.wallSeconds + from }
        return Observance.local(String(time))?.wallSeconds
      }
    }
  }

  var firstInstant: Int { start.wallSeconds - offsetFrom }

  var isEndless: Bool { rules.contains { $0.isEndless } }

  /// All onsets up to the end of a year, in seconds on the wall before the change.
  func onsets(throughYear year: Int) -> [Int] {
    var result = dates
    // DTSTART is an onset of its own only where no rule says when the onsets are: Outlook's rules
    // start on 1 January 1601, which is none.
    if rules.isEmpty { result.append(start.wallSeconds) }
    let limit = LocalDateTime(Day(year + 1, 1, 1)).wallSeconds
    for rule in rules {
      var rule = rule
      // UNTIL is an instant, and the onsets are wall time under the offset before.
      if case .utc(let instant) = rule.until {
        rule.until = .floating(LocalDateTime(wallSeconds: instant.seconds + offsetFrom))
      }
      let from = rule.isEndless ? max(start.wallSeconds, Observance.oldest) : start.wallSeconds
      let expansion = RuleExpansion(rule, start: start, countsStart: false)
      expansion.forEach(from: from, through: limit) { wall in
        result.append(wall)
        return result.count < 5000
      }
    }
    return result
  }

  /// Nobody keeps a calendar of the time before.
  private static let oldest = LocalDateTime(Day(1800, 1, 1)).wallSeconds

  /// The endless rule as one change a year, where it is as simple as that.
  var yearlyOnset: YearlyChange.Onset? {
    guard rules.count == 1, dates.isEmpty, let rule = rules.first, rule.frequency == .yearly,
      rule.interval == 1, rule.isEndless, rule.byYearDay.isEmpty, rule.byWeekNumber.isEmpty,
      rule.bySetPosition.isEmpty, rule.byMonth.count <= 1, rule.byHour.count <= 1,
      rule.byMinute.count <= 1, rule.bySecond.count <= 1, rule.isGregorian
    else { return nil }
    let month = rule.byMonth.first ?? start.day.month
    let date: YearlyChange.YearDay
    switch (rule.byDay.count, rule.byMonthDay.count) {
    case (0, 0):
      date = .date(month: month, day: start.day.day)
    case (0, 1) where rule.byMonthDay[0] > 0 && rule.byMonth.count == 1:
      date = .date(month: month, day: rule.byMonthDay[0])
    case (1, 0) where rule.byMonth.count == 1:
      guard let number = rule.byDay[0].number, number == -1 || (1...4).contains(number) else {
        return nil
      }
      date = .weekday(rule.byDay[0].weekday, week: number == -1 ? 5 : number, month: month)
    case (1, 7) where rule.byMonth.count == 1 && rule.byDay[0].number == nil:
      let days = rule.byMonthDay.sorted()
      guard days[0] > 0, days[6] == days[0] + 6,
        days[6] <= Day.length(ofMonth: month, in: 2001)
      else { return nil }
      date = .weekdayFrom(rule.byDay[0].weekday, month: month, day: days[0])
    default: return nil
    }
    if case .date(2, 29) = date { return nil }
    let time =
      (rule.byHour.first ?? start.hour) * 3600 + (rule.byMinute.first ?? start.minute) * 60
      + (rule.bySecond.first ?? start.second % 60)
    return YearlyChange.Onset(date: date, time: time, offsetBefore: offsetFrom, period: period)
  }

  /// `+0100`, `-033000`; nil for what is no offset on Earth.
  static func offset(_ text: String) -> Int? {
    let bytes = Array(text.trimmed.utf8)
    guard bytes.count == 5 || bytes.count == 7,
      bytes[0] == UInt8(ascii: "+") || bytes[0] == UInt8(ascii: "-"),
      let hours = digits(bytes[1...2]), let minutes = digits(bytes[3...4]),
      let seconds = bytes.count == 7 ? digits(bytes[5...6]) : 0, hours < 24, minutes < 60,
      seconds < 60
    else { return nil }
    let size = hours * 3600 + minutes * 60 + seconds
    return bytes[0] == UInt8(ascii: "-") ? -size : size
  }

  private static func local(_ text: String) -> LocalDateTime? {
    switch RawTime.read(text) {
    case .local(let local), .utc(let local): local
    case .date(let day): LocalDateTime(day)
    case nil: nil
    }
  }
}
