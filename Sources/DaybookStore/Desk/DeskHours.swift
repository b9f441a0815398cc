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
      zone: zone, weekStarts: settings.weekStarts, rounding: settings.hours.rounding,
      billings: try store.billings())
    return (report, found.truncated)
  }

  /// Holds what is still to be billed of a client's days; nil where there is nothing.
  package func bill(_ id: ClientID, days: Range<Day>) throws -> Billing? {
    guard let client = try store.clients(includingArchived: true).first(where: { $0.id == id })
    else { throw StoreError.gone(.client) }
    let lines = HoursReport.lines(
      of: try everything(touching: span(of: days)).occurrences, for: client, days: days,
      calendars: try calendarTable(), zone: zone, rounding: settings.hours.rounding,
      billings: try store.billings())
    if lines.isEmpty { return nil }
    return try store.bill(lines, to: id, named: client.name, days: days, now: now)
  }
}
