import DaybookCore
import DaybookStore
import DaybookTUI
import ICalendar

/// Makes what the screen knows out of what the store holds.
struct SnapshotReading: Sendable {
  var desk: Desk

  /// Everything a screen of these days needs, and the conflicts of the next ninety days.
  func snapshot(of days: Range<Day>) throws -> Snapshot {
    let today = desk.today
    let ahead = min(days.lowerBound, today)..<max(days.upperBound, today + 90)
    let outlook = try desk.outlook(of: days, conflictsIn: ahead)
    return try snapshot(of: days, outlook.occurrences, KnownConflicts(outlook.conflicts))
  }

  /// The days in sight alone. Conflicts outside of them are what was known before; nil where
  /// nothing was.
  func page(of days: Range<Day>, conflicts known: KnownConflicts?) throws -> Snapshot {
    let outlook = try desk.outlook(of: days, conflictsIn: days)
    var conflicts = KnownConflicts(outlook.conflicts)
    if let known { conflicts = known.replacing(conflicts, in: desk.span(of: days)) }
    return try snapshot(of: days, outlook.occurrences, conflicts, knowsAhead: known != nil)
  }

  private func snapshot(
    of days: Range<Day>, _ occurrences: [Occurrence], _ conflicts: KnownConflicts,
    knowsAhead: Bool = true
  ) throws -> Snapshot {
    let store = desk.store
    return Snapshot(
      days: LoadedDays(days: days, occurrences: occurrences, zone: desk.zone),
      calendars: try store.calendars().map(\.calendar),
      clients: try store.clients(includingArchived: false), accounts: try store.accounts(),
      conflicts: conflicts.open, settled: conflicts.settled, knowsAhead: knowsAhead,
      undo: try store.undoable(limit: 1).first?.sentence,
      redo: try store.redoable(limit: 1).first?.sentence, unsent: try store.unsentCount(),
      holds: try store.holds(), rules: try store.availabilityRules(),
      hasEvents: try store.hasEvents())
  }
}

/// Conflicts as a snapshot has them: both lists by start, gravity and id.
struct KnownConflicts: Sendable {
  var open: [Conflict]
  var settled: [Conflict]

  init(_ conflicts: [Conflict]) {
    open = conflicts.filter { $0.state == .open }
    settled = conflicts.filter { $0.state != .open }
  }

  init(_ snapshot: Snapshot) {
    (open, settled) = (snapshot.conflicts, snapshot.settled)
  }

  /// These, but in `window` what is known by now.
  func replacing(_ newer: KnownConflicts, in window: TimeSpan) -> KnownConflicts {
    var all = self
    all.open = Self.replaced(open, by: newer.open, in: window)
    all.settled = Self.replaced(settled, by: newer.settled, in: window)
    return all
  }

  private static func replaced(_ old: [Conflict], by new: [Conflict], in window: TimeSpan)
    -> [Conflict]
  {
    // What touches the window begins before its end, and the rest keeps its order around it.
    let kept = old.filter { !$0.span.touches(window) }
    let place = kept.firstIndex { $0.span.start >= window.start } ?? kept.endIndex
    if place == 0 || new.isEmpty || kept[place - 1].span.start < new[0].span.start {
      return Array(kept[..<place] + new + kept[place...])
    }
    return (kept + new).sorted(by: Conflicts.isInOrder)
  }
}
