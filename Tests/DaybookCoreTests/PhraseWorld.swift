import Foundation
import ICalendar

@testable import DaybookCore

/// The moment and the zones that phrases are read against in tests: Wednesday, 18 November 2026,
/// 14:12 in Berlin.
enum PhraseWorld {
  static let zones = ZoneDatabase(identifiers: [
    "America/Chicago", "America/Los_Angeles", "America/New_York", "Asia/Tokyo", "Etc/GMT-2",
    "Europe/Berlin", "Europe/London",
  ]) { name in
    guard !name.contains(".."), !name.isEmpty,
      let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)")
    else { return nil }
    return Zone(tzif: Array(data), identifier: name)
  }

  static func zone(_ identifier: String) throws -> Zone {
    guard let zone = zones.zone(identifier) else { throw NoSuchZone(identifier: identifier) }
    return zone
  }

  static func context(_ now: String = "2026-11-18T14:12", in zone: String = "Europe/Berlin") throws
    -> PhraseContext
  {
    let zone = try self.zone(zone)
    guard let now = RFC3339.instant(reading: now, zone: zone) else {
      throw NoSuchZone(identifier: now)
    }
    return PhraseContext(now: now, zone: zone, zones: zones)
  }

  /// What a line says: when | title | place | #client | /calendar | address | rule.
  static func summary(_ phrase: EventPhrase, _ context: PhraseContext) -> String {
    var parts: [String] = []
    switch phrase.time {
    case .allDay(let days): parts.append("\(days.lowerBound)/\(days.upperBound)")
    case .timed(let span, let zone):
      let start = context.zone.local(at: span.start)
      let end = context.zone.local(at: span.end)
      let last =
        end.day == start.day
        ? DayWords.clock(end.second / 60)
        : end.day == start.day + 1 && end.second == 0 ? "24:00" : "\(end)".dropLast(3).description
      parts.append(
        "\(start)".dropLast(3) + "/" + last + (zone == context.zone.identifier ? "" : " \(zone)"))
    case .floating: parts.append("floating")
    }
    parts.append(phrase.title)
    if !phrase.location.isEmpty { parts.append("@" + phrase.location) }
    if let client = phrase.client { parts.append("#" + client) }
    if let calendar = phrase.calendar { parts.append("/" + calendar) }
    if let link = phrase.link { parts.append(link) }
    if let rule = phrase.rule { parts.append(rule) }
    return parts.joined(separator: " | ")
  }

  struct NoSuchZone: Error {
    var identifier: String
  }
}
