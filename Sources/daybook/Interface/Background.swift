import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookSync
import DaybookTUI
import Dispatch
import ICalendar

/// What goes on while the screen is open: accounts that sync by themselves, files that change, other
/// processes that write to the same store. The screen hears of all of it through the store.
final class Background: Sendable {
  private let world: World
  private let store: Store
  private let engine: SyncEngine
  private let outside: OutsideWatch
  private let tell: @Sendable (Message) -> Void

  init(world: World, store: Store, tell: @escaping @Sendable (Message) -> Void) {
    self.world = world
    self.store = store
    self.tell = tell
    let engine = SyncWiring(world: world, store: store).engine(
      observer: ScreenObserver(log: world.log, tell: tell))
    self.engine = engine
    outside = OutsideWatch(store: store, engine: engine, log: world.log)
  }

  func start() {
    DispatchQueue(label: "daybook.window", qos: .utility).async { [self] in
      do {
        try store.rollWindow(now: world.now)
      } catch {
        world.log.warning("the window could not be rolled", error)
      }
    }
    Task { [outside] in await outside.run() }
    Task { [engine] in await engine.start() }
  }

  func stop() {
    let done = DispatchSemaphore(value: 0)
    Task { [engine] in
      await engine.stop()
      done.signal()
    }
    // A provider that does not answer must not keep the terminal waiting.
    _ = done.wait(timeout: .now() + .milliseconds(300))
  }

  func syncNow(isFull: Bool) {
    Task { [engine, tell] in
      let report = await engine.syncNow(accounts: nil, SyncOptions(isFull: isFull))
      if let failure = report.accounts.compactMap(\.error).first {
        tell(.failed(failure))
      } else {
        tell(.saved("Synced \(report.accounts.count) accounts", isQueued: false))
      }
    }
  }
}

/// Tells the screen what the engine is at.
struct ScreenObserver: SyncObserver {
  let log: LogFile
  let tell: @Sendable (Message) -> Void

  func passBegan(_ account: Account) {
    tell(.activity(.syncing(account.name)))
  }

  func passEnded(_ report: AccountReport) {
    log.pass(report)
    tell(.activity(.idle))
  }
}
