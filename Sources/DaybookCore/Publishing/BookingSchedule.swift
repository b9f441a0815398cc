package import ICalendar

/// When one can be booked, as a booking service keeps it: the hours of each weekday and, for single
/// dates, others in their place; all of it on the wall of one zone.
package struct BookingSchedule: Hashable, Sendable {
  /// IANA id.
  package var timezone: String
  package var weekly: WorkingHours
  /// Ranges of minutes since midnight, ascending and apart; none where the day is off.
  package var dates: [Day: [Range<Int>]]

  package init(
    timezone: String, weekly: WorkingHours = WorkingHours(), dates: [Day: [Range<Int>]] = [:]
  ) {
    self.timezone = timezone
    self.weekly = weekly
    self.dates = dates
  }
}

/// A schedule at a booking service.
package struct RemoteSchedule: Hashable, Sendable {
  package var id: String
  package var name: String
  /// Whether it counts for all that is offered there, unless it names another.
  package var isDefault: Bool
  package var hours: BookingSchedule

  package init(id: String, name: String, isDefault: Bool, hours: BookingSchedule) {
    self.id = id
    self.name = name
    self.isDefault = isDefault
    self.hours = hours
  }
}
