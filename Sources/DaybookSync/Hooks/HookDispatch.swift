internal import DaybookCore
internal import DaybookStore
internal import ICalendar

/// Tells the receivers of hooks what changed, one message after another to each, all side by side.
///
/// Everything it knows is in the store: it begins where another process, or this one before it was
/// started anew, left off. Of all processes one at a time sends.
package actor HookDispatch {
  private let world: HookWorld
  private let lease: StoreLease
  private let executor = QueueExecutor(label: "daybook.hooks")
  private var running: [String: Task<Void, Never>] = [:]
  private var watch: Task<Void, Never>?
  private var isStarted = false
  /// Seconds until it is looked again whether another process still sends.
  private static let patience = 15
  private static let rest = 60

  package nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  package init(world: HookWorld) {
    self.world = world
    lease = StoreLease("hooks", store: world.store, seconds: 600)
  }

  /// Sends from now on.
  package func start() {
    guard !isStarted else { return }
    isStarted = true
    let changes = world.store.changes()
    watch = Task { [weak self] in
      for await change in changes {
        await self?.work(touchesConflicts: !change.isDisjoint(with: Self.conflicts))
      }
    }
    work(touchesConflicts: true)
  }

  /// Stops what is under way; it is sent again the next time.
  package func stop() async {
    isStarted = false
    world.alarm.stop()
    watch?.cancel()
    watch = nil
    for task in running.values { task.cancel() }
    for task in running.values { await task.value }
    running = [:]
    lease.release()
  }

  private static let conflicts: StoreChange = [.events, .calendars, .conflicts, .availability]

  /// Looks what there is to send and begins it.
  ///
  /// - Parameter moment: for which the alarm rang. It is not compared with the clock, which may be
  ///   frozen.
  private func work(touchesConflicts: Bool = false, until moment: Instant = .earliest) {
    guard isStarted else { return }
    do {
      try look(touchesConflicts, until: moment)
    } catch {
      world.failed(error)
      wake(in: Self.rest)
    }
  }

  private func look(_ touchesConflicts: Bool, until moment: Instant) throws {
    var work = try world.store.hookWork()
    if touchesConflicts, work.kinds.contains(.conflicts) {
      try world.store.noteConflicts(try world.conflicts())
      work = try world.store.hookWork()
    }
    guard work.hasNews || work.isWaiting else { return }
    guard try lease.take() else { return wake(in: Self.patience) }
    defer { if running.isEmpty { lease.release() } }
    let now = world.clock()
    if work.hasNews {
      try world.store.gatherHookNews(now: now, ready: now + HookSchedule.gathering) {
        RandomText.make("msg")
      }
    }
    var next: Instant?
    for attempt in try world.store.hookAttempts() where running[attempt.hook] == nil {
      let due = attempt.delivery.nextTry ?? now
      if due <= max(now, moment), running.count < world.width {
        try begin(attempt, at: now)
      } else {
        next = min(next ?? due, due)
      }
    }
    // Those that are due and found no place are looked at when one is free.
    if let next, next > now || running.isEmpty { ring(at: next, from: now) }
  }

  private func begin(_ attempt: HookAttempt, at now: Instant) throws {
    guard let attempt = try world.store.beginHookAttempt(attempt, at: now) else { return }
    let post = world.post
    running[attempt.hook] = Task { [weak self] in
      let answer = await post.send(
        attempt.delivery.call, to: attempt.address, secret: attempt.secret, at: now)
      await self?.ended(attempt, answer)
    }
  }

  private func ended(_ attempt: HookAttempt, _ answer: HookAnswer) {
    running[attempt.hook] = nil
    // Broken off here: that was no try.
    if answer == .fault("cancelled") { return }
    let now = world.clock()
    let verdict = HookSchedule.verdict(
      answer, made: attempt.delivery.at, tries: attempt.delivery.tries + 1, now: now,
      jitter: world.jitter())
    do {
      switch answer {
      case .status(let status, _):
        try world.store.endHookAttempt(attempt, verdict, status: status, fault: nil, at: now)
      case .fault(let word):
        try world.store.endHookAttempt(attempt, verdict, status: nil, fault: word, at: now)
      }
    } catch {
      // It counts as not sent: the receiver knows the message by its id.
      world.failed(error)
      if isStarted { wake(in: Self.rest) }
      return
    }
    if running.isEmpty { lease.release() }
    work()
  }

  private func ring(at moment: Instant, from now: Instant) {
    // A clock that was set back must not make us wait for the time it showed before.
    world.alarm.set(in: min(max(0, moment - now), HookSchedule.life)) { [weak self] in
      Task { await self?.work(until: moment) }
    }
  }

  private func wake(in seconds: Int) {
    world.alarm.set(in: seconds) { [weak self] in Task { await self?.work(touchesConflicts: true) }
    }
  }
}
