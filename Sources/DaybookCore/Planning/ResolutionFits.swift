internal import ICalendar

extension Resolutions {
  /// The nearest times for `mine`: the nearest of its own day, then of each later day the one
  /// nearest to its hour, two in all; in working hours, on quarter hours, with the wanted gaps.
  func fits(for mine: Occurrence, beside other: Occurrence) -> [TimeSpan] {
    let length = mine.span.seconds
    let home = zone.day(at: mine.span.start)
    let clock = zone.local(at: mine.span.start).second
    let taken = taken(for: mine, beside: other)
    var fits: [TimeSpan] = []
    for day in home...(home + Self.daysAhead) {
      let wanted =
        day == home ? mine.span.start : zone.instant(of: LocalDateTime(day, second: clock))
      let starts = policy.spans(on: day, in: zone)
        .flatMap { free(in: $0, taken: taken) }
        .compactMap { nearest(to: wanted, in: $0, length: length) }
      if let best = starts.min(by: { (abs($0 - wanted), $0) < (abs($1 - wanted), $1) }) {
        fits.append(TimeSpan(best, best + length))
      }
      if fits.count == 2 { break }
    }
    return fits.filter { $0 != mine.span }
  }

  /// The quarter hour nearest to `wanted` at which `length` fits into `span`, from now on.
  private func nearest(to wanted: Instant, in span: TimeSpan, length: Int) -> Instant? {
    let earliest = quarterUp(max(span.start, now))
    let latest = span.end - length
    let last = latest - zone.local(at: latest).second % 900
    guard earliest <= last else { return nil }
    if wanted <= earliest { return earliest }
    if wanted >= last { return last }
    // Its own minute, should it not be a quarter hour: 9:10 is better kept than made 9:15.
    return wanted
  }

  private func quarterUp(_ instant: Instant) -> Instant {
    instant + (900 - zone.local(at: instant).second % 900) % 900
  }

  /// The time `mine` cannot take, by start: everything busy but its own copies, with the gap that
  /// the two want between them on either side.
  private func taken(for mine: Occurrence, beside other: Occurrence) -> [TimeSpan] {
    let meetings = Meetings.grouped(
      around.filter { Busy.countsForConflicts($0, settings) || $0.id == other.id },
      calendars: calendars)
    var others = meetings.filter { meeting in !meeting.copies.contains { $0.id == mine.id } }
      .map(\.shown)
    if !others.contains(where: { $0.id == other.id }) { others.append(other) }
    // Many meet in few places, and to tell whether a text names one takes long.
    var places: [String: String?] = [:]
    let here = Place.physical(mine.location)
    return others.map { other in
      let there = places[other.location] ?? Place.physical(other.location)
      places[other.location] = .some(there)
      return TimeSpan(
        other.span.start - gap(mine, at: here, then: other, at: there),
        other.span.end + gap(other, at: there, then: mine, at: here))
    }.sorted { $0.start < $1.start }
  }

  /// The seconds wanted between the end of one and the beginning of the next.
  func gap(_ one: Occurrence, then next: Occurrence) -> Int {
    gap(
      one, at: Place.physical(one.location), then: next, at: Place.physical(next.location))
  }

  /// - Parameters:
  ///   - from: where the one is, as `Place.physical` has it.
  ///   - to: where the next is.
  private func gap(_ one: Occurrence, at from: String?, then next: Occurrence, at to: String?)
    -> Int
  {
    var wanted = 0
    if settings.buffer > 0 {
      let asked = policy.wishes.wish(of: one).after + policy.wishes.wish(of: next).before
      wanted = max(settings.buffer, asked)
    }
    if settings.travel > 0, let from, let to, from != to {
      wanted = max(wanted, travel.known(from, to) ?? settings.travel)
    }
    return wanted * 60
  }

  private func free(in span: TimeSpan, taken: [TimeSpan]) -> [TimeSpan] {
    var free: [TimeSpan] = []
    var from = span.start
    for busy in taken {
      if busy.start >= span.end { break }
      if busy.start > from { free.append(TimeSpan(from, busy.start)) }
      from = max(from, busy.end)
    }
    if from < span.end { free.append(TimeSpan(from, span.end)) }
    return free
  }
}
