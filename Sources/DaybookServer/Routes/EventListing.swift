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
      Parameter("cursor", .text(), "Where the page before ended: its next_cursor."),
      Parameter("limit", .number(1...1_000), "How many events at most; 200 unless told."),
    ]

  func answer() async throws -> Answer {
    let query = call.query
    let isEverything = query["search"] != nil && query["from"] == nil && query["to"] == nil
    let window = try call.window { $0 + 6 }
    let cursor = try query["cursor"].map(EventCursor.init(reading:))
    let limit = query.number("limit") ?? 200
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
        let rest = list.occurrences[(cursor?.place(in: list.occurrences) ?? 0)...]
        let page = rest.prefix(limit)
        let next = page.count < rest.count ? page.last.map(EventCursor.init(after:)) : nil
        list.occurrences = Array(page)
        return try desk.document(list, from: from, to: to)
          .adding(("next_cursor", .optional(next?.text)))
      })
  }
}

/// Where a page ended: the last event on it, and when that begins, should it be gone meanwhile.
struct EventCursor: Sendable {
  private let id: String
  private let start: Instant

  init(after occurrence: Occurrence) {
    (id, start) = (occurrence.id.raw, occurrence.span.start)
  }

  init(reading text: String) throws {
    let padded = text.replacing("-", with: "+").replacing("_", with: "/")
    let missing = String(repeating: "=", count: (4 - padded.utf8.count % 4) % 4)
    guard let bytes = Data(base64Encoded: padded + missing),
      let plain = String(bytes: bytes, encoding: .utf8)
    else { throw EventCursor.unknown }
    let parts = plain.split(separator: " ")
    guard parts.count == 2, let seconds = Int(parts[0]) else { throw EventCursor.unknown }
    (id, start) = (String(parts[1]), Instant(seconds: seconds))
  }

  var text: String {
    Data("\(start.seconds) \(id)".utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// The first event of the next page.
  func place(in occurrences: [Occurrence]) -> Int {
    if let index = occurrences.firstIndex(where: { $0.id.raw == id }) { return index + 1 }
    return occurrences.firstIndex { $0.span.start >= start } ?? occurrences.count
  }

  private static let unknown = Problem.invalid(
    "cursor", "That cursor is none of ours.", hint: "Send next_cursor as it came.")
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
