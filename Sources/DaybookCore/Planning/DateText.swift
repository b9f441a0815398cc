package import ICalendar

/// English names of days and months, and clock readings, as tables: no formatter is ever loaded.
package enum DateText {
  package static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  package static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// `Mon 23 Nov`.
  package static func day(_ day: Day) -> String {
    let (_, month, date) = day.civil
    return "\(weekdays[day.weekday.index]) \(date) \(months[month - 1])"
  }

  /// `09:30`; minutes since midnight, of which 1440 is `24:00`.
  package static func clock(minute: Int) -> String {
    twoDigits(minute / 60) + ":" + twoDigits(minute % 60)
  }

  /// `45 min`, `1 h`, `1 h 30`.
  package static func minutes(_ minutes: Int) -> String {
    if minutes < 60 { return "\(minutes) min" }
    return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(twoDigits(minutes % 60))"
  }

  static func twoDigits(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }

  /// `09:30–11:00` on the wall of `zone`.
  package static func clocks(_ span: TimeSpan, in zone: Zone) -> String {
    clock(minute: zone.local(at: span.start).second / 60) + "–" + endClock(span, in: zone)
  }

  /// `09:30–11:00, 14:00–17:00` of spans on `day`; where some are on others, each with its day in
  /// front: `Mon 23 Nov 09:00–17:00, Tue 24 Nov 09:00–12:00`.
  ///
  /// - Parameter limit: after how many the rest is only counted.
  package static func spans(_ spans: [TimeSpan], on day: Day, in zone: Zone, limit: Int = 8)
    -> String
  {
    let namesDays = spans.contains { zone.day(at: $0.start) != day }
    var last: Day?
    var parts = spans.prefix(limit).map { span in
      let its = zone.day(at: span.start)
      defer { last = its }
      return (namesDays && its != last ? self.day(its) + " " : "") + clocks(span, in: zone)
    }
    if spans.count > limit { parts.append("and \(spans.count - limit) more") }
    return parts.joined(separator: ", ")
  }

  /// The end of a span; midnight after it is `24:00`.
  static func endClock(_ span: TimeSpan, in zone: Zone) -> String {
    let end = zone.local(at: span.end)
    let isMidnight = end.second == 0 && end.day > zone.day(at: span.start)
    return clock(minute: isMidnight ? 1440 : end.second / 60)
  }
}
