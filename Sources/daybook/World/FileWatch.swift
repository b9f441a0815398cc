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
final class FileWatch: Sendable {
  private let descriptor: Int32
  private let source: any DispatchSourceRead
  private let folders: Mutex<[Int32: String]> = Mutex([:])

  /// Calls `changed` on `queue` with the path of each folder or file in it that changed; nil where
  /// the system cannot watch.
  init?(queue: DispatchQueue, changed: @escaping @Sendable (String) -> Void) {
    #if canImport(Glibc)
      descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
      source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
      let descriptor = descriptor
      source.setCancelHandler { close(descriptor) }
      source.setEventHandler { [weak self] in self?.paths().forEach(changed) }
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
  func add(folder: String) -> Bool {
    #if canImport(Glibc)
      let mask =
        IN_CLOSE_WRITE | IN_MODIFY | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE
      let watch = inotify_add_watch(descriptor, folder, UInt32(mask))
      guard watch >= 0 else { return false }
      folders.withLock { $0[watch] = folder }
      return true
    #else
      return false
    #endif
  }

  #if canImport(Glibc)
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
          if let folder = folders.withLock({ $0[event.wd] }) {
            found.insert(
              name.isEmpty ? folder : folder + "/" + String(decoding: name, as: UTF8.self))
          }
          at += header + Int(event.len)
        }
      }
    }
  #endif
}
