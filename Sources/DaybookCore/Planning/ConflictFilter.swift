/// Which conflicts are looked at.
package struct ConflictFilter: Sendable, Equatable {
  package var severity: Conflict.Severity?
  package var kind: Conflict.Kind?
  /// One of the two events is this client's.
  package var client: ClientID?
  /// One of the two events, or a copy of it, is in this calendar.
  package var calendar: CalendarID?
  /// Words that all have to be met: in titles, names of clients and calendars, severity or kind.
  package var words = ""

  package init(severity: Conflict.Severity? = nil, kind: Conflict.Kind? = nil) {
    self.severity = severity
    self.kind = kind
  }

  package var isEmpty: Bool { self == ConflictFilter() }

  /// The conflicts that it lets through.
  ///
  /// - Parameter names: of the calendars and the client of an event.
  package func matches(_ conflicts: [Conflict], names: (Occurrence) -> [String]) -> [Conflict] {
    if isEmpty { return conflicts }
    let wanted = words.lowercased().split(whereSeparator: \.isWhitespace)
    return conflicts.filter { conflict in
      let events = [conflict.first, conflict.second]
      guard severity == nil || severity == conflict.severity, kind == nil || kind == conflict.kind,
        client == nil || events.contains(where: { $0.client == client }),
        calendar.map({ id in events.contains { $0.calendar == id || $0.alsoIn.contains(id) } })
          ?? true
      else { return false }
      guard !wanted.isEmpty else { return true }
      let words = events.flatMap { [$0.title] + names($0) }
      let text = ([conflict.severity.rawValue, conflict.kind.rawValue] + words)
        .joined(separator: "\n").lowercased()
      return wanted.allSatisfy { text.contains($0) }
    }
  }
}
