package import ICalendar

/// Some days as a list or a view needs them: each meeting once, what it conflicts with, what it all
/// adds up to.
package struct Agenda: Sendable {
  package let days: Range<Day>
  package let zone: Zone
  /// In the order of lists.
  package let entries: [Entry]
  /// Those that touch the days, in order, decided ones included.
  package let conflicts: [Conflict]
  package let totals: Totals
  private let policy: AvailabilityPolicy
  /// Time that is not on offer, by start.
  private let busy: [TimeSpan]

  package struct Entry: Identifiable, Sendable {
    package var occurrence: Occurrence
    /// Of all its copies, open ones only, in order.
    package var conflicts: [ConflictID]

    package var id: OccurrenceID { occurrence.id }
  }

  /// What a week's capacity line says, in seconds.
  package struct Totals: Sendable, Equatable {
    /// Timed, busy meetings; what overlaps counts once.
    package var inMeetings = 0
    /// Of meetings with a client that are billed; what overlaps counts for each.
    package var billable = 0
    /// Free time inside the working hours.
    package var free = 0
    /// The longest first; nil is unassigned.
    package var byClient: [Share] = []

    package struct Share: Sendable, Equatable {
      package var client: ClientID?
      package var seconds: Int

      package init(client: ClientID?, seconds: Int) {
        self.client = client
        self.seconds = seconds
      }
    }
  }

  /// `occurrences` are all that touch the days and a margin around them (`Conflicts.margin`), every
  /// copy; `shown` restricts what is listed to some calendars (nil: all), not what is counted.
  package init(
    days: Range<Day>, zone: Zone, occurrences: [Occurrence], conflicts: [Conflict],
    calendars: CalendarTable, policy: AvailabilityPolicy, shown: Set<CalendarID>? = nil,
    mergesCopies: Bool = true
  ) {
    self.days = days
    self.zone = zone
    self.policy = policy
    let window = days.span(in: zone)
    let inside = occurrences.filter { $0.span.touches(window) }
    let meetings = Meetings.grouped(inside, calendars: calendars)
    self.conflicts = conflicts.filter { $0.span.touches(window) }
    var byOccurrence: [OccurrenceID: [ConflictID]] = [:]
    for conflict in conflicts where conflict.state == .open {
      byOccurrence[conflict.first.id, default: []].append(conflict.id)
      byOccurrence[conflict.second.id, default: []].append(conflict.id)
    }
    var entries: [Entry] = []
    for meeting in meetings {
      let ids = meeting.copies.flatMap { byOccurrence[$0.id] ?? [] }
      if mergesCopies {
        if let occurrence = meeting.shown(in: shown) {
          entries.append(Entry(occurrence: occurrence, conflicts: ids))
        }
      } else {
        for copy in meeting.copies where shown?.contains(copy.calendar) ?? true {
          entries.append(Entry(occurrence: copy, conflicts: ids))
        }
      }
    }
    let order = AgendaOrder(calendars)
    entries.sort { order.precedes($0.occurrence, $1.occurrence) }
    self.entries = entries
    busy = Busy.spans(inside, policy.settings)
    totals = Agenda.totals(
      meetings, busy: busy, days: days, window: window, policy: policy, zone: zone,
      calendars: calendars)
  }

  /// The free stretches of a day's working hours, of a quarter of an hour or more, whatever the hour
  /// now is; for lists that show the gaps between meetings.
  package func gaps(on day: Day) -> [TimeSpan] {
    Agenda.free(on: day, busy: busy, policy: policy, zone: zone).filter { $0.seconds >= 15 * 60 }
  }

  private static func free(
    on day: Day, busy: [TimeSpan], policy: AvailabilityPolicy, zone: Zone
  ) -> [TimeSpan] {
    policy.spans(on: day, in: zone).flatMap { hours in
      var free: [TimeSpan] = []
      var from = hours.start
      for span in busy where span.end > hours.start {
        if span.start >= hours.end { break }
        if span.start > from { free.append(TimeSpan(from, span.start)) }
        from = max(from, span.end)
      }
      if from < hours.end { free.append(TimeSpan(from, hours.end)) }
      return free
    }
  }

  private static func totals(
    _ meetings: [Meeting], busy: [TimeSpan], days: Range<Day>, window: TimeSpan,
    policy: AvailabilityPolicy, zone: Zone, calendars: CalendarTable
  ) -> Totals {
    var totals = Totals()
    var byClient: [ClientID?: Int] = [:]
    var spans: [TimeSpan] = []
    // A copy that is free or declined does not undo one that takes time.
    let working = meetings.flatMap(\.copies).filter { !$0.isAllDay && Busy.takesTime($0) }
    for meeting in Meetings.merged(working, calendars: calendars) {
      guard let span = meeting.span.intersection(window) else { continue }
      spans.append(span)
      byClient[meeting.client, default: 0] += span.seconds
      if meeting.client != nil, meeting.isBillable { totals.billable += span.seconds }
    }
    var reached = Instant.earliest
    for span in spans where span.end > reached {
      totals.inMeetings += span.end - max(span.start, reached)
      reached = span.end
    }
    totals.free = days.reduce(0) { sum, day in
      sum + free(on: day, busy: busy, policy: policy, zone: zone).reduce(0) { $0 + $1.seconds }
    }
    totals.byClient = byClient.map { Totals.Share(client: $0.key, seconds: $0.value) }.sorted {
      ($1.seconds, $0.client?.raw ?? "") < ($0.seconds, $1.client?.raw ?? "")
    }
    return totals
  }
}
