internal import DaybookCore
internal import DaybookStore
internal import ICalendar

/// One run over all calendars of one account. Each is stored by itself in one transaction, so that
/// one that fails does not keep the others from what they learned.
struct AccountPass {
  let account: Account
  let provider: any Provider
  let options: SyncOptions
  let world: SyncWorld
  let lease: AccountLease
  let schedule: SyncSchedule
  /// Whether the other side is asked which calendars there are.
  let listsCalendars: Bool
  /// How often a calendar is looked at in one pass while somebody else keeps changing it.
  private static let rounds = 3

  /// How it went.
  struct End {
    var report: AccountReport
    /// The first thing that went wrong on the other side.
    var error: ProviderError?
    /// Seconds that the calendars ask to be left alone.
    var wish: Int?

    init(report: AccountReport) {
      self.report = report
    }

    mutating func fail(_ error: ProviderError) {
      self.error = self.error ?? error
      report.error = report.error ?? error.failure
      report.status = error.accountState
    }

    /// What was read is stored, but not all could be sent.
    mutating func hold(_ error: ProviderError) {
      fail(error)
      if report.status == .failed { report.status = .partial }
    }
  }

  private var store: Store { world.store }

  func run(isolation: isolated (any Actor)? = #isolation) async -> End {
    var end = End(report: AccountReport(account))
    do throws(ProviderError) {
      let before = provider.requestsMade
      let (all, listed) =
        listsCalendars
        ? try known(try await provider.calendars(), &end) : (try unlisted(), [])
      let calendars = all.filter { options.only?.contains($0.id) ?? true }
      // What the list cost belongs to the first of those in it.
      var listing = provider.requestsMade - before
      var errors: [ProviderError] = []
      // What is on screen comes before what nobody looks at.
      for calendar in calendars.filter({ !$0.isHidden }) + calendars.filter(\.isHidden) {
        do throws(ProviderError) {
          try lease.prolong(account)
          try await run(calendar, listed, listing, &end)
        } catch {
          if error == .cancelled || AccountLease.isBusy(error) { throw error }
          errors.append(error)
        }
        listing = 0
      }
      settle(errors, of: calendars.count, &end)
    } catch {
      end.fail(error)
    }
    return end
  }

  /// An account of which only a part failed is partial, unless it needs a person.
  private func settle(_ errors: [ProviderError], of count: Int, _ end: inout End) {
    let gravest = errors.first { $0.accountState == .loginRequired } ?? errors.first
    guard let gravest else { return }
    end.fail(gravest)
    if errors.count < count, end.report.status == .failed { end.report.status = .partial }
  }

