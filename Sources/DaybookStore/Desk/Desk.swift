package import DaybookCore
package import ICalendar

/// What every surface asks: the store's rows, answered by Core's rules.
///
/// The terminal, the command line and the server sit at the same desk, so a list, a picture and a
/// document of the same thing cannot disagree. It decides nothing itself.
package struct Desk: Sendable {
  package let store: Store
  package var settings: Settings
  /// The display zone.
  package var zone: Zone
  package var now: Instant
  /// Without which nothing is done to an event, where somebody said so.
  package var condition: EditCondition?

  package init(store: Store, settings: Settings, zone: Zone, now: Instant) {
    self.store = store
    self.settings = settings
    self.zone = zone
    self.now = now
  }

  package var today: Day { zone.day(at: now) }

  /// The instants from the first of these days to the last.
  package func span(of days: Range<Day>) -> TimeSpan { days.span(in: zone) }

  package func calendarTable() throws -> CalendarTable {
    CalendarTable(try store.calendars().map(\.calendar))
  }

  /// When there is time to offer: the settings with the rules of the store on top.
  package func policy() throws -> AvailabilityPolicy {
    AvailabilityPolicy(settings.availability, rules: try store.availabilityRules())
  }

  /// Everything that takes or may take time around `span`, hidden calendars included: what is not
  /// shown is busy all the same.
  func everything(touching span: TimeSpan) throws -> OccurrenceList {
    var filter = OccurrenceFilter()
    filter.includesHidden = true
    filter.now = now
    return try store.occurrences(touching: span, viewer: zone, in: filter)
  }
}
