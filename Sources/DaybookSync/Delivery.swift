internal import DaybookCore
internal import DaybookStore
internal import ICalendar

/// Carries out the plan of one calendar: what concerns the other side is done there, and what came
/// of it is folded into the value that the store will keep.
struct Delivery {
  let provider: any Provider
  let account: Account
  let calendar: EventCalendar
  let now: Instant
  /// When to try again what failed so many times.
  let retry: @Sendable (ProviderError, Int) -> Instant
  /// Whether what changed elsewhere meanwhile is left for a later pass.
  let isLastRound: Bool
  private(set) var result: CalendarPass.Outcome
  /// Writes down what is about to be sent.
  private let note: @Sendable (OutboxEntry, [Component]) throws(ProviderError) -> Void
  /// Why nothing more is sent.
  private var end: ProviderError?

  init(
    _ pass: CalendarPass, at now: Instant, into result: CalendarPass.Outcome, sends: Bool = true
  ) {
    provider = pass.provider
    account = pass.account
    calendar = pass.calendar
    self.now = now
    retry = pass.retry
    isLastRound = pass.isLastRound
    note = pass.note
    self.result = result
    if !sends {
      // Nothing is said against what waits on.
      end = .cancelled
    } else if calendar.isReadOnly || !provider.capabilities.canWrite {
      end = .readOnly(RemotePlace(account.address))
    }
  }

  mutating func run(_ plan: SyncPlan, isolation: isolated (any Actor)? = #isolation) async {
    for item in plan.items {
      if let entry = item.entry {
        await run(item, entry)
      } else if let theirs = item.theirs {
        result.pass.upserts.append(theirs)
      } else {
        result.pass.removals.append(item.event)
      }
    }
  }

  private mutating func run(
    _ item: SyncPlan.Item, _ entry: OutboxEntry, isolation: isolated (any Actor)? = #isolation
  ) async {
    switch item.step {
    case .nothing:
      result.pass.sent.append(SentEdit(entry, result: entry.base))
    case .pull, .drop, .forget:
      meet(item, entry, .takesRemote)
    case .push:
      if let ours = entry.current { _ = await save(ours, over: entry.base, entry) }
    case .pushAnew:
      guard var ours = entry.current else { return }
      (ours.version, ours.parts) = (nil, [])
      if await !save(ours, over: nil, entry) { meet(item, entry, .keepsLocal) }
    case .pushDeletion:
      await delete(item.theirs ?? entry.base, entry)
    case .merge:
      guard let ours = entry.current, let theirs = item.theirs else { return }
      await merge(ours, theirs, item, entry)
    }
  }

  private mutating func merge(
    _ ours: RemoteEvent, _ theirs: RemoteEvent, _ item: SyncPlan.Item, _ entry: OutboxEntry,
    isolation: isolated (any Actor)? = #isolation
  ) async {
    let merge = Merge(
      base: item.base?.components ?? [], local: ours.components, remote: theirs.components)
    var merged = theirs
    merged.components = merge.components
    merged.zones += ours.zones.filter { !theirs.zones.contains($0) }
    if Merge.areSame(merged.components, theirs.components) {
      return meet(item, entry, .takesRemote)
    }
    guard merge.diverged.isEmpty else { return hold(item, entry, merged, merge.diverged) }
    if await !save(merged, over: theirs, entry) { meet(item, entry, .merges(merged)) }
  }

  /// Leaves it to a person which of both is right: until then nothing is sent, and both are kept.
  private mutating func hold(
    _ item: SyncPlan.Item, _ entry: OutboxEntry, _ merged: RemoteEvent, _ names: [String]
  ) {
    if let held = entry.theirs, let theirs = item.theirs, held.version == theirs.version,
      entry.diverged == names, Merge.areSame(held.components, theirs.components)
    {
      return
    }
    let words = Set(names.map(Merge.word)).sorted().joined(separator: ", ")
    result.notes.append(
      "“\(entry.sentence)” collides with a change made elsewhere (\(words)): both are kept, "
        + "'daybook outbox' lets you choose")
    meet(item, entry, .diverges(merged, names: names))
  }

