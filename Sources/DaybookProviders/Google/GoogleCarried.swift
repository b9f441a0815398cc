internal import DaybookCore
internal import ICalendar

/// Properties that Google has no field for: they travel in private extended properties of the event,
/// which its guests never see, and come back as they were.
enum GoogleCarried {
  /// What the key of a line begins with; the rest is made of the line, so that no other line's key
  /// depends on it. Lines that Google made itself look like any other and are counted with them.
  private static let prefix = "daybook-"
  /// Characters of one value (Calendar API v3, Extended properties), and how many we take up.
  private static let longest = 1000
  private static let most = 20

  /// What Google has a field for, what is its own to say, and what it is told in another way.
  private static let known: Set<String> = [
    "UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE", "RECURRENCE-ID", "DTSTART", "DTEND",
    "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "SUMMARY", "DESCRIPTION", "X-ALT-DESC",
    "LOCATION", "STATUS", "TRANSP", "CLASS", "ORGANIZER", "ATTENDEE",
  ]

  /// The lines of `properties`.
  static func lines(in properties: [String: String]) -> [String] {
    let carried = properties.filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }
    return carried.map { ContentLine(raw: EventLines.clean($0.value)) }.filter(isCarried)
      .map(\.raw)
  }

  /// The private properties for what Google has no field for.
  static func properties(of component: Component) -> [String: JSONValue] {
    let lines = component.lines.filter { isCarried($0) && $0.raw.utf8.count <= longest }
    // There may be many attachments, which Google mostly knows itself; a hold is never crowded out.
    let isOften: (ContentLine) -> Bool = { $0.name == "ATTACH" || $0.name == "CONFERENCE" }
    let chosen = lines.filter { !isOften($0) } + lines.filter(isOften)
    var properties: [String: JSONValue] = [:]
    for line in chosen where properties.count < most {
      properties[key(line)] = .text(line.raw)
    }
    return properties
  }

  private static func key(_ line: ContentLine) -> String {
    prefix + StableID.make("carried", line.raw)
  }

  private static func isCarried(_ line: ContentLine) -> Bool {
    let name = line.name
    if known.contains(name) || name.isEmpty || name == "BEGIN" || name == "END" { return false }
    if name == "COLOR" { return GoogleColors.eventID(line.value) == nil }
    // Our own marks say what Google said; a hold is what somebody here said.
    return !name.hasPrefix("X-DAYBOOK-") || name == "X-DAYBOOK-HOLD"
  }
}
