package import ICalendar

/// Everything that one event id stands for: a single event, or a master and what differs from it.
package struct EventBundle: Sendable {
  package let calendar: CalendarID
  package let uid: String
  package let duplicate: Int
  /// nil for an invitation to single dates of a series.
  package let master: EventComponent?
  /// The entries with RECURRENCE-ID.
  package let overrides: [EventComponent]

  /// nil when there is nothing in it.
  package init?(_ components: [EventComponent], calendar: CalendarID, duplicate: Int = 0) {
    guard let first = components.first else { return nil }
    self.calendar = calendar
    self.duplicate = duplicate
    uid = first.uid ?? ""
    master = components.first { $0.recurrenceID == nil }
    overrides = components.filter { $0.recurrenceID != nil }
  }

  /// As `init(_:calendar:duplicate:)`, from sources as `Event.source` has them.
  package init?(
    sources: [String], zones: ZoneResolver, calendar: CalendarID, duplicate: Int = 0
  ) throws(ICalendarError) {
    var components: [EventComponent] = []
    for source in sources {
      components.append(try EventComponent(try Component(text: source), zones: zones))
    }
    self.init(components, calendar: calendar, duplicate: duplicate)
  }

  package var event: EventID { Event.id(calendar: calendar, uid: uid, duplicate: duplicate) }

  /// Whether it has, or had, more than one instance.
  package var isSeries: Bool { master?.isRecurring ?? true || !overrides.isEmpty }

  /// The entries with what they are called by.
  var entries: [(recurrence: OriginalStart?, read: EventComponent)] {
    (master.map { [(nil, $0)] } ?? [])
      + overrides.map { ($0.recurrenceID.map { OriginalStart($0) }, $0) }
  }

  var set: RecurrenceSet { RecurrenceSet(master: master, overrides: overrides) }

  /// The happenings that touch a window, by start.
  ///
  /// - Parameters:
  ///   - addresses: who I am, lower-case.
  ///   - limit: at most so many; the second part of the answer tells whether there are more.
  package func occurrences(
    touching window: TimeSpan, viewer: Zone, addresses: Set<String>, limit: Int = 5000
  ) -> (found: [Occurrence], isTruncated: Bool) {
    let events = entries.map { Event(reading: $0.read, calendar: calendar, duplicate: duplicate) }
    let first = master == nil ? 0 : 1
    let (instances, isTruncated) = set.instances(touching: window, viewer: viewer, limit: limit)
    let found = instances.map { instance in
      let event = events[instance.override.map { $0 + first } ?? 0]
      return Occurrence(
        event, instance, isRecurring: isSeries, addresses: addresses)
    }
    return (found, isTruncated)
  }
}

extension Occurrence {
  /// One happening of `event`, which is the entry that it shows.
  init(
    _ event: Event, _ instance: RecurrenceSet.Instance, isRecurring: Bool, addresses: Set<String>
  ) {
    let original = isRecurring ? OriginalStart(instance.originalStart) : nil
    let time: EventTime =
      switch instance.form {
      case .timed: .timed(instance.span, zone: event.time.zoneName ?? "UTC")
      case .floating:
        .floating(
          from: LocalDateTime(wallSeconds: instance.startValue),
          to: LocalDateTime(wallSeconds: instance.endValue))
      case .allDay:
        .allDay(
          LocalDateTime(wallSeconds: instance.startValue)
            .day..<LocalDateTime(
              wallSeconds: instance.endValue
            ).day)
      }
    let response = MyAnswer.response(among: event.attendees, addresses: addresses)
    self.init(
      id: Event.occurrenceID(event.id, original), event: event.id, calendar: event.calendar,
      uid: event.uid, originalStart: original, title: event.title, location: event.location,
      time: time, span: instance.span, status: event.status,
      showsAs: MyAnswer.fold(event.showsAs, response), response: response,
      isRecurring: isRecurring, joinURL: event.joinURL,
      people: event.attendees.count { !addresses.contains($0.email) }, color: event.color)
  }
}
