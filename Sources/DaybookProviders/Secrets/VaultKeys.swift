internal import DaybookCore
import Synchronization

/// The keys of a vault: the desktop's secret service has it where there is one, else a file.
///
/// A file that is there stays in use, for it was made where no desktop was in reach, and will be
/// again.
final class VaultKeys: Sendable {
  private let file: KeyFile
  private let desktop: (any KeyPlace)?
  private let known = Mutex<[String: VaultKey]>([:])

  init(file: KeyFile, desktop: (any KeyPlace)?) {
    self.file = file
    self.desktop = desktop
  }

  /// The key of this id.
  func key(_ id: String) throws(Missing) -> VaultKey {
    if let key = known.withLock({ $0[id] }) { return key }
    var isOutOfReach = false
    for place in places {
      switch place.look() {
      case .key(let key):
        remember(key)
        if key.id == id { return key }
      case .none: break
      case .unreachable: isOutOfReach = true
      }
    }
    throw isOutOfReach ? .outOfReach : .gone
  }

  /// The key to lock something new with, made where there is none.
  func keyForKeeping() throws(ProviderError) -> VaultKey {
    if case .key(let key) = file.look() { return remember(key) }
    if let desktop {
      if case .none = desktop.look() { _ = desktop.keep(VaultKey()) }
      // Read back: another process may have been faster, and then its key counts.
      if case .key(let key) = desktop.look() { return remember(key) }
    }
    let new = VaultKey()
    if file.keep(new) { return remember(new) }
    let reason = SecretFiles.reason
    switch file.look() {
    case .key(let key): return remember(key)
    case .none where SecretFiles.read(file.path) != nil:
      throw .localFailure(
        Failure(
          code: "no_key", message: "\(file.path) holds no key",
          hint: "move it away, then sign in again with 'daybook accounts login'"))
    case .none, .unreachable:
      throw .localFailure(
        Failure(
          code: "cannot_write", message: "\(file.path) cannot be written: \(reason)",
          hint: "check who may write the file and its folder"))
    }
  }

  enum Missing: Error {
    case gone, outOfReach
  }

  /// Where the key lies, or would be laid.
  var words: String {
    if case .key = file.look() { return "a file, \(file.words)" }
    guard let desktop else { return "a file, \(file.words)" }
    if case .unreachable = desktop.look() {
      return "a file, \(file.words), for \(desktop.words) does not answer"
    }
    return desktop.words
  }

  private var places: [any KeyPlace] { [file] + (desktop.map { [$0] } ?? []) }

  @discardableResult
  private func remember(_ key: VaultKey) -> VaultKey {
    known.withLock { $0[key.id] = key }
    return key
  }
}
