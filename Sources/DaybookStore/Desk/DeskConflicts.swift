package import DaybookCore
package import ICalendar

/// Conflicts of a window, and the events too many instances of which lay in it.
package struct ConflictList: Sendable {
  package var conflicts: [Conflict] = []
  package var truncated: [EventID] = []

  package init(conflicts: [Conflict] = [], truncated: [EventID] = []) {
    self.conflicts = conflicts
    self.truncated = truncated
  }
}

/// What a screen of some days is made of.
package struct Outlook: Sendable {
  /// By start, all-day ones first; each meeting once.
  package var occurrences: [Occurrence]
  /// By start, gravity and id.
  package var conflicts: [Conflict]
}

extension Desk {
  /// The conflicts whose stretch touches `window`, by start, gravity and id.
  package func conflicts(
    touching window: TimeSpan, kinds: Set<Conflict.Kind>? = nil, includesDecided: Bool = false
  ) throws -> ConflictList {
    let policy = try conflictPolicy(try calendarTable())
    let found = try everything(touching: window.widened(by: policy.margin))
    let search = Conflicts.search(found.occurrences, policy)
    var all = search.conflicts
    if includesDecided { all = try withHistory(all, touching: window) }
    return ConflictList(
      conflicts: Conflicts.listed(
        all, touching: window, kinds: kinds, includesDecided: includesDecided),
      truncated: Set(found.truncated + search.truncated).sorted())
  }

  /// What happens in `days` and its conflicts, decided ones included: both from one look at the
  /// store.
  package func outlook(of days: Range<Day>) throws -> Outlook {
    try outlook(of: days, in: sight(of: days))
  }

  /// The same, and the conflicts that touch `ahead`, decided ones included, by start, gravity and
  /// id: from one look too, where the two stretches of days touch.
  package func outlook(of days: Range<Day>, ahead: Range<Day>) throws
    -> (outlook: Outlook, ahead: [Conflict])
  {
    let window = span(of: ahead)
    guard days.lowerBound <= ahead.upperBound, ahead.lowerBound <= days.upperBound else {
      let found = try conflicts(touching: window, includesDecided: true)
      return (try outlook(of: days), found.conflicts)
    }
    let first = min(days.lowerBound, ahead.lowerBound)
    let sight = try sight(of: first..<max(days.upperBound, ahead.upperBound))
    let outlook = try outlook(of: days, in: sight)
    let found = try withHistory(sight.conflicts, touching: window)
    return (outlook, Conflicts.listed(found, touching: window, includesDecided: true))
  }

  /// Everything around some days, and the conflicts among it.
  private struct Sight {
    var occurrences: [Occurrence]
    var conflicts: [Conflict]
    var calendars: CalendarTable
  }

  private func sight(of days: Range<Day>) throws -> Sight {
    let calendars = try calendarTable()
    let policy = try conflictPolicy(calendars)
    let found = try everything(touching: span(of: days).widened(by: policy.margin))
    return Sight(
      occurrences: found.occurrences,
      conflicts: Conflicts.find(in: found.occurrences, policy), calendars: calendars)
  }

  private func outlook(of days: Range<Day>, in sight: Sight) throws -> Outlook {
    let window = span(of: days)
    let shown = sight.occurrences.filter {
      $0.span.touches(window) && !sight.calendars.isHidden($0.calendar)
    }
    let conflicts = try withHistory(sight.conflicts, touching: window)
    return Outlook(
      occurrences: Meetings.merged(shown, calendars: sight.calendars),
      conflicts: Conflicts.listed(conflicts, touching: window, includesDecided: true))
  }

  /// These, and what was resolved so well that nothing collides any more; in order.
  private func withHistory(_ found: [Conflict], touching window: TimeSpan) throws -> [Conflict] {
    var past = try store.settled(touching: window)
    if past.isEmpty { return found }
    let known = Set(found.map(\.id))
    past.removeAll { known.contains($0.id) }
    let history = try past.compactMap { settled -> Conflict? in
      guard let first = try occurrence(settled.first), let second = try occurrence(settled.second)
      else { return nil }
      return Conflict(
        kind: settled.kind, severity: settled.severity, span: settled.span,
        minutes: settled.minutes, first: first, second: second, state: settled.state,
        decision: settled.decision)
    }
    return history.isEmpty ? found : (found + history).sorted(by: Conflicts.isInOrder)
  }

  /// What decides about conflicts: the settings, and what the store knows of places, wishes and
  /// decisions.
  func conflictPolicy(_ calendars: CalendarTable) throws -> ConflictPolicy {
    ConflictPolicy(
      calendars: calendars, settings: settings.conflicts, travel: try store.travelTimes(),
      buffers: try policy().wishes, decisions: try store.decisions())
  }

  /// The conflict that a person named by its id or the beginning of it.
  ///
  /// An id says nothing of when its conflict is, so near days are looked through first, then
  /// everything that is kept ready, and for a whole id year after year on either side.
  package func conflict(named text: String) throws -> Conflict {
    let near = span(of: (today - 31)..<(today + 92))
    let far = TimeSpan(
      now - settings.sync.pastDays * 86_400, now + settings.sync.futureDays * 86_400)
    var candidates: [Conflict] = []
    for window in [near, far] {
      candidates = try conflicts(touching: window, includesDecided: true).conflicts
      if let exact = candidates.first(where: { $0.id.raw == text }) { return exact }
      let beginning = text.utf8.count < 4 ? [] : candidates.filter { $0.id.raw.hasPrefix(text) }
      if beginning.count == 1 { return beginning[0] }
      if beginning.count > 1 {
        throw StoreError.ambiguous(.conflict, name: text, candidates: beginning.map(\.id.raw))
      }
    }
    if text.utf8.count == StableID.length {
      for window in Desk.years(around: far) {
        let found = try conflicts(touching: window, includesDecided: true).conflicts
        if let exact = found.first(where: { $0.id.raw == text }) { return exact }
      }
    }
    throw StoreError.unknown(.conflict, name: text, nearest: nil)
  }

  /// A hundred years after and before, the nearest first.
  private static func years(around span: TimeSpan) -> [TimeSpan] {
    let year = 366 * 86_400
    return (0..<100).flatMap { distance in
      [
        TimeSpan(span.end + distance * year, span.end + (distance + 1) * year),
        TimeSpan(span.start - (distance + 1) * year, span.start - distance * year),
      ]
    }
  }
}
