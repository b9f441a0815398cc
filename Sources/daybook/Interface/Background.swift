import DaybookCore
import DaybookProviders
import DaybookStore
import DaybookSync
import DaybookTUI
import DaybookWorld
import Dispatch
import ICalendar
import Synchronization

/// What goes on while the screen is open: accounts that sync by themselves, files that change, other
/// processes that write to the same store. The screen hears of all of it through the store.
final class Background: Sendable {
  private let world: World
  private let store: Store
  private let engine: SyncEngine
  private let outside: OutsideWatch
  private let tell: @Sendable (Message) -> Void

  init(_ wiring: SyncWiring, tell: @escaping @Sendable (Message) -> Void) {
    (world, store) = (wiring.world, wiring.store)
    self.tell = tell
    let engine = wiring.engine(observer: ScreenObserver(log: world.log, tell: tell))
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
    Task { [engine, outside] in
      await engine.start()
      await outside.run()
    }
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
      if let failure = report.error ?? report.accounts.compactMap(\.error).first {
        tell(.failed(failure))
      } else {
        tell(.saved("Synced \(report.accounts.count) accounts", isQueued: false))
      }
    }
  }

  /// One account by itself; from scratch, even a listing that lost most of what was there counts.
  func sync(_ account: AccountID, isFull: Bool = false) {
    Task { [engine, tell] in
      let options = SyncOptions(isFull: isFull, letsThrough: isFull)
      guard let report = await engine.syncNow(accounts: [account], options).accounts.first else {
        return
      }
      if let failure = report.error {
        tell(.failed(failure.naming(report.name)))
      } else {
        tell(.saved(report.line, isQueued: false))
      }
    }
  }
}

/// Tells the screen what the engine is at. Accounts are synced side by side: it is at rest when the
/// last of them is.
final class ScreenObserver: SyncObserver {
  private let log: LogFile
  private let tell: @Sendable (Message) -> Void
  private let running = Mutex<[AccountID: Running]>([:])

  /// A pass that is under way.
  private struct Running {
    var words: String
    var progress = SyncProgress()
    /// When the calendar that is read was begun.
    var began = ContinuousClock.now
  }

  init(log: LogFile, tell: @escaping @Sendable (Message) -> Void) {
    self.log = log
    self.tell = tell
  }

  func passBegan(_ account: Account) {
    show(Running(words: account.name), for: account.id)
  }

  func progressed(_ account: Account, calendar: String, events: Int) {
    let now = ContinuousClock.now
    var pass =
      running.withLock { $0[account.id] } ?? Running(words: account.name)
    if pass.progress.calendar != calendar {
      if pass.progress.calendar != nil { pass.began = now }
      pass.progress = SyncProgress(calendar: calendar)
    }
    pass.words = "\(account.name) · \(events) events"
    pass.progress.events = events
    let seconds = (now - pass.began).components.seconds
    pass.progress.perSecond = seconds >= 1 ? events / Int(seconds) : nil
    show(pass, for: account.id)
  }

  func passEnded(_ report: AccountReport) {
    log.pass(report)
    show(nil, for: report.account)
  }

  /// Told in the order of what happened, for the last word stays on the screen.
  private func show(_ pass: Running?, for account: AccountID) {
    running.withLock { running in
      running[account] = pass
      let shown = pass?.words ?? running.values.map(\.words).min()
      tell(.progress(account, pass?.progress))
      tell(.activity(shown.map { .syncing($0) } ?? .idle))
    }
  }
}
