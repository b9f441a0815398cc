import DaybookCore
import DaybookStore
import HTTPTypes
import ICalendar

/// Clients, and where the hours went.
enum ClientRoutes {
  static let all = [
    Route(.get, "clients", "The clients, archived ones included.") { call in
      .json(
        try await call.ask { desk in
          let clients = try desk.store.clients(includingArchived: true)
          return .object([("clients", .array(clients.map(\.json)))])
        })
    }.answering(.clients),
    Route(
      .get, "reports/hours", "Where the hours went; this month unless told.",
      Window.parameters + [
        Parameter(
          "by", .choice(HoursReport.Grouping.allCases.map(\.rawValue)),
          "What hours are added up by; client unless told.")
      ]
    ) { call in
      let context = call.clerk.phrases(in: try call.zone())
      let window = try call.window(first: try month(call.query, context)) { first in
        max(first, context.today).nextMonth - 1
      }
      let grouping = call.query["by"].flatMap(HoursReport.Grouping.init(rawValue:)) ?? .client
      return .json(
        try await call.ask { desk in
          let (report, truncated) = try desk.hours(by: grouping, days: window.days)
          return report.json(truncated: truncated, names: try Names(desk.store))
        })
    }.answering(.hours),
  ]

  /// The first day of this month; with only an end named, of the month it is in.
  private static func month(_ query: Query, _ context: PhraseContext) throws -> Day {
    guard query["from"] == nil, let text = query["to"] else { return context.today.monthStart }
    if let instant = RFC3339.instant(reading: text, zone: context.zone) {
      return context.zone.day(at: instant - 1).monthStart
    }
    return try Problem.reading("to") { try DayPhrase(reading: text, in: context).last.monthStart }
  }
}
