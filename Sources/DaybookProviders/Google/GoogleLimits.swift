internal import DaybookCore
internal import ICalendar

/// What Google lets be changed in an entry, as far as the entry itself tells.
struct GoogleLimits {
  private let isLocked: Bool
  private let eventType: String?
  private let isCut: Bool

  init(_ entry: Component) {
    isLocked = entry.has(GoogleMark.locked)
    eventType = entry.first(GoogleMark.eventType)?.text
    isCut = entry.has(GoogleMark.guestsOmitted)
  }

  /// Refuses a patch that Google would refuse, or worse, take: a list of guests that was cut is
  /// never written back, only one's own answer.
  func check(
    _ members: inout [String: JSONValue], new: GoogleFields, old: GoogleFields?,
    at place: RemotePlace
  ) throws(ProviderError) {
    if isLocked, members.keys.contains(where: Self.locked.contains) {
      throw .notTaken(.fixedEvent(place))
    }
    if let open = eventType.flatMap({ Self.open[$0] }),
      members.keys.contains(where: { !open.contains($0) })
    {
      throw .notTaken(.fixedEvent(place))
    }
    guard isCut, members["attendees"] != nil else { return }
    let before = Set(Self.guests(old))
    let changed = Self.guests(new).filter { !before.contains($0) }
    guard old != nil, Self.names(Self.guests(new)) == Self.names(Self.guests(old)) else {
      throw .notTaken(.fixedEvent(place))
    }
    members["attendees"] = .list(changed)
    members["attendeesOmitted"] = .bool(true)
  }

  /// Calendar API v3, Events: `locked`.
  private static let locked: Set<String> = [
    "summary", "description", "location", "start", "end", "recurrence",
  ]

  /// What may be changed in events that Google makes by itself; others are not limited here.
  private static let open: [String: Set<String>] = [
    "fromGmail": [
      "status", "transparency", "visibility", "colorId", "attendees", "reminders",
      "extendedProperties",
    ],
    "birthday": ["summary", "start", "end", "colorId", "reminders", "extendedProperties"],
    "workingLocation": ["start", "end", "recurrence", "extendedProperties", "status"],
  ]

  private static func guests(_ fields: GoogleFields?) -> [JSONValue] {
    guard case .list(let guests)? = fields?["attendees"] else { return [] }
    return guests
  }

  private static func names(_ guests: [JSONValue]) -> Set<JSONValue> {
    Set(
      guests.compactMap { guest in
        guard case .object(let members) = guest else { return nil }
        return members["email"]
      })
  }
}
