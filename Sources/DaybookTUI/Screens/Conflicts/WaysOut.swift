internal import DaybookCore
internal import ICalendar

/// The ways out of a conflict, computed from what is loaded around it.
extension AppState {
  func resolutions(of conflict: Conflict) -> [Resolution] {
    let from = conflict.span.start - 86_400
    let to = conflict.span.end + (Resolutions.daysAhead + 1) * 86_400
    let around = wholeDays.occurrences(touching: TimeSpan(from, to))
    return Resolutions(
      around: around, calendars: CalendarTable(snapshot.calendars), policy: policy,
      settings: settings.conflicts, now: now, zone: zone
    )
    .offers(for: conflict)
    // To keep both has keys of its own.
    .filter { $0.occurrence != nil }
  }
}

extension LoadedDays {
  /// What touches a stretch of time.
  func occurrences(touching span: TimeSpan) -> [Occurrence] {
    occurrences.filter { $0.span.touches(span) }
  }
}

extension Resolution {
  /// Where it puts an event, for showing it in advance.
  var proposal: (occurrence: OccurrenceID, span: TimeSpan)? {
    switch change {
    case .move(let id, let span), .shorten(let id, let span): (id, span)
    case .decline, .free, .release, .cancel, .keep, .keepPair: nil
    }
  }
}
