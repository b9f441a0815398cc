import ICalendar

/// Time zones as the system has them: its compiled zone files (RFC 8536).
package enum ZoneFiles {
  package static let folders = [
    "/usr/share/zoneinfo", "/var/db/timezone/zoneinfo", "/usr/lib/zoneinfo",
  ]

  package static func database() -> ZoneDatabase {
    ZoneDatabase(identifiers: identifiers()) { identifier in
      guard isPlausible(identifier) else { return nil }
      for folder in folders {
        guard let bytes = FileBytes.read(folder + "/" + identifier, limit: 1 << 20),
          let zone = Zone(tzif: bytes, identifier: identifier)
        else { continue }
        return zone
      }
      return nil
    }
  }

  /// Every id the system's list names, links included.
  private static func identifiers() -> [String] {
    for folder in folders {
      guard let bytes = FileBytes.read(folder + "/tzdata.zi", limit: 1 << 20) else { continue }
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ")
        switch words.first {
        case "Z" where words.count > 1: return String(words[1])
        case "L" where words.count > 2: return String(words[2])
        default: return nil
        }
      }
    }
    return []
  }

  /// The IANA id of the machine's own zone.
  package static func systemIdentifier() -> String {
    if let target = FileBytes.link("/etc/localtime") {
      let parts = target.split(separator: "/")
      if let folder = parts.lastIndex(of: "zoneinfo"), folder + 1 < parts.count {
        return parts[(folder + 1)...].joined(separator: "/")
      }
    }
    if let bytes = FileBytes.read("/etc/timezone", limit: 256) {
      let name = String(decoding: bytes, as: UTF8.self).trimmed
      if isPlausible(name) { return name }
    }
    return "UTC"
  }

  /// Whether it can be a zone's name, and no way out of the folder.
  package static func isPlausible(_ identifier: String) -> Bool {
    guard let first = identifier.utf8.first, identifier.utf8.count <= 64 else { return false }
    let letters = UInt8(ascii: "A")...UInt8(ascii: "Z")
    guard letters.contains(first & 0xdf), !identifier.contains("..") else { return false }
    return identifier.utf8.allSatisfy { byte in
      letters.contains(byte & 0xdf) || (0x30...0x39).contains(byte)
        || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: "+")
    }
  }
}

extension StringProtocol {
  /// Without white space at either end.
  package var trimmed: String {
    var view = Substring(self)
    while let first = view.first, first.isWhitespace { view.removeFirst() }
    while let last = view.last, last.isWhitespace { view.removeLast() }
    return String(view)
  }
}
