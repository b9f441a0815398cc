package import DaybookCore
internal import ICalendar

extension Desk {
  /// Counts how busy each day of a month is, 1 to 12, in the calendars that are shown. A year of
  /// everything at once would take much memory, and others would have to wait for it.
  package func add(month: Int, to load: inout YearLoad) throws {
    let first = Day(load.year, month, 1)
    let days = first..<first.adding(months: 1)
    let calendars = try calendarTable()
    let shown = try everything(touching: span(of: days)).occurrences.filter {
      !calendars.isHidden($0.calendar)
    }
    load.add(Meetings.merged(shown, calendars: calendars), on: days, zone: zone)
  }
}
