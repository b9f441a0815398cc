/// What all instances of a series have in common: the form of its times and its zone.
///
/// Original starts are compared by *key*: seconds since 1970 in UTC for times with a zone, on the
/// wall for floating times and dates.
final class Series: Sendable {
  let form: RecurrenceSet.Form
  let zone: Zone?
  let tzid: String
  let isUTC: Bool
  let startLocal: LocalDateTime
  let startKey: Int
  let calendarZone: Zone?

  init(start: CalendarTime, calendarZone: Zone?) {
    self.calendarZone = calendarZone
    startLocal = start.local
    var isUTC = false
    var tzid = ""
    switch start {
    case .date: form = .allDay
    case .floating: form = .floating
    case .utc:
      form = .timed
      isUTC = true
    case .zoned(_, _, let name):
      form = .timed
      tzid = name
    }
    self.isUTC = isUTC
    self.tzid = tzid
    zone = start.zone
    startKey = zone?.instant(of: startLocal).seconds ?? startLocal.wallSeconds
  }

  func key(ofWall wall: Int) -> Int {
    zone?.instant(of: LocalDateTime(wallSeconds: wall)).seconds ?? wall
  }

  /// Where a RECURRENCE-ID, EXDATE or RDATE points: a key and its wall time, or a whole day of a
  /// series that has times.
  func place(_ time: CalendarTime) -> (key: Int, wall: Int, day: Int?) {
    switch form {
    case .timed:
      switch time {
      case .date(let day): return (0, 0, day.number)
      case .floating(let local):
        return (key(ofWall: local.wallSeconds), local.wallSeconds, nil)
      case .utc, .zoned:
        let instant = time.instant(viewer: .utc)
        let wall: Int
        if case .zoned(let local, let other, _) = time, other === zone {
          wall = local.wallSeconds
        } else {
          wall = instant.seconds + (zone?.offset(at: instant) ?? 0)
        }
        return (instant.seconds, wall, nil)
      }
    case .floating:
      if case .date(let day) = time { return (0, 0, day.number) }
      let wall = time.local.wallSeconds
      return (wall, wall, nil)
    case .allDay:
      var day = time.local.day
      if case .utc(let instant) = time, let calendarZone { day = calendarZone.day(at: instant) }
      return (day.number * 86_400, day.number * 86_400, nil)
    }
  }

  /// A rule made ready, its UNTIL read in the form of this series; nil for one that no all-day
  /// series can have.
  func rule(_ rule: RecurrenceRule) -> RecurrenceSet.Rule? {
    guard form == .allDay else {
      return RecurrenceSet.Rule(
        expansion: RuleExpansion(rule, start: startLocal, zone: zone), viewerUntil: nil)
    }
    guard rule.frequency >= .daily else { return nil }
    var rule = rule
    rule.byHour = []
    rule.byMinute = []
    rule.bySecond = []
    var viewerUntil: Instant?
    switch rule.until {
    case .floating(let local): rule.until = .date(local.day)
    case .utc(let instant):
      let local = LocalDateTime(wallSeconds: instant.seconds)
      if local.second == 0 {
        rule.until = .date(local.day)
      } else if let calendarZone {
        rule.until = .date(calendarZone.day(at: instant))
      } else {
        rule.until = .date(local.day + 1)
        viewerUntil = instant
      }
    case .date, nil: break
    }
    return RecurrenceSet.Rule(
      expansion: RuleExpansion(rule, start: startLocal), viewerUntil: viewerUntil)
  }

  /// The original start with this key, as a value to write.
  func time(ofKey key: Int) -> CalendarTime {
    switch form {
    case .allDay: return .date(LocalDateTime(wallSeconds: key).day)
    case .floating: return .floating(LocalDateTime(wallSeconds: key))
    case .timed:
      let instant = Instant(seconds: key)
      guard let zone, !isUTC else { return .utc(instant) }
      let local = zone.local(at: instant)
      // The second of two equal readings can only be written in UTC.
      guard zone.instant(of: local) == instant else { return .utc(instant) }
      return .zoned(local, zone, tzid: tzid)
    }
  }
}
