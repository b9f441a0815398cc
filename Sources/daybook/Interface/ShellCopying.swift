import DaybookCore
import DaybookStore
import DaybookTUI
import ICalendar

/// What goes to the clipboard, and what is placed with it.
extension Shell {
  /// Places holds over slots that were just copied.
  func hold(_ slots: [TimeSpan], into id: CalendarID?) {
    answer { desk in
      let calendar = try id.map { try desk.calendar(named: $0.raw) } ?? desk.defaultCalendar()
      _ = try desk.hold(slots, in: calendar)
      return .saved("\(slots.count) holds in \(calendar.name)", isQueued: false)
    }
  }

  func json(of ids: [OccurrenceID], at desk: Desk) throws -> Message? {
    let json = OccurrenceJSON(names: try Names(desk.store), zone: desk.zone)
    let events = try ids.compactMap { try desk.occurrence($0) }
    let text = JSON.array(events.map { json.object($0) }).text()
    copy(text, "JSON of \(events.count) event\(events.count == 1 ? "" : "s")")
    return nil
  }

  func copyReport(_ query: HoursQuery, at desk: Desk) throws -> Message? {
    let report = try desk.hours(by: query.grouping, days: query.days).report
    let count = report.rows.count
    copy(
      ReportTable(report, names: try Names(desk.store)).csv,
      "CSV of \(count) row\(count == 1 ? "" : "s")")
    return nil
  }
}

extension ClientChoice {
  var assignee: Assignee {
    switch self {
    case .existing(let id): .existing(id)
    case .new(let name): .new(name)
    case .nobody: .nobody
    }
  }
}
