import DaybookCore
import DaybookStore
import Foundation
import ICalendar

/// `GET events`: what happens in a stretch of time, a page at a time.
struct EventListing: Sendable {
  let call: Call

  static let parameters =
    Window.parameters + [
      Parameter(
        "calendar", .text(), "Only this calendar, by name or id; may be repeated.", isRepeated: true
      ),
      Parameter("client", .text(), "Only this client's events."),
      Parameter(
        "search", .text(), "Only events with these words; without dates, whenever they are."),
      Parameter("cancelled", .flag, "Whether cancelled events are listed too."),
      Parameter("all_copies", .flag, "Whether each copy of a meeting is listed."),
    ] + PageCursor.parameters(of: "events")

  func answer() async throws -> Answer {
    let query = call.query
    let isEverything = query["search"] != nil && query["from"] == nil && query["to"] == nil
    let window = try call.window { $0 + 6 }
    let page = try PageCursor.Question(query)
    if let words = query["search"], !SearchText.hasWords(words) {
      throw Problem.invalid(
        "search", "“\(words)” has no words to search for.", hint: "Letters and digits make words.")
    }
    return .json(
      try await call.ask { desk in
        var filter = AgendaFilter()
        filter.calendars = try Naming.calendars(query.all("calendar"), at: desk)
        filter.client = try Naming.client(query["client"], at: desk)
        filter.search = query["search"] ?? ""
        filter.includesCancelled = query.flag("cancelled")
        filter.listsCopies = query.flag("all_copies")
        var list =
          isEverything
          ? try desk.agendaOfEverything(filter: filter, conflicts: .ids)
          : try desk.agenda(touching: window.span, filter: filter, conflicts: .ids)
        var (from, to) = (window.from, window.to)
        if isEverything, let days = desk.days(of: list.occurrences) {
          (from, to) = (days.lowerBound.description, days.upperBound.description)
        }
        let next: PageCursor?
        (list.occurrences, next) = page.page(of: list.occurrences) { ($0.id.raw, $0.span.start) }
        return try desk.document(list, from: from, to: to)
          .adding(("next_cursor", .optional(next?.text)))
      })
  }
}

/// What parameters and members name.
enum Naming {
  static func calendars(_ names: [String], at desk: Desk) throws -> [CalendarID]? {
    if names.isEmpty { return nil }
    return try names.map { name in
      try Problem.reading("calendar") { try desk.calendar(named: name).id }
    }
  }

  static func client(_ name: String?, at desk: Desk) throws -> ClientID? {
    try name.map { name in try Problem.reading("client") { try desk.client(named: name).id } }
  }
}

extension JSON {
  /// An object with one more field.
  func adding(_ field: (String, JSON)) -> JSON {
    guard case .object(let fields) = self else { return self }
    return .object(fields + [field])
  }
}
