package import DaybookCore
package import DaybookStore
package import ICalendar

/// Everything that happens for one account, on a queue of its own and one pass at a time.
package actor AccountSync {
  private let executor: QueueExecutor
  private let account: AccountID
  private let store: Store
  private let makeProvider: ProviderMaker
  private let schedule: SyncSchedule
  private let observer: any SyncObserver
  private let clock: @Sendable () -> Instant
  private let lease: AccountLease
  /// Kept between passes: it holds open connections.
  private var provider: (account: Account, provider: any Provider)?
  private var last: Task<AccountReport, Never>?

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  init(_ account: AccountID, world: SyncWorld, schedule: SyncSchedule) {
    executor = QueueExecutor(label: "daybook.sync.\(account.raw)")
    self.account = account
    self.schedule = schedule
    store = world.store
    makeProvider = world.makeProvider
    observer = world.observer
    clock = world.clock
    lease = AccountLease(account, world: world)
  }

  /// Does a pass when those asked for before are done. Ends early when its task is cancelled.
  package func pass(_ options: SyncOptions) async -> AccountReport {
    let before = last
    let task = Task { () -> AccountReport in
      _ = await before?.value
      return await self.run(options)
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
    guard let found = try? account(), let provider = try? provider(of: found) else { return [] }
    return provider.watchedPaths
  }

  private func run(_ options: SyncOptions) async -> AccountReport {
    guard let found = try? account() else {
      return AccountReport(Account(id: account, name: account.raw, kind: .local), status: .ok)
    }
    observer.passBegan(found)
    let report = await run(found, options)
    observer.passEnded(report)
    return report
  }

  private func run(_ account: Account, _ options: SyncOptions) async -> AccountReport {
    var report = AccountReport(account)
    do throws(ProviderError) {
      let provider = try provider(of: account)
      guard provider.capabilities.isRemote else { return report }
      try await lease.take()
      defer { lease.release() }
      do throws(ProviderError) {
        let error = try await pass(over: account, provider, options, &report)
        end(&report, error: error)
      } catch {
        report.error = error.failure
        report.status = Self.status(error)
        end(&report, error: error)
      }
    } catch {
      // Nobody was asked, so there is nothing to keep but the words.
      report.error = error.failure
      report.status = Self.status(error)
      if error != .cancelled { end(&report, error: error) }
    }
    return report
  }

  private static func status(_ error: ProviderError) -> AccountState {
    if case .signInNeeded = error { .loginRequired } else { .failed }
  }

  private func account() throws -> Account? {
    try store.accounts().first { $0.id == account }
  }

  /// The provider of last time, unless the account was given another address since.
  private func provider(of account: Account) throws(ProviderError) -> any Provider {
    if let provider, provider.account.kind == account.kind,
      provider.account.address == account.address
    {
      return provider.provider
    }
    let made = try makeProvider(account)
    provider = (account, made)
    return made
  }
}
