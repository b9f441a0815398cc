internal import Crypto
internal import DaybookCore
internal import ICalendar

/// What the entries of one calendar are read and written with.
struct GoogleScope: Sendable {
  let calendar: RemoteID
  /// IANA name of the calendar's zone: that of times which name none.
  var timeZone: String?
  /// nil until Google has said it.
  var role: GoogleRole?
  let zones: ZoneResolver

  init(
    calendar: RemoteID, timeZone: String? = nil, role: GoogleRole? = nil, zones: ZoneResolver
  ) {
    self.calendar = calendar
    self.timeZone = timeZone
    self.role = role
    self.zones = zones
  }

  var zone: Zone { timeZone.flatMap { zones.find($0).zone } ?? .utc }

  /// The same with what else is known: the zones that came with an event.
  func with(_ definitions: [Component]) -> GoogleScope {
    guard !definitions.isEmpty else { return self }
    return GoogleScope(
      calendar: calendar, timeZone: timeZone, role: role,
      zones: ZoneResolver(database: zones.database, definitions: definitions))
  }

  // MARK: - Times

  /// The time that Google states, in its event's own zone whatever offset it is written with; nil
  /// for none.
  func time(_ stated: GoogleTime?) -> CalendarTime? {
    if let date = stated?.date { return Day(iso: date).map { .date($0) } }
    guard let text = stated?.dateTime else { return nil }
    let name = stated?.timeZone ?? timeZone
    let zone = name.flatMap { zones.find($0).zone }
    guard let instant = RFC3339.instant(reading: text, zone: zone ?? .utc) else { return nil }
    guard let name, let zone, !Self.isUTC(zone) else { return .utc(instant) }
    let local = zone.local(at: instant)
    // The second of two equal readings can only be said in UTC.
    return zone.instant(of: local) == instant ? .zoned(local, zone, tzid: name) : .utc(instant)
  }

  /// A time as Google wants it: RFC 3339 with offset and IANA zone, or a date.
  func value(_ time: CalendarTime) -> JSONValue {
    switch fixed(time) {
    case .date(let day): return .object(["date": .text(day.description)])
    case .zoned(let local, let zone, let name):
      return .object([
        "dateTime": .text(RFC3339.text(zone.instant(of: local), in: zone)),
        "timeZone": .text(name),
      ])
    case .utc, .floating:
      return .object([
        "dateTime": .text(Self.text(fixed(time).instant(viewer: .utc))),
        "timeZone": .text("UTC"),
      ])
    }
  }

  /// The same moment in a form that Google knows: floating times in the calendar's zone, zones of a
  /// file's own making in UTC, all others by their IANA name.
  func fixed(_ time: CalendarTime) -> CalendarTime {
    switch time {
    case .date, .utc: return time
    case .floating(let local):
      guard let timeZone, !Self.isUTC(zone) else { return .utc(zone.instant(of: local)) }
      return .zoned(local, zone, tzid: timeZone)
    case .zoned(let local, let zone, _):
      if Self.isUTC(zone) || zones.database.zone(zone.identifier) == nil {
        return .utc(zone.instant(of: local))
      }
      return .zoned(local, zone, tzid: zone.identifier)
    }
  }

  /// What tells the instances of a series apart.
  func slot(_ time: CalendarTime) -> OriginalStart { OriginalStart(fixed(time)) }

  static func text(_ instant: Instant) -> String {
    LocalDateTime(wallSeconds: instant.seconds).description + "Z"
  }

  private static func isUTC(_ zone: Zone) -> Bool {
    zone.isFixed && zone.offset(at: Instant(seconds: 0)) == 0
  }
}

/// What a new event is called at Google: made of its UID, so that sending it again after an answer
/// that was lost meets it instead of making another.
enum GoogleID {
  /// Of a deleted event the name stays taken, so there are some more.
  static let attempts = 5
  /// The private property that keeps an event's own UID; Google's own would be made of the id.
  static let property = "daybookUID"

  /// 32 of the characters that Google allows in an id.
  static func make(_ uid: String, in calendar: RemoteID, attempt: Int) -> String {
    let text = "\(calendar.raw)\n\(uid)\n\(attempt)"
    return SHA256.hash(data: Array(text.utf8)).prefix(16).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  /// Whether an id was made of this UID. A copy that somebody made elsewhere carries the property
  /// along, and is an event of its own all the same.
  static func isMade(_ id: String, of uid: String, in calendar: RemoteID) -> Bool {
    mayBeOurs(id) && (0..<attempts).contains { make(uid, in: calendar, attempt: $0) == id }
  }

  static func mayBeOurs(_ id: String) -> Bool {
    id.utf8.count == 32 && id.allSatisfy(\.isHexDigit)
  }
}
