internal import DaybookCore
import GRDB
internal import ICalendar

/// Keeps what an event needs to be read again besides its source: the VTIMEZONEs of TZIDs that the
/// system does not know, once each, and the zone for times that name none.
///
/// Written as `3,17,=Europe/Berlin`: rows of `zone`, then the zone for the rest.
final class ZoneReferences {
  private let db: Database
  let database: ZoneDatabase
  private var rows: [String: Int] = [:]
  private var resolvers: [String: ZoneResolver] = [:]
  private let plain: ZoneResolver

  init(_ db: Database, _ database: ZoneDatabase) {
    self.db = db
    self.database = database
    plain = ZoneResolver(database: database)
  }

  /// The zones of an event whose references are `text`.
  func resolver(_ text: String?) throws -> ZoneResolver {
    guard let text else { return plain }
    if let known = resolvers[text] { return known }
    let (definitions, fallback) = try read(text)
    let resolver = ZoneResolver(
      database: database, definitions: definitions, fallback: fallback.flatMap { database.zone($0) }
    )
    resolvers[text] = resolver
    return resolver
  }

  /// Forgets rows that may have been rolled back.
  func forget() {
    rows.removeAll()
    resolvers.removeAll()
  }

  /// The VTIMEZONEs behind `text`, and the name of the zone for the rest.
  func read(_ text: String?) throws -> (definitions: [Component], fallback: String?) {
    guard let text else { return ([], nil) }
    var definitions: [Component] = []
    var fallback: String?
    for part in text.split(separator: ",") {
      if part.first == "=" {
        fallback = String(part.dropFirst())
      } else if let row = Int(part),
        let source = try db.first("SELECT text FROM zone WHERE id = ?", row, read: { $0.text(0) }),
        let definition = try? Component(text: source)
      {
        definitions.append(definition)
      }
    }
    return (definitions, fallback)
  }

  /// The references of an event read with `scope`.
  func references(of read: EventComponent, in scope: ZoneScope) throws -> String? {
    if scope.isPlain { return nil }
    var parts: [String] = []
    if !scope.definitions.isEmpty {
      for name in ["DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"] {
        for line in read.component.all(name) {
          guard let tzid = line.parameter("TZID"), let definition = scope.definitions[tzid] else {
            continue
          }
          let part = String(try row(of: definition))
          if !parts.contains(part) { parts.append(part) }
        }
      }
    }
    if let fallback = scope.fallback(for: read), database.zone(fallback.identifier) != nil {
      parts.append("=" + fallback.identifier)
    }
    return parts.isEmpty ? nil : parts.joined(separator: ",")
  }

  private func row(of definition: Component) throws -> Int {
    let text = definition.text
    let hash = StableID.make("zone", text)
    if let known = rows[hash] { return known }
    try db.run("INSERT OR IGNORE INTO zone (hash, text) VALUES (?, ?)", hash, text)
    let row = try db.first("SELECT id FROM zone WHERE hash = ?", hash) { $0.int(0) } ?? 0
    rows[hash] = row
    return row
  }
}

/// The zones of one VCALENDAR or of one remote event.
struct ZoneScope {
  let resolver: ZoneResolver
  /// Definitions by TZID, of those that the system does not know.
  let definitions: [String: Component]
  /// Whether nothing in it needs to be kept.
  let isPlain: Bool

  init(_ database: ZoneDatabase, definitions: [Component] = [], fallback: String? = nil) {
    var own: [String: Component] = [:]
    for definition in definitions {
      guard let tzid = definition.first("TZID")?.text, database.zone(tzid) == nil else { continue }
      if own[tzid] == nil { own[tzid] = definition }
    }
    let bare = ZoneResolver(database: database, definitions: definitions)
    self.definitions = own
    resolver =
      fallback.flatMap { bare.find($0).zone }.map {
        ZoneResolver(database: database, definitions: definitions, fallback: $0)
      } ?? bare
    isPlain = own.isEmpty && resolver.fallback == nil && resolver.calendarZone == nil
  }

  /// The zone that times without one were read in, where the event has such times.
  func fallback(for read: EventComponent) -> Zone? {
    // An all-day series may state UNTIL in UTC, and then means the calendar's day.
    if read.isAllDay { return read.isRecurring ? resolver.calendarZone : nil }
    guard let fallback = resolver.fallback, let line = read.component.first("DTSTART") else {
      return nil
    }
    if case .utc = read.start { return nil }
    guard let tzid = line.parameter("TZID") else { return fallback }
    return resolver.find(tzid).source == .unknown ? fallback : nil
  }
}
