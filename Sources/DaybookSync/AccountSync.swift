package import DaybookCore
internal import DaybookStore
package import ICalendar

/// Everything that happens for one account, on a queue of its own and one pass at a time.
package actor AccountSync {
  private let executor: QueueExecutor
  private let id: AccountID
  private let world: SyncWorld
  private let lease: AccountLease
  /// Kept between passes: it holds open connections.
  private var provider: (account: Account, provider: any Provider)?
  private var last: Task<PassEnd?, Never>?
  /// Whether that provider has listed its calendars, and so knows them.
  private var hasListed = false

  /// How a pass ended, and when the next is due.
  package struct PassEnd: Sendable {
    /// nil where it could not even be read which account it is.
    package var report: AccountReport?
    /// Why there is no report.
    package var failure: Failure?
    package var due: Instant
    /// Before then the other side does not want to be asked.
    package var rest: Instant?
  }

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  package init(_ id: AccountID, world: SyncWorld) {
    executor = QueueExecutor(label: "daybook.sync.\(id.raw)")
    self.id = id
    self.world = world
    lease = AccountLease(id, store: world.store, patience: world.patience)
  }

  /// Does a pass when those asked for before are done; nil when the account has no other side, or
  /// is gone. Ends early when its task is cancelled.
  package func pass(_ options: SyncOptions, _ schedule: SyncSchedule) async -> PassEnd? {
    let before = last
    let task = Task { () -> PassEnd? in
      _ = await before?.value
      return await self.run(options, schedule)
    }
    last = task
    return await withTaskCancellationHandler {
      await task.value
    } onCancel: {
      task.cancel()
    }
  }

  /// Files and folders whose change calls for a pass.
  package func watchedPaths() -> [String] {
    guard let account = try? account(), let provider = try? provider(of: account) else { return [] }
    return provider.watchedPaths
  }

  private func run(_ options: SyncOptions, _ schedule: SyncSchedule) async -> PassEnd? {
    let known: Account?
    do {
      known = try account()
    } catch {
      let now = world.clock()
      let again = schedule.due(
        after: SyncSchedule.Outcome(at: now, failures: 1), jitter: world.jitter())
      return PassEnd(report: nil, failure: Failure(error), due: again)
    }
    guard let account = known else { return nil }
    var end = AccountPass.End(report: AccountReport(account))
    var asked: (any Provider)?
    do throws(ProviderError) {
      let provider = try provider(of: account)
      guard provider.capabilities.isRemote else { return nil }
      asked = provider
      world.observer.passBegan(account)
      try await lease.take(account)
      defer { lease.release() }
      end = await AccountPass(
        account: account, provider: provider, options: options, world: world, lease: lease,
        schedule: schedule, listsCalendars: options.only == nil || !hasListed
      ).run()
      hasListed = hasListed || end.error == nil
    } catch {
      end.fail(error)
    }
    if let asked { record(asked.takeExchanges(), account) }
    let rest = end.error?.retryAfter.map { world.clock() + $0 }
    let due = max(keep(&end, schedule, isPart: options.only != nil), rest ?? .earliest)
    world.observer.passEnded(end.report)
    return PassEnd(report: end.report, due: due, rest: rest)
  }

  /// Stores how it went: failure is data too, and the screen shows it by watching.
  ///
  /// - Parameter isPart: whether only some calendars were asked, which says little of the account.
  private func keep(_ end: inout AccountPass.End, _ schedule: SyncSchedule, isPart: Bool)
    -> Instant
  {
    let now = world.clock()
    let failed = end.report.status == .failed || end.report.status == .loginRequired
    do {
      let before = try world.store.accountSyncStates().first { $0.account == id }?.failures ?? 0
      let failures = failed ? before + 1 : 0
      let due = schedule.due(
        after: SyncSchedule.Outcome(
          at: now, wish: end.wish, failures: failures, isPassing: end.error?.isPassing ?? true,
          retryAfter: end.error?.retryAfter), jitter: world.jitter())
      // What one calendar says is kept with that calendar.
      if isPart { return due }
      // Somebody stopped it, or is at it elsewhere; that says nothing about the account.
      if end.error == .cancelled || AccountLease.isBusy(end.error) { return due }
      try world.store.finishPass(
        of: id, state: end.report.status, failure: end.report.error, at: now,
        retryAt: failed ? due : nil)
      if failed { return due }
      return min(due, try world.store.nextSending(of: id, after: now) ?? due)
    } catch {
      end.report.status = .failed
      end.report.error = end.report.error ?? Failure(error)
      return now + schedule.interval(wish: end.wish)
    }
  }

  private func record(_ exchanges: [RemoteExchange], _ account: Account) {
    let now = world.clock()
    // Without its lines in the log a pass is as good as with them.
    try? world.store.record(
      exchanges.map {
        Exchange(
          at: now, account: account.name, request: $0.request, status: $0.status,
          milliseconds: $0.milliseconds, bytes: $0.bytes, note: $0.note)
      })
  }

  private func account() throws -> Account? {
    try world.store.accounts().first { $0.id == id }
  }

  /// The provider of last time, unless the account was given another address since.
  private func provider(of account: Account) throws(ProviderError) -> any Provider {
    if let provider, provider.account.kind == account.kind,
      provider.account.address == account.address
    {
      return provider.provider
    }
    let made = try world.makeProvider(account)
    hasListed = false
    provider = (account, made)
    return made
  }
}
