internal import DaybookCore
internal import ICalendar

extension Desk {
  /// Refuses, before anything is written, what a booking cannot take: its keeper would refuse it
  /// later, when nobody looks.
  func checkBookings(in edit: EventEdit) throws {
    let bookings = Set(
      try store.calendars().map(\.calendar).filter(\.holdsBookings).map(\.id))
    if bookings.isEmpty { return }
    for change in edit.changes where bookings.contains(change.key.calendar) {
      func entries(_ text: String?) throws -> [Component] {
        try text.map { [try Component(text: $0)] } ?? []
      }
      _ = try BookingEdit(from: try entries(change.old), to: try entries(change.new))
    }
  }
}
