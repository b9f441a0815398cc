package import DaybookCore
package import DaybookStore
package import ICalendar

/// A store in a folder of its own, at a fixed moment, for viewers in Berlin unless told otherwise.
package struct TemporaryStore {
  package let folder: TemporaryFolder
  package let store: Store

  /// Wednesday, 18 November 2026, 14:12 in Berlin.
  package static let now = Instant(seconds: 1_795_007_520)

  package init(
    addresses: [String] = [], now: Instant = TemporaryStore.now, viewer: Zone? = nil,
    connections: StoreOptions.Connections = .one
  ) throws {
    folder = try TemporaryFolder()
    store = try TemporaryStore.open(
      folder, addresses: addresses, now: now, viewer: viewer, connections: connections)
  }

  /// A second store on the same file, as another process has it.
  package func reopened(
    addresses: [String] = [], now: Instant = TemporaryStore.now,
    connections: StoreOptions.Connections = .one, patience: Double = 5
  ) throws -> Store {
    try TemporaryStore.open(
      folder, addresses: addresses, now: now, viewer: nil, connections: connections,
      patience: patience)
  }

  package var path: String { TemporaryStore.path(folder) }

  private static func path(_ folder: TemporaryFolder) -> String {
    folder.path + "/store/daybook.sqlite"
  }

  private static func open(
    _ folder: TemporaryFolder, addresses: [String], now: Instant, viewer: Zone?,
    connections: StoreOptions.Connections, patience: Double = 5
  ) throws -> Store {
    try Store.open(
      at: path(folder), zones: TestZones.database,
      options: StoreOptions(
        addresses: addresses, now: now, viewer: try viewer ?? TestZones.zone("Europe/Berlin"),
        connections: connections, patience: patience))
  }

  /// Reads calendar text into a local calendar.
  @discardableResult
  package func load(_ text: String, into name: String = "Personal", mirrors: Bool = false) throws
    -> ImportCounts
  {
    let calendar = try store.localCalendar(named: name).calendar
    return try store.importEvents(
      ImportBatch(
        calendar: calendar.id,
        files: [ImportFile(name: "test.ics", source: .bytes(Array(text.utf8)))],
        mirrors: mirrors))
  }

  /// What touches these days of Berlin, or of `viewer`.
  package func occurrences(
    _ from: String, _ to: String, viewer: Zone? = nil, in filter: OccurrenceFilter = .init()
  ) throws -> [Occurrence] {
    let zone = try viewer ?? TestZones.zone("Europe/Berlin")
    guard let first = Day(iso: from), let last = Day(iso: to) else { return [] }
    return try store.occurrences(
      touching: TimeSpan(zone.start(of: first), zone.start(of: last)), viewer: zone, in: filter
    ).occurrences
  }

  package func remove() { folder.remove() }
}

/// Calendar text for tests.
package enum TestCalendar {
  /// A VCALENDAR around these lines.
  package static func text(_ events: String...) -> String {
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n" + events.joined(separator: "\n")
      + "\nEND:VCALENDAR\n"
  }

  /// A VEVENT with these lines behind its UID.
  package static func event(_ uid: String, _ lines: String...) -> String {
    (["BEGIN:VEVENT", "UID:\(uid)", "DTSTAMP:20260101T000000Z"] + lines + ["END:VEVENT"])
      .joined(separator: "\n")
  }
}
