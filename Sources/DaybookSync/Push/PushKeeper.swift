internal import DaybookCore
internal import DaybookStore
internal import ICalendar

/// Sees to it that providers tell us what changes: opens channels, prolongs them before they end, opens
/// them anew after loss, and ends those that nobody needs. What fails here is tried again later; sync
/// goes on by its clock whatever happens.
package actor PushKeeper {
  private let world: PushWorld
  private let lease: StoreLease
  private let executor = QueueExecutor(label: "daybook.push")
  private var watch: Task<Void, Never>?
  private var working: Task<Void, Never>?
  private var isAskedAgain = false
  private var isStarted = false
  /// When what failed may be tried again.
  private var rests: [PushWish: (failures: Int, until: Instant)] = [:]
  /// Accounts as they were last seen, for ending what was opened in their names.
  private var known: [AccountID: Account] = [:]
  private static let patience = 60
  static let shortestRest = 60
  static let longestRest = 6 * 3600
  /// For what no waiting mends.
  static let hopelessRest = 86_400

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  package init(world: PushWorld) {
    self.world = world
    lease = StoreLease("push", store: world.store, seconds: 600)
  }

  package func start() {
    guard !isStarted else { return }
    isStarted = true
    let changes = world.store.changes()
    watch = Task { [weak self] in
      for await change in changes where !change.isDisjoint(with: [.accounts, .calendars]) {
        await self?.look()
      }
    }
    look()
  }

  /// Stops what is under way. Channels stay: who starts again finds them.
  package func stop() async {
    isStarted = false
    world.alarm.stop()
    watch?.cancel()
    watch = nil
    working?.cancel()
    await working?.value
    working = nil
  }

  /// Looks at once what is to be done; somebody heard that a channel is in doubt.
  package func look() { look(until: .earliest) }

  /// Waits until all is done that was to be done.
  package func settled() async {
    while let working { await working.value }
  }

  /// - Parameter moment: for which the alarm rang. It is not compared with the clock, which may be
  ///   frozen.
  private func look(until moment: Instant) {
    guard isStarted else { return }
    guard working == nil else {
      isAskedAgain = true
      return
    }
    working = Task { [weak self] in
      await self?.work(until: moment)
      await self?.ended()
    }
  }

  private func ended() {
    working = nil
    guard isAskedAgain, isStarted else { return }
    isAskedAgain = false
    look()
  }

  private func work(until moment: Instant) async {
    do {
      let now = max(world.clock(), moment)
      let wishes = try self.wishes()
      let plan = PushPlan(
        wishes: wishes, channels: try world.store.pushChannels(), base: world.base ?? "", now: now)
      guard !plan.steps.isEmpty || plan.next != nil else { return }
      guard try plan.steps.isEmpty || lease.take() else { return wake(in: Self.patience) }
      defer { lease.release() }
      var next = plan.next
      rests = rests.filter { wishes.contains($0.key) }
      for step in plan.steps where isStarted {
        if let until = try await take(step, now) { next = min(next ?? until, until) }
      }
      // What was opened has to be looked after in its turn.
      if let again = PushPlan(
        wishes: wishes, channels: try world.store.pushChannels(), base: world.base ?? "", now: now
      ).next {
        next = min(next ?? again, again)
      }
      if let next, isStarted { wake(in: max(1, next - world.clock()), for: next) }
    } catch {
      world.failed(error)
      wake(in: Self.patience)
    }
  }

  /// Whoever is synced and can tell, if anybody finds us.
  private func wishes() throws -> [PushWish] {
    let synced = Set(try world.store.accountSyncStates().filter(\.isSynced).map(\.account))
    let calendars = try world.store.calendars(countingEvents: false).map(\.calendar)
    var wishes: [PushWish] = []
    for account in try world.store.accounts() {
      // Somebody signed in again.
      if known[account.id]?.state == .loginRequired, account.state != .loginRequired {
        rests = rests.filter { $0.key.account != account.id }
      }
      known[account.id] = account
      guard world.base != nil, synced.contains(account.id),
        let provider = try? world.makePush(account)
      else { continue }
      if provider.isByCalendar {
        wishes += calendars.filter { $0.account == account.id }.map {
          PushWish(account: account.id, kind: account.kind, calendar: $0.id)
        }
      } else {
        wishes.append(PushWish(account: account.id, kind: account.kind))
      }
    }
    return wishes
  }

  /// - Returns: when what failed is tried again.
  private func take(_ step: PushPlan.Step, _ now: Instant) async throws -> Instant? {
    switch step {
    case .open(let wish):
      return try await trying(wish, now) { () throws(PushFailure) in try await self.open(wish, now)
      }
    case .renew(let channel):
      let wish = PushWish(channel)
      return try await trying(wish, now) { () throws(PushFailure) in
        try await self.renew(channel, wish, now)
      }
    case .close(let channel):
      // Ours are known by their secret: what cannot be ended tells nobody anything any more.
      if let account = known[channel.account], let provider = try? world.makePush(account) {
        try? await provider.close(channel)
      }
      try world.store.removePushChannel(channel.id)
    case .forget(let channel): try world.store.removePushChannel(channel.id)
    }
    return nil
  }

  /// What the other side or the store refused.
  private enum PushFailure: Error {
    case provider(ProviderError)
    case store(any Error)
  }

  private func trying(
    _ wish: PushWish, _ now: Instant, _ work: () async throws(PushFailure) -> Void
  ) async throws -> Instant? {
    if let rest = rests[wish], rest.until > now { return rest.until }
    do throws(PushFailure) {
      try await work()
      rests[wish] = nil
      return nil
    } catch {
      switch error {
      case .store(let inner): throw inner
      case .provider(.cancelled): return now
      case .provider(let error):
        world.failed(error)
        let failures = (rests[wish]?.failures ?? 0) + 1
        let wait =
          error.isPassing
          ? min(Self.longestRest, Self.shortestRest << min(failures - 1, 10)) : Self.hopelessRest
        let until = now + max(wait, error.retryAfter ?? 0)
        rests[wish] = (failures, until)
        return until
      }
    }
  }

  private func open(_ wish: PushWish, _ now: Instant) async throws(PushFailure) {
    guard let base = world.base, let account = known[wish.account] else { return }
    let id = RandomText.make("push")
    let channel = PushChannel(
      id: id, account: wish.account, kind: wish.kind, calendar: wish.calendar,
      secret: RandomText.make("key", letters: 52),
      address: "\(base)/api/webhooks/\(wish.kind.rawValue)?for=\(world.person)&channel=\(id)",
      at: now)
    let remote: RemoteID?
    do {
      let calendars = try world.store.calendars(countingEvents: false).map(\.calendar)
      remote = calendars.first { $0.id == wish.calendar }.map { RemoteID($0.key) }
      try world.store.addPushChannel(channel)
    } catch {
      throw .store(error)
    }
    let grant: PushGrant
    do throws(ProviderError) {
      guard let provider = try world.makePush(account) else { return }
      grant = try await provider.open(channel, of: remote, now: now)
    } catch {
      // Whether it was opened nobody knows; without its secret its messages mean nothing.
      try? world.store.removePushChannel(channel.id)
      throw .provider(error)
    }
    try keep(grant, channel, now)
  }

  private func renew(_ channel: PushChannel, _ wish: PushWish, _ now: Instant)
    async throws(PushFailure)
  {
    guard let account = known[channel.account] else { return }
    let grant: PushGrant?
    do throws(ProviderError) {
      guard let provider = try world.makePush(account) else { return }
      grant = try await provider.renew(channel, now: now)
    } catch {
      guard case .notFound = error else { throw .provider(error) }
      try forget(channel)
      return try await open(wish, now)
    }
    if let grant { return try keep(grant, channel, now) }
    try await open(wish, now)
    do throws(ProviderError) {
      try await world.makePush(account)?.close(channel)
    } catch {
      // It ends by itself.
    }
    try forget(channel)
  }

  private func keep(_ grant: PushGrant, _ channel: PushChannel, _ now: Instant)
    throws(PushFailure)
  {
    do {
      try world.store.keepPushGrant(grant, of: channel.id, at: now)
    } catch {
      throw .store(error)
    }
  }

  private func forget(_ channel: PushChannel) throws(PushFailure) {
    do {
      try world.store.removePushChannel(channel.id)
    } catch {
      throw .store(error)
    }
  }

  private func wake(in seconds: Int, for moment: Instant = .earliest) {
    world.alarm.set(in: min(seconds, 7 * 86_400)) { [weak self] in
      Task { await self?.look(until: moment) }
    }
  }
}
