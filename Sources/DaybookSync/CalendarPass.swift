internal import DaybookCore
internal import DaybookStore
internal import ICalendar
import Synchronization

/// One run over one calendar: asks for what changed, decides, sends what waits here, and folds all of
/// it into one value for the store. It stores nothing itself.
struct CalendarPass {
  let provider: any Provider
  let account: Account
  let calendar: EventCalendar
  let state: CalendarSyncState?
  let options: SyncOptions
  /// The version of every event kept here; read once, and only when asked for.
  let versions: KeptVersions
  /// How instances of its series are named.
  let names: InstanceNames
  /// What waits to be sent, as it is now.
  let outbox: @Sendable () throws -> [OutboxEntry]
  /// Writes down what is about to be sent, for whoever finds it there.
  let note: @Sendable (OutboxEntry, [Component]) throws(ProviderError) -> Void
  /// When to try again what could not be sent so many times.
  let retry: @Sendable (ProviderError, Int) -> Instant
  /// Whether no other run follows where one turns out to be outdated.
  let isLastRound: Bool
  /// Outbox entries that an earlier run of the same pass could not send.
  let tried: Set<Int>
  let progress: @Sendable (Int) -> Void

  /// What was learned.
  struct Result {
    var pass: SyncPass
    /// The calendar as the answer describes it.
    var description: RemoteCalendar?
    var isFull: Bool
    var notes: [String]
    /// Why it is not all there is; the pass is stored all the same.
    var failure: Failure?
    /// Local edits that arrived.
    var sent = 0
    /// Why others did not; the pass is stored all the same.
    var error: ProviderError?
    /// Whether something changed there since it was read, so that it is to be planned again.
    var isOutdated = false
  }

  func run(at now: Instant, isolation: isolated (any Actor)? = #isolation)
    async throws(ProviderError) -> Result
  {
    let token = options.isFull ? nil : state?.position.token.map { SyncToken($0) }
    do throws(ProviderError) {
      return try await read(since: token, now)
    } catch {
      guard error == .tokenExpired, token != nil else { throw error }
      return try await read(since: nil, now)
    }
  }

  private func read(
    since token: SyncToken?, _ now: Instant, isolation: isolated (any Actor)? = #isolation
  ) async throws(ProviderError) -> Result {
    var kept = KeptCopy(token: token) { [versions] () throws(ProviderError) in
      try versions.read()
    }
    var difference: ListingDifference?
    var result = Result(
      pass: SyncPass(calendar: calendar.id, position: SyncPosition(), startedAt: now),
      isFull: token == nil, notes: [])
    var isSnapshot = false
    var count = 0
    var page: ChangePage
    repeat {
      page = try await provider.changes(in: RemoteID(calendar.key), since: kept)
      // A provider that only repeats itself would keep us here for ever.
      guard !page.hasMore || page.token != kept.token else {
        throw .malformedResponse(RemotePlace(account.address), detail: "a page follows itself")
      }
      kept.token = page.token
      isSnapshot = isSnapshot || page.isSnapshot
      if !page.isEmpty || page.isSnapshot {
        if difference == nil { difference = ListingDifference(known: try versions.read()) }
        difference?.add(page)
      }
      count += page.changed.count
      if page.hasMore { progress(count) }
      result.description = page.calendar ?? result.description
      result.notes += page.notes
      result.failure = result.failure ?? page.failure
      result.pass.position.interval = page.refresh ?? result.pass.position.interval
    } while page.hasMore
    result.pass.position.token = page.token?.raw
    result.pass.position.interval = result.pass.position.interval ?? state?.position.interval
    result.pass.isFull = result.isFull
    let removals = difference?.removals(isSnapshot: isSnapshot) ?? []
    if try !isHeld(removals, isSnapshot: isSnapshot, &result) {
      let outbox = try waiting()
      var news = (changes: difference?.changes ?? [], removals: removals)
      if provider.capabilities.keepsInstancesApart {
        if isSnapshot, !removals.isEmpty { result.pass.unchanged = difference?.unchanged ?? [] }
        let gathering = SeriesGathering(
          outbox: outbox, changes: news.changes, removals: news.removals,
          unchanged: result.pass.unchanged, names: names)
        news = (gathering.changes, gathering.removals)
      }
      let plan = SyncPlan(outbox: outbox, changes: news.changes, removals: news.removals)
      var delivery = Delivery(self, at: now, into: result)
      await delivery.run(plan)
      result = delivery.result
    }
    // Being stopped says nothing against a calendar.
    if let error = result.error, error != .cancelled {
      result.failure = result.failure ?? error.failure
    }
    result.pass.state = result.failure == nil ? .ok : .partial
    result.pass.failure = result.failure
    return result
  }

  private func waiting() throws(ProviderError) -> [OutboxEntry] {
    do {
      return try outbox()
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  /// Whether a listing lost so much that it needs a yes; nothing is taken or sent until then.
  private func isHeld(_ removals: [RemoteID], isSnapshot: Bool, _ result: inout Result)
    throws(ProviderError) -> Bool
  {
    guard isSnapshot, !removals.isEmpty else { return false }
    let count = try versions.read().count
    if !options.letsThrough, WipeGuard.holds(lost: removals.count, of: count) {
      result.failure = WipeGuard.failure(lost: removals.count, of: count, account: account.name)
      // As if it had not been asked: the next pass compares again with what is kept.
      result.pass.position.token = state?.position.token
      return true
    }
    return false
  }
}

extension ChangePage {
  fileprivate var isEmpty: Bool { changed.isEmpty && unchanged.isEmpty && removed.isEmpty }
}

/// The versions kept of one calendar, read from the store the first time somebody asks.
final class KeptVersions: Sendable {
  private let load: @Sendable () throws -> [RemoteID: Version]
  private let known = Mutex<[RemoteID: Version]?>(nil)

  init(_ load: @escaping @Sendable () throws -> [RemoteID: Version]) {
    self.load = load
  }

  func read() throws(ProviderError) -> [RemoteID: Version] {
    if let known = known.withLock({ $0 }) { return known }
    do {
      let versions = try load()
      known.withLock { $0 = versions }
      return versions
    } catch {
      throw .localFailure(Failure(error))
    }
  }
}

extension Failure {
  /// The words of an error that has some, or those of a mistake of ours.
  init(_ error: any Error) {
    if let explained = error as? any Explained {
      self = explained.failure
    } else {
      self.init(code: "internal_error", message: "\(error)", hint: "please report this")
    }
  }
}
