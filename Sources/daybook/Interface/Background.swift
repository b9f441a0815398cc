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
  private let queue = DispatchQueue(label: "daybook.watch", qos: .utility)
  private let watch: FileWatch?
  private let tell: @Sendable (Message) -> Void

  init(world: World, store: Store, tell: @escaping @Sendable (Message) -> Void) {
    self.world = world
    self.store = store
    self.tell = tell
    let engine = SyncWiring(world: world, store: store).engine(
      observer: ScreenObserver(log: world.log, tell: tell))
    self.engine = engine
    let logPath = store.logPath
    watch = FileWatch(queue: queue) { path in
      if path == logPath {
        // What cannot be asked now is asked with the next change.
        try? store.noticeOtherProcesses()
      } else {
        Task { await engine.pathChanged(path) }
      }
    }
  }

  func start() {
    queue.async { [self] in
      do {
        try store.rollWindow(now: world.now)
      } catch {
        world.log.warning("the window could not be rolled", error)
      }
      if let path = store.logPath { watch?.add(folder: Folder.of(path)) }
    }
    Task { [self] in
      await engine.start()
      await watchFiles()
      for await change in store.changes() where change.contains(.accounts) { await watchFiles() }
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
      if let failure = report.accounts.compactMap(\.error).first {
        tell(.failed(failure))
      } else {
        tell(.saved("Synced \(report.accounts.count) accounts", isQueued: false))
      }
    }
  }

  private func watchFiles() async {
    for path in await engine.watchedPaths() {
      watch?.add(folder: FileBytes.isFolder(path) ? path : Folder.of(path))
    }
  }
}

/// The folder that a path lies in.
enum Folder {
  static func of(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
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
