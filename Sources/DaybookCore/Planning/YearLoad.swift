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
    let load = DayLoad(of: occurrences, on: days, zone: zone)
    let place = days.lowerBound - Day(year, 1, 1)
    for offset in 0..<days.count {
      minutes[place + offset] += load.minutes[offset]
      events[place + offset] += load.events[offset]
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
