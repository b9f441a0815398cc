package import ICalendar

/// How busy each day of a stretch is.
package struct DayLoad: Sendable, Equatable {
  package let days: Range<Day>
  /// Minutes that something busy takes, overlaps once.
  package private(set) var minutes: [Int]
  /// What begins or goes on there, all-day events included.
  package private(set) var events: [Int]

  /// - Parameter occurrences: all that touch these days, each meeting once.
  package init(of occurrences: [Occurrence], on days: Range<Day>, zone: Zone) {
    self.days = days
    minutes = Array(repeating: 0, count: days.count)
    events = minutes
    /// Until when each day is taken, for occurrences come by start.
    var reached = Array(repeating: Instant.earliest, count: days.count)
    for occurrence in occurrences.sorted(by: { $0.span.start < $1.span.start }) {
      let last =
        occurrence.span.isEmpty
        ? zone.day(at: occurrence.span.start) : zone.day(at: occurrence.span.end - 1)
      let from = max(zone.day(at: occurrence.span.start), days.lowerBound)
      guard from <= last, from < days.upperBound else { continue }
      for day in from...min(last, days.upperBound - 1) {
        let place = day - days.lowerBound
        events[place] += 1
        guard !occurrence.isAllDay, Busy.takesTime(occurrence) else { continue }
        let start = max(occurrence.span.start, zone.start(of: day), reached[place])
        let end = min(occurrence.span.end, zone.start(of: day + 1))
        if start < end {
          minutes[place] += (end - start) / 60
          reached[place] = end
        }
      }
    }
  }
}
