internal import ICalendar

/// A conflict as the command line's manual shapes it.
package struct ConflictJSON {
  private let occurrence: OccurrenceJSON
  /// Open conflicts by occurrence.
  private let open: [OccurrenceID: [ConflictID]]

  package init(occurrence: OccurrenceJSON, open: [OccurrenceID: [ConflictID]]) {
    self.occurrence = occurrence
    self.open = open
  }

  package func object(_ conflict: Conflict, actions: [Resolution]) -> JSON {
    let zone = occurrence.zone
    return .object([
      ("id", .string(conflict.id.raw)),
      ("kind", .string(conflict.kind.rawValue)),
      ("severity", .string(conflict.severity.rawValue)),
      ("start", .string(RFC3339.text(conflict.span.start, in: zone))),
      ("end", .string(RFC3339.text(conflict.span.end, in: zone))),
      ("minutes", .int(conflict.minutes)),
      (
        "events",
        .array(
          [conflict.first, conflict.second].map {
            occurrence.object($0, conflicts: open[$0.id] ?? [])
          })
      ),
      ("state", .string(conflict.state.rawValue)),
      ("resolution", decision(conflict.decision)),
      (
        "actions",
        .array(
          actions.map {
            .object([
              ("id", .string($0.id)), ("label", .string($0.label)),
              ("disturbs", .int($0.disturbs)),
            ])
          })
      ),
    ])
  }

  private func decision(_ decision: Conflict.Decision?) -> JSON {
    guard let decision else { return .null }
    return .object([
      ("action", .string(decision.action)), ("note", .optional(decision.note)),
      ("at", .string(RFC3339.text(decision.at, in: occurrence.zone))),
    ])
  }
}

extension Conflicts {
  /// Ids of the open ones by occurrence.
  package static func ids(_ conflicts: [Conflict]) -> [OccurrenceID: [ConflictID]] {
    var ids: [OccurrenceID: [ConflictID]] = [:]
    for conflict in conflicts where conflict.state == .open {
      ids[conflict.first.id, default: []].append(conflict.id)
      ids[conflict.second.id, default: []].append(conflict.id)
    }
    return ids
  }
}
