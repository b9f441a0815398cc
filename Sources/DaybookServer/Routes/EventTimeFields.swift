import DaybookCore
import DaybookStore
import HTTPTypes
import ICalendar

/// When an event is, as `start`, `end`, `all_day` and `timezone` of a body say it.
struct EventTimeFields {
  private let fields: Fields
  private let zone: Zone
  /// As it is planned; nil where nothing is said.
  private let planned: Zone?
  /// Whether the request names `zone`.
  private let isZoneNamed: Bool

  init(_ fields: Fields, of call: Call) throws {
    self.fields = fields
    zone = try call.zone()
    isZoneNamed = call.query["timezone"] != nil
    planned = try fields.text("timezone").map {
      try Call.zone(named: $0, in: call.clerk.store.zones, field: "timezone")
    }
  }

  /// The time of a new event: an hour, or a day, where no end is named.
  func whole() throws -> EventTime {
    guard let start = fields.text("start") else { throw Problem.missing("start") }
    let isDay = Day(iso: start) != nil
    if let said = fields.flag("all_day"), said != isDay {
      throw Problem.invalid(
        "start", said ? "An all-day event starts on a day." : "start has no time of day.")
    }
    if isDay {
      let first = try day("start", start)
      let end = try fields.text("end").map { try day("end", $0) } ?? first + 1
      return .allDay(try range(first, end))
    }
    let from = try instant("start", start)
    let to =
      try fields.text("end").map { try instant("end", $0) }
      ?? min(from + 3_600, EventTime.writable.upperBound)
    return .timed(try span(from, to), zone: (planned ?? zone).identifier)
  }

  /// The time an event moves to; nil where nothing is said. A start alone keeps the length.
  func changed(_ occurrence: Occurrence) throws -> EventTime? {
    let names = ["start", "end", "all_day", "timezone"].filter { fields.has($0) }
    if names.isEmpty { return nil }
    let isDay =
      fields.flag("all_day")
      ?? fields.text("start").map { Day(iso: $0) != nil } ?? occurrence.isAllDay
    return isDay ? try days(occurrence) : try moments(occurrence)
  }

  private func days(_ occurrence: Occurrence) throws -> EventTime {
    var old = zone.day(at: occurrence.span.start)..<zone.day(at: occurrence.span.start) + 1
    if case .allDay(let days) = occurrence.time {
      old = days
    } else if occurrence.span.seconds > 0 {
      old = old.lowerBound..<zone.day(at: occurrence.span.end - 1) + 1
    }
    let first = try fields.text("start").map { try day("start", $0) } ?? old.lowerBound
    let end =
      try fields.text("end").map { try day("end", $0) }
      ?? (fields.has("start") ? first + old.count : old.upperBound)
    return .allDay(try range(first, end))
  }

  private func moments(_ occurrence: Occurrence) throws -> EventTime {
    guard !occurrence.isAllDay || fields.text("start") != nil else {
      throw Problem(
        .unprocessableContent, "missing", "start says no time of day.", field: "start")
    }
    let old = occurrence.span
    let from = try fields.text("start").map { try instant("start", $0) } ?? old.start
    let length = occurrence.isAllDay ? 3_600 : old.seconds
    let to =
      try fields.text("end").map { try instant("end", $0) }
      ?? (fields.has("start") ? from + length : old.end)
    let moved = try span(from, to)
    if case .floating = occurrence.time, planned == nil {
      return .floating(from: zone.local(at: from), to: zone.local(at: to))
    }
    return .timed(
      moved, zone: planned?.identifier ?? occurrence.time.zoneName ?? zone.identifier)
  }

  private func day(_ name: String, _ text: String) throws -> Day {
    guard let day = Day(iso: text) else {
      throw Problem.invalid(name, "\(name) of an all-day event wants a day such as 2026-11-19.")
    }
    return day
  }

  /// A clock reading without an offset needs a zone that the request names.
  private func instant(_ name: String, _ text: String) throws -> Instant {
    guard let instant = RFC3339.instant(reading: text, zone: planned ?? (isZoneNamed ? zone : nil))
    else {
      throw Problem.invalid(
        name, "\(name) wants an RFC 3339 instant such as 2026-11-19T09:30:00+01:00.",
        hint: "Without an offset, say timezone too.")
    }
    guard EventTime.writable.contains(instant) else {
      throw Problem.invalid(name, "\(name) lies outside the years 1 to 9999.")
    }
    return instant
  }

  private func range(_ first: Day, _ end: Day) throws -> Range<Day> {
    guard first < end, end - first <= 3_660 else {
      throw Problem.invalid("end", "end does not lie after start, or too far after it.")
    }
    guard EventTime.allDay(first..<end).isOnCalendar(in: zone) else {
      throw Problem.invalid("start", "The days lie outside the years 1 to 9999.")
    }
    return first..<end
  }

  private func span(_ from: Instant, _ to: Instant) throws -> TimeSpan {
    guard from <= to, to - from <= 3_660 * 86_400 else {
      throw Problem.invalid("end", "end lies before start, or too far after it.")
    }
    return TimeSpan(from, to)
  }
}
