package import DaybookCore
internal import ICalendar

/// The ways out of several conflicts, from one reading of everything around them.
package struct OfferBook: Sendable {
  /// By start.
  private let occurrences: [Occurrence]
  private let resolutions: Resolutions
  /// Seconds of the longest occurrence: what may reach into a stretch from before it.
  private let longest: Int

  init(_ occurrences: [Occurrence], resolutions: Resolutions) {
    self.occurrences = occurrences.sorted { $0.span.start < $1.span.start }
    self.resolutions = resolutions
    longest = occurrences.map(\.span.seconds).max() ?? 0
  }

  /// What can be done about `conflict`, by how little it disturbs.
  package func offers(for conflict: Conflict) -> [Resolution] {
    guard conflict.state == .open else { return [] }
    var local = resolutions
    local.around = Array(occurrences[around(conflict)])
    return local.offers(for: conflict)
  }

  /// The same for several; none for those behind which the work would be endless, as it is where
  /// thousands of events lie around each of thousands of conflicts.
  ///
  /// - Parameter work: occurrences to be looked at in all; many times what a crowded quarter of a year
  ///   takes.
  package func offers(for conflicts: [Conflict], within work: Int = 500_000) -> [[Resolution]] {
    var work = work
    return conflicts.map { conflict in
      guard conflict.state == .open, work > 0 else { return [] }
      work -= around(conflict).count
      return offers(for: conflict)
    }
  }

  private func around(_ conflict: Conflict) -> Range<Int> {
    let from = min(conflict.first.span.start, conflict.second.span.start) - 86_400
    let to =
      max(conflict.first.span.end, conflict.second.span.end)
      + (Resolutions.daysAhead + 1) * 86_400
    return place(of: from - longest)..<place(of: to)
  }

  /// The first place whose occurrence begins at or after `instant`.
  private func place(of instant: Instant) -> Int {
    var low = 0
    var high = occurrences.count
    while low < high {
      let middle = (low + high) / 2
      if occurrences[middle].span.start < instant { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Desk {
  /// The book in which the ways out of these conflicts are found.
  package func offerBook(for conflicts: [Conflict]) throws -> OfferBook {
    let ends = conflicts.flatMap { [$0.first.span, $0.second.span] }
    let from = (ends.map(\.start).min() ?? now) - 2 * 86_400
    let to = (ends.map(\.end).max() ?? now) + (Resolutions.daysAhead + 2) * 86_400
    let found = try everything(touching: TimeSpan(from, max(from, to)))
    return OfferBook(
      found.occurrences,
      resolutions: Resolutions(
        around: [], calendars: try calendarTable(), policy: try policy(),
        settings: settings.conflicts, travel: try store.travelTimes(), now: now, zone: zone))
  }

  /// What can be done about one conflict. One that was let stand collides still, so minds can be
  /// changed about it.
  package func offers(for conflict: Conflict) throws -> [Resolution] {
    var standing = conflict
    if conflict.state == .ignored { standing.state = .open }
    return try offerBook(for: [standing]).offers(for: standing)
  }
}
