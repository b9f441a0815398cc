import DaybookCore
import DaybookStore
import DaybookTUI
import ICalendar

/// Makes what the screen knows out of what the store holds.
struct SnapshotReading: Sendable {
  var desk: Desk

  /// Everything a screen of these days needs. Conflicts outside of them are those `ahead`; nil where
  /// those were not looked for yet.
  func snapshot(of days: Range<Day>, ahead: KnownConflicts?) throws -> Snapshot {
    try snapshot(of: days, try desk.outlook(of: days), ahead: ahead)
  }

  /// The same, with the conflicts of the next ninety days, which are looked for too.
  func snapshot(of days: Range<Day>) throws -> (snapshot: Snapshot, ahead: KnownConflicts) {
    let today = desk.today
    let found = try desk.outlook(of: days, ahead: today..<today + 90)
    let ahead = KnownConflicts(found.ahead, day: today)
    return (try snapshot(of: days, found.outlook, ahead: ahead), ahead)
  }

  private func snapshot(of days: Range<Day>, _ outlook: Outlook, ahead: KnownConflicts?) throws
    -> Snapshot
  {
    var conflicts = KnownConflicts(outlook.conflicts, day: desk.today)
    if let ahead { conflicts = ahead.replacing(conflicts, in: desk.span(of: days)) }
    let store = desk.store
    var snapshot = Snapshot(
      days: LoadedDays(days: days, occurrences: outlook.occurrences, zone: desk.zone),
      calendars: try store.calendars().map(\.calendar),
      clients: try store.clients(includingArchived: false), accounts: try store.accounts(),
      conflicts: conflicts.open, settled: conflicts.settled,
      undo: try store.undoable(limit: 1).first?.sentence,
      redo: try store.redoable(limit: 1).first?.sentence, unsent: try store.unsentCount(),
      holds: try store.holds(), rules: try store.availabilityRules(),
      hasEvents: try store.hasEvents())
    snapshot.openAhead = ahead?.open.count
    return snapshot
  }
}

/// Conflicts as a snapshot has them: both lists by start, gravity and id.
struct KnownConflicts: Sendable {
  var open: [Conflict]
  var settled: [Conflict]
  /// The day on which they were looked for.
  let day: Day

  init(_ conflicts: [Conflict], day: Day) {
    settled = conflicts.filter { $0.state != .open }
    open = settled.isEmpty ? conflicts : conflicts.filter { $0.state == .open }
    self.day = day
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
    let isKept = { (conflict: Conflict) in !conflict.span.touches(window) }
    let place = old.firstIndex { isKept($0) && $0.span.start >= window.start } ?? old.endIndex
    var all: [Conflict] = []
    all.reserveCapacity(old.count(where: isKept) + new.count)
    all += old[..<place].lazy.filter(isKept)
    let before = all.last
    all += new
    all += old[place...].lazy.filter(isKept)
    if let before, let first = new.first, before.span.start >= first.span.start {
      all.sort(by: Conflicts.isInOrder)
    }
    return all
  }
}
