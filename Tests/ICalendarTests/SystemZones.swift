import Foundation
import ICalendar

/// The zones of this machine, for tests.
enum SystemZones {
  static let directory = "/usr/share/zoneinfo"

  static let database = ZoneDatabase(identifiers: identifiers) { name in
    guard !name.isEmpty, !name.hasPrefix("/"), !name.contains("..") else { return nil }
    guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)") else {
      return nil
    }
    return Zone(tzif: Array(data), identifier: name)
  }

  static let identifiers: [String] = {
    let names = FileManager.default.enumerator(atPath: directory)?.compactMap { $0 as? String }
    return (names ?? []).filter { name in
      guard let first = name.unicodeScalars.first, first.properties.isUppercase else {
        return false
      }
      return !name.hasSuffix("/") && !name.contains(".")
    }.sorted()
  }()

  static func zone(_ identifier: String) throws -> Zone {
    guard let zone = database.zone(identifier) else { throw NoSuchZone(identifier: identifier) }
    return zone
  }

  struct NoSuchZone: Error {
    var identifier: String
  }
}
