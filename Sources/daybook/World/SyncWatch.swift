import DaybookCore
import DaybookStore
import DaybookSync
import DaybookWorld
import ICalendar

/// Syncs until somebody ends it: when an account is due, when a file changes that one reads, when
/// another process adds an account. Prints a line a pass. Meanwhile it tells what begins soon.
struct SyncWatch: Sendable {
  let world: World
  let store: Store
  let isJSON: Bool

  func run(only chosen: Set<AccountID>?, _ options: SyncOptions) async -> ExitStatus {
    let engine = SyncWiring(world: world, store: store).engine(
      observer: LoggingObserver(log: world.log) { tell($0) }, only: chosen)
    let (ends, end) = AsyncStream.makeStream(of: Int32.self)
    let signals = EndSignals { end.yield($0) }
    let outside = OutsideWatch(store: store, engine: engine, log: world.log)
    let work = Task {
      if let error = await engine.syncNow(accounts: chosen, options).error {
        world.output.complain(error)
      }
      // Who was told to end begins nothing any more.
      if Task.isCancelled { return }
      await engine.start()
      await outside.run()
    }
    let reminders = ReminderWatch(world: world, store: store, prints: !isJSON)
    let reminding = Task { await reminders?.run() }
    for await _ in ends { break }
    work.cancel()
    reminding.cancel()
    await engine.stop()
    await work.value
    await reminding.value
    withExtendedLifetime(signals) {}
    return .done
  }

  private func tell(_ report: AccountReport) {
    // Somebody ended it: the signal was answer enough.
    if report.error?.code == ProviderError.cancelled.code { return }
    if let error = report.error { world.output.complain(error.naming(report.name)) }
    do {
      if isJSON {
        try world.output.print(SyncReport(accounts: [report]).json, compact: true)
      } else {
        try world.output.print(
          world.output.table([[Stamp.clock(world.now, in: world.zone), report.line]]))
      }
    } catch {
      // Nobody reads any more; the syncing goes on all the same.
      world.log.warning("a pass could not be printed", error)
    }
  }
}
