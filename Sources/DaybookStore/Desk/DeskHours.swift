package import DaybookCore
package import ICalendar

extension Desk {
  /// Where the hours of these days went, and the events too many instances of which lay in them.
  package func hours(by grouping: HoursReport.Grouping, days: Range<Day>) throws
    -> (report: HoursReport, truncated: [EventID])
  {
    let found = try everything(touching: span(of: days))
    let report = HoursReport(
      of: found.occurrences, by: grouping, days: days,
      clients: try store.clients(includingArchived: true), calendars: try calendarTable(),
      zone: zone, weekStarts: settings.weekStarts, rounding: settings.hours.rounding)
    return (report, found.truncated)
  }
}
