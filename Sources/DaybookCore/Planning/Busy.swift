package import ICalendar

/// Which occurrences take time, and from what.
///
/// What is free, declined or cancelled, or in a calendar set free, takes none; the store has folded
/// that into `showsAs`. Neither does what has no length, nor a hold that has lapsed.
package enum Busy {
  /// Whether it counts for conflicts: as a side of one, and as the third that fills a gap.
  package static func countsForConflicts(_ occurrence: Occurrence, _ settings: ConflictSettings)
    -> Bool
  {
    guard takesTime(occurrence) else { return false }
    if occurrence.isAllDay, settings.ignore.contains(.allDay) { return false }
    return !(occurrence.isTentative && settings.ignore.contains(.tentative))
  }

  /// Whether it keeps its time from being offered.
  package static func countsForSlots(
    _ occurrence: Occurrence, _ settings: AvailabilitySettings, now: Instant? = nil
  ) -> Bool {
    guard takesTime(occurrence) else { return false }
    if occurrence.isAllDay, !settings.allDay { return false }
    if let now, let expires = occurrence.holdExpires, expires <= now { return false }
    return !(occurrence.isTentative && !settings.tentative)
  }

  /// The time that is not on offer, sorted by start.
  package static func spans(
    _ occurrences: [Occurrence], _ settings: AvailabilitySettings, now: Instant? = nil
  ) -> [TimeSpan] {
    occurrences.lazy.filter { countsForSlots($0, settings, now: now) }.map(\.span)
      .sorted { $0.start < $1.start }
  }

  package static func takesTime(_ occurrence: Occurrence) -> Bool {
    occurrence.isBusy && occurrence.status != .cancelled && occurrence.response != .declined
  }
}