  /// Lets the store settle what waits here with what happened there.
  private mutating func meet(
    _ item: SyncPlan.Item, _ entry: OutboxEntry, _ outcome: SyncPass.Meeting.Outcome
  ) {
    result.pass.meetings[item.event] = SyncPass.Meeting(outcome, generation: entry.generation)
    if let theirs = item.theirs {
      result.pass.upserts.append(theirs)
    } else {
      result.pass.removals.append(item.event)
    }
  }

  // MARK: - What goes there

  /// Answers whether it arrived.
  private mutating func save(
    _ event: RemoteEvent, over base: RemoteEvent?, _ entry: OutboxEntry,
    isolation: isolated (any Actor)? = #isolation
  ) async -> Bool {
    guard mayTry(entry) else { return false }
    do throws(ProviderError) {
      // Ours alone: what was merged into it is no sign that ours arrived.
      try note(entry, entry.current?.components ?? event.components)
      let saved = try await provider.save(
        event, over: base, telling: entry.notice, in: RemoteID(calendar.key))
      let isAsSent = Merge.areSame(saved.components, entry.current?.components ?? [])
      result.pass.sent.append(SentEdit(entry, result: saved, isAsSent: isAsSent))
      result.sent += 1
      return true
    } catch {
      fail(entry, error, isSave: true)
      return false
    }
  }

  private mutating func delete(
    _ there: RemoteEvent?, _ entry: OutboxEntry, isolation: isolated (any Actor)? = #isolation
  ) async {
    guard let base = there, mayTry(entry) else { return }
    do throws(ProviderError) {
      // With a master its instances go; without one each goes by itself.
      let isLed = base.parts.isEmpty || base.parts.contains(where: \.recurrence.isEmpty)
      let main = RemotePart(recurrence: "", id: base.id, version: base.version)
      for part in isLed ? [main] : base.parts {
        try await provider.delete(
          part.id, version: part.version, telling: entry.notice, in: RemoteID(calendar.key))
      }
      result.pass.sent.append(SentEdit(entry, result: nil))
      result.sent += 1
    } catch {
      fail(entry, error, isSave: false)
    }
  }

  /// Whether an entry is due, and there is hope; without it waits with the rest.
  private mutating func mayTry(_ entry: OutboxEntry) -> Bool {
    guard (entry.retryAt ?? .earliest) <= now else { return false }
    guard let end else { return true }
    if end != .cancelled { wait(entry, end) }
    return false
  }

  private mutating func fail(_ entry: OutboxEntry, _ error: ProviderError, isSave: Bool) {
    if error == .changedElsewhere, !isLastRound {
      result.isOutdated = true
      return
    }
    result.error = result.error ?? error
    if error.endsDelivery { end = error }
    if error != .cancelled { wait(entry, error, isRefused: isSave && !error.leavesDoubt) }
  }

  private mutating func wait(
    _ entry: OutboxEntry, _ error: ProviderError, isRefused: Bool = false
  ) {
    result.pass.unsent.append(
      UnsentEdit(
        entry, failure: error.failure, retryAt: retry(error, entry.attempts + 1),
        isRefused: isRefused))
  }
}

extension OutboxEntry {
  fileprivate var notice: Notice { Notice(tellsPeople: tellsPeople, note: note) }
}

extension ProviderError {
  /// Whether what was asked for may have been done.
  fileprivate var leavesDoubt: Bool {
    switch self {
    case .unreachable, .serverFailed, .malformedResponse, .truncated, .tooLarge, .cancelled,
      .localFailure:
      true
    case .signInNeeded, .gone, .rateLimited, .badRedirection, .badAddress, .unsupported, .readOnly,
      .unsafe, .noMailbox, .quotaReached, .serviceOff, .quotaExhausted, .forbidden, .notFound,
      .tokenExpired, .changedElsewhere, .refused, .notACalendar, .unreadable, .noCalendars,
      .notTaken:
      false
    }
  }

  /// Whether what else waits would meet the same.
  fileprivate var endsDelivery: Bool {
    switch self {
    case .signInNeeded, .gone, .rateLimited, .unreachable, .serverFailed, .badRedirection,
      .localFailure, .badAddress, .unsupported, .readOnly, .unsafe, .cancelled, .noMailbox,
      .quotaReached, .serviceOff, .quotaExhausted:
      true
    case .forbidden, .notFound, .tokenExpired, .changedElsewhere, .refused, .malformedResponse,
      .notACalendar, .truncated, .tooLarge, .unreadable, .noCalendars, .notTaken:
      false
    }
  }
}
