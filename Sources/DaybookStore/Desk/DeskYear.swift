package import DaybookCore
internal import ICalendar

extension Desk {
  /// How busy each day of a year is, in the calendars that are shown.
  package func load(of year: Int) throws -> YearLoad {
    let days = Day(year, 1, 1)..<Day(year + 1, 1, 1)
    let calendars = try calendarTable()
    let shown = try everything(touching: span(of: days)).occurrences.filter {
      !calendars.isHidden($0.calendar)
    }
    return YearLoad(
      year: year, occurrences: Meetings.merged(shown, calendars: calendars), zone: zone)
  }
}
