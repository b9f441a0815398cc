internal import ICalendar

/// The form that all times of a series share: whole days, floating, in UTC or in a zone.
///
/// Shifts are reckoned on the wall, so that a series moved from nine to eleven stays at eleven after
/// the clocks change.
enum SeriesForm {
  case days
  case floating
  case utc
  case zoned(Zone, tzid: String)

  init(_ start: CalendarTime) {
    switch start {
    case .date: self = .days
    case .floating: self = .floating
    case .utc: self = .utc
    case .zoned(_, let zone, let tzid): self = .zoned(zone, tzid: tzid)
    }
  }

  /// The form that a new time asks for; a zone that the series has already keeps its spelling.
  init(_ time: EventTime, like old: SeriesForm, zones: ZoneResolver) {
    switch time {
    case .allDay: self = .days
    case .floating: self = .floating
    case .timed(_, let name):
      if case .zoned(let zone, let tzid) = old, name == zone.identifier || name == tzid {
        self = old
      } else if name == "UTC" {
        self = .utc
      } else if let zone = zones.find(name).zone {
        self = .zoned(zone, tzid: name)
      } else if case .zoned = old {
        self = old
      } else {
        self = .utc
      }
    }
  }

  var isDays: Bool {
    if case .days = self { true } else { false }
  }

  /// What the wall of the series shows at `time`, in seconds.
  func wall(_ time: CalendarTime) -> Int {
    switch (self, time) {
    case (.days, _): return time.local.day.number * 86_400
    case (.zoned(let zone, _), .utc), (.zoned(let zone, _), .zoned):
      return zone.local(at: time.instant(viewer: zone)).wallSeconds
    case (.utc, .zoned): return time.instant(viewer: .utc).seconds
    default: return time.local.wallSeconds
    }
  }

  /// A number that orders original starts and tells them apart.
  func key(_ time: CalendarTime) -> Int {
    switch (self, time) {
    case (.zoned, .utc), (.zoned, .zoned), (.utc, .zoned), (.utc, .utc):
      return time.instant(viewer: .utc).seconds
    case (.zoned(let zone, _), _): return zone.instant(of: time.local).seconds
    default: return wall(time)
    }
  }

  func time(wall: Int) -> CalendarTime {
    let local = LocalDateTime(wallSeconds: wall)
    switch self {
    case .days: return .date(local.day)
    case .floating: return .floating(local)
    case .utc: return .utc(Instant(seconds: wall))
    case .zoned(let zone, let tzid): return .zoned(local, zone, tzid: tzid)
    }
  }

  func time(_ original: OriginalStart) -> CalendarTime {
    switch original {
    case .day(let day): return .date(day)
    case .floating(let local): return .floating(local)
    case .instant(let instant):
      guard case .zoned(let zone, let tzid) = self else { return .utc(instant) }
      let local = zone.local(at: instant)
      // The second of two equal readings can only be said in UTC.
      return zone.instant(of: local) == instant ? .zoned(local, zone, tzid: tzid) : .utc(instant)
    }
  }

  /// Both ends of a time, in this form.
  func bounds(_ time: EventTime) -> (start: CalendarTime, end: CalendarTime) {
    switch time {
    case .allDay(let days): return (.date(days.lowerBound), .date(days.upperBound))
    case .floating(let from, let to): return (.floating(from), .floating(to))
    case .timed(let span, _):
      return (self.time(.instant(span.start)), self.time(.instant(span.end)))
    }
  }
}

/// A shift of a whole series: from one form to another, by so much on the wall.
struct SeriesShift {
  let from: SeriesForm
  let to: SeriesForm
  /// Seconds on the wall.
  let seconds: Int

  func callAsFunction(_ time: CalendarTime) -> CalendarTime {
    // A date under a series with times means that whole day; it stays one.
    if time.isDate, !from.isDays, !to.isDays { return .date(time.local.day + days(of: time)) }
    return to.time(wall: from.wall(time) + seconds)
  }

  private func days(of time: CalendarTime) -> Int {
    LocalDateTime(wallSeconds: time.local.wallSeconds + seconds).day - time.local.day
  }

  /// Whether it changes nothing.
  var isIdle: Bool {
    guard seconds == 0 else { return false }
    switch (from, to) {
    case (.days, .days), (.floating, .floating), (.utc, .utc): return true
    case (.zoned(let one, _), .zoned(let other, _)): return one.identifier == other.identifier
    default: return false
    }
  }

  /// A rule that gives the shifted starts.
  ///
  /// - Parameter start: where the series began before.
  func callAsFunction(_ rule: RecurrenceRule, start: CalendarTime) throws(EditError)
    -> RecurrenceRule
  {
    var shifted = rule
    let old = LocalDateTime(wallSeconds: from.wall(start))
    let new = LocalDateTime(wallSeconds: from.wall(start) + seconds)
    if old.second != new.second, !rule.byHour.isEmpty || !rule.byMinute.isEmpty {
      throw .ruleStays
    }
    shifted.until = rule.until.map(until)
    if old.day != new.day { try move(&shifted, from: old.day, to: new.day) }
    return shifted
  }

  private func until(_ until: RecurrenceRule.Until) -> RecurrenceRule.Until {
    let time: CalendarTime =
      switch until {
      case .date(let day): .date(day)
      case .utc(let instant): .utc(instant)
      case .floating(let local): .floating(local)
      }
    let shifted = self(time)
    switch shifted {
    case .date(let day): return .date(day)
    case .floating(let local): return .floating(local)
    case .utc, .zoned: return .utc(shifted.instant(viewer: .utc))
    }
  }

  private func move(_ rule: inout RecurrenceRule, from old: Day, to new: Day) throws(EditError) {
    guard rule.bySetPosition.isEmpty, rule.byYearDay.isEmpty, rule.byWeekNumber.isEmpty else {
      throw .ruleStays
    }
    switch rule.frequency {
    case .secondly, .minutely, .hourly, .daily, .weekly:
      guard rule.byMonthDay.isEmpty, rule.byMonth.isEmpty else { throw .ruleStays }
      for index in rule.byDay.indices {
        let turned = (rule.byDay[index].weekday.index + (new - old)) % 7
        rule.byDay[index].weekday = Weekday(index: (turned + 7) % 7)
      }
    case .monthly, .yearly:
      if !rule.byMonth.isEmpty {
        guard rule.frequency == .yearly, rule.byMonth == [old.month] else { throw .ruleStays }
        rule.byMonth = [new.month]
      }
      if !rule.byMonthDay.isEmpty {
        guard rule.byMonthDay.count == 1, rule.byDay.isEmpty else { throw .ruleStays }
        let isLast = new.day == Day.length(ofMonth: new.month, in: new.year)
        rule.byMonthDay = [rule.byMonthDay[0] == -1 && isLast ? -1 : new.day]
      } else if !rule.byDay.isEmpty {
        guard rule.byDay.count == 1, let number = rule.byDay[0].number,
          rule.frequency == .monthly || !rule.byMonth.isEmpty
        else { throw .ruleStays }
        let isLast = (new + 7).month != new.month
        rule.byDay[0].weekday = new.weekday
        rule.byDay[0].number = number == -1 && isLast ? -1 : (new.day - 1) / 7 + 1
      }
    }
  }
}
