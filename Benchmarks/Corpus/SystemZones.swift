import ICalendar

/// The system's compiled zone files.
enum SystemZones {
  static let database = ZoneDatabase { identifier in
    guard !identifier.contains(".") else { return nil }
    for folder in ["/usr/share/zoneinfo/", "/var/db/timezone/zoneinfo/"] {
      if let bytes = TextFile.bytes(folder + identifier) {
        return Zone(tzif: bytes, identifier: identifier)
      }
    }
    return nil
  }
}
