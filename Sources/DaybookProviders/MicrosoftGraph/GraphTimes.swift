internal import ICalendar

/// `dateTimeTimeZone`: the wall time of a named zone, with up to seven decimals.
struct GraphTime: JSONObject, Hashable, Sendable {
  /// What the wall shows; nil where that cannot be read.
  private(set) var local: LocalDateTime?
  /// In seconds, where it is told.
  private(set) var offset: Int?
  private(set) var timeZone: String?

  mutating func take(_ name: String, from reading: inout JSONReading)
    throws(JSONReading.Malformed)
  {
    switch name {
    case "dateTime":
      guard let (local, offset) = try reading.text({ GraphClock.local($0) }) else { return }
      (self.local, self.offset) = (local, offset)
    case "timeZone": timeZone = try reading.text()
    default: try reading.skip()
    }
  }
}

/// Times as Graph writes them.
enum GraphClock {
  /// Reads `2026-11-23T09:00:00.0000000` with decimals of any number, and the offset in seconds where
  /// one follows: `Z`, `+01:00`.
  static func local(_ text: String) -> (local: LocalDateTime, offset: Int?)? {
    var text = text
    return text.withUTF8 { local($0) }
  }

  static func local(_ bytes: UnsafeBufferPointer<UInt8>) -> (local: LocalDateTime, offset: Int?)? {
    guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[13] == UInt8(ascii: ":"),
      bytes[16] == UInt8(ascii: ":"), let year = number(bytes, 0, 4),
      let month = number(bytes, 5, 2), let dayOfMonth = number(bytes, 8, 2),
      let day = Day(year: year, month: month, day: dayOfMonth),
      let hour = number(bytes, 11, 2), hour < 24, let minute = number(bytes, 14, 2), minute < 60,
      let second = number(bytes, 17, 2), second <= 60
    else { return nil }
    let local = LocalDateTime(day, hour: hour, minute: minute, second: min(second, 59))
    var index = 19
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      index += 1
      while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
    }
    guard index < bytes.count else { return (local, nil) }
    if bytes[index] | 0x20 == UInt8(ascii: "z"), index + 1 == bytes.count { return (local, 0) }
    guard bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-"),
      index + 6 == bytes.count, let hours = number(bytes, index + 1, 2),
      let minutes = number(bytes, index + 4, 2)
    else { return nil }
    let offset = hours * 3600 + minutes * 60
    return (local, bytes[index] == UInt8(ascii: "-") ? -offset : offset)
  }

  /// Reads a `DateTimeOffset`; one without an offset is UTC. The zero date is nil.
  static func instant(_ text: String?) -> Instant? {
    guard let text, let (local, offset) = local(text), local.day.year > 1 else { return nil }
    return Instant(seconds: local.wallSeconds - (offset ?? 0))
  }

  /// `2026-11-23T10:00:00`.
  static func text(_ local: LocalDateTime) -> String { local.description }

  /// `2026-11-23T09:00:00Z`.
  static func text(_ instant: Instant) -> String {
    LocalDateTime(wallSeconds: instant.seconds).description + "Z"
  }

  private static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ count: Int
  ) -> Int? {
    guard start + count <= bytes.count else { return nil }
    var value = 0
    for index in start..<start + count {
      guard (0x30...0x39).contains(bytes[index]) else { return nil }
      value = value * 10 + Int(bytes[index] & 0x0f)
    }
    return value
  }
}

/// What the names of zones mean that Exchange uses: IANA ids, Windows names, and oddities.
struct GraphZones: Sendable {
  let resolver: ZoneResolver
  /// For names that nobody knows: the person's own zone.
  let fallback: Zone

  init(database: ZoneDatabase, fallback: Zone) {
    resolver = ZoneResolver(database: database)
    self.fallback = fallback
  }

  /// The zone of this name, or nil where it is missing or unknown.
  func zone(_ name: String?) -> Zone? {
    guard let name, !name.isEmpty else { return nil }
    if name == "UTC" { return .utc }
    if name.lowercased() == "tzone://microsoft/utc" { return .utc }
    return resolver.find(name).zone
  }

  /// The moment that a start or end means.
  func instant(_ time: GraphTime?) -> Instant? {
    guard let time, let local = time.local else { return nil }
    if let offset = time.offset { return Instant(seconds: local.wallSeconds - offset) }
    return (zone(time.timeZone) ?? (time.timeZone == nil ? .utc : fallback)).instant(of: local)
  }

  /// A moment as a calendar states it in a zone; in UTC where the zone's own clock cannot say it.
  static func time(_ instant: Instant, in zone: Zone?) -> CalendarTime {
    guard let zone, !(zone.isFixed && zone.offset(at: instant) == 0) else { return .utc(instant) }
    let local = zone.local(at: instant)
    guard zone.instant(of: local) == instant else { return .utc(instant) }
    return .zoned(local, zone, tzid: zone.identifier)
  }

  /// A time as `dateTimeTimeZone`; nil where Windows has no name for its zone.
  func value(_ time: CalendarTime) -> JSONValue? {
    switch time {
    case .date(let day): return Self.value(LocalDateTime(day), "UTC")
    case .utc(let instant):
      return Self.value(LocalDateTime(wallSeconds: instant.seconds), "UTC")
    case .zoned(let local, let zone, _):
      return GraphZoneNames.windows(for: zone.identifier).map { Self.value(local, $0) }
    case .floating(let local):
      return value(.zoned(local, fallback, tzid: fallback.identifier))
    }
  }

  /// What a series that begins then is to be repeated in; nil as above.
  func name(of time: CalendarTime) -> String? {
    value(time)?["timeZone"].flatMap { if case .text(let name) = $0 { name } else { nil } }
  }

  static func value(_ local: LocalDateTime, _ zone: String) -> JSONValue {
    ["dateTime": .text(GraphClock.text(local)), "timeZone": .text(zone)]
  }
}
