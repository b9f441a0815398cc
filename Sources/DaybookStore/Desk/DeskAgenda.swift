package import DaybookCore
package import ICalendar

/// Which occurrences an agenda lists.
package struct AgendaFilter: Sendable {
  /// Only of these calendars, hidden or not, and as they have them; nil for all that are shown.
  package var calendars: [CalendarID]?
  package var client: ClientID?
  package var search = ""
  package var includesCancelled = false
  /// Whether each copy of a meeting is listed.
  package var listsCopies = false

  package init() {}
}

/// What an agenda lists, and what is to be known about it.
package struct AgendaList: Sendable {
  /// By start, all-day ones first.
  package var occurrences: [Occurrence] = []
  /// Ids of the open conflicts that an occurrence is part of, by start.
  package var conflicts: [OccurrenceID: [ConflictID]] = [:]
  /// Events of which more instances lay in the window than are listed.
  package var truncated: [EventID] = []
  package var calendars: CalendarTable
}

extension Desk {
  /// What happens in a stretch of time: each meeting once, by Core's rules of what is the same one.
  package func agenda(touching window: TimeSpan, filter: AgendaFilter = AgendaFilter()) throws
    -> AgendaList
  {
    let found = try store.occurrences(touching: window, viewer: zone, in: reading(filter))
    return try listed(found, filter)
  }

  /// Everything that is stored and fits the filter, whenever it is.
  package func agendaOfEverything(filter: AgendaFilter) throws -> AgendaList {
    try listed(try store.allOccurrences(viewer: zone, in: reading(filter)), filter)
  }

  private func reading(_ filter: AgendaFilter) -> OccurrenceFilter {
    var reading = OccurrenceFilter()
    // Which copy of a meeting is shown is decided among all of them.
    reading.includesHidden = filter.calendars != nil
    reading.includesCancelled = filter.includesCancelled
    reading.client = filter.client
    reading.search = filter.search
    reading.now = now
    return reading
  }

  private func listed(_ found: OccurrenceList, _ filter: AgendaFilter) throws -> AgendaList {
    let calendars = try calendarTable()
    var list = AgendaList(calendars: calendars)
    list.truncated = found.truncated
    let chosen = filter.calendars.map(Set.init)
    if filter.listsCopies {
      list.occurrences = found.occurrences.filter { chosen?.contains($0.calendar) ?? true }
    } else {
      let meetings = Meetings.grouped(found.occurrences, calendars: calendars)
      list.occurrences = AgendaOrder(calendars).sorted(
        meetings.compactMap { $0.shown(in: chosen) })
    }
    list.conflicts = try openConflicts(around: list.occurrences, calendars: calendars)
    return list
  }

  /// The open conflicts of these occurrences and of the copies they stand for.
  private func openConflicts(around occurrences: [Occurrence], calendars: CalendarTable) throws
    -> [OccurrenceID: [ConflictID]]
  {
    var ids: [OccurrenceID: [ConflictID]] = [:]
    for stretch in neighbourhoods(of: occurrences) {
      let around = try everything(touching: stretch)
      for conflict in try conflicts(among: around.occurrences, calendars: calendars)
      where conflict.state == .open {
        for side in [conflict.first, conflict.second] {
          ids[side.id, default: []].append(conflict.id)
        }
      }
    }
    return ids
  }

  /// The stretches in which these occurrences may have conflicts, joined where they touch.
  private func neighbourhoods(of occurrences: [Occurrence]) -> [TimeSpan] {
    var stretches: [TimeSpan] = []
    for occurrence in occurrences where occurrence.isBusy {
      let near = TimeSpan(
        occurrence.span.start - Conflicts.margin, occurrence.span.end + Conflicts.margin)
      if let last = stretches.last, near.start <= last.end {
        stretches[stretches.count - 1].end = max(last.end, near.end)
      } else {
        stretches.append(near)
      }
    }
    return stretches
  }
}
