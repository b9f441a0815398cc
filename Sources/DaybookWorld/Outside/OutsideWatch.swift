import DaybookStore
import DaybookSync
import Dispatch
import Synchronization

/// Wakes for what happens outside of this process: files change that accounts read, and other
/// processes write to the store. Nothing runs until the system says that something was written.
package final class OutsideWatch: Sendable {
  private let store: Store
  private let engine: SyncEngine
  private let log: LogFile
  private let queue = DispatchQueue(label: "daybook.watch", qos: .utility)
  private let files: FileWatch?
  private let changed = ChangedPaths()

  package init(store: Store, engine: SyncEngine, log: LogFile) {
    self.store = store
    self.engine = engine
    self.log = log
    let logPath = OutsideWatch.logPath(of: store)
    let (queue, changed) = (queue, changed)
    files = FileWatch(queue: queue) { paths in
      var paths = paths
      if let logPath, paths.remove(logPath) != nil {
        OutsideWatch.notice(store, log)
        // The log is written before the commit is made known: whoever looks at once may look too
        // early, and nothing would wake them again.
        queue.asyncAfter(deadline: .now() + .milliseconds(250)) { OutsideWatch.notice(store, log) }
      }
      changed.add(paths)
    }
  }

  /// Watches until the task is cancelled, accounts that are added later included.
  package func run() async {
    let changes = store.changes()
    if let path = OutsideWatch.logPath(of: store) { files?.add(folder: OwnFiles.folder(of: path)) }
    // What others wrote before the watch stood.
    queue.async { [store, log] in OutsideWatch.notice(store, log) }
    await watchAccounts()
    // And what was written meanwhile into files that accounts read.
    changed.add(Set(await engine.watchedPaths()))
    await withDiscardingTaskGroup { group in
      group.addTask {
        for await change in changes where change.contains(.accounts) { await self.watchAccounts() }
      }
      group.addTask {
        for await _ in self.changed.wakes {
          // Folders that were just made are watched before they are read: nothing falls between.
          await self.watchAccounts()
          await self.engine.pathsChanged(self.changed.take())
        }
      }
    }
  }

  /// SQLite's log lies beside the file itself, not beside a link to it.
  private static func logPath(of store: Store) -> String? {
    store.logPath.map { OwnFiles.real(String($0.dropLast(4))) + "-wal" }
  }

  private func watchAccounts() async {
    for path in await engine.watchedPaths() {
      files?.add(folder: OutsideWatch.folder(toSee: path))
    }
  }

  /// The folder itself; of a file the one it is in; of what is not there the nearest one in which it
  /// can appear.
  private static func folder(toSee path: String) -> String {
    var folder = path
    while folder != "/", folder != ".", !FileBytes.isFolder(folder) {
      folder = OwnFiles.folder(of: folder)
    }
    return folder
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

/// Paths that changed and were not looked at yet: many changes at once are looked at together.
private final class ChangedPaths: Sendable {
  let wakes: AsyncStream<Void>
  private let wake: AsyncStream<Void>.Continuation
  private let pending = Mutex<Set<String>>([])

  init() {
    (wakes, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
  }

  func add(_ paths: Set<String>) {
    guard !paths.isEmpty else { return }
    pending.withLock { $0.formUnion(paths) }
    wake.yield()
  }

  func take() -> Set<String> {
    pending.withLock { pending in
      defer { pending = [] }
      return pending
    }
  }
}
