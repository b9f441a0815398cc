import DaybookCore
import DaybookStore
import HTTPTypes
import ICalendar

/// A rule of availability as a body says it, in the shape in which rules are listed.
struct RuleFields: Sendable {
  let fields: Fields

  static let members = [
    Member("kind", .choice(kinds), "What it is about.", like: "hours", isRequired: true),
    Member(
      "days", .choices(Weekday.names), "Of hours: mon, tue …; Monday to Friday unless told.",
      like: ["mon", "tue", "wed"]),
    Member(
      "hours", .texts(.filled), "Of hours and exceptions: 09:00-12:30; an empty list is closed.",
      like: ["09:00-12:30"]),
    Member("date", .text(.day), "Of an exception: its day."),
    Member("from", .text(.filled), "Of a day off its first day; of travel the one place."),
    Member(
      "to", .text(.filled), "Of a day off the day after its last; of travel the other place."),
    Member("before", .number(0...1_440), "Of a buffer: minutes before events."),
    Member("after", .number(0...1_440), "Of a buffer: minutes after events."),
    Member("calendar", .text(.filled), "Of a buffer: only around this calendar's events."),
    Member("minutes", .number(0...525_600), "Of notice and travel."),
  ]

  /// What a rule of each kind says.
  private static let own: [String: Set<String>] = [
    "hours": ["days", "hours"], "day_off": ["from", "to"],
    "buffer": ["before", "after", "calendar"], "notice": ["minutes"],
    "travel": ["from", "to", "minutes"], "exception": ["date", "hours"],
  ]

  static let kinds = ["hours", "day_off", "buffer", "notice", "travel", "exception"]

  /// - Throws: a problem that names what is missing, cannot be, or belongs to another kind.
  func kind(at desk: Desk) throws -> AvailabilityRule.Kind {
    try refuseForeign()
    let kind = try self.kind(fields.text("kind") ?? "", at: desk)
    if let fault = kind.fault { throw Problem.invalid("kind", "That rule cannot be: \(fault).") }
    return kind
  }

  /// What a rule cannot say would be lost without a word; null says nothing.
  private func refuseForeign() throws {
    let word = fields.text("kind") ?? ""
    let own = RuleFields.own[word] ?? []
    for name in RuleFields.members.map(\.name)
    where name != "kind" && !own.contains(name) && fields.has(name) && !fields.isNull(name) {
      throw Problem(
        .unprocessableContent, "foreign_member", "A rule of the kind \(word) has no “\(name)”.",
        hint: "It has \(own.sorted().joined(separator: ", ")).", field: name)
    }
  }

  private func kind(_ word: String, at desk: Desk) throws -> AvailabilityRule.Kind {
    switch word {
    case "hours":
      let days = fields.texts("days") ?? Array(Weekday.names.prefix(5))
      return .hours(weekdays(days), try hours())
    case "day_off":
      let first = try day("from")
      let end = try fields.has("to") ? day("to") : first + 1
      guard first < end else { throw Problem.invalid("to", "to does not lie after from.") }
      return .dayOff(first..<end)
    case "buffer":
      guard fields.number("before") != nil || fields.number("after") != nil else {
        throw missing("before")
      }
      return .buffer(
        before: fields.number("before") ?? 0, after: fields.number("after") ?? 0,
        calendar: try fields.text("calendar").map { name in
          try Problem.reading("calendar") { try desk.calendar(named: name).id }
        })
    case "notice": return .notice(try minutes())
    case "travel":
      return .travel(from: try text("from"), to: try text("to"), minutes: try minutes())
    default: return .exception(try day("date"), try hours())
    }
  }

  private func weekdays(_ words: [String]) -> [Weekday] {
    Weekday.names.indices.filter { words.contains(Weekday.names[$0]) }.map { Weekday(index: $0) }
  }

  private func hours() throws -> [Range<Int>] {
    guard let texts = fields.texts("hours") else { throw missing("hours") }
    return try texts.map { text in
      try Problem.reading("hours") { try HoursPhrase.minutes(reading: text) }
    }
  }

  private func minutes() throws -> Int {
    guard let minutes = fields.number("minutes") else { throw missing("minutes") }
    return minutes
  }

  private func text(_ name: String) throws -> String {
    guard let text = fields.text(name) else { throw missing(name) }
    return text
  }

  private func day(_ name: String) throws -> Day {
    guard let day = Day(iso: try text(name)) else {
      throw Problem.invalid(name, "\(name) wants a day such as 2026-12-24.")
    }
    return day
  }

  private func missing(_ name: String) -> Problem { .missing(name) }
}
