package import DaybookCore
import GRDB
package import ICalendar

/// Events as they came, ready to be written to a file.
package struct ExportedEvents: Sendable {
  /// VEVENTs, each master before what differs from it.
  package var events: [Component] = []
  /// The VTIMEZONEs of the TZIDs that no system knows.
  package var definitions: [Component] = []
  /// The years that timed events lie in, for the VTIMEZONEs of all others.
  package var years: ClosedRange<Int> = 1970...1970
}

extension Store {
  /// The sources of the events of these calendars; of `chosen` events only, where they are named.
  package func exported(calendars: [CalendarID], only chosen: Set<EventID>? = nil) throws
    -> ExportedEvents
  {
    try read { db in
      let references = ZoneReferences(db, zones)
      var exported = ExportedEvents()
      var names = DefinitionNames()
      let rows = try Prepared(
        """
        SELECT e.source, e.zones, e.sid, coalesce(e.first, e.start), e.start + e.length
        FROM event e JOIN calendar c ON c.id = e.calendar
        WHERE c.sid = ? ORDER BY e.start, e.uid, e.duplicate, e.recurrence
        """, in: db)
      for calendar in calendars {
        rows.bind(calendar.raw, at: 1)
        while try rows.step() {
          if let chosen, !chosen.contains(EventID(rows.text(2))) { continue }
          let scope = try rows.optionalText(1).map { try references.read($0) }
          let source = BareTimes.placed(rows.text(0), in: scope?.fallback)
          guard var component = try? Component(text: source) else { continue }
          for definition in scope?.definitions ?? [] {
            guard let name = definition.first("TZID")?.text else { continue }
            let (own, isNew) = names.name(of: definition, called: name)
            if own != name { component.renameTimeZone(name, to: own) }
            guard isNew else { continue }
            var definition = definition
            if own != name { definition.setText("TZID", own) }
            exported.definitions.append(definition)
          }
          exported.events.append(component)
          exported.widen(to: Instant(seconds: rows.int(3)), Instant(seconds: rows.int(4)))
        }
        rows.reset()
      }
      return exported
    }
  }
}

extension ExportedEvents {
  fileprivate mutating func widen(to start: Instant, _ end: Instant) {
    let first = min(max(1, Zone.utc.day(at: start).year), 9999)
    let last = min(max(first, Zone.utc.day(at: end).year), 9999)
    guard events.count > 1 else {
      years = first...last
      return
    }
    years = min(years.lowerBound, first)...max(years.upperBound, last)
  }
}

/// What zones are called in one file, where two files meant different ones by the same name.
private struct DefinitionNames {
  /// The VTIMEZONE's text by the name it goes by.
  private var texts: [String: String] = [:]

  /// The name that a definition goes by, and whether it is met for the first time.
  mutating func name(of definition: Component, called name: String) -> (String, isNew: Bool) {
    let text = definition.text
    var own = name
    var number = 2
    while let other = texts[own], other != text {
      own = "\(name) \(number)"
      number += 1
    }
    return (own, texts.updateValue(text, forKey: own) == nil)
  }
}

/// Times without a zone in a calendar that has one for them: outside of it they need its name.
private enum BareTimes {
  private static let names = ["DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"]

  static func placed(_ source: String, in zone: String?) -> String {
    guard let zone else { return source }
    return source.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      guard let name = names.first(where: { isBare(line, name: $0) }) else { return String(line) }
      return "\(name);TZID=\(zone)\(line.dropFirst(name.utf8.count))"
    }.joined(separator: "\n")
  }

  private static func isBare(_ line: Substring, name: String) -> Bool {
    guard line.hasPrefix(name), let colon = line.firstIndex(of: ":") else { return false }
    let head = line[..<colon].uppercased()
    let value = line[line.index(after: colon)...].uppercased()
    return (head == name || head.hasPrefix(name + ";")) && !head.contains("TZID=")
      && value.contains("T") && !value.hasSuffix("Z")
  }
}
