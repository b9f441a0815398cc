package import DaybookCore
internal import ICalendar

/// The JSON documents of the command line's manual, which the server gives too.
extension Desk {
  private func occurrences() throws -> OccurrenceJSON {
    OccurrenceJSON(names: try Names(store), zone: zone)
  }

  /// The document of `agenda --json`.
  ///
  /// - Parameters:
  ///   - from: where the list begins: a day, or an instant as RFC 3339 has it.
  ///   - to: where it ends, exclusive.
  package func document(_ list: AgendaList, from: String, to: String) throws -> JSON {
    let json = try occurrences()
    var fields: [(String, JSON)] = [
      ("from", .string(from)), ("to", .string(to)),
      ("timezone", .string(zone.identifier)),
      (
        "events",
        .array(list.occurrences.map { json.object($0, conflicts: list.conflicts[$0.id] ?? []) })
      ),
    ]
    if !list.truncated.isEmpty {
      fields.append(("truncated", .strings(list.truncated.map(\.raw))))
    }
    return .object(fields)
  }

  /// The document of `week --json` and `month --json`: the agenda's, with what each day holds.
  package func document(_ list: AgendaList, load: DayLoad) throws -> JSON {
    let (first, end) = (load.days.lowerBound.description, load.days.upperBound.description)
    guard case .object(let fields) = try document(list, from: first, to: end) else { return .null }
    let days = load.days.enumerated().map { place, day in
      JSON.object([
        ("date", .string(day.description)), ("events", .int(load.events[place])),
        ("busy_minutes", .int(load.minutes[place])),
      ])
    }
    return .object(fields + [("days", .array(days))])
  }

  /// The document of `conflicts --json`.
  ///
  /// - Parameter all: of which the list is a page; nil where it is all of it.
  package func document(_ list: ConflictList, of all: [Conflict]? = nil) throws -> JSON {
    let json = ConflictJSON(
      occurrence: try occurrences(), open: Conflicts.ids(all ?? list.conflicts))
    let book = try offerBook(for: list.conflicts)
    let offers = book.offers(for: list.conflicts)
    var fields: [(String, JSON)] = [
      (
        "conflicts",
        .array(zip(list.conflicts, offers).map { json.object($0, actions: $1) })
      )
    ]
    if !list.truncated.isEmpty {
      fields.append(("truncated", .strings(list.truncated.map(\.raw))))
    }
    return .object(fields)
  }

  /// The document of `resolve --json`: one conflict.
  package func document(_ conflict: Conflict, actions: [Resolution]) throws -> JSON {
    ConflictJSON(occurrence: try occurrences(), open: Conflicts.ids([conflict]))
      .object(conflict, actions: actions)
  }

  /// The document of `remind --json`.
  package func document(_ reminders: [Reminder]) throws -> JSON {
    let json = try occurrences()
    let words = ReminderText(now: now, zone: zone)
    return .object([
      (
        "reminders",
        .array(
          reminders.map { reminder in
            .object([
              ("at", .string(RFC3339.text(reminder.at, in: zone))),
              ("text", .string(words.line(reminder.occurrence))),
              ("event", json.object(reminder.occurrence)),
            ])
          })
      )
    ])
  }

  /// The document of `show --json`.
  package func document(_ card: EventCard) throws -> JSON {
    .object(
      try occurrences().fields(card.occurrence, conflicts: card.conflicts.map(\.id)) + card.fields)
  }

  /// The document of `new --json`, `edit --json` and `respond --json`.
  package func document(edited occurrence: Occurrence?, isQueued: Bool) throws -> JSON {
    let json = try occurrences()
    var conflicts: [ConflictID] = []
    if let occurrence {
      let near = occurrence.span.widened(by: Conflicts.margin)
      conflicts =
        Conflicts.ids(try self.conflicts(touching: near).conflicts)[occurrence.id] ?? []
    }
    return .object([
      ("event", occurrence.map { json.object($0, conflicts: conflicts) } ?? .null),
      ("queued", .bool(isQueued)),
    ])
  }
}

extension EventCard {
  /// What `show --json` says beyond the occurrence.
  fileprivate var fields: [(String, JSON)] {
    [
      ("description", .string(notes)),
      ("organizer", organizer.map(person) ?? .null),
      ("attendees", .array(attendees.map(person))),
      ("recurrence", .optional(recurrence)),
      ("rrule", .optional(rule)),
      ("url", .optional(url)),
      ("categories", .strings(categories)),
      ("reminders", .array(reminders.map(JSON.int))),
      ("project", .optional(occurrence.project)),
      ("billable", .bool(occurrence.isBillable)),
      ("ics", .string(source)),
    ]
  }

  private func person(_ person: Attendee) -> JSON {
    .object([
      ("name", .string(person.name)), ("email", .string(person.email)),
      ("response", .string(person.response.rawValue)), ("role", .string(person.role.rawValue)),
    ])
  }
}
