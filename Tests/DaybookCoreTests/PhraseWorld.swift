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

  struct NoSuchZone: Error {
    var identifier: String
  }
}
