package import ICalendar

/// OCCURRENCE of the command line's manual.
package struct OccurrenceJSON {
  package let names: Names
  package let zone: Zone

  package init(names: Names, zone: Zone) {
    self.names = names
    self.zone = zone
  }

  package func fields(_ occurrence: Occurrence, conflicts: [ConflictID] = []) -> [(String, JSON)] {
    let (start, end) = Stamp.bounds(of: occurrence.time, span: occurrence.span, in: zone)
    return [
      ("id", .string(occurrence.id.raw)),
      ("event", .string(occurrence.event.raw)),
      ("uid", .string(occurrence.uid)),
      ("recurrence_id", .optional(occurrence.originalStart.map { Stamp.text($0, in: zone) })),
      ("title", .string(occurrence.title)),
      ("start", .string(start)),
      ("end", .string(end)),
      ("all_day", .bool(occurrence.isAllDay)),
      ("timezone", .optional(occurrence.time.zoneName)),
      ("calendar", .string(names.calendar(occurrence.calendar))),
      ("account", .string(names.account(of: occurrence.calendar))),
      ("location", .string(occurrence.location)),
      ("join_url", .optional(occurrence.joinURL)),
      ("status", .string(occurrence.status.rawValue)),
      ("busy", .bool(occurrence.showsAs != .free)),
      ("response", .optional(occurrence.response?.rawValue)),
      ("recurring", .bool(occurrence.isRecurring)),
      ("client", .optional(names.client(occurrence.client))),
      ("conflicts", .strings(conflicts.map(\.raw))),
      ("also_in", .strings(occurrence.alsoIn.map(names.calendar))),
    ]
  }

  package func object(_ occurrence: Occurrence, conflicts: [ConflictID] = []) -> JSON {
    .object(fields(occurrence, conflicts: conflicts))
  }
}
