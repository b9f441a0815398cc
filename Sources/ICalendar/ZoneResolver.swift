import Synchronization

/// Finds the zone that a TZID means, within one VCALENDAR.
///
/// A TZID is a name inside its own calendar: `Customized Time Zone` is something else in every
/// file. So there is one resolver per calendar, and only what the database knows is shared.
public final class ZoneResolver: Sendable {
  /// How a zone was found.
  public enum Source: Sendable {
    /// By its IANA id, be it in another case, under a former name or behind a prefix.
    case database
    /// From the calendar's own VTIMEZONE.
    case definition
    /// By a Windows name.
    case windows
    /// From a name that states an offset: `GMT+0100`.
    case offset
    /// From a list of cities.
    case city
    /// Not at all.
    case unknown
  }

  /// What a TZID turned out to be.
  public struct Finding: Sendable {
    /// Nil where the time must be read as floating.
    public var zone: Zone?
    /// How it was found.
    public var source: Source
    /// What a person should know about it, or nil where all is well.
    public var note: String?
  }

  /// The zones that are known by name.
  public let database: ZoneDatabase
  /// The zone for times without a zone, and for zones nobody knows: X-WR-TIMEZONE. Nil leaves such
  /// times floating.
  public let fallback: Zone?
  private let definitions: [String: Component]
  private let found: Mutex<[String: Finding]> = Mutex([:])

  /// - Parameters:
  ///   - definitions: the VTIMEZONEs of the calendar, wherever in it they stand.
  ///   - fallback: the calendar's own zone (X-WR-TIMEZONE, CalDAV's `calendar-timezone`).
  public init(
    database: ZoneDatabase, definitions: [Component] = [], fallback: Zone? = nil
  ) {
    self.database = database
    self.fallback = fallback
    var named: [String: Component] = [:]
    for definition in definitions where definition.isNamed("VTIMEZONE") {
      let name = ZoneResolver.cleaned(definition.first("TZID")?.text ?? "")
      if named[name] == nil { named[name] = definition }
    }
    self.definitions = named
  }

  /// The zone that the calendar is kept in, for values that need one and name none: the fallback,
  /// or the only zone besides UTC that the calendar defines.
  public var calendarZone: Zone? {
    if let fallback { return fallback }
    let zones = definitions.keys.compactMap { find($0).zone }
      .filter { !($0.isFixed && $0.offset(at: Instant(seconds: 0)) == 0) }
    return zones.count == 1 ? zones[0] : nil
  }

  /// What a TZID means. The same question is answered from memory the second time.
  public func find(_ tzid: String) -> Finding {
    if let known = found.withLock({ $0[tzid] }) { return known }
    let finding = search(tzid)
    found.withLock { $0[tzid] = finding }
    return finding
  }

  private func search(_ tzid: String) -> Finding {
    let name = ZoneResolver.cleaned(tzid)
    guard !name.isEmpty else {
      return Finding(zone: fallback, source: .unknown, note: "the TZID is empty")
    }
    if let zone = database.zone(lenient: name) { return Finding(zone: zone, source: .database) }
    if let zone = zone(behindPrefix: name) { return Finding(zone: zone, source: .database) }
    if let definition = definitions[name] {
      if let place = definition.first("X-LIC-LOCATION")?.text.trimmed,
        let zone = database.zone(lenient: place)
      {
        return Finding(zone: zone, source: .database)
      }
      if let zone = Zone(vtimezone: definition) {
        return Finding(zone: zone, source: .definition)
      }
    }
    if let iana = WindowsZones.iana(for: name), let zone = database.zone(lenient: iana) {
      return Finding(zone: zone, source: .windows)
    }
    if let offset = ZoneResolver.offset(statedIn: name) {
      if offset == 0 { return Finding(zone: .utc, source: .offset) }
      let zone = Zone(fixed: offset, identifier: name)
      return Finding(
        zone: zone, source: .offset,
        note: "the zone \(name) is unknown; its times are read at \(Zone.text(offset: offset))")
    }
    for city in name.split(separator: ",") {
      if let zone = database.zone(ofCity: String(city)) {
        return Finding(
          zone: zone, source: .city,
          note: "the zone \(name) is unknown and was taken for \(zone.identifier)")
      }
    }
    return Finding(
      zone: fallback, source: .unknown,
      note: "the zone \(name) is unknown; its times are read "
        + (fallback.map { "in \($0.identifier)" } ?? "as local wherever you are"))
  }

  /// `/mozilla.org/20050126_1/Europe/Berlin`, `/Europe/Berlin`: the last two parts, then three.
  private func zone(behindPrefix name: String) -> Zone? {
    guard name.utf8.first == UInt8(ascii: "/") else { return nil }
    let parts = name.split(separator: "/")
    for count in [2, 3, 1] where parts.count >= count {
      let candidate = parts.suffix(count).joined(separator: "/")
      if let zone = database.zone(lenient: candidate) { return zone }
    }
    return nil
  }

  /// Without the quotes and blanks that some writers put around names.
  private static func cleaned(_ name: String) -> String {
    let name = name.trimmed
    guard name.utf8.count >= 2, name.utf8.first == Byte.quote, name.utf8.last == Byte.quote else {
      return name
    }
    return String(name.dropFirst().dropLast()).trimmed
  }

  /// The offset in `GMT+0100`, `UTC-03:00`, `(UTC+01:00) Amsterdam, Berlin`, `(GMT -05:00)`.
  static func offset(statedIn name: String) -> Int? {
    var bytes = Array(name.utf8.map(Byte.uppercased))[...]
    let isBracketed = bytes.first == UInt8(ascii: "(")
    if isBracketed { bytes.removeFirst() }
    if bytes.elementsEqual("Z".utf8) { return 0 }
    if bytes.starts(with: "ETC/".utf8) { return 0 }
    guard bytes.starts(with: "GMT".utf8) || bytes.starts(with: "UTC".utf8) else { return nil }
    bytes = bytes.dropFirst(3).drop(while: Byte.isBlank)
    let isAtEnd = bytes.isEmpty || (isBracketed && bytes.first == UInt8(ascii: ")"))
    if isAtEnd { return 0 }
    guard let sign = bytes.popFirst(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else {
      return nil
    }
    let figures = Array(bytes.prefix { Byte.isDigit($0) || $0 == Byte.colon })
    let rest = bytes.dropFirst(figures.count).drop(while: Byte.isBlank)
    guard rest.isEmpty || (isBracketed && rest.first == UInt8(ascii: ")")) else { return nil }
    let numbers = figures.filter { $0 != Byte.colon }
    guard let value = digits(numbers), numbers.count <= 4 else { return nil }
    let hours = numbers.count <= 2 ? value : value / 100
    let minutes = numbers.count <= 2 ? 0 : value % 100
    guard hours <= 15, minutes < 60 else { return nil }
    return (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
  }
}
