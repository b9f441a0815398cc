internal import DaybookCore
import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A lock that other processes see too, and that the system opens when its holder dies.
final class FileLock: SecretLock {
  private let descriptor: Mutex<Int32?>
  /// Goes when the lock is released; it stays where its holder dies.
  private let mark: String?

  private init(_ descriptor: Int32, mark: String?) {
    self.descriptor = Mutex(descriptor)
    self.mark = mark
  }

  /// Takes the lock of a file that is there, unless somebody has it.
  static func takeIfFree(_ path: String, isMark: Bool = false) -> FileLock? {
    let descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
    return FileLock(descriptor, mark: isMark ? path : nil)
  }

  /// Waits for the lock, at most a minute.
  ///
  /// - Parameter isMark: whether the file itself says that the lock is held, or that its holder died.
  static func take(_ path: String, isMark: Bool = false) async throws(ProviderError) -> FileLock {
    guard SecretFiles.makeFolder(SecretFiles.folder(of: path)) else { throw failure(path) }
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    let lock = FileLock(descriptor, mark: isMark ? path : nil)
    for attempt in 0..<1200 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return lock }
      guard errno == EWOULDBLOCK || errno == EINTR else { break }
      do {
        try await Task.sleep(for: .milliseconds(attempt < 20 ? 5 : 50))
      } catch {
        lock.release()
        throw .cancelled
      }
    }
    lock.release()
    throw .localFailure(
      Failure(
        code: "secrets_busy", message: "another process renews this sign-in and does not end",
        hint: "end it, or wait"))
  }

  func release() {
    let held = descriptor.withLock { descriptor -> Int32? in
      defer { descriptor = nil }
      return descriptor
    }
    guard let held else { return }
    if let mark { _ = SecretFiles.remove(mark) }
    // Closing it opens the lock.
    close(held)
  }

  deinit { release() }

  private static func failure(_ path: String) -> ProviderError {
    .localFailure(
      Failure(
        code: "cannot_write", message: "\(path) cannot be written: \(SecretFiles.reason)",
        hint: "check who may write the file and its folder"))
  }
}
