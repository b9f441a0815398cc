@preconcurrency import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Says when something in a folder changes, without looking: nothing runs until the system wakes it.
///
/// Folders are watched and not files, because a file that is replaced is another file.
package final class FileWatch: Sendable {
  private let descriptor: Int32
  private let source: any DispatchSourceRead
  /// Every path that each folder was named by: links may lead to one folder from several places.
  private let folders: Mutex<[Int32: Set<String>]> = Mutex([:])

  /// Calls `changed` on `queue` with the paths of all that changed in the folders, the folders
  /// themselves where they were taken away; nil where the system cannot watch.
  package init?(queue: DispatchQueue, changed: @escaping @Sendable (Set<String>) -> Void) {
    #if canImport(Glibc)
      descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
      let descriptor = descriptor
      source.setCancelHandler { close(descriptor) }
      source.setEventHandler { [weak self] in
        if let paths = self?.paths(), !paths.isEmpty { changed(paths) }
      }
      source.activate()
    #else
      return nil
    #endif
  }

  deinit {
    source.cancel()
  }

  /// Watches a folder; false where it cannot be.
  @discardableResult
  package func add(folder: String) -> Bool {
    #if canImport(Glibc)
      let mask =
        IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE
        | IN_CREATE | IN_DELETE_SELF | IN_MOVE_SELF
      let watch = inotify_add_watch(descriptor, folder, UInt32(mask))
      guard watch >= 0 else { return false }
      folders.withLock { _ = $0[watch, default: []].insert(folder) }
      return true
    #else
      return false
    #endif
  }

  #if canImport(Glibc)
    /// The folders that an event is about: all of them where the system lost count.
    private func named(by event: inotify_event) -> [String] {
      folders.withLock { folders in
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return folders.values.flatMap { $0 } }
        guard event.mask & UInt32(IN_IGNORED) != 0 else { return Array(folders[event.wd] ?? []) }
        folders[event.wd] = nil
        return []
      }
    }

    /// What the system has told since it was last asked, each path once.
    private func paths() -> Set<String> {
      var found: Set<String> = []
      var buffer = [UInt8](repeating: 0, count: 16_384)
      while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return found }
        let header = MemoryLayout<inotify_event>.size
        var at = 0
        while at + header <= count {
          let event = buffer.withUnsafeBytes {
            $0.loadUnaligned(fromByteOffset: at, as: inotify_event.self)
          }
          let name = buffer[(at + header)..<min(count, at + header + Int(event.len))]
            .prefix { $0 != 0 }
          for folder in named(by: event) {
            found.insert(
              name.isEmpty ? folder : folder + "/" + String(decoding: name, as: UTF8.self))
          }
          at += header + Int(event.len)
        }
      }
    }
  #endif
}
