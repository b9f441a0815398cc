extension Component {
  /// A VTIMEZONE that describes a zone for a span of years (RFC 5545 §3.6.5).
  ///
  /// Changes that come back every year are written as rules that never end; whatever came before
  /// them in the span is listed change by change. So any zone is described exactly.
  ///
  /// - Parameters:
  ///   - zone: its identifier becomes the TZID, unless another is given; then X-LIC-LOCATION keeps
  ///     it, so that whoever reads this finds the same zone again.
  ///   - firstYear: nothing before its beginning will be asked.
  ///   - lastYear: where no yearly rule covers it, changes are listed up to its end.
  public init(
    timeZone zone: Zone, identifier: String? = nil, from firstYear: Int, through lastYear: Int
  ) {
    var text = ZoneText(zone: zone)
    text.write(from: firstYear, through: max(firstYear, lastYear))
    let name = identifier ?? zone.identifier
    let place =
      name == zone.identifier ? [] : ["X-LIC-LOCATION:\(CalendarText.escape(zone.identifier))"]
    self.init(
      lines: ["BEGIN:VTIMEZONE", "TZID:\(CalendarText.escape(name))"] + place + text.lines
        + ["END:VTIMEZONE"], number: 0)
  }
}

/// Builds the lines between TZID and END:VTIMEZONE.
private struct ZoneText {
  let zone: Zone
  var lines: [String] = []

  /// One change of the clock.
  struct Change: Hashable {
    var instant: Int
    var before: Zone.Period
    var after: Zone.Period

    /// The wall just before the change, as onsets are written.
    var wall: LocalDateTime { LocalDateTime(wallSeconds: instant + before.offset) }
  }

  init(zone: Zone) {
    self.zone = zone
  }

  mutating func write(from firstYear: Int, through lastYear: Int) {
    let begin = LocalDateTime(Day(firstYear, 1, 1)).wallSeconds
    let end = LocalDateTime(Day(lastYear + 1, 1, 1)).wallSeconds
    let rules = zone.tail.flatMap(ZoneText.rules)
    let ruleYear = zone.tail == nil ? Int.max : firstYearOfTail
    // Where the rules hold for the whole span, they are all that is needed.
    if let rules, let tail = zone.tail, ruleYear <= firstYear {
      write(tail, rules, from: ruleYear)
      return
    }
    let limit: Int
    if rules != nil, ruleYear <= lastYear {
      limit = LocalDateTime(Day(ruleYear, 1, 1)).wallSeconds - 86_400
    } else {
      limit = end
    }
    let base = zone.periodInForce(at: begin)
    writeObservance(
      "STANDARD", start: LocalDateTime(wallSeconds: begin + base.offset), from: base.offset,
      to: base)
    let changes = changes(after: begin, before: limit)
    var isWritten: Set<Change> = []
    for change in changes where !isWritten.contains(change) {
      let alike = changes.filter {
        $0.before.offset == change.before.offset && $0.after == change.after
      }
      isWritten.formUnion(alike)
      writeObservance(
        change.after.offset > change.before.offset ? "DAYLIGHT" : "STANDARD", start: change.wall,
        from: change.before.offset, to: change.after, dates: alike.dropFirst().map(\.wall))
    }
    if let rules, let tail = zone.tail, ruleYear <= lastYear { write(tail, rules, from: ruleYear) }
  }

  private mutating func write(_ tail: YearlyChange, _ rules: [String], from year: Int) {
    let onsets = Array(zip([tail.first, tail.second], rules))
    for (onset, rule) in onsets.sorted(by: { $0.0.instant(in: year) < $1.0.instant(in: year) }) {
      writeObservance(
        onset.period.offset > onset.offsetBefore ? "DAYLIGHT" : "STANDARD",
        start: LocalDateTime(wallSeconds: onset.instant(in: year) + onset.offsetBefore),
        from: onset.offsetBefore, to: onset.period, rule: rule)
    }
  }

  private mutating func writeObservance(
    _ name: String, start: LocalDateTime, from: Int, to period: Zone.Period, rule: String? = nil,
    dates: [LocalDateTime] = []
  ) {
    lines.append("BEGIN:\(name)")
    lines.append("DTSTART:\(CalendarTime.text(start))")
    if let rule { lines.append("RRULE:\(rule)") }
    for date in dates { lines.append("RDATE:\(CalendarTime.text(date))") }
    lines.append("TZOFFSETFROM:\(ZoneText.offset(from))")
    lines.append("TZOFFSETTO:\(ZoneText.offset(period.offset))")
    lines.append("TZNAME:\(CalendarText.escape(period.abbreviation))")
    lines.append("END:\(name)")
  }

