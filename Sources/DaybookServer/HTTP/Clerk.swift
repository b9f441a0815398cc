import DaybookCore
import DaybookStore
import DaybookSync
import ICalendar

/// Answers for one store: asks its desk on a queue of its own, so that none of the few threads that
/// compute ever waits for a disk.
package actor Clerk {
  package nonisolated let store: Store
  nonisolated let settings: Settings
  nonisolated let zone: Zone
  nonisolated let clock: @Sendable () -> Instant
  nonisolated let jobs: SyncJobs
  /// Connects accounts at the vendors; nil where none can be.
  nonisolated let connecting: (any AccountConnecting)?
  /// nil where nobody is told anything.
  nonisolated let reach: Reach?
  /// What changed, for the streams.
  nonisolated let news = ChangeNews()
  /// What was answered since.
  nonisolated let kept = KeptAnswers()
  private nonisolated let executor = QueueExecutor(label: "daybook.server.store")

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  package init(
    store: Store, settings: Settings, zone: Zone, clock: @escaping @Sendable () -> Instant,
    engine: SyncEngine?, connecting: (any AccountConnecting)? = nil, reach: Reach? = nil
  ) {
    self.store = store
    self.settings = settings
    self.zone = zone
    self.clock = clock
    self.connecting = connecting
    self.reach = reach
    jobs = SyncJobs(engine: engine, clock: clock)
  }

  /// What `body` finds at the desk. What it does it does alone: nobody else of this process asks or
  /// writes meanwhile.
  ///
  /// - Parameter bounds: of the work, counted from when its turn has come; nil for what is small.
  func ask<Value: Sendable>(
    within bounds: WorkBounds? = nil, _ body: @Sendable (Desk) throws -> Value
  ) throws -> Value {
    try Patience.$check.withValue(try bounds?.begin()) {
      try body(Desk(store: store, settings: settings, zone: zone, now: clock()))
    }
  }

  /// What answers depend on: the state of the store, and the time to a minute.
  func moment() throws -> KeptAnswers.Moment {
    KeptAnswers.Moment(store: try store.state(), minute: clock().seconds / 60)
  }

  /// What phrases are read in.
  nonisolated func phrases(in zone: Zone) -> PhraseContext {
    PhraseContext(
      now: clock(), zone: zone, zones: store.zones, weekStarts: settings.weekStarts,
      dateOrder: settings.dateOrder)
  }

  /// Tells the streams of changes, and now and then that nothing changed, until it is cancelled.
  func watch(every interval: Duration = .seconds(20)) async {
    let (changes, news) = (store.changes(), news)
    await withDiscardingTaskGroup { group in
      group.addTask {
        for await change in changes { news.took(change) }
      }
      group.addTask {
        while (try? await Task.sleep(for: interval)) != nil { news.knock() }
      }
    }
  }
}
