import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Testing

@testable import DaybookSync

/// A weekly series `s` of six Thursdays, at a provider that keeps its instances apart.
extension SyncBench {
  static let thursdays = [
    "20261119T083000Z", "20261126T083000Z", "20261203T083000Z", "20261210T083000Z",
    "20261217T083000Z", "20261224T083000Z",
  ]

  static func master(_ lines: String...) throws -> Component {
    var component = try #require(Self.event("s").components.first)
    component.append("RRULE", rawValue: "FREQ=WEEKLY;COUNT=6")
    for line in lines { component.append(ContentLine(raw: line)) }
    return component
  }

  /// The entry for the instance of a Thursday, called otherwise.
  static func instance(_ number: Int, title: String) throws -> Component {
    var component = try #require(Self.event("s", title: title).components.first)
    component.append("RECURRENCE-ID", rawValue: thursdays[number])
    component.set("DTSTART", rawValue: thursdays[number])
    component.set("DTEND", rawValue: thursdays[number].replacing("T0830", with: "T0930"))
    return component
  }

  static func cancelled(_ number: Int) throws -> Component {
    var component = Component(named: "VEVENT")
    component.append("UID", rawValue: "s")
    component.append("RECURRENCE-ID", rawValue: thursdays[number])
    component.append("STATUS", rawValue: "CANCELLED")
    return component
  }

  static func series(_ components: Component...) -> RemoteEvent {
    RemoteEvent(id: RemoteID("s"), components: components)
  }

  func apart(_ series: RemoteEvent?, pageSize: Int = 100) throws -> MemoryProvider {
    let remote = try writable(
      capabilities: Capabilities(keepsInstancesApart: true), pageSize: pageSize)
    if let series { remote.edit(series, in: MemoryProvider.calendar) }
    return remote
  }

  /// Titles of what takes place, by Thursday.
  func titles() throws -> [String] {
    try store.allOccurrences(viewer: .utc, in: OccurrenceFilter()).occurrences
      .filter { $0.status != .cancelled }.sorted { $0.span.start < $1.span.start }.map(\.title)
  }

  func changeInstance(_ number: Int?, title: String) throws {
    try changeInstance(number.map { Self.thursdays[$0] }, title: title)
  }

  /// - Parameter original: the compact start of the instance; nil for all of them.
  func changeInstance(_ original: String?, title: String) throws {
    try editSeries(original) {
      try $0.change(EventChange(title: title), of: $1, $2, newUID: "new")
    }
  }

  func deleteInstance(_ number: Int) throws {
    try deleteInstance(Self.thursdays[number])
  }

  func deleteInstance(_ original: String) throws {
    try editSeries(original) { try $0.delete($1, $2) }
  }

  /// Makes an edit of what `make` says.
  ///
  /// - Parameters:
  ///   - original: the compact start of the instance; nil for all of them.
  ///   - scope: nil for this instance, or all where none is named.
  func editSeries(
    _ original: String?, _ scope: EditScope? = nil,
    _ make: (EventEditor, OriginalStart?, EditScope) throws -> EventEdit
  ) throws {
    guard let calendar = try store.calendars().first?.calendar.id else { return }
    let stored = try store.bundle(Event.id(calendar: calendar, uid: "s"))
    let bundle = try #require(
      try EventBundle(
        sources: stored.entries.map(\.source), zones: stored.resolver(in: TestZones.database),
        calendar: calendar))
    let editor = EventEditor(bundle, now: now, addresses: [], viewer: .utc)
    let start = original.flatMap { OriginalStart(compact: $0) }
    try store.apply(
      make(editor, start, scope ?? (original == nil ? .all : .this)), saying: "Change", at: now)
  }

  /// Entries of the series as they are kept here.
  func entries() throws -> [Component] {
    guard let calendar = try store.calendars().first?.calendar.id else { return [] }
    let id = Event.id(calendar: calendar, uid: "s")
    guard let stored = try? store.bundle(id) else { return [] }
    return try stored.entries.map { try Component(text: $0.source) }
  }

  /// Both sides have the same entries, with the versions that they have there, and nothing waits.
  func expectAgreement(
    _ engine: SyncEngine, _ remote: MemoryProvider, at place: SourceLocation = #_sourceLocation
  ) async throws {
    let there = remote.events(in: MemoryProvider.calendar)
    let here = try entries()
    // A cancelled instance that comes without a beginning is kept with one.
    #expect(
      Merge.areSame(here, there.flatMap(\.components).map(\.dated)), sourceLocation: place)
    let calendar = try #require(try store.calendars().first?.calendar.id)
    let versions = Dictionary(
      there.flatMap(\.parts).map { ($0.id, $0.version) }, uniquingKeysWith: { $1 })
    #expect(try store.versions(in: calendar) == versions, sourceLocation: place)
    #expect(try store.outbox().isEmpty, sourceLocation: place)
    let report = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect(
      [report.added, report.updated, report.deleted, report.sent] == [0, 0, 0, 0],
      sourceLocation: place)
  }
}
