import Foundation
package import ICalendar

/// The zones of this machine, for tests.
package enum TestZones {
  package static let database = ZoneDatabase { name in
    guard !name.isEmpty, !name.hasPrefix("/"), !name.contains("..") else { return nil }
    guard let data = FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)") else {
      return nil
    }
    return Zone(tzif: Array(data), identifier: name)
  }

  package static func zone(_ identifier: String) throws -> Zone {
    guard let zone = database.zone(identifier) else { throw NoSuchZone(identifier: identifier) }
    return zone
  }

  package struct NoSuchZone: Error {
    package var identifier: String
  }
}
