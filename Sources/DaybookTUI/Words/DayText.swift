package import ICalendar

/// Days, times and lengths as the screen writes them; tables, because a formatter costs a start-up.
package enum DayText {
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let longWeekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]
  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  /// `Mon`
  package static func weekday(_ weekday: Weekday) -> String { weekdays[weekday.index] }

  /// `Mo`, for the head of a small month.
  package static func initials(_ weekday: Weekday) -> String {
    String(weekdays[weekday.index].prefix(2))
  }

  /// `November`
  package static func month(_ month: Int) -> String { months[month - 1] }

  /// `Nov`
  package static func shortMonth(_ month: Int) -> String { String(months[month - 1].prefix(3)) }

  /// `Mon 16`
  package static func brief(_ day: Day) -> String {
    "\(weekday(day.weekday)) \(day.day)"
  }

  /// `Mon 16 Nov`
  package static func medium(_ day: Day) -> String {
    "\(brief(day)) \(shortMonth(day.month))"
  }

  /// `Monday 16 November 2026`
  package static func long(_ day: Day) -> String {
    let (year, month, date) = day.civil
    return "\(longWeekdays[day.weekday.index]) \(date) \(months[month - 1]) \(year)"
  }

  /// `16 – 22 November 2026`, `28 November – 4 December 2026`; both ends included.
  package static func range(_ first: Day, _ last: Day) -> String {
    let from = first.civil
    let to = last.civil
    if first == last { return "\(from.day) \(month(from.month)) \(from.year)" }
    if from.year != to.year {
      return "\(from.day) \(shortMonth(from.month)) \(from.year) – "
        + "\(to.day) \(shortMonth(to.month)) \(to.year)"
    }
    if from.month != to.month {
      return "\(from.day) \(month(from.month)) – \(to.day) \(month(to.month)) \(to.year)"
    }
    return "\(from.day) – \(to.day) \(month(to.month)) \(to.year)"
  }

  /// `Mon 16 Nov`, `Mon 16 Nov – Wed 18 Nov`: days that are filled from midnight to midnight.
  static func wholeDays(_ span: TimeSpan, in zone: Zone) -> String {
    let (first, last) = (zone.day(at: span.start), zone.day(at: span.end - 1))
    return first == last ? medium(first) : "\(medium(first)) – \(medium(last))"
  }

  /// `16 – 22 Nov`, for narrow screens.
  package static func shortRange(_ first: Day, _ last: Day) -> String {
    let from = first.civil
    let to = last.civil
    if first == last { return "\(from.day) \(shortMonth(from.month))" }
    return from.month == to.month
      ? "\(from.day) – \(to.day) \(shortMonth(to.month))"
      : "\(from.day) \(shortMonth(from.month)) – \(to.day) \(shortMonth(to.month))"
  }

  /// `09:30` from minutes since midnight; 24:00 is written so.
  package static func clock(minutes: Int) -> String {
    guard (0...1440).contains(minutes) else {
      return "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))"
    }
    // Every event on screen has two of them, and five letters need no memory.
    return String(unsafeUninitializedCapacity: 5) { letters in
      let zero = UInt8(ascii: "0")
      letters[0] = zero + UInt8(minutes / 600)
      letters[1] = zero + UInt8(minutes / 60 % 10)
      letters[2] = UInt8(ascii: ":")
      letters[3] = zero + UInt8(minutes % 60 / 10)
      letters[4] = zero + UInt8(minutes % 10)
      return 5
    }
  }

  /// `09:30` in a zone.
  package static func clock(_ instant: Instant, in zone: Zone) -> String {
    clock(minutes: zone.local(at: instant).second / 60)
  }

  /// `09:30–10:30`, or `Fri 20 22:00 – Sat 21 01:00` over midnight.
  package static func span(_ span: TimeSpan, in zone: Zone) -> String {
    let from = zone.local(at: span.start)
    let to = zone.local(at: span.end)
    if from.day == to.day || (to.day == from.day + 1 && to.second == 0) {
      let end = to.day == from.day ? to.second / 60 : 1440
      if span.isEmpty { return clock(minutes: from.second / 60) }
      return clock(minutes: from.second / 60) + "–" + clock(minutes: end)
    }
    return "\(brief(from.day)) \(clock(minutes: from.second / 60)) – "
      + "\(brief(to.day)) \(clock(minutes: to.second / 60))"
  }

  /// `Thu 19 Nov  09:30–10:30`
  package static func dayAndSpan(_ span: TimeSpan, in zone: Zone) -> String {
    let from = zone.local(at: span.start)
    let to = zone.local(at: span.end)
    if from.day == to.day || (to.day == from.day + 1 && to.second == 0) {
      return "\(medium(from.day))  \(self.span(span, in: zone))"
    }
    return self.span(span, in: zone)
  }

  /// `45 min`, `1 h`, `1 h 30 min`, `3 days`
  package static func length(minutes: Int) -> String {
    if minutes >= 1440, minutes % 1440 == 0 {
      return minutes == 1440 ? "1 day" : "\(minutes / 1440) days"
    }
    let hours = minutes / 60
    let rest = minutes % 60
    if hours == 0 { return "\(rest) min" }
    return rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min"
  }

  /// `11.5 h` from minutes, to a tenth.
  package static func hours(minutes: Int) -> String {
    let tenths = (minutes * 10 + 30) / 60
    return "\(tenths / 10).\(tenths % 10) h"
  }

  /// `UTC+1`, `UTC−5`, `UTC+5:30`
  package static func offset(_ zone: Zone, at instant: Instant) -> String {
    let offset = zone.offset(at: instant)
    let minutes = abs(offset) / 60
    let sign = offset < 0 ? "−" : "+"
    return "UTC\(sign)\(minutes / 60)"
      + (minutes % 60 == 0 ? "" : ":\(twoDigits(minutes % 60))")
  }

  package static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : String(number)
  }
}
