package import DaybookCore
package import ICalendar

/// The occurrences of a stretch of days, laid out once, so that drawing a day is a look-up.
package struct LoadedDays: Sendable {
  package let days: Range<Day>
  /// Sorted by start; the indices of pages point into it.
  package let occurrences: [Occurrence]
  let zone: Zone
  private let pages: [DayPage]
  private let places: [OccurrenceID: Int]

  /// Nothing on no day.
  package static let none = LoadedDays(
    days: Day(number: 0)..<Day(number: 0), occurrences: [], zone: .utc)

  /// Lays out occurrences, which must be sorted by start, as a viewer in `zone` sees them.
  package init(days: Range<Day>, occurrences: [Occurrence], zone: Zone) {
    self.days = days
    self.occurrences = occurrences
    self.zone = zone
    var pages = Array(repeating: DayPage(), count: days.count)
    var places: [OccurrenceID: Int] = [:]
    places.reserveCapacity(occurrences.count)
    for (index, occurrence) in occurrences.enumerated() {
      places[occurrence.id] = index
      let from = zone.local(at: occurrence.span.start)
      // The end is exclusive: what ends at midnight does not touch the next day.
      let last =
        occurrence.span.isEmpty ? from : zone.local(at: occurrence.span.end - 1)
      let isBanner = Self.isBanner(occurrence)
      let first = max(from.day, days.lowerBound)
      guard first <= last.day, first < days.upperBound else { continue }
      for day in first...min(last.day, days.upperBound - 1) {
        if isBanner {
          pages[day - days.lowerBound].banners.append(index)
        } else {
          let start = day == from.day ? from.second / 60 : 0
          let end = day == last.day ? last.second / 60 + 1 : 1440
          pages[day - days.lowerBound].timed.append(
            PlacedOccurrence(index: index, start: start, end: max(end, start)))
        }
      }
    }
    for index in pages.indices { pages[index].layOut() }
    self.pages = pages
    self.places = places
  }

  /// Whether an occurrence is drawn over whole days, and not by the clock.
  static func isBanner(_ occurrence: Occurrence) -> Bool {
    occurrence.isAllDay || occurrence.span.seconds >= 86_400
  }

  /// What lies on a day; nothing outside the loaded ones.
  package subscript(day: Day) -> DayPage {
    days.contains(day) ? pages[day - days.lowerBound] : DayPage()
  }

  package subscript(placed: PlacedOccurrence) -> Occurrence { occurrences[placed.index] }

  /// Whether an occurrence lies on a day, loaded or not.
  func reaches(_ index: Int, _ day: Day) -> Bool {
    let span = occurrences[index].span
    let last = span.isEmpty ? span.start : span.end - 1
    return zone.day(at: span.start) <= day && day <= zone.day(at: last)
  }

  func covers(_ page: Range<Day>) -> Bool {
    days.lowerBound <= page.lowerBound && page.upperBound <= days.upperBound
  }

  /// Where among the occurrences one is, if it is loaded.
  package func place(of id: OccurrenceID) -> Int? { places[id] }

  package func occurrence(_ id: OccurrenceID) -> Occurrence? {
    places[id].map { occurrences[$0] }
  }

  package func contains(_ id: OccurrenceID) -> Bool { places[id] != nil }

  /// A day's occurrences in reading order: banners, then by the clock.
  package func inOrder(on day: Day) -> [Occurrence] {
    let page = self[day]
    return page.banners.map { occurrences[$0] } + page.timed.map { occurrences[$0.index] }
  }
}

/// One day: what spans it whole, and what lies at a time of it, side by side where it must.
package struct DayPage: Sendable {
  /// All-day events, and those of a day's length or more: indices, by start.
  package var banners: [Int] = []
  package var timed: [PlacedOccurrence] = []

  /// Gives overlapping neighbours lanes of their own.
  mutating func layOut() {
    timed.sort {
      $0.start != $1.start
        ? $0.start < $1.start : ($0.end != $1.end ? $0.end > $1.end : $0.index < $1.index)
    }
    // What is too short to see still takes a quarter of an hour.
    timed = Self.laidOut(timed, rows: timed.map { $0.start..<max($0.end, $0.start + 15) })
  }

  /// Lanes for those that overlap in time, or in the rows that they take. Both are sorted by start.
  static func laidOut(_ timed: [PlacedOccurrence], rows: [Range<Int>]) -> [PlacedOccurrence] {
    var timed = timed
    var first = 0
    // Where each lane ends in time and in rows, and all of them.
    var laneEnds: [(time: Int, row: Int)] = []
    var end = (time: Int.min, row: Int.min)
    func close(_ cluster: Range<Int>) {
      for index in cluster { timed[index].lanes = laneEnds.count }
    }
    for index in timed.indices {
      let (start, row) = (timed[index].start, rows[index].lowerBound)
      let ends = (time: max(timed[index].end, start + 15), row: rows[index].upperBound)
      if start >= end.time, row >= end.row {
        close(first..<index)
        first = index
        laneEnds = []
      }
      let free = laneEnds.firstIndex { $0.time <= start && $0.row <= row }
      timed[index].lane = free ?? laneEnds.count
      if let free { laneEnds[free] = ends } else { laneEnds.append(ends) }
      end = (max(end.time, ends.time), max(end.row, ends.row))
    }
    close(first..<timed.count)
    return timed
  }
}

/// Where an occurrence lies on one day: its minutes, and which of how many lanes.
package struct PlacedOccurrence: Sendable {
  package var index: Int
  /// Minutes since midnight on the wall; `end` is at most 1440.
  package var start: Int
  package var end: Int
  package var lane = 0
  package var lanes = 1

  init(index: Int, start: Int, end: Int) {
    self.index = index
    self.start = start
    self.end = end
  }

  package func overlaps(_ minutes: Range<Int>) -> Bool {
    start < minutes.upperBound && max(end, start + 1) > minutes.lowerBound
  }
}
