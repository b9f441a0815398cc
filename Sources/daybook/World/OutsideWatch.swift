import DaybookStore
import DaybookSync
import Dispatch

/// Wakes for what happens outside of this process: files change that accounts read, and other
/// processes write to the store. Nothing runs until the system says that something was written.
final class OutsideWatch: Sendable {
  private let store: Store
  private let engine: SyncEngine
  private let log: LogFile
  private let queue = DispatchQueue(label: "daybook.watch", qos: .utility)
  private let files: FileWatch?

  init(store: Store, engine: SyncEngine, log: LogFile) {
    self.store = store
    self.engine = engine
    self.log = log
    let logPath = store.logPath
    let queue = queue
    files = FileWatch(queue: queue) { path in
      guard path == logPath else {
        Task { await engine.pathChanged(path) }
        return
      }
      OutsideWatch.notice(store, log)
      // The log is written before the commit is made known: whoever looks at once may look too
      // early, and nothing would wake them again.
      queue.asyncAfter(deadline: .now() + .milliseconds(250)) { OutsideWatch.notice(store, log) }
    }
  }

  /// Watches until the task is cancelled, accounts that are added later included.
  func run() async {
    let changes = store.changes()
    if let path = store.logPath { files?.add(folder: OwnFiles.folder(of: path)) }
    // What others wrote before the watch stood.
    queue.async { [store, log] in OutsideWatch.notice(store, log) }
    await watchAccounts()
    for await change in changes where change.contains(.accounts) { await watchAccounts() }
  }

  private func watchAccounts() async {
    for path in await engine.watchedPaths() {
      files?.add(folder: FileBytes.isFolder(path) ? path : OwnFiles.folder(of: path))
    }
  }

  private static func notice(_ store: Store, _ log: LogFile) {
    do {
      try store.noticeOtherProcesses()
    } catch {
      // The next change asks again.
      log.warning("the store could not be asked for changes", error)
    }
  }
}