  /// The first year from which on the table says nothing but what the yearly rule says.
  private var firstYearOfTail: Int {
    guard let tail = zone.tail, let last = zone.transitions.last else { return 1970 }
    var year = LocalDateTime(wallSeconds: last).day.year
    while year > 1970 {
      let begin = LocalDateTime(Day(year, 1, 1)).wallSeconds
      let end = LocalDateTime(Day(year + 1, 1, 1)).wallSeconds
      let listed = zone.transitions.filter { $0 >= begin && $0 < end }
      let onsets = [tail.first, tail.second].map { $0.instant(in: year) }.sorted()
      let isSame = listed == onsets || (end > last && onsets.starts(with: listed))
      guard isSame, listed.allSatisfy({ zone.periodInForce(at: $0) == tail.period(at: $0) }) else {
        break
      }
      year -= 1
    }
    // The rule's first onset must find the offset before it in force.
    return year + 1
  }

  /// The changes in a stretch of time, those of the yearly rule included.
  private func changes(after begin: Int, before end: Int) -> [Change] {
    var changes: [Change] = []
    var second = begin
    while second < end, changes.count < 2000 {
      let stretch = zone.stretch(at: Instant(seconds: second)).span
      let next = stretch.upperBound.seconds
      guard next < end else { break }
      let before = zone.periodInForce(at: second)
      let after = zone.periodInForce(at: next)
      if before != after { changes.append(Change(instant: next, before: before, after: after)) }
      second = next
    }
    return changes
  }

  /// The two yearly rules, or nil where one cannot be written as such.
  private static func rules(_ tail: YearlyChange) -> [String]? {
    let rules = [tail.first, tail.second].compactMap(rule)
    return rules.count == 2 ? rules : nil
  }

  private static func rule(_ onset: YearlyChange.Onset) -> String? {
    // Some changes come at -1:00 or 50:00 of their day, which is another day.
    let shift = LocalDateTime(wallSeconds: onset.time).day.number
    func shifted(_ weekday: Weekday) -> String {
      Weekday(index: ((weekday.index + shift) % 7 + 7) % 7).text
    }
    switch onset.date {
    case .weekday(let weekday, let week, let month):
      if shift == 0 {
        return "FREQ=YEARLY;BYMONTH=\(month);BYDAY=\(week == 5 ? -1 : week)\(weekday.text)"
      }
      guard week < 5 || month != 2 else { return nil }
      let first = week == 5 ? Day.length(ofMonth: month, in: 2001) - 6 : (week - 1) * 7 + 1
      return rule(shifted(weekday), month: month, from: first + shift)
    case .weekdayFrom(let weekday, let month, let day):
      return rule(shifted(weekday), month: month, from: day + shift)
    case .date(let month, let day):
      return shift == 0 ? "FREQ=YEARLY;BYMONTH=\(month);BYMONTHDAY=\(day)" : nil
    case .ordinal(let days):
      return shift == 0 ? "FREQ=YEARLY;BYYEARDAY=\(days + 1)" : nil
    }
  }

  /// The one such weekday among seven days of a month.
  private static func rule(_ weekday: String, month: Int, from day: Int) -> String? {
    guard day >= 1, day + 6 <= Day.length(ofMonth: month, in: 2001) else { return nil }
    let days = (day..<day + 7).map(String.init).joined(separator: ",")
    return "FREQ=YEARLY;BYMONTH=\(month);BYDAY=\(weekday);BYMONTHDAY=\(days)"
  }

  /// `+0100`, with seconds only where there are any.
  private static func offset(_ seconds: Int) -> String {
    Zone.text(offset: seconds).replacing(":", with: "")
  }
}

extension Zone {
  fileprivate func periodInForce(at second: Int) -> Period {
    let instant = Instant(seconds: second)
    return Period(offset: offset(at: instant), abbreviation: abbreviation(at: instant))
  }
}

extension YearlyChange {
  fileprivate func period(at second: Int) -> Zone.Period {
    period(at: second, notBefore: Int.min).period
  }
}
