package import DaybookCore
package import DaybookStore
package import ICalendar

/// Makes what has an account's provider tell us; nil where it cannot.
package typealias PushMaker = @Sendable (Account) throws(ProviderError) -> (any PushProvider)?

/// What the keeper of channels is given: where to keep things, whom to ask, what time it is.
package struct PushWorld: Sendable {
  package var store: Store
  /// Where the Internet finds us, without a slash at its end; nil where it does not.
  package var base: String?
  /// Whose store it is, as addresses name them.
  package var person: String
  package var makePush: PushMaker
  package var clock: @Sendable () -> Instant
  package var alarm: any SyncAlarm
  /// Hears what went wrong, by its code.
  package var failed: @Sendable (any Error) -> Void

  package init(
    store: Store, base: String?, person: String = "home", clock: @escaping @Sendable () -> Instant,
    alarm: any SyncAlarm = DispatchAlarm(),
    failed: @escaping @Sendable (any Error) -> Void = { _ in }, makePush: @escaping PushMaker
  ) {
    self.store = store
    self.base = base
    self.person = person
    self.clock = clock
    self.alarm = alarm
    self.failed = failed
    self.makePush = makePush
  }
}
