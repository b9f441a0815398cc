internal import ICalendar

/// What the mailbox behind the Microsoft Graph fake holds.
struct FakeGraphMailbox {
  struct Calendar {
    var id: String
    var fields: [String: GraphJSON]
    var isDefault: Bool
  }

  /// A single event or a series.
  struct Entry {
    var id: String
    var calendar: String
    var fields: [String: GraphJSON]
    var key: Int
    var exceptions: [Day: Exception] = [:]
    var deleted: Set<Day> = []

    var isSeries: Bool { fields["recurrence"].map { $0 != .null } ?? false }
  }

  struct Exception {
    var id: String
    var fields: [String: GraphJSON]
    var key: Int
  }

  var calendars: [Calendar] = []
  var entries: [String: Entry] = [:]
  /// The revision at which an entry last changed; entries that are gone stay in here.
  var changed: [String: (revision: Int, calendar: String)] = [:]
  var revision = 0
  var numbers = 0
  let zones: ZoneDatabase
  /// Seconds by which its clock is ahead.
  var skew = 0
  var owner = "ada@contoso.example"

  init(zones: ZoneDatabase) {
    self.zones = zones
  }

  // MARK: - Changing

  mutating func add(_ fields: [String: GraphJSON], to calendar: String) -> String {
    numbers += 1
    // Letters that a path must not carry as they are.
    let id = "AAkAL/g\(numbers)+x="
    var all = fields
    if all["iCalUId"] == nil { all["iCalUId"] = .string("04000000820\(numbers)") }
    if all["isOrganizer"] == nil { all["isOrganizer"] = true }
    revision += 1
    entries[id] = Entry(id: id, calendar: calendar, fields: all, key: revision)
    changed[id] = (revision, calendar)
    return id
  }

  /// Changes fields of an entry; a new pattern forgets what was different about single dates.
  mutating func change(_ id: String, _ fields: [String: GraphJSON]) {
    guard var entry = entries[id] else { return }
    for (name, value) in fields { entry.fields[name] = value }
    if fields["recurrence"] != nil {
      entry.exceptions = [:]
      entry.deleted = []
    }
    touch(&entry)
  }

  mutating func touch(_ entry: inout Entry) {
    revision += 1
    entry.key = revision
    entries[entry.id] = entry
    changed[entry.id] = (revision, entry.calendar)
  }

  mutating func remove(_ id: String) {
    guard let entry = entries.removeValue(forKey: id) else { return }
    revision += 1
    changed[id] = (revision, entry.calendar)
  }

  mutating func change(_ day: Day, of id: String, _ fields: [String: GraphJSON]) {
    guard var entry = entries[id] else { return }
    numbers += 1
    var exception =
      entry.exceptions[day]
      ?? Exception(id: "AAkAL/e\(numbers)=", fields: instanceFields(entry, day), key: 0)
    for (name, value) in fields { exception.fields[name] = value }
    exception.key = revision + 1
    entry.exceptions[day] = exception
    touch(&entry)
  }

  mutating func delete(_ day: Day, of id: String) {
    guard var entry = entries[id] else { return }
    entry.exceptions[day] = nil
    entry.deleted.insert(day)
    touch(&entry)
  }

  // MARK: - Times

  func zone(_ name: String?) -> Zone {
    guard let name, name != "UTC" else { return .utc }
    return zones.zone(WindowsZones.iana(for: name) ?? name) ?? .utc
  }

  func local(_ time: GraphJSON?) -> LocalDateTime? {
    guard let text = time?["dateTime"]?.string, let day = Day(iso: text.prefix(10)) else {
      return nil
    }
    let clock = text.dropFirst(11).prefix(8).split(separator: ":").compactMap { Int($0) }
    guard clock.count == 3 else { return nil }
    return LocalDateTime(day, hour: clock[0], minute: clock[1], second: clock[2])
  }

  func instant(_ time: GraphJSON?) -> Instant? {
    local(time).map { zone(time?["timeZone"]?.string).instant(of: $0) }
  }

  func span(_ fields: [String: GraphJSON]) -> TimeSpan? {
    guard let start = instant(fields["start"]), let end = instant(fields["end"]) else { return nil }
    return TimeSpan(start, end)
  }

  /// What a date of a series has before anything about it is changed.
  func instanceFields(_ entry: Entry, _ day: Day) -> [String: GraphJSON] {
    var fields = entry.fields
    fields["recurrence"] = nil
    guard let start = local(entry.fields["start"]), let end = local(entry.fields["end"]) else {
      return fields
    }
    let from = LocalDateTime(day, second: start.second)
    let to = LocalDateTime(wallSeconds: from.wallSeconds + end.wallSeconds - start.wallSeconds)
    fields["start"] = Self.time(from, entry.fields["start"]?["timeZone"]?.string ?? "UTC")
    fields["end"] = Self.time(to, entry.fields["end"]?["timeZone"]?.string ?? "UTC")
    return fields
  }

  static func time(_ local: LocalDateTime, _ zone: String) -> GraphJSON {
    ["dateTime": .string(local.description + ".0000000"), "timeZone": .string(zone)]
  }

  /// The dates of a series that touch a window, with the exceptions that do.
  func days(of entry: Entry, in window: TimeSpan) -> [Day] {
    let all =
      FakeGraphRecurrence(.some(entry.fields["recurrence"] ?? .null))?
      .days(before: LocalDateTime(wallSeconds: window.end.seconds).day + 2) ?? []
    let given = all.filter { day in
      guard !entry.deleted.contains(day), entry.exceptions[day] == nil else { return false }
      return span(instanceFields(entry, day))?.touches(window) ?? false
    }
    let moved = entry.exceptions.filter { span($0.value.fields)?.touches(window) ?? false }
    return (given + moved.keys).sorted()
  }

  func touches(_ entry: Entry, _ window: TimeSpan) -> Bool {
    entry.isSeries
      ? !days(of: entry, in: window).isEmpty : span(entry.fields)?.touches(window) ?? false
  }
}
