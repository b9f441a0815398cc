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
            triggers = read.alarms.filter { ["DISPLAY", "AUDIO"].contains($0.action) }
              .compactMap(\.trigger)
          }
          alarms.triggers[row.recurrence] = triggers
        }
        found[event] = alarms
      }
      return found
    }
  }
}
