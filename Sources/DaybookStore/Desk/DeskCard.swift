package import DaybookCore
package import ICalendar

/// Everything that is known of one occurrence.
package struct EventCard: Sendable {
  package var occurrence: Occurrence
  package var notes = ""
  package var organizer: Attendee?
  package var attendees: [Attendee] = []
  /// In words, and as RRULE writes it.
  package var recurrence: String?
  package var rule: String?
  package var url: String?
  package var categories: [String] = []
  /// Minutes before its start.
  package var reminders: [Int] = []
  /// The open conflicts it is part of.
  package var conflicts: [Conflict] = []
  /// The entry it shows, unfolded.
  package var source = ""
  /// The zone it was written in, where the system knows it.
  package var ownZone: Zone?
}

extension Desk {
  /// The occurrence that an id names; of a series' own id the next one from today.
  package func occurrence(named text: String) throws -> Occurrence {
    let reference = try store.find(text)
    if let found = try occurrence(reference.occurrence) { return found }
    guard reference.isSeries, reference.originalStart == nil else {
      throw StoreError.gone(.occurrence)
    }
    let ahead = TimeSpan(now - 86_400, now + 800 * 86_400)
    let all = try everything(touching: ahead).occurrences.filter { $0.event == reference.event }
    if let next = all.first { return next }
    let ever = try store.allOccurrences(viewer: zone, in: everyFilter).occurrences
    guard let last = ever.last(where: { $0.event == reference.event }) else {
      throw StoreError.gone(.occurrence)
    }
    return last
  }

  /// The instance of a series that lies nearest to a moment; nil where none is within a year.
  package func occurrence(of event: EventID, nearest moment: Instant) throws -> Occurrence? {
    for days in [8, 40, 400] {
      let around = TimeSpan(moment - days * 86_400, moment + days * 86_400)
      let near = try everything(touching: around).occurrences.filter { $0.event == event }
        .min { abs($0.span.start - moment) < abs($1.span.start - moment) }
      if let near { return near }
    }
    return nil
  }

  /// The occurrence of this id; nil where there is none any more.
  package func occurrence(_ id: OccurrenceID) throws -> Occurrence? {
    try store.occurrence(id, viewer: zone)
  }

  package func card(named text: String) throws -> EventCard {
    try card(of: try occurrence(named: text))
  }

  /// What a card shows beyond the occurrence.
  ///
  /// - Parameter findsConflicts: whether those that it is part of are looked for, which takes longest.
  package func card(of occurrence: Occurrence, findsConflicts: Bool = true) throws -> EventCard {
    let stored = try store.bundle(occurrence.event)
    let entry =
      stored.overrides.first { $0.recurrenceID == occurrence.originalStart }
      ?? stored.master ?? stored.overrides.first
    var card = EventCard(occurrence: occurrence)
    guard let entry, let component = try? Component(text: entry.source),
      let read = try? EventComponent(component, zones: stored.resolver(in: store.zones))
    else { return card }
    card.notes = read.description ?? ""
    card.organizer = entry.organizer
    card.attendees = entry.attendees
    card.url = read.url
    card.categories = entry.categories
    card.reminders = read.alarms.compactMap(\.minutesBefore)
    card.source = entry.source
    if let master = stored.master, let component = try? Component(text: master.source),
      let series = try? EventComponent(component, zones: stored.resolver(in: store.zones))
    {
      card.recurrence = RuleInWords.text(of: series, zone: zone)
      card.rule = component.first("RRULE").map { String($0.value) }
    }
    if let name = occurrence.time.zoneName { card.ownZone = store.zones.zone(name) }
    guard findsConflicts else { return card }
    card.conflicts = try conflicts(touching: occurrence.span.widened(by: Conflicts.margin))
      .conflicts
      .filter { $0.first.id == occurrence.id || $0.second.id == occurrence.id }
    return card
  }

  private var everyFilter: OccurrenceFilter {
    var filter = OccurrenceFilter()
    filter.includesHidden = true
    filter.includesCancelled = true
    filter.now = now
    return filter
  }
}