  /// The calendars as they were listed last.
  private func unlisted() throws(ProviderError) -> [EventCalendar] {
    do {
      return try calendars()
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  /// Makes our list of calendars that of the other side.
  /// - Returns: those to ask, in their order, and all that are to stay.
  private func known(_ listed: [RemoteCalendar], _ end: inout End) throws(ProviderError)
    -> (calendars: [EventCalendar], listed: [RemoteCalendar])
  {
    do {
      let before = try calendars()
      if listed.isEmpty, !before.isEmpty, !options.letsThrough {
        end.report.status = .partial
        end.report.error = WipeGuard.failure(calendars: before.count, account: account.name)
        return ([], listed)
      }
      let staying = listed + (try held(before, listed, &end))
      try store.updateCalendars(staying, of: account.id)
      let after = try calendars()
      return (
        listed.compactMap { remote in after.first { $0.key == remote.id.raw } }, staying
      )
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  /// Calendars of a feed or of files that are gone with so many events that they wait for a yes. One
  /// that goes as another comes may only have been renamed.
  private func held(
    _ before: [EventCalendar], _ listed: [RemoteCalendar], _ end: inout End
  ) throws -> [RemoteCalendar] {
    let keys = Set(listed.map(\.id.raw))
    let gone = Set(before.filter { !keys.contains($0.key) }.map(\.id))
    guard !gone.isEmpty, !options.letsThrough, !provider.capabilities.canWrite,
      keys.isSubset(of: before.map(\.key))
    else { return [] }
    let held = try store.calendars(countingEvents: true).filter { listing in
      let count = listing.events ?? 0
      return gone.contains(listing.id) && WipeGuard.holds(lost: count, of: count)
    }
    if let first = held.first {
      end.report.status = .partial
      end.report.error = WipeGuard.failure(
        calendar: first.name, events: first.events ?? 0, account: account.name)
    }
    return held.map { RemoteCalendar(id: RemoteID($0.calendar.key), isReadOnly: true) }
  }

  private func calendars() throws -> [EventCalendar] {
    try store.calendars(countingEvents: false).map(\.calendar).filter { $0.account == account.id }
  }

  private func run(
    _ calendar: EventCalendar, _ listed: [RemoteCalendar], _ listing: Int, _ end: inout End,
    isolation: isolated (any Actor)? = #isolation
  ) async throws(ProviderError) {
    let began = ContinuousClock.now
    let before = provider.requestsMade
    var report = CalendarReport(name: calendar.name)
    var state: CalendarSyncState?
    let parts = ListingParts(of: calendar.id, in: store)
    do throws(ProviderError) {
      for round in 1...Self.rounds {
        state = try self.state(of: calendar)
        var result = try await reading(
          of: calendar, state, parts, isLast: round == Self.rounds
        ).run(at: world.clock())
        result.pass.counts = parts.takeCounts()
        report.requests = listing + provider.requestsMade - before
        report.isFull = report.isFull || result.isFull
        report.notes += result.notes
        report.failure = result.failure
        result.pass.requests = report.requests
        result.pass.milliseconds = began.milliseconds
        try keep(result, listed, &report)
        end.wish = max(end.wish ?? 0, result.pass.position.interval ?? 0)
        if let error = result.error { end.hold(error) }
        if !result.isOutdated { break }
      }
      if let failure = report.failure {
        if end.report.status == .ok { end.report.status = .partial }
        end.report.error = end.report.error ?? failure
      }
      report.milliseconds = began.milliseconds
      end.report.calendars.append(report)
    } catch {
      report.requests = listing + provider.requestsMade - before
      report.milliseconds = began.milliseconds
      report.failure = error.failure
      let counts = parts.takeCounts()
      report.add(counts)
      end.report.calendars.append(report)
      end.wish = max(end.wish ?? 0, state?.position.interval ?? 0)
      if error != .cancelled, !AccountLease.isBusy(error) {
        remember(error, report, counts, calendar, state)
      }
      throw error
    }
  }

  private func state(of calendar: EventCalendar) throws(ProviderError) -> CalendarSyncState? {
    do {
      return try store.syncStates(of: account.id).first { $0.calendar == calendar.id }
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  private func reading(
    of calendar: EventCalendar, _ state: CalendarSyncState?, _ parts: ListingParts,
    isLast: Bool
  ) -> CalendarPass {
    let (store, observer, account, lease) = (store, world.observer, account, lease)
    let (schedule, clock, jitter) = (schedule, world.clock, world.jitter)
    var options = options
    // What an outdated version still hides after two looks, only a listing of everything tells.
    if isLast { options.isFull = true }
    return CalendarPass(
      provider: provider, account: account, calendar: calendar, state: state, options: options,
      versions: KeptVersions { try store.versions(in: calendar.id) },
      names: store.instanceNames(in: calendar),
      outbox: { try store.outbox(.calendar(calendar.id)) },
      note: { (entry, components) throws(ProviderError) in
        do {
          try store.noteSending(entry, components)
        } catch {
          throw .localFailure(Failure(error))
        }
      },
      retry: { error, failures in
        schedule.due(
          after: SyncSchedule.Outcome(
            at: clock(), failures: failures, isPassing: error.isPassing,
            retryAfter: error.retryAfter), jitter: jitter())
      }, isLastRound: isLast, parts: parts,
      turned: { events throws(ProviderError) in
        observer.progressed(account, calendar: calendar.name, events: events)
        // A long listing must not be taken for one whose process has died.
        try lease.hold(account)
      })
  }

  /// Stores what was learned of a calendar, its new name first.
  private func keep(
    _ result: CalendarPass.Outcome, _ listed: [RemoteCalendar], _ report: inout CalendarReport
  ) throws(ProviderError) {
    do {
      if let description = result.description, listsCalendars {
        try store.updateCalendars(
          listed.map { $0.id == description.id ? description : $0 }, of: account.id)
        report.name = description.name.isEmpty ? report.name : description.name
      }
      report.add(try store.commit(result.pass))
      report.sent += result.sent
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  /// Writes down that a calendar failed; what was kept of it stays as it is.
  private func remember(
    _ error: ProviderError, _ report: CalendarReport, _ counts: SyncCounts,
    _ calendar: EventCalendar, _ state: CalendarSyncState?
  ) {
    var pass = SyncPass(
      calendar: calendar.id, position: state?.position ?? SyncPosition(), startedAt: world.clock())
    pass.state = error.accountState
    pass.failure = error.failure
    pass.counts = counts
    pass.requests = report.requests
    pass.milliseconds = report.milliseconds
    // The failure itself is reported; that it could not be written down too adds nothing.
    _ = try? store.commit(pass)
  }
}

extension ProviderError {
  /// What becomes of an account that meets it.
  var accountState: AccountState {
    if case .signInNeeded = self { .loginRequired } else { .failed }
  }
}

extension CalendarReport {
  fileprivate mutating func add(_ counts: SyncCounts) {
    added += counts.added
    updated += counts.updated
    deleted += counts.deleted
  }
}

extension ContinuousClock.Instant {
  /// Since then, whole ones.
  fileprivate var milliseconds: Int {
    let (seconds, attoseconds) = (ContinuousClock.now - self).components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
