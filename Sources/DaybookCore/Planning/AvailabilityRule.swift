package import ICalendar

/// One thing a person said about when there is time; kept by the store, added to the settings.
package struct AvailabilityRule: Identifiable, Hashable, Sendable {
  package var id: Int
  package var kind: Kind

  package init(id: Int, kind: Kind) {
    self.id = id
    self.kind = kind
  }

  package enum Kind: Hashable, Sendable {
    /// The hours of some weekdays, instead of what the settings or an earlier rule say.
    case hours([Weekday], [Range<Int>])
    /// Days without any, whatever their weekday.
    case dayOff(Range<Day>)
    /// Minutes around the events of a calendar; without one, around all that is busy.
    case buffer(before: Int, after: Int, calendar: CalendarID?)
    /// Minutes from now before which nothing is offered.
    case notice(Int)
    /// The hours of one date instead of its weekday's; none for a closed one. It beats a day off.
    case exception(Day, [Range<Int>])
    /// Minutes that the way between two places takes, either way; for conflicts.
    case travel(from: String, to: String, minutes: Int)
  }

  /// The word of `rules list --json`.
  package var word: String {
    switch kind {
    case .hours: "hours"
    case .dayOff: "day_off"
    case .buffer: "buffer"
    case .notice: "notice"
    case .exception: "exception"
    case .travel: "travel"
    }
  }
}

extension AvailabilityRule.Kind {
  /// What is wrong with it, in words, or nil.
  package var fault: String? {
    switch self {
    case .hours(let days, let ranges):
      days.isEmpty ? "hours need at least one weekday" : Self.fault(ranges)
    case .exception(_, let ranges): Self.fault(ranges)
    case .dayOff(let days): days.isEmpty ? "a day off ends before it begins" : nil
    case .buffer(let before, let after, _):
      before < 0 || after < 0 ? "a buffer cannot be negative" : nil
    case .notice(let minutes): minutes < 0 ? "a notice cannot be negative" : nil
    case .travel(let from, let to, let minutes):
      if minutes < 0 {
        "a way cannot be negative"
      } else if let from = Place.physical(from),
        let to = Place.physical(to)
      {
        from == to ? "both places are the same" : nil
      } else {
        "travel is between two places that one has to go to"
      }
    }
  }

  private static func fault(_ ranges: [Range<Int>]) -> String? {
    for range in ranges {
      if range.lowerBound < 0 || range.upperBound > 1440 { return "hours lie outside the day" }
      if range.isEmpty { return "an end is not after its start" }
    }
    return nil
  }
}

/// When there is time, all said and done: settings with the rules applied in the order of their ids.
package struct AvailabilityPolicy: Sendable, Equatable {
  package var hours: WorkingHours
  package var daysOff: [Range<Day>]
  /// The hours of single dates, which beat weekdays and days off.
  package var exceptions: [Day: [Range<Int>]] = [:]
  /// Minutes to keep clear around busy time.
  package var buffer: Int
  package var minimumNotice: Int
  package var allDay: Bool
  package var tentative: Bool
  /// What the rules ask for around the events of single calendars.
  package var wishes = BufferWishes()

  package init(_ settings: AvailabilitySettings = .init(), rules: [AvailabilityRule] = []) {
    hours = settings.hours
    daysOff = settings.daysOff
    buffer = settings.buffer
    minimumNotice = settings.minimumNotice
    allDay = settings.allDay
    tentative = settings.tentative
    for rule in rules.sorted(by: { $0.id < $1.id }) { apply(rule.kind) }
  }

  /// The settings that say which occurrences take time.
  package var settings: AvailabilitySettings {
    var settings = AvailabilitySettings()
    settings.hours = hours
    settings.daysOff = daysOff
    settings.buffer = buffer
    settings.minimumNotice = minimumNotice
    settings.allDay = allDay
    settings.tentative = tentative
    return settings
  }

  package func isOff(_ day: Day) -> Bool {
    daysOff.contains { $0.contains(day) }
  }

  /// The hours of `day` as minutes since midnight.
  package func ranges(on day: Day) -> [Range<Int>] {
    if !exceptions.isEmpty, let exception = exceptions[day] { return exception }
    return !daysOff.isEmpty && isOff(day) ? [] : hours[day.weekday]
  }

  /// The hours of `day` as instants.
  package func spans(on day: Day, in zone: Zone) -> [TimeSpan] {
    WorkingHours.spans(ranges(on: day), on: day, in: zone)
  }

  private mutating func apply(_ kind: AvailabilityRule.Kind) {
    switch kind {
    case .hours(let days, let ranges):
      for day in days { hours.set(ranges, on: day) }
    case .dayOff(let days): daysOff.append(days)
    case .buffer(let before, let after, let calendar):
      if let calendar {
        wishes.calendars[calendar] = BufferWishes.Wish(before: before, after: after)
      } else {
        buffer = max(before, after)
      }
    case .notice(let minutes): minimumNotice = minutes
    case .exception(let day, let ranges):
      var hours = WorkingHours()
      hours.set(ranges, on: day.weekday)
      exceptions[day] = hours[day.weekday]
    case .travel: break
    }
  }
}
