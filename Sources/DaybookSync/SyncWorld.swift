internal import DaybookCore
package import DaybookStore
package import ICalendar

/// What the engine is given: where to keep things, whom to ask, what time it is.
package struct SyncWorld: Sendable {
  package var store: Store
  package var makeProvider: ProviderMaker
  /// The display's clock, which may be frozen.
  package var clock: @Sendable () -> Instant
  package var observer: any SyncObserver
  package var alarm: any SyncAlarm
  /// From 0 to 1, anew at each call.
  package var jitter: @Sendable () -> Double
  /// Seconds to wait for another process that is syncing the same account.
  package var patience: Double
  /// Passes side by side; what somebody waits for is not kept waiting by them.
  package var width: Int

  package init(
    store: Store, clock: @escaping @Sendable () -> Instant,
    observer: any SyncObserver = SilentObserver(), alarm: any SyncAlarm = DispatchAlarm(),
    jitter: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
    patience: Double = 30, width: Int = 8, makeProvider: @escaping ProviderMaker
  ) {
    self.store = store
    self.clock = clock
    self.observer = observer
    self.alarm = alarm
    self.jitter = jitter
    self.patience = patience
    self.width = max(1, width)
    self.makeProvider = makeProvider
  }
}
