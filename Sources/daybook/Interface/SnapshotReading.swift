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
    return try snapshot(of: days, try desk.outlook(of: days, conflictsIn: ahead))
  }

  /// The days in sight alone. Conflicts outside of them are what was known before; nil where
  /// nothing was.
  func page(of days: Range<Day>, conflicts known: (open: [Conflict], settled: [Conflict])?) throws
    -> Snapshot
  {
    var outlook = try desk.outlook(of: days, conflictsIn: days)
    if let known {
      let window = desk.span(of: days)
      outlook.conflicts += (known.open + known.settled).filter { !$0.span.touches(window) }
      outlook.conflicts.sort(by: Conflicts.isInOrder)
    }
    return try snapshot(of: days, outlook, knowsAhead: known != nil)
  }

  private func snapshot(of days: Range<Day>, _ outlook: Outlook, knowsAhead: Bool = true) throws
    -> Snapshot
  {
    let store = desk.store
    return Snapshot(
      days: LoadedDays(days: days, occurrences: outlook.occurrences, zone: desk.zone),
      calendars: try store.calendars().map(\.calendar),
      clients: try store.clients(includingArchived: false), accounts: try store.accounts(),
      conflicts: outlook.conflicts.filter { $0.state == .open },
      settled: outlook.conflicts.filter { $0.state != .open }, knowsAhead: knowsAhead,
      undo: try store.undoable(limit: 1).first?.sentence,
      redo: try store.redoable(limit: 1).first?.sentence, unsent: try store.unsentCount(),
      holds: try store.holds(), rules: try store.availabilityRules(),
      hasEvents: try store.hasEvents())
  }
}
