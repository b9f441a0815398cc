@testable import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Synchronization
import Testing

@testable import DaybookSync

/// What a person does here, and what both sides look like.
extension SyncBench {
  /// The account's calendar and events, writable from here and there.
  func writable(
    _ uids: [String] = [], capabilities: Capabilities = Capabilities(), pageSize: Int = 100
  ) throws -> MemoryProvider {
    try remote(uids, capabilities: capabilities, pageSize: pageSize, kind: .caldav)
  }

  func create(_ uid: String, title: String) throws {
    try write(uid, SyncBench.event(uid, title: title).components.first?.text, "Create")
  }

  /// Sets a property of an event that is here; nothing where it is not.
  func set(_ name: String, _ value: String, of uid: String, tellsPeople: Bool = false) throws {
    guard let source = source(uid) else { return }
    var component = try Component(text: source)
    component.setText(name, value)
    try write(uid, component.text, "Change", tellsPeople: tellsPeople)
  }

  func rename(_ uid: String, to title: String) throws { try set("SUMMARY", title, of: uid) }

  func delete(_ uid: String) throws {
    if source(uid) != nil { try write(uid, nil, "Delete") }
  }

  private func write(
    _ uid: String, _ text: String?, _ sentence: String, tellsPeople: Bool = false
  ) throws {
    guard let calendar = try store.calendars().first?.calendar.id else { return }
    let key = EventEdit.Key(calendar: calendar, uid: uid)
    let before = source(uid).map { [key: $0] } ?? [:]
    let edit = EventEdit(from: before, to: text.map { [key: $0] } ?? [:], event: key.event)
    try store.apply(edit, saying: sentence, at: now, tellsPeople: tellsPeople)
  }

  func source(_ uid: String) -> String? {
    guard let calendar = try? store.calendars().first?.calendar.id else { return nil }
    return try? store.bundle(Event.id(calendar: calendar, uid: uid)).entries.first?.source
  }

  /// Title and place of what is here, by UID.
  func here() throws -> [String: String] {
    var events: [String: String] = [:]
    for uid in try stored().keys {
      events[uid] = try source(uid).map { Self.words(try Component(text: $0)) }
    }
    return events
  }

  static func words(_ component: Component) -> String {
    (component.first("SUMMARY")?.text ?? "") + " @ " + (component.first("LOCATION")?.text ?? "")
  }
}

/// What somebody does there.
extension MemoryProvider {
  static let calendar = RemoteID("c")

  func there() -> [String: String] {
    Dictionary(
      events(in: Self.calendar).map { ($0.uid, $0.components.first.map(SyncBench.words) ?? "") },
      uniquingKeysWith: { "\($0) and \($1)" })
  }

  /// Sets a property of an event that is there; nothing where it is not.
  func set(_ name: String, _ value: String, of uid: String) {
    guard var event = events(in: Self.calendar).first(where: { $0.uid == uid }) else { return }
    event.components[0].setText(name, value)
    edit(event, in: Self.calendar)
  }

  func delete(_ uid: String) {
    guard let event = events(in: Self.calendar).first(where: { $0.uid == uid }) else { return }
    remove(event.id, in: Self.calendar)
  }
}

/// A provider during whose writes something else happens.
final class BusyProvider: ProviderAround {
  let inner: MemoryProvider
  private let hooks = Mutex(Hooks())

  private struct Hooks {
    var before: [@Sendable () throws -> Void] = []
    var written = 0
    var told: [Bool] = []
    var lost: Set<Int> = []
  }

  init(_ inner: MemoryProvider) { self.inner = inner }

  /// Before the next write arrives.
  func meanwhile(_ deed: @escaping @Sendable () throws -> Void) {
    hooks.withLock { $0.before.append(deed) }
  }

  /// The answers of these writes, the next being 0, are lost.
  func loseReplies(_ writes: Set<Int>) {
    hooks.withLock { hooks in hooks.lost = Set(writes.map { $0 + hooks.written }) }
  }

  /// Of each save, whether people were to hear of it.
  var told: [Bool] { hooks.withLock { $0.told } }

  private func begin() throws(ProviderError) {
    let deed = hooks.withLock { $0.before.isEmpty ? nil : $0.before.removeFirst() }
    do {
      try deed?()
    } catch {
      throw .localFailure(Failure(code: "test", message: "\(error)"))
    }
  }

  private func end() throws(ProviderError) {
    let isLost = hooks.withLock { hooks in
      hooks.written += 1
      return hooks.lost.contains(hooks.written - 1)
    }
    if isLost { throw .unreachable(RemotePlace("memory://"), .dropped) }
  }

  func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent {
    try begin()
    hooks.withLock { $0.told.append(notice.tellsPeople) }
    let saved = try await inner.save(event, over: base, telling: notice, in: calendar)
    try end()
    return saved
  }

  func delete(
    _ event: RemoteID, version: Version?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) {
    try begin()
    try await inner.delete(event, version: version, telling: notice, in: calendar)
    try end()
  }
}

/// A provider that writes what it is sent in words of its own, as most do.
final class StampingProvider: ProviderAround {
  let inner: MemoryProvider

  init(_ inner: MemoryProvider) { self.inner = inner }

  func save(
    _ event: RemoteEvent, over base: RemoteEvent?, telling notice: Notice, in calendar: RemoteID
  ) async throws(ProviderError) -> RemoteEvent {
    var stamped = event
    for index in stamped.components.indices {
      let count = Int(stamped.components[index].first("SEQUENCE")?.value ?? "") ?? 0
      stamped.components[index].setText("SEQUENCE", String(count + 1))
      stamped.components[index].setText("X-STAMP", "theirs")
    }
    return try await inner.save(stamped, over: base, telling: notice, in: calendar)
  }
}

extension SyncBench {
  /// Both sides are equal, nothing waits, and a further pass finds nothing to do.
  func expectQuiet(
    _ engine: SyncEngine, _ remote: MemoryProvider, at place: SourceLocation = #_sourceLocation
  ) async throws {
    #expect(try here() == remote.there(), sourceLocation: place)
    #expect(try store.outbox().isEmpty, sourceLocation: place)
    let requests = remote.requestsMade
    let report = try #require(await engine.syncNow().accounts.first?.calendars.first)
    #expect(
      [report.added, report.updated, report.deleted, report.sent] == [0, 0, 0, 0],
      sourceLocation: place)
    #expect(remote.requestsMade == requests + 2, sourceLocation: place)
  }

  /// A writable account during whose writes something else can be made to happen.
  func busyAccount(_ uids: [String]) throws -> BusyProvider {
    var busy: BusyProvider?
    let inner = try remote(uids, kind: .caldav) { memory in
      let made = BusyProvider(memory)
      busy = made
      return made
    }
    return busy ?? BusyProvider(inner)
  }
}
