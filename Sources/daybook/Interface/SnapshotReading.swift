import DaybookCore
import DaybookStore
import DaybookTUI
import ICalendar

/// Makes what the screen knows out of what the store holds.
struct SnapshotReading: Sendable {
  var desk: Desk

  /// Everything a screen of these days needs.
  func snapshot(of days: Range<Day>) throws -> Snapshot {
    let list = try desk.agenda(touching: desk.span(of: days), filter: AgendaFilter())
    let today = desk.today
    let ahead = min(days.lowerBound, today)..<max(days.upperBound, today + 90)
    let conflicts = try desk.conflicts(touching: desk.span(of: ahead), includesDecided: true)
      .conflicts
    return Snapshot(
      days: LoadedDays(days: days, occurrences: list.occurrences, zone: desk.zone),
      calendars: try desk.store.calendars().map(\.calendar),
      clients: try desk.store.clients(includingArchived: false),
      accounts: try desk.store.accounts(),
      conflicts: conflicts.filter { $0.state == .open },
      settled: conflicts.filter { $0.state != .open },
      undo: try desk.store.undoable(limit: 1).first?.sentence,
      redo: try desk.store.redoable(limit: 1).first?.sentence,
      unsent: try desk.store.unsentCount(),
      holds: try desk.store.holds(),
      rules: try desk.store.availabilityRules(),
      hasEvents: try desk.store.hasEvents())
  }
}
