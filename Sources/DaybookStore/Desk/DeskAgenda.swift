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

  /// Whether it takes what there is, or leaves out whole calendars only.
  var isOfAll: Bool { client == nil && search.isEmpty }
}

/// How much an agenda says of open conflicts; the less, the sooner it is there.
package enum ConflictDetail: Sendable {
  /// Nothing.
  case none
  /// Which occurrences have some.
  case marks
  /// Which they are.
  case ids
}

/// What an agenda lists, and what is to be known about it.
package struct AgendaList: Sendable {
  /// By start, all-day ones first.
  package var occurrences: [Occurrence] = []
  /// Those that are part of an open conflict.
  package var marked: Set<OccurrenceID> = []
  /// Ids of the open conflicts that an occurrence is part of, by start; where they were asked for.
  package var conflicts: [OccurrenceID: [ConflictID]] = [:]
  /// Events of which more instances lay in the window than are listed.
  package var truncated: [EventID] = []
  package var calendars: CalendarTable
}

extension Desk {
  /// What happens in a stretch of time: each meeting once, by Core's rules of what is the same one.
  package func agenda(
    touching window: TimeSpan, filter: AgendaFilter = AgendaFilter(),
    conflicts detail: ConflictDetail = .none
  ) throws -> AgendaList {
    let calendars = try calendarTable()
    let policy = detail == .none ? nil : try conflictPolicy(calendars)
    if let policy, filter.isOfAll {
      // One look at the store for the list and for the conflicts around it.
      let wide = window.widened(by: 2 * policy.margin)
      var reading = reading(filter)
      reading.includesHidden = true
      let around = try store.occurrences(touching: wide, viewer: zone, in: reading)
      if around.truncated.isEmpty {
        var found = OccurrenceList()
        found.occurrences = around.occurrences.filter {
          $0.span.touches(window) && (filter.calendars != nil || !calendars.isHidden($0.calendar))
        }
        return try withConflicts(
          listed(found, filter, calendars), detail, policy, known: (around.occurrences, wide))
      }
    }
    let found = try store.occurrences(touching: window, viewer: zone, in: reading(filter))
    return try withConflicts(listed(found, filter, calendars), detail, policy, known: nil)
  }

  /// Everything that is stored and fits the filter, whenever it is.
  package func agendaOfEverything(filter: AgendaFilter, conflicts detail: ConflictDetail = .none)
    throws -> AgendaList
  {
    let calendars = try calendarTable()
    let found = try store.allOccurrences(viewer: zone, in: reading(filter))
    let policy = detail == .none ? nil : try conflictPolicy(calendars)
    return try withConflicts(listed(found, filter, calendars), detail, policy, known: nil)
  }

  /// What begins in a stretch of time and reminds early: each meeting once.
  func agendaRemindingEarly(in window: TimeSpan) throws -> [Occurrence] {
    let filter = AgendaFilter()
    let found = try store.remindingEarly(in: window, viewer: zone, in: reading(filter))
    return listed(found, filter, try calendarTable()).occurrences
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

  private func listed(_ found: OccurrenceList, _ filter: AgendaFilter, _ calendars: CalendarTable)
    -> AgendaList
  {
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
    return list
  }

  /// Adds the open conflicts of what is listed, and of the copies it stands for.
  ///
  /// - Parameter known: what lies in a stretch, where that was read already.
  private func withConflicts(
    _ list: AgendaList, _ detail: ConflictDetail, _ policy: ConflictPolicy?,
    known: (occurrences: [Occurrence], span: TimeSpan)?
  ) throws -> AgendaList {
    guard let policy else { return list }
    var list = list
    for stretch in neighbourhoods(of: list.occurrences, policy.margin) {
      let around: [Occurrence]
      if let known, known.span.contains(stretch) {
        around = known.occurrences.filter { $0.span.touches(stretch) }
      } else {
        around = try everything(touching: stretch).occurrences
      }
      switch detail {
      case .none: break
      case .marks:
        let marked = Conflicts.marked(in: around, policy)
        if list.marked.isEmpty { list.marked = marked } else { list.marked.formUnion(marked) }
      case .ids: list.conflicts.merge(Conflicts.ids(in: around, policy)) { $0 + $1 }
      }
    }
    return list
  }

  /// The stretches in which these occurrences may have conflicts, joined where they touch.
  private func neighbourhoods(of occurrences: [Occurrence], _ margin: Int) -> [TimeSpan] {
    var stretches = occurrences.lazy
      .filter { Busy.countsForConflicts($0, settings.conflicts) }
      .map { $0.span.widened(by: margin) }
      .joined(acrossGapsOf: 0)
    // Each is a reading of its own, so of very many those near to each other become one.
    var gap = 7 * 86_400
    while stretches.count > 100 {
      stretches = stretches.joined(acrossGapsOf: gap)
      gap *= 4
    }
    return stretches
  }
}

extension Sequence where Element == TimeSpan {
  /// These, sorted by start, made one wherever no more than `gap` seconds lie between two.
  fileprivate func joined(acrossGapsOf gap: Int) -> [TimeSpan] {
    reduce(into: []) { joined, span in
      if let last = joined.last, span.start <= last.end + gap {
        joined[joined.count - 1].end = Swift.max(last.end, span.end)
      } else {
        joined.append(span)
      }
    }
  }
}
