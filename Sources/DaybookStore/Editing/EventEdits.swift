package import DaybookCore
import GRDB
package import ICalendar

extension Store {
  /// Does what Core computed: all of it in one transaction, as one entry of the journal, and one of
  /// the outbox for each event of a remote calendar.
  ///
  /// - Parameters:
  ///   - sentence: what was done, for `undo --list` and the outbox.
  ///   - settlement: what it settles, where it is a way out of a conflict: one step for undo.
  ///   - tellsPeople: whether attendees are to hear of it.
  ///   - note: for the organiser, with an answer.
  ///   - condition: without which nothing is done.
  /// - Returns: whether it waits in the outbox for a provider.
  /// - Throws: `changedSince` where the event is no longer what the edit started from, or not what
  ///   the condition wants,
  ///   `readOnlyCalendar`.
  @discardableResult
  package func apply(
    _ edit: EventEdit, saying sentence: String, at now: Instant, tellsPeople: Bool = false,
    note: String? = nil,
    settling settlement: (Conflict, Conflict.State, Conflict.Decision)? = nil,
    provided condition: EditCondition? = nil
  ) throws -> Bool {
    try write { writing in
      try condition?.check(writing.db, saying: sentence)
      var bases: [EventID: OutboxBase] = [:]
      var calendars: [EventID: CalendarID] = [:]
      var zones: String?
      for calendar in Set(edit.changes.map(\.key.calendar)) {
        try writing.requireWritable(calendar)
      }
      for change in edit.changes {
        let event = change.key.event
        calendars[event] = change.key.calendar
        if bases[event] == nil {
          bases[event] = try OutboxBase(writing.db, event, in: change.key.calendar)
        }
        let stored = try StoredEntry.one(writing.db, EventKey(change.key))
        guard stored?.source == change.old else {
          throw StoreError.changedSince(sentence: sentence)
        }
        // What an event is split into is read with the zones that it was read with.
        zones = zones ?? stored?.zones
      }
      for change in edit.changes {
        let key = EventKey(change.key)
        let own = try StoredEntry.one(writing.db, key)
        try writing.change(
          key, to: change.new, zones: own == nil ? zones : own?.zones)
      }
      for (event, base) in bases.sorted(by: { $0.key < $1.key }) {
        guard let calendar = calendars[event] else { continue }
        // What comes in its place is what they are told of.
        let stays = edit.changes.contains { $0.key.event == event && $0.new != nil }
        try writing.enqueue(
          event, in: calendar, from: base, sentence: sentence, at: now,
          tellsPeople: tellsPeople && stays,
          note: note)
      }
      if let settlement {
        try writing.decide(settlement.0, settlement.1, settlement.2)
      }
      try writing.journal(sentence, at: now)
      var isQueued = false
      for event in bases.keys {
        let waiting = try writing.db.first(
          "SELECT 1 FROM outbox WHERE event = ?", event.raw, read: { $0.int(0) })
        if waiting != nil { isQueued = true }
      }
      return isQueued
    }
  }
}

extension EventKey {
  init(_ key: EventEdit.Key) {
    self.init(
      calendar: key.calendar, uid: key.uid, duplicate: key.duplicate,
      recurrence: key.recurrence?.compact ?? "")
  }
}
