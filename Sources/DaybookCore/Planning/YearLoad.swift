package import ICalendar

/// How busy each day of a year is.
package struct YearLoad: Sendable, Equatable {
  package var year: Int
  /// From the first of January on: minutes that something busy takes, overlaps once.
  package var minutes: [Int]
  /// From the first of January on: what begins or goes on there, all-day events included.
  package var events: [Int]

  /// A year of which nothing was counted yet.
  package init(year: Int) {
    self.year = year
    minutes = Array(repeating: 0, count: Day(year + 1, 1, 1) - Day(year, 1, 1))
    events = minutes
  }

  /// - Parameter occurrences: all that touch the year, each meeting once.
  package init(year: Int, occurrences: [Occurrence], zone: Zone) {
    self.init(year: year)
    add(occurrences, on: Day(year, 1, 1)..<Day(year + 1, 1, 1), zone: zone)
  }

  /// Counts some days of the year, none of them twice.
  ///
  /// - Parameter occurrences: all that touch these days, each meeting once.
  package mutating func add(_ occurrences: [Occurrence], on days: Range<Day>, zone: Zone) {
    let first = Day(year, 1, 1)
    /// Until when each day is taken, for occurrences come by start.
    var reached = Array(repeating: Instant.earliest, count: minutes.count)
    for occurrence in occurrences.sorted(by: { $0.span.start < $1.span.start }) {
      let last =
        occurrence.span.isEmpty
        ? zone.day(at: occurrence.span.start) : zone.day(at: occurrence.span.end - 1)
      let from = max(zone.day(at: occurrence.span.start), days.lowerBound)
      guard from <= last, from < days.upperBound else { continue }
      for day in from...min(last, days.upperBound - 1) {
        let place = day - first
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

  /// Minutes of a day; nil where it is another year's.
  package func minutes(on day: Day) -> Int? {
    let place = day - Day(year, 1, 1)
    return minutes.indices.contains(place) ? minutes[place] : nil
  }

  package func events(on day: Day) -> Int {
    let place = day - Day(year, 1, 1)
    return events.indices.contains(place) ? events[place] : 0
  }
}
