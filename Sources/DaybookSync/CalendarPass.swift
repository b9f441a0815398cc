internal import DaybookCore
internal import DaybookStore
internal import ICalendar

/// One run over one calendar: asks for what changed, decides, sends what waits here, and folds all of
/// it into one value for the store. Of itself it stores only parts of a listing that goes on.
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
  /// Stores what there is of a listing.
  let parts: ListingParts
  /// A page has come and another follows: with the events so far. It may say that this must stop.
  let turned: @Sendable (Int) throws(ProviderError) -> Void

  /// What was learned.
  struct Outcome {
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
    async throws(ProviderError) -> Outcome
  {
    for start in starts {
      do throws(ProviderError) {
        return try await read(from: start, now)
      } catch {
        guard error == .tokenExpired else { throw error }
      }
    }
    return try await read(from: .listing, now)
  }

  /// Where a run begins.
  private enum Start {
    /// With everything.
    case listing
    /// Behind the stored parts of a listing that broke off.
    case rest(SyncToken)
    case changes(SyncToken)

    var token: SyncToken? {
      switch self {
      case .listing: nil
      case .rest(let token), .changes(let token): token
      }
    }
  }

  /// Where it may begin instead of with everything, the best first.
  private var starts: [Start] {
    if options.isFull { return [] }
    let rest = state?.position.resume.map { Start.rest(SyncToken($0)) }
    let changes = state?.position.token.map { Start.changes(SyncToken($0)) }
    return [rest, changes].compactMap(\.self)
  }

  private func read(
    from start: Start, _ now: Instant, isolation: isolated (any Actor)? = #isolation
  ) async throws(ProviderError) -> Outcome {
    var kept = KeptCopy(token: start.token) { [versions] () throws(ProviderError) in
      try versions.known()
    }
    var news = try news(from: start)
    var result = Outcome(
      pass: SyncPass(calendar: calendar.id, position: SyncPosition(), startedAt: now),
      isFull: news.part != nil, notes: [])
    var page = try await provider.changes(in: RemoteID(calendar.key), since: kept)
    while true {
      // A provider that only repeats itself would keep us here for ever.
      guard !page.hasMore || page.token != kept.token else {
        throw .malformedResponse(RemotePlace(account.address), detail: "a page follows itself")
      }
      kept.token = page.token
      try news.add(page)
      result.take(page)
      guard page.hasMore else { break }
      try turned(news.count)
      // The next page is on its way while this one is stored.
      let question = kept
      async let answer = next(since: question)
      if parts.isDue(news.waiting ?? 0) {
        try await store(&news, of: &result, upTo: kept.token)
      }
      switch await answer {
      case .success(let next): page = next
      case .failure(let error):
        if news.waiting != nil { try await store(&news, of: &result, upTo: kept.token) }
        throw error
      }
    }
    result.pass.position.token = page.token?.raw
    result.pass.position.interval = result.pass.position.interval ?? state?.position.interval
    result.pass.isFull = result.isFull
    let removals = news.removals
    if try !isHeld(removals, news, &result) {
      if news.isSnapshot, !removals.isEmpty, provider.capabilities.keepsInstancesApart {
        result.pass.unchanged = news.unchanged
      }
      let plan = try plan(news.changes, removals, unchanged: result.pass.unchanged)
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

  /// The next page, or why there is none.
  private func next(since kept: KeptCopy) async -> Result<ChangePage, ProviderError> {
    do throws(ProviderError) {
      return .success(try await provider.changes(in: RemoteID(calendar.key), since: kept))
    } catch {
      return .failure(error)
    }
  }

  private func news(from start: Start) throws(ProviderError) -> CalendarNews {
    versions.forget()
    switch start {
    case .changes: return CalendarNews(versions)
    case .listing: return CalendarNews(versions, part: SyncPass.Part(isFirst: true))
    case .rest:
      let listing = try parts.listing()
      // Who does not know what was named would take it for gone.
      guard !listing.named.isEmpty else { throw .tokenExpired }
      return CalendarNews(versions, part: SyncPass.Part(isFirst: false), after: listing)
    }
  }

  /// Stores what has come of a listing that goes on, so that one that breaks off goes on there. What
  /// waits here meets it, and is sent when all has come.
  private func store(
    _ news: inout CalendarNews, of result: inout Outcome, upTo token: SyncToken?,
    isolation: isolated (any Actor)? = #isolation
  ) async throws(ProviderError) {
    guard let part = news.part else { return }
    var pass = SyncPass(
      calendar: calendar.id, position: SyncPosition(resume: token?.raw),
      startedAt: result.pass.startedAt)
    pass.part = part
    var partial = result
    partial.pass = pass
    let plan = try plan(news.changes, [], unchanged: [])
    var delivery = Delivery(self, at: pass.startedAt, into: partial, sends: false)
    await delivery.run(plan)
    result.notes = delivery.result.notes
    if try parts.store(delivery.result.pass) { news.markStored() }
  }

  private func plan(
    _ changes: [RemoteEvent], _ removals: [RemoteID], unchanged: Set<RemoteID>
  ) throws(ProviderError) -> SyncPlan {
    let outbox = try waiting()
    guard provider.capabilities.keepsInstancesApart else {
      return SyncPlan(outbox: outbox, changes: changes, removals: removals)
    }
    let gathering = SeriesGathering(
      outbox: outbox, changes: changes, removals: removals, unchanged: unchanged, names: names)
    return SyncPlan(outbox: outbox, changes: gathering.changes, removals: gathering.removals)
  }

  private func waiting() throws(ProviderError) -> [OutboxEntry] {
    do {
      return try outbox()
    } catch {
      throw .localFailure(Failure(error))
    }
  }

  /// Whether a listing lost so much that it needs a yes; nothing is taken or sent until then.
  private func isHeld(_ removals: [RemoteID], _ news: CalendarNews, _ result: inout Outcome)
    throws(ProviderError) -> Bool
  {
    guard news.isSnapshot, !removals.isEmpty else { return false }
    // What the listing itself has brought says nothing of how much there was before.
    let count = try versions.count() - news.broughtBefore
    if !options.letsThrough, WipeGuard.holds(lost: removals.count, of: count) {
      result.failure = WipeGuard.failure(lost: removals.count, of: count, account: account.name)
      // As if it had not been asked: the next pass compares again with what is kept.
      result.pass.position.token = state?.position.token
      return true
    }
    return false
  }
}

extension CalendarPass.Outcome {
  fileprivate mutating func take(_ page: ChangePage) {
    description = page.calendar ?? description
    notes += page.notes
    failure = failure ?? page.failure
    pass.position.interval = page.refresh ?? pass.position.interval
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
