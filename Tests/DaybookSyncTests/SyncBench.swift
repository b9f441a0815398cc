import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookTestSupport
import ICalendar
import Synchronization

@testable import DaybookSync

/// An engine on a real store file, with remote accounts in memory and a clock that stands still
/// unless it is moved.
final class SyncBench: Sendable {
  let temporary: TemporaryStore
  let alarm = ManualAlarm()
  let observer = Recorder()
  private let clock = Mutex(TemporaryStore.now)
  private let remotes = Mutex<[AccountID: any Provider]>([:])

  init() throws {
    temporary = try TemporaryStore()
  }

  deinit { temporary.remove() }

  var store: Store { temporary.store }
  var now: Instant { clock.withLock { $0 } }

  func wait(_ seconds: Int) {
    clock.withLock { $0 = $0 + seconds }
  }

  func world(patience: Double = 0, width: Int = 8) -> SyncWorld {
    SyncWorld(
      store: store, clock: { [self] in now }, observer: observer, alarm: alarm, jitter: { 1 },
      patience: patience, width: width
    ) { [self] account throws(ProviderError) in
      let known = remotes.withLock { $0[account.id] }
      guard let known else { return LocalProvider() }
      return known
    }
  }

  func engine(every: Int? = nil, patience: Double = 0, width: Int = 8) -> SyncEngine {
    var settings = SyncSettings()
    if let every {
      settings.every = every
      settings.isEverySet = true
    }
    return SyncEngine(
      world: world(patience: patience, width: width), settings: settings)
  }

  /// Adds an account served by `provider`.
  @discardableResult
  func add(_ name: String, _ provider: any Provider, kind: AccountKind = .ics) throws -> Account {
    let address = "memory://" + name
    let account = try store.addAccount(
      Account(
        id: Account.id(kind: kind, nameOrAddress: address), name: name, kind: kind,
        address: address, state: .new))
    remotes.withLock { $0[account.id] = provider }
    return account
  }

  /// Serves an account by another provider from now on; engines that have one keep it.
  func serve(_ account: Account, with provider: any Provider) {
    remotes.withLock { $0[account.id] = provider }
  }

  /// An account with one calendar `c` in memory, of these events.
  @discardableResult
  func remote(
    _ uids: [String], named name: String = "team", capabilities: Capabilities = Capabilities(),
    pageSize: Int = 100, kind: AccountKind = .ics,
    through wrap: (MemoryProvider) -> any Provider = { $0 }
  ) throws -> MemoryProvider {
    let provider = MemoryProvider(
      calendars: [RemoteCalendar(id: RemoteID("c"), name: "Team")], capabilities: capabilities,
      pageSize: pageSize)
    for uid in uids { try provider.edit(SyncBench.event(uid), in: RemoteID("c")) }
    try add(name, wrap(provider), kind: kind)
    return provider
  }

  static func event(_ uid: String, title: String = "Review") throws -> RemoteEvent {
    RemoteEvent(
      id: RemoteID(uid),
      components: [
        try Component(
          text: """
            BEGIN:VEVENT
            UID:\(uid)
            DTSTAMP:20261101T000000Z
            DTSTART:20261119T083000Z
            DTEND:20261119T093000Z
            SUMMARY:\(title)
            END:VEVENT
            """)
      ])
  }

  /// Titles of what is stored, by UID.
  func stored() throws -> [String: String] {
    let found = try store.allOccurrences(viewer: .utc, in: OccurrenceFilter()).occurrences
    return Dictionary(found.map { ($0.uid, $0.title) }, uniquingKeysWith: { $1 })
  }

  static func there(_ provider: MemoryProvider) -> [String: String] {
    Dictionary(
      provider.events(in: RemoteID("c")).map {
        ($0.uid, $0.components.first?.first("SUMMARY")?.text ?? "")
      }, uniquingKeysWith: { $1 })
  }
}

/// Rings when a test says so.
final class ManualAlarm: SyncAlarm {
  private let state = Mutex<(seconds: Int, ring: @Sendable () -> Void)?>(nil)

  /// Seconds to which it was set last; nil when it is off.
  var seconds: Int? { state.withLock { $0?.seconds } }

  func set(in seconds: Int, _ ring: @escaping @Sendable () -> Void) {
    state.withLock { $0 = (seconds, ring) }
  }

  func stop() { state.withLock { $0 = nil } }

  func ring() {
    let ring = state.withLock { state in
      defer { state = nil }
      return state?.ring
    }
    ring?()
  }
}

/// Remembers the passes it hears of, and wakes whoever waits for one.
final class Recorder: SyncObserver {
  private let state = Mutex(State())

  typealias Condition = @Sendable ([AccountReport]) -> Bool

  private struct State {
    var began: [String] = []
    var ended: [AccountReport] = []
    var waiting: [(isEnough: Condition, continuation: CheckedContinuation<Void, Never>)] = []
  }

  var began: [String] { state.withLock { $0.began } }
  var ended: [AccountReport] { state.withLock { $0.ended } }

  func passBegan(_ account: Account) {
    state.withLock { $0.began.append(account.name) }
  }

  func passEnded(_ report: AccountReport) {
    let ready = state.withLock { state in
      state.ended.append(report)
      let ended = state.ended
      let ready = state.waiting.filter { $0.isEnough(ended) }.map(\.continuation)
      state.waiting.removeAll { $0.isEnough(ended) }
      return ready
    }
    for continuation in ready { continuation.resume() }
  }

  /// Returns when so many passes have ended.
  func passes(_ count: Int) async { await passes { $0.count >= count } }

  /// Returns when those that have ended are as wanted.
  func passes(_ isEnough: @escaping Condition) async {
    await withCheckedContinuation { continuation in
      let isReady = state.withLock { state in
        if isEnough(state.ended) { return true }
        state.waiting.append((isEnough, continuation))
        return false
      }
      if isReady { continuation.resume() }
    }
  }
}
