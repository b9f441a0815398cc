internal import ICalendar

/// Makes one time, and perhaps a rule, of everything a line says about when.
struct EventTimes {
  let items: [EventReader.Item]
  let context: PhraseContext

  private var days: Range<Day>?
  private var listed: [Day] = []
  private var clock: ClockReading?
  private var end: Int?
  private var endDay: Day?
  private var zone: Zone?
  private var moment: Instant?
  private var part: PartOfDay?
  private var isAllDay = false
  private var minutes: Int?
  private var lengthInDays: Int?
  private var recurrence: RecurrencePhrase?
  private var until: Day?
  private var count: Int?
  private var untilClock: ClockReading?

  init(items: [EventReader.Item], context: PhraseContext) {
    self.items = items
    self.context = context
    for item in items { take(item.meaning) }
  }

  private mutating func take(_ meaning: EventReader.Meaning) {
    switch meaning {
    case .days(let found): days = found
    case .weekdays(let found):
      listed = found
      days = found.first.map { $0..<$0 + 1 }
    case .clock(let found, let named):
      clock = found
      zone = named ?? zone
    case .clockRange(let start, let found, let named):
      clock = ClockReading(minutes: start, form: .exact)
      end = found
      zone = named ?? zone
    case .clockUntil(let start, let day, let found, let named):
      clock = ClockReading(minutes: start, form: .exact)
      end = found
      endDay = day
      zone = named ?? zone
    case .moment(let found): moment = found
    case .part(let found): part = found
    case .allDay: isAllDay = true
    case .duration(let found): minutes = found
    case .length(let found): lengthInDays = found
    case .recurrence(let found): recurrence = found
    case .untilDay(let found): until = found
    case .untilClock(let found): untilClock = found
    case .count(let found): count = found
    case .client, .calendar, .reminders, .locationMark, .link: break
    }
  }

  /// nil when nothing tells a time.
  mutating func resolve() throws(PhraseError) -> (time: EventTime, rule: String?)? {
    if let moment, clock == nil, days == nil, !isAllDay {
      let end = moment + (minutes ?? EventPhrase.standardMinutes) * 60
      return (.timed(TimeSpan(moment, end), zone: context.zone.identifier), nil)
    }
    guard days != nil || clock != nil || recurrence != nil || isAllDay || part != nil else {
      return nil
    }
    try repeatOnListed()
    var first = days?.lowerBound ?? context.today
    if let recurrence { first = recurrence.first(from: first) }
    // A day's end, without a rule to bound, is the last of several days.
    if recurrence == nil, let until { endDay = endDay ?? until }
    if recurrence != nil, until == nil, let length = lengthInDays {
      until = first + (length - 1)
      lengthInDays = nil
    }
    if isAllDay || (clock == nil && part == nil) { return try allDay(from: first) }
    return try timed(on: first)
  }

  /// `mon, wed and fri` is once on each, and what `weekly` or an end says of them.
  private mutating func repeatOnListed() throws(PhraseError) {
    guard !listed.isEmpty else { return }
    let weekdays = listed.map(\.weekday).sorted { $0.index < $1.index }
    if let recurrence, recurrence.frequency != .weekly || !recurrence.weekdays.isEmpty {
      throw .contradiction("the days of the week and the repetition do not fit together")
    }
    if recurrence == nil, until == nil, count == nil, lengthInDays == nil { count = listed.count }
    recurrence = recurrence ?? RecurrencePhrase(frequency: .weekly)
    recurrence?.weekdays = weekdays
  }

  private func allDay(from first: Day) throws(PhraseError) -> (time: EventTime, rule: String?) {
    // "tomorrow for 2h" leaves out the hour.
    guard minutes == nil || isAllDay, untilClock == nil else { throw .missingTime }
    var end = days?.upperBound ?? first + 1
    if let lengthInDays { end = first + lengthInDays }
    if let endDay { end = endDay + 1 }
    if recurrence != nil, end <= first { end = first + 1 }
    guard end > first else { throw .endNotAfterStart(DayWords.date(first, in: context.today.year)) }
    let bound = until.map { "UNTIL=" + OriginalStart.day($0).compact }
    return (.allDay(first..<end), recurrence?.rule(end: bound ?? countText))
  }

  private func timed(on first: Day) throws(PhraseError) -> (time: EventTime, rule: String?) {
    let zone = zone ?? context.zone
    let settled = clock.map { clock in part.map { $0.settle(clock) } ?? clock }
    let from = settled?.resolved ?? part?.start ?? 0
    let start = zone.instant(of: first, minutes: from)
    var finish = start + (minutes ?? EventPhrase.standardMinutes) * 60
    let to = end ?? untilClock?.resolved(after: from)
    let isSpread = recurrence == nil && (endDay ?? first) > first
    if let to {
      let day = isSpread ? endDay ?? first : to > from ? first : first + 1
      finish = zone.instant(of: day, minutes: to)
      if to == from, !isSpread { throw .endNotAfterStart(DayWords.clock(to)) }
    } else if let lengthInDays {
      finish = zone.instant(of: first + lengthInDays, minutes: from)
    } else if isSpread, minutes == nil {
      finish = zone.instant(of: endDay ?? first, minutes: 1440)
    }
    if to != nil, let minutes, finish != start + minutes * 60 {
      throw .contradiction("the times and the length do not agree")
    }
    guard finish > start, endDay.map({ $0 >= first }) ?? true else {
      throw .endNotAfterStart(DayWords.clock(to ?? from))
    }
    let bound = until.map { until in
      let last = zone.instant(of: max(until, first), minutes: from)
      return "UNTIL=" + OriginalStart.instant(last).compact
    }
    return (
      .timed(TimeSpan(start, finish), zone: zone.identifier),
      recurrence?.rule(end: bound ?? countText) ?? dailyRule
    )
  }

  /// Hours on several days, `mon-fri 9:00`, are hours of each of them; a whole week has too many.
  private var dailyRule: String? {
    guard let days, endDay == nil, lengthInDays == nil, (2...366).contains(days.count),
      days.count != 7
    else { return nil }
    return "FREQ=DAILY;COUNT=\(days.count)"
  }

  private var countText: String? { count.map { "COUNT=\($0)" } }
}
