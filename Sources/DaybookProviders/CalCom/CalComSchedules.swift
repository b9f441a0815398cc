package import DaybookCore
internal import ICalendar

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// The schedules of a Cal.com account: what one can be booked for.
///
/// They have no versions, and a list that is sent takes the place of the whole one: whoever writes
/// reads just before and sends everything that is to be there.
package struct CalComSchedules: Sendable {
  private let api: CalComAPI

  package init(
    base: String, transport: any Transport, signIn: ProviderError.SignIn = .key
  ) {
    api = CalComAPI(base: base, transport: transport, signIn: signIn)
  }

  /// Where they are, for keeping what was written.
  package var base: String { api.base }

  /// What was asked and answered since this was last called.
  package func takeExchanges() -> [RemoteExchange] { api.log.take() }

  package func all() async throws(ProviderError) -> [RemoteSchedule] {
    try await api.get(
      ["schedules"], of: .schedules, as: CalComEnvelope<[CalComSchedule]>.self
    ).value.data.map(\.schedule)
  }

  /// The one that counts for all that names no other; nil where there is none.
  package func standard() async throws(ProviderError) -> RemoteSchedule? {
    try await api.get(
      ["schedules", "default"], of: .schedules, as: CalComEnvelope<CalComSchedule?>.self
    ).value.data?.schedule
  }

  /// Sends a change and answers what the schedule is then.
  package func send(_ change: CalComScheduleChange) async throws(ProviderError) -> RemoteSchedule {
    try await api.send(
      change.method, change.path, of: .schedules, body: change.body,
      as: CalComEnvelope<CalComSchedule>.self
    ).value.data.schedule
  }
}

/// A change of a schedule as it is sent: what stays as it is is left out.
package struct CalComScheduleChange: Sendable {
  let method: String
  let path: [String]
  let body: Body

  struct Body: Encodable, Sendable {
    var name: String?
    var isDefault: Bool?
    var timeZone: String?
    var availability: [CalComSchedule.Block]?
    var overrides: [CalComSchedule.Override]?
  }

  /// What makes a schedule `wanted`; nil where it is that already.
  package init?(of current: RemoteSchedule, to wanted: BookingSchedule) {
    guard current.hours != wanted else { return nil }
    method = "PATCH"
    path = ["schedules", current.id]
    body = Body(
      timeZone: current.hours.timezone == wanted.timezone ? nil : wanted.timezone,
      availability: current.hours.weekly == wanted.weekly
        ? nil : CalComSchedule.blocks(wanted.weekly),
      overrides: current.hours.dates == wanted.dates
        ? nil : CalComSchedule.overrides(wanted.dates))
  }

  /// What makes a new schedule.
  package init(name: String, isDefault: Bool, _ wanted: BookingSchedule) {
    method = "POST"
    path = ["schedules"]
    body = Body(
      name: name, isDefault: isDefault, timeZone: wanted.timezone,
      availability: CalComSchedule.blocks(wanted.weekly),
      overrides: CalComSchedule.overrides(wanted.dates))
  }

  /// `PATCH /v2/schedules/12`.
  package var request: String { method + " /v2/" + path.joined(separator: "/") }

  /// What is sent, as JSON with its keys in order.
  package var text: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // It is made of texts and lists of them alone, which can always be written.
    return (try? encoder.encode(body)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// Which parts change, as Cal.com calls them.
  package var parts: [String] {
    [
      body.availability == nil ? nil : "availability", body.overrides == nil ? nil : "overrides",
      body.timeZone == nil ? nil : "timeZone",
    ].compactMap { $0 }
  }
}

/// A schedule as Cal.com's API v2 tells it (version 2024-06-11).
struct CalComSchedule: Decodable, Sendable {
  var schedule: RemoteSchedule

  /// Hours of some weekdays.
  struct Block: Codable, Sendable {
    var days: [String]
    var startTime: String
    var endTime: String
  }

  /// Hours of one date in place of those of its weekday.
  struct Override: Codable, Sendable {
    var date: String
    var startTime: String
    var endTime: String
  }

  private enum CodingKeys: String, CodingKey {
    case id, name, timeZone, isDefault, availability, overrides
  }

  private struct Unusable: Error {}

  /// All of it has to be read: what was not understood would be lost when it is written.
  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    guard let id = values.name(.id) else { throw Unusable() }
    var hours = BookingSchedule(timezone: try values.decode(String.self, forKey: .timeZone))
    var weekly: [Weekday: [Range<Int>]] = [:]
    for block in try values.decodeIfPresent([Block].self, forKey: .availability) ?? [] {
      let range = try Self.range(block.startTime, block.endTime)
      for day in block.days {
        guard let index = BookingHours.days.firstIndex(of: day.capitalized) else {
          throw Unusable()
        }
        weekly[Weekday(index: index), default: []] += range.map { [$0] } ?? []
      }
    }
    for (day, ranges) in weekly { hours.weekly.set(ranges, on: day) }
    for entry in try values.decodeIfPresent([Override].self, forKey: .overrides) ?? [] {
      guard let day = Day(iso: entry.date.prefix(10)) else { throw Unusable() }
      hours.dates[day, default: []] +=
        try Self.range(entry.startTime, entry.endTime).map { [$0] } ?? []
    }
    hours.dates = hours.dates.mapValues {
      WorkingHours(days: [.monday], ranges: $0)[.monday]
    }
    schedule = RemoteSchedule(
      id: id, name: values.text(.name) ?? "", isDefault: values.flag(.isDefault) ?? false,
      hours: hours)
  }

  // MARK: - Times

  /// nil for no time at all: a day off begins when it ends.
  private static func range(_ start: String, _ end: String) throws -> Range<Int>? {
    guard let from = minute(start), let to = minute(end), from <= to else { throw Unusable() }
    if from == to { return nil }
    return from..<(to == BookingHours.lastMinute ? 1440 : to)
  }

  /// `09:30`, and `09:30:00` as other versions write it.
  private static func minute(_ text: String) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
    guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1],
      (0..<24).contains(hour), (0..<60).contains(minute)
    else { return nil }
    return hour * 60 + minute
  }

  static func blocks(_ weekly: WorkingHours) -> [Block] {
    BookingHours.blocks(weekly).map {
      Block(days: $0.days, startTime: $0.start, endTime: $0.end)
    }
  }

  static func overrides(_ dates: [Day: [Range<Int>]]) -> [Override] {
    BookingHours.overrides(dates).map {
      Override(date: $0.date, startTime: $0.start, endTime: $0.end)
    }
  }
}
