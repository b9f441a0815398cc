package import DaybookCore
package import ICalendar

/// One VCALENDAR, and what is in it.
package struct ExportedCalendar: Sendable {
  package var text: String
  /// VEVENTs without RECURRENCE-ID, and with.
  package var events: Int
  package var overrides: Int
}

extension Desk {
  /// One VCALENDAR with the events of these calendars (nil: all), as they came.
  ///
  /// - Parameters:
  ///   - client: only this client's.
  ///   - days: only events of which an instance touches these days, each series whole.
  package func exportedCalendar(
    calendars chosen: [CalendarID]?, client: ClientID?, days: Range<Day>?, product: String
  ) throws -> ExportedCalendar {
    let calendars = try chosen ?? store.calendars(countingEvents: false).map(\.id)
    var events: Set<EventID>?
    if client != nil || days != nil {
      var filter = OccurrenceFilter()
      filter.calendars = calendars
      filter.client = client
      filter.includesCancelled = true
      filter.now = now
      let found =
        try days.map {
          try store.occurrences(touching: span(of: $0), viewer: zone, in: filter)
        } ?? store.allOccurrences(viewer: zone, in: filter)
      events = Set(found.occurrences.map(\.event))
    }
    let exported = try store.exported(calendars: calendars, only: events)
    let overrides = exported.events.count { $0.has("RECURRENCE-ID") }
    return ExportedCalendar(
      text: CalendarWriter.calendar(
        product: product, components: definitions(for: exported) + exported.events),
      events: exported.events.count - overrides, overrides: overrides)
  }

  /// A VTIMEZONE for every TZID that the events use, and for no other.
  private func definitions(for exported: ExportedEvents) -> [Component] {
    var names = exported.events.reduce(into: Set<String>()) { $0.formUnion($1.timeZoneNames) }
    var definitions: [Component] = []
    for definition in exported.definitions {
      if let name = definition.first("TZID")?.text, names.remove(name) != nil {
        definitions.append(definition)
      }
    }
    let resolver = ZoneResolver(database: store.zones)
    // Series go on after their last stored year; a decade of explicit changes covers odd zones.
    let last = min(9999, max(exported.years.upperBound, zone.day(at: now).year) + 10)
    for name in names.sorted() {
      guard let zone = resolver.find(name).zone else { continue }
      definitions.append(
        Component(timeZone: zone, identifier: name, from: exported.years.lowerBound, through: last))
    }
    return definitions
  }
}
