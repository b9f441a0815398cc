import DaybookCore
import DaybookStore
import HTTPTypes
import ICalendar

/// The stretch of time that `from` and `to` name.
///
/// A day means the whole of it, as on the command line: the last one is included. An RFC 3339
/// instant means that moment, and as an end it is not included.
struct Window: Sendable {
  var span: TimeSpan
  /// The days it touches.
  var days: Range<Day>
  /// As the documents write it: the end is exclusive.
  var from: String
  var to: String

  static let parameters = [
    Parameter(
      "from", .moment,
      "The first day (2026-11-19, 2026-W47, fri, +10d), or an RFC 3339 instant."),
    Parameter(
      "to", .moment,
      "The last day, which is included, or an RFC 3339 instant, which is not."),
    zone,
  ]

  static let zone = Parameter(
    "timezone", .text(.zone),
    "The zone in which days are meant and times are written; an IANA name.")

  /// - Parameters:
  ///   - first: the first day where none is named.
  ///   - last: the last day where none is named, from the first one.
  init(_ query: Query, in context: PhraseContext, first: Day? = nil, last: (Day) -> Day) throws {
    let zone = context.zone
    var begin = first ?? context.today
    var start = zone.start(of: begin)
    from = begin.description
    if let text = query["from"] {
      if let instant = RFC3339.instant(reading: text, zone: zone) {
        (start, begin) = (instant, zone.day(at: instant))
        from = RFC3339.text(instant, in: zone)
      } else {
        begin = try Problem.reading("from") { try DayPhrase(reading: text, in: context).first }
        (start, from) = (zone.start(of: begin), begin.description)
      }
    }
    var final = last(begin)
    var end = zone.start(of: final + 1)
    to = (final + 1).description
    if let text = query["to"] {
      if let instant = RFC3339.instant(reading: text, zone: zone) {
        (end, final) = (instant, zone.day(at: instant - 1))
        to = RFC3339.text(instant, in: zone)
      } else {
        final = try Problem.reading("to") { try DayPhrase(reading: text, in: context).last }
        (end, to) = (zone.start(of: final + 1), (final + 1).description)
      }
    }
    if query["to"] == nil, final > Window.lastDay {
      (final, end) = (Window.lastDay, zone.start(of: Window.lastDay + 1))
      to = (Window.lastDay + 1).description
    }
    guard EventTime.writable.contains(start), begin <= Window.lastDay else {
      throw Window.beyond("from")
    }
    guard EventTime.writable.contains(end - 1), final <= Window.lastDay else {
      throw Window.beyond("to")
    }
    guard start < end else {
      throw Problem.invalid("to", "to (\(to)) does not lie after from (\(from)).")
    }
    days = begin..<max(begin, final) + 1
    guard days.count <= Window.longest else {
      throw Problem.invalid("to", "A window may have \(Window.longest) days.")
    }
    span = TimeSpan(start, end)
  }

  private static let longest = 3_660

  /// The day after it can be written down in every zone.
  private static let lastDay = Zone.utc.day(at: EventTime.writable.upperBound) - 2

  private static func beyond(_ name: String) -> Problem {
    .invalid(name, "\(name) lies outside the years 1 to 9999.")
  }
}

extension Call {
  /// The desk in the zone that was asked for.
  func zone() throws -> Zone {
    guard let name = query["timezone"] else { return try clerk.zone }
    return try Call.zone(named: name, in: clerk.store.zones, field: "timezone")
  }

  static func zone(named name: String, in zones: ZoneDatabase, field: String) throws -> Zone {
    if let zone = zones.zone(lenient: name) { return zone }
    let near =
      NearestWord.to(name, among: zones.identifiers) ?? zones.zone(ofCity: name)?.identifier
    throw Problem(
      .unprocessableContent, "unknown_timezone", "There is no time zone “\(name)”.",
      hint: near.map { "Did you mean \($0)?" } ?? "Use an IANA name such as Europe/Berlin.",
      field: field)
  }

  /// What `body` finds at the desk, seen from the zone that was asked for.
  func ask<Value: Sendable>(_ body: @Sendable (Desk) throws -> Value) async throws -> Value {
    let zone = try zone()
    return try await clerk.ask(within: bounds) { desk in
      var desk = desk
      desk.zone = zone
      return try body(desk)
    }
  }

  func window(first: Day? = nil, last: (Day) -> Day) throws -> Window {
    try Window(query, in: clerk.phrases(in: try zone()), first: first, last: last)
  }
}
