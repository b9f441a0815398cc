internal import ICalendar

/// Properties that Google has no field for: they travel in private extended properties of the event,
/// which its guests never see, and come back as they were.
enum GoogleCarried {
  /// `daybook1`, `daybook2`, …
  private static let prefix = "daybook"
  /// Characters of one value (Calendar API v3, Extended properties), and how many we take up.
  private static let longest = 1000
  private static let most = 20

  /// What Google has a field for, what is its own to say, and what it is told in another way.
  private static let known: Set<String> = [
    "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "RECURRENCE-ID", "DTSTART", "DTEND",
    "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "SUMMARY", "DESCRIPTION", "X-ALT-DESC",
    "LOCATION", "STATUS", "TRANSP", "CLASS", "ORGANIZER", "ATTENDEE",
  ]

  /// The lines of `properties`, in the order in which they were put there.
  static func lines(in properties: [String: String]) -> [String] {
    let numbered = properties.compactMap { key, value -> (Int, String)? in
      guard key.hasPrefix(prefix), let number = Int(key.dropFirst(prefix.count)) else {
        return nil
      }
      let line = ContentLine(raw: GoogleLines.clean(value))
      return isCarried(line) ? (number, line.raw) : nil
    }
    return numbered.sorted { $0.0 < $1.0 }.map(\.1)
  }

  /// The private properties for what Google has no field for.
  static func properties(of component: Component) -> [String: JSONValue] {
    var properties: [String: JSONValue] = [:]
    for line in component.lines where isCarried(line) && line.raw.utf8.count <= longest {
      guard properties.count < most else { break }
      properties[prefix + String(properties.count + 1)] = .text(line.raw)
    }
    return properties
  }

  private static func isCarried(_ line: ContentLine) -> Bool {
    let name = line.name
    if known.contains(name) || name.isEmpty || name == "BEGIN" || name == "END" { return false }
    if name == "COLOR" { return GoogleColors.eventID(line.value) == nil }
    // Our own marks say what Google said; a hold is what somebody here said.
    return !name.hasPrefix("X-DAYBOOK-") || name == "X-DAYBOOK-HOLD"
  }
}
