internal import DaybookCore
internal import ICalendar

/// One resource of a calendar (RFC 4791 §4.1): all entries of one UID, and what stands around them.
/// What is not understood is kept as it was.
struct CalDAVObject: Sendable {
  private(set) var calendar: CalendarObject

  /// An empty one.
  init() {
    calendar = CalendarObject(properties: [
      ContentLine("VERSION", rawValue: "2.0"),
      ContentLine("PRODID", text: "-//Daybook//Daybook//EN"),
    ])
  }

  /// nil for what is no calendar, or ends before its end.
  init?(_ bytes: [UInt8]) {
    let document = CalendarDocument.read(bytes)
    guard !document.isTruncated, document.hasCalendar, let first = document.calendars.first else {
      return nil
    }
    calendar = first
  }

  /// What the first entry is called, by which all are known.
  var uid: String { calendar.events.first.map(Self.uid) ?? "" }

  /// All that it says of one event, and how many entries have other UIDs, which the standard forbids;
  /// they stay where they are. nil where it holds nothing but entries of other kinds, tasks for
  /// instance.
  func event(_ id: RemoteID, version: String?) -> (event: RemoteEvent, strangers: Int)? {
    let events = calendar.events
    guard let first = events.first else { return nil }
    // Nearly all are one entry.
    var entries = events
    if events.count > 1 {
      let uid = Self.uid(first)
      let own = events.filter { Self.uid($0) == uid }
      entries = own.filter { !$0.has("RECURRENCE-ID") } + own.filter { $0.has("RECURRENCE-ID") }
    }
    var zones = calendar.timeZones
    if !zones.isEmpty {
      let names = entries.reduce(into: Set<String>()) { $0.formUnion($1.timeZoneNames) }
      zones = zones.filter { zone in zone.first("TZID").map { names.contains($0.text) } ?? false }
    }
    let event = RemoteEvent(
      id: id,
      version: version.map { Version($0) }
        ?? Version(Self.untagged + ContentHash.version(of: entries, zones: zones).raw),
      components: entries, zones: zones)
    return (event, events.count - entries.count)
  }

  /// Puts entries in the place of those with their UID, and a VTIMEZONE beside them for every zone
  /// that they name and that is not yet described.
  mutating func replace(with entries: [Component], zones: [Component], database: ZoneDatabase) {
    let uid = entries.first.map(Self.uid) ?? ""
    var components = calendar.components
    let place = components.firstIndex { $0.name == "VEVENT" } ?? components.count
    let before = components[..<place].filter { !Self.isEvent($0, uid) }
    let behind = components[place...].filter { !Self.isEvent($0, uid) }
    let names = entries.reduce(into: Set<String>()) { $0.formUnion($1.timeZoneNames) }
    let described = Set(calendar.timeZones.compactMap { $0.first("TZID")?.text })
    let missing = names.subtracting(described).sorted().compactMap { name in
      zones.first { $0.first("TZID")?.text == name }
        ?? Self.definition(of: name, for: entries, database)
    }
    components = before + missing + entries + behind
    calendar.components = components
    // It would make a message of what is kept.
    calendar.properties.removeAll { $0.name == "METHOD" }
  }

  var text: String { CalendarWriter.text(of: calendar) }

  /// Begins the version of what its server gives no entity tag.
  static let untagged = "content:"

  private static func uid(_ component: Component) -> String { component.first("UID")?.text ?? "" }

  private static func isEvent(_ component: Component, _ uid: String) -> Bool {
    component.name == "VEVENT" && Self.uid(component) == uid
  }

  private static func definition(
    of name: String, for entries: [Component], _ database: ZoneDatabase
  ) -> Component? {
    guard let zone = ZoneResolver(database: database).find(name).zone else { return nil }
    let years = entries.flatMap { entry in
      ["DTSTART", "DTEND", "RECURRENCE-ID"].flatMap { entry.all($0) }
        .compactMap { Int($0.value.prefix(4)) }
    }
    let first = min(max(years.min() ?? 1970, 1), 9999)
    // A series goes on after what it says; a decade of changes covers zones that have no rule.
    let last = min(max(years.max() ?? first, first) + 10, 9999)
    return Component(timeZone: zone, identifier: name, from: first, through: last)
  }
}

extension CalDAVObject {
  /// Whether two copies of an event say the same: servers put properties in another order and stamp
  /// them anew.
  static func areSame(_ one: [Component], _ other: [Component]) -> Bool {
    one.count == other.count
      && Set(one.map(Content.init)) == Set(other.map(Content.init))
  }

  private struct Content: Hashable {
    var lines: Set<String>
    var children: Set<Content>

    private static let idle: Set<String> = ["DTSTAMP", "LAST-MODIFIED", "CREATED", "SEQUENCE"]

    init(_ component: Component) {
      lines = Set(component.lines.filter { !Self.idle.contains($0.name) }.map(\.raw))
      children = Set(component.children.map(Content.init))
    }
  }
}
