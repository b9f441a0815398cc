package import DaybookCore
internal import DaybookStore
internal import ICalendar

/// Keeps all accounts in step: each on its own queue, when it is due or when somebody asks.
///
/// There is no polling: one alarm is set for the next moment at which something is due.
package actor SyncEngine {
  let world: SyncWorld
  private var schedule: SyncSchedule
  private var accounts: [AccountID: AccountSync] = [:]
  private var due: [AccountID: Instant] = [:]
  private var passes: [AccountID: Task<Void, Never>] = [:]
  /// Accounts for which another pass was asked for while one was under way.
  private var again: [AccountID: PassScope] = [:]
  /// Accounts that somebody there told of, and whose pass begins in a moment.
  private var held: [AccountID: HeldPass] = [:]
  /// What somebody there told of before this engine was started.
  private var early: [AccountID: PassScope] = [:]
  /// When a pass began last that somebody there asked for.
  private var pushes: [AccountID: Instant] = [:]
  /// Accounts whose pass begins when another one has ended.
  private var waiting: Set<AccountID> = []
  /// Until when accounts want to be left alone, whatever happens here.
  private var rests: [AccountID: Instant] = [:]
  /// Accounts that turned out to have no other side.
  private var alone: Set<AccountID> = []
  private var watch: Task<Void, Never>?
  private var isStarted = false

  package init(world: SyncWorld, settings: SyncSettings) {
    self.world = world
    schedule = SyncSchedule(settings)
  }

  /// Syncs by itself from now on.
  package func start() {
    guard !isStarted else { return }
    isStarted = true
    let changes = world.store.changes()
    watch = Task { [weak self] in
      for await change in changes {
        if change.contains(.accounts) { await self?.reload() }
        if change.contains(.outbox) { await self?.send() }
      }
    }
    reload()
    send()
    for (id, scope) in early { pushed(id, scope) }
    early = [:]
  }

  /// Stops what is under way and waits until it has stopped.
  package func stop() async {
    isStarted = false
    world.alarm.stop()
    watch?.cancel()
    watch = nil
    again = [:]
    held = [:]
    waiting = []
    let running = passes.values
    for pass in running { pass.cancel() }
    for pass in running { await pass.value }
    due = [:]
  }

  package func use(_ settings: SyncSettings) {
    schedule = SyncSchedule(settings)
    due = [:]
    if isStarted { reload() }
  }

  /// Asks every account, or these, now; waits for their answers. In the order of the accounts.
  package func syncNow(accounts ids: Set<AccountID>? = nil, _ options: SyncOptions = SyncOptions())
    async -> SyncReport
  {
    let wanted: [AccountID]
    do {
      wanted = try world.store.accounts().map(\.id).filter { ids?.contains($0) ?? true }
    } catch {
      return SyncReport(error: Failure(error))
    }
    let schedule = schedule
    let order = visibleFirst(wanted).map { (id: $0, account: account($0)) }
    let ends = await withTaskGroup(of: (AccountID, AccountSync.PassEnd?).self) { group in
      var rest = order[...]
      func addNext() {
        guard let (id, account) = rest.popFirst() else { return }
        group.addTask { (id, await account.pass(options, schedule)) }
      }
      for _ in 0..<world.width { addNext() }
      var ends: [AccountID: AccountSync.PassEnd] = [:]
      for await (id, end) in group {
        ends[id] = end
        addNext()
      }
      return ends
    }
    for (id, end) in ends where due[id] != nil {
      due[id] = end.due
      rests[id] = end.rest
    }
    setAlarm()
    let found = wanted.compactMap { ends[$0] }
    return SyncReport(
      accounts: found.compactMap(\.report), error: found.compactMap(\.failure).first)
  }

  /// Files and folders to watch on behalf of `pathsChanged`, those that are not there included.
  package func watchedPaths() async -> [String] {
    var paths: [String] = []
    for account in (try? world.store.accounts()) ?? [] {
      paths += await self.account(account.id).watchedPaths()
    }
    return paths
  }

  /// Something was written at or under these paths, or they came or went: whoever reads them is
  /// asked at once.
  package func pathsChanged(_ changed: Set<String>) async {
    for id in due.keys {
      let paths = await account(id).watchedPaths()
      let isHit = changed.contains { change in
        paths.contains {
          change == $0 || change.hasPrefix($0 + "/") || $0.hasPrefix(change + "/")
        }
      }
      if isHit { begin(id, isUrgent: true) }
    }
  }

  /// Somebody there says that something changed: in this calendar, or in any of the account's. It is
  /// asked at once, and of a burst once more when that has passed; before the start, at the start.
  package func pushed(_ id: AccountID, calendar: CalendarID?) {
    let scope = calendar.map(PassScope.only) ?? .whole
    if isStarted {
      pushed(id, scope)
    } else {
      early[id] = scope.union(early[id])
    }
  }

  private func pushed(_ id: AccountID, _ scope: PassScope) {
    guard due[id] != nil else { return }
    let now = world.clock()
    let free = max(rests[id] ?? .earliest, pushes[id].map { $0 + Self.gathering } ?? .earliest)
    if passes[id] == nil, free > now {
      let until = min(held[id]?.until ?? free, free)
      held[id] = HeldPass(until: until, scope: scope.union(held[id]?.scope))
      return setAlarm()
    }
    pushes[id] = now
    begin(id, isUrgent: true, scope)
    setAlarm()
  }

  /// Seconds between two passes that somebody there asks for.
  static let gathering = 2

  private func account(_ id: AccountID) -> AccountSync {
    if let account = accounts[id] { return account }
    let account = AccountSync(id, world: world)
    accounts[id] = account
    return account
  }

  /// Takes in accounts that were added, and forgets those that were removed.
  private func reload() {
    guard isStarted, let all = try? world.store.accounts() else { return }
    let ids = Set(all.map(\.id))
    for id in due.keys where !ids.contains(id) {
      due[id] = nil
      held[id] = nil
      waiting.remove(id)
      passes[id]?.cancel()
    }
    for id in accounts.keys where !ids.contains(id) { accounts[id] = nil }
    let states = Dictionary(
      ((try? world.store.accountSyncStates()) ?? []).map { ($0.account, $0) },
      uniquingKeysWith: { first, _ in first })
    for account in all where due[account.id] == nil {
      due[account.id] = firstDue(account, states)
    }
    setAlarm()
  }

  /// When an account is due that this engine has not asked yet; nil when it never is.
  func firstDue(_ account: Account, _ states: [AccountID: AccountSyncState]) -> Instant? {
    guard !alone.contains(account.id), let state = states[account.id], state.isSynced else {
      return nil
    }
    if state.failures > 0 { return state.retryAt ?? world.clock() }
    let calendars = (try? world.store.syncStates(of: account.id)) ?? []
    let outcome = SyncSchedule.Outcome(
      at: state.lastSync, wish: calendars.compactMap(\.position.interval).max())
    return max(schedule.due(after: outcome, jitter: 0), .earliest)
  }

  /// Begins passes for what waits to be sent and is due.
  private func send() {
    let now = world.clock()
    guard isStarted, let ready = try? ready(at: now), !ready.isEmpty else { return }
    for id in ready where due[id] != nil {
      if let rest = rests[id], rest > now {
        due[id] = rest
      } else {
        begin(id, isUrgent: true)
      }
    }
    setAlarm()
  }

  /// Accounts of which something is due that does not wait for somebody to choose.
  func ready(at now: Instant) throws -> Set<AccountID> {
    let (plain, held) = try world.store.accountsWaiting(at: now)
    let chosen = try held.flatMap { try world.store.outbox(.entry($0)) }
      .filter { !$0.waitsForChoice }
    return plain.union(chosen.map(\.account))
  }

  private func setAlarm() {
    let idle = due.filter { passes[$0.key] == nil && !waiting.contains($0.key) }
    let moments = idle.values + held.values.map(\.until)
    guard isStarted, let next = moments.min() else { return }
    let now = world.clock()
    // A clock that was set back must not make us wait for the time it showed before.
    let wait = min(max(0, next - now), 7 * 86_400)
    world.alarm.set(in: wait) { [weak self] in
      Task { await self?.ring(for: next) }
    }
  }

  /// `moment` has come. It is not compared with the clock, which may be frozen.
  private func ring(for moment: Instant) {
    guard isStarted else { return }
    for (id, pass) in held where pass.until <= moment {
      held[id] = nil
      pushes[id] = moment
      begin(id, isUrgent: true, pass.scope)
    }
    let ready = due.filter { $0.value <= moment && passes[$0.key] == nil }
    for id in visibleFirst(ready.sorted { $0.value < $1.value }.map(\.key)) { begin(id) }
    setAlarm()
  }

  /// - Parameter isUrgent: whether somebody just did something that is to be seen, which does not
  ///   wait for those that are merely due.
  private func begin(_ id: AccountID, isUrgent: Bool = false, _ scope: PassScope = .whole) {
    guard isStarted else { return }
    guard passes[id] == nil else {
      again[id] = scope.union(again[id])
      return
    }
    guard isUrgent || passes.count < world.width else {
      waiting.insert(id)
      return
    }
    waiting.remove(id)
    let account = account(id)
    let schedule = schedule
    passes[id] = Task { [weak self] in
      var options = SyncOptions()
      options.only = scope.calendars
      let end = await account.pass(options, schedule)
      await self?.ended(id, end, scope)
    }
  }

  private func ended(_ id: AccountID, _ end: AccountSync.PassEnd?, _ scope: PassScope) {
    passes[id] = nil
    guard isStarted else { return }
    if end == nil { alone.insert(id) }
    rests[id] = end?.rest
    if let before = due[id] {
      // What one calendar told does not make the others wait; what is wrong with it may be with them.
      let isFine = end?.report?.status == .ok
      due[id] = scope.isWhole ? end?.due : isFine ? before : min(before, end?.due ?? before)
    }
    if let scope = again.removeValue(forKey: id) { begin(id, isUrgent: true, scope) }
    if let next = visibleFirst(waiting.sorted()).first { begin(next) }
    setAlarm()
  }

  /// Accounts of which something is on screen, or of which nothing is known yet, before those of
  /// which every calendar is hidden; else in the same order.
  private func visibleFirst(_ ids: [AccountID]) -> [AccountID] {
    // In what order they come is no reason not to ask them.
    let calendars = ((try? world.store.calendars()) ?? []).map(\.calendar)
    let shown = Set(calendars.filter { !$0.isHidden }.map(\.account))
    let hidden = Set(calendars.map(\.account)).subtracting(shown)
    return ids.filter { !hidden.contains($0) } + ids.filter { hidden.contains($0) }
  }
}
