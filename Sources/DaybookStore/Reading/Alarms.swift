package import DaybookCore
import GRDB
package import ICalendar

/// When the instances of an event remind.
package struct EventAlarms: Sendable {
  /// By what names an instance; the series' own under the empty text.
  fileprivate var triggers: [String: [EventComponent.Alarm.Trigger]] = [:]

  /// Those of an instance: its own text's where it has one, else the series'.
  package subscript(_ original: OriginalStart?) -> [EventComponent.Alarm.Trigger] {
    original.flatMap { triggers[$0.compact] } ?? triggers[""] ?? []
  }
}

extension EventComponent {
  /// When it reminds on a screen: mails that somebody else sends are left out.
  fileprivate var shownAlarms: [Alarm.Trigger] {
    alarms.filter { ["DISPLAY", "AUDIO"].contains($0.action) }.compactMap(\.trigger)
  }
}

extension EventDraft {
  /// Whether it may remind when it is not among what is near.
  var remindsEarly: Bool {
    guard !read.component.children.isEmpty else { return false }
    return read.shownAlarms.contains { alarm in
      switch alarm {
      case .absolute: true
      case .relative(let offset, _): -(offset.days * 86_400 + offset.seconds) > Reminder.near
      }
    }
  }
}

extension Store {
  /// What reminds of these events on a screen; mails that somebody else sends are left out, and so
  /// are events without any.
  package func alarms(of events: Set<EventID>) throws -> [EventID: EventAlarms] {
    try read { db in
      let references = ZoneReferences(db, zones)
      var found: [EventID: EventAlarms] = [:]
      for event in events {
        let rows = try db.all(
          "SELECT recurrence, CASE WHEN instr(source, 'VALARM') THEN source END, zones FROM event "
            + "WHERE sid = ?", event.raw
        ) { (recurrence: $0.text(0), source: $0.optionalText(1), zones: $0.optionalText(2)) }
        guard rows.contains(where: { $0.source != nil }) else { continue }
        var alarms = EventAlarms()
        for row in rows {
          var triggers: [EventComponent.Alarm.Trigger] = []
          if let source = row.source, let component = try? Component(text: source),
            let read = try? EventComponent(component, zones: references.resolver(row.zones))
          {
            triggers = read.shownAlarms
          }
          alarms.triggers[row.recurrence] = triggers
        }
        found[event] = alarms
      }
      return found
    }
  }

  /// What begins in a stretch of time of the events that remind early; of series what is kept ready.
  func remindingEarly(
    in window: TimeSpan, viewer: Zone, in filter: OccurrenceFilter
  ) throws -> OccurrenceList {
    try read { db in
      var reader = try OccurrenceReader(db, viewer: viewer, filter: filter, options: options)
      let rows = try Prepared(
        keeping: """
          SELECT o.event, o.start, o.length, o.delta
          FROM event e CROSS JOIN occurrence o ON o.event = e.id
          WHERE e.flags & 1024 AND o.start > ?1 AND o.start < ?2
          """, in: db)
      // Clock readings differ from UTC by less than a day.
      rows.bind(window.start.seconds - 86_400, at: 1)
      rows.bind(window.end.seconds + 86_400, at: 2)
      while try rows.step() {
        try reader.add(
          event: rows.int(0), start: rows.int(1), length: rows.int(2), delta: rows.int(3),
          in: nil)
      }
      var found = reader.finish()
      found.occurrences.removeAll { !window.contains($0.span.start) }
      return found
    }
  }
}
