package import DaybookCore
internal import ICalendar

/// What is looked at alone, and all that is loaded beside it.
package struct PartInSight: Sendable {
  package let set: EventSet
  package let whole: LoadedDays
}

extension AppState {
  /// All that is loaded, whatever part of it is looked at: what takes time takes it unseen too.
  package var wholeDays: LoadedDays { part?.whole ?? snapshot.days }

  /// Looks at a part alone; nil is everything.
  mutating func look(at set: EventSet?) {
    let whole = wholeDays
    part = set.map { PartInSight(set: $0, whole: whole) }
    snapshot.days = set.map { whole.only($0) } ?? whole
    if let event = focus.event, let occurrence = whole.occurrence(event),
      part?.set.contains(occurrence) == false
    {
      focus.event = nil
    }
    keepFocusVisible()
  }

  /// Sees to it that an event that was gone to can be seen.
  mutating func bringInSight(_ occurrence: Occurrence) {
    guard let part, !part.set.contains(occurrence) else { return }
    look(at: nil)
    let name = isMasked ? "the part" : part.set.name
    notice = Notice(.plain, "Everything is shown again: this is not of \(name)")
  }
}

extension LoadedDays {
  /// The same days with what is of a set.
  func only(_ set: EventSet) -> LoadedDays {
    LoadedDays(days: days, occurrences: occurrences.filter(set.contains), zone: zone)
  }
}
