internal import Crypto
package import DaybookCore
import Foundation

/// Keeps secrets in files, one an account, locked by AES-GCM with a key that lies elsewhere.
///
/// A file says which key locked it, and is bound to its account: neither a key that was exchanged
/// nor a file that was moved passes for the right one.
package final class SecretVault: Secrets {
  private let folder: String
  private let keys: VaultKeys

  /// - Parameters:
  ///   - folder: for the files; made when the first is kept.
  ///   - keyFile: for the key, where no desktop keeps it; not in `folder`, nor beside the store.
  ///   - environment: says whether there is a desktop.
  package init(folder: String, keyFile: String, environment: [String: String]) {
    self.folder = folder
    keys = VaultKeys(
      file: KeyFile(path: keyFile), desktop: DesktopKey(environment: environment))
  }

  package func secret(of account: AccountID) throws(ProviderError) -> Secret? {
    guard let bytes = SecretFiles.read(path(account)) else {
      if SecretFiles.isMissing { return nil }
      throw unreadable(path(account))
    }
    guard let end = bytes.firstIndex(of: 0x0a), end < 80,
      let id = Self.keyID(String(decoding: bytes[..<end], as: UTF8.self))
    else { throw fault(.damaged) }
    let key = try key(id)
    let head = Data(bytes[...end])
    guard let box = try? AES.GCM.SealedBox(combined: Data(bytes[(end + 1)...])),
      let plain = try? AES.GCM.open(
        box, using: key.symmetric, authenticating: head + Data(account.raw.utf8)),
      let secret = SecretText.reading(plain)
    else { throw fault(.damaged) }
    return secret
  }

  package func keep(_ secret: Secret, of account: AccountID) throws(ProviderError) {
    let key = try keys.keyForKeeping()
    let head = Data("\(Self.mark)\(key.id)\n".utf8)
    guard let plain = try? SecretText(secret).bytes,
      let sealed = try? AES.GCM.seal(
        plain, using: key.symmetric, authenticating: head + Data(account.raw.utf8)
      ).combined,
      SecretFiles.write(Array(head + sealed), to: path(account))
    else { throw unwritable(path(account)) }
  }

  package func erase(_ account: AccountID) throws(ProviderError) {
    guard SecretFiles.remove(path(account)) else { throw unwritable(path(account)) }
    _ = SecretFiles.remove(lockPath(account))
  }

  package func lock(_ account: AccountID) async throws(ProviderError) -> any SecretLock {
    try await FileLock.take(lockPath(account))
  }

  package func adding(_ account: AccountID) async throws(ProviderError) -> any SecretLock {
    try await FileLock.take(folder + "/" + account.raw + Self.addingEnd, isMark: true)
  }

  package func eraseUnfinished(isStored: (AccountID) -> Bool) {
    // There is no folder where nothing was kept yet.
    let names = (try? FileListing.names(in: folder)) ?? []
    for name in names where name.hasSuffix(Self.addingEnd) {
      let account = AccountID(String(name.dropLast(Self.addingEnd.count)))
      // Whoever holds it is still at it.
      guard let mark = FileLock.takeIfFree("\(folder)/\(name)", isMark: true) else { continue }
      // A draft is what the process died writing.
      let drafts = names.filter { $0.hasPrefix(account.raw + ".secret.new-") }
      for draft in drafts { _ = SecretFiles.remove("\(folder)/\(draft)") }
      if !isStored(account) { try? erase(account) }
      mark.release()
    }
  }

  private static let addingEnd = ".adding"

  /// How secrets are kept, for whoever looks after it.
  package var words: String { "locked in \(folder); the key is in \(keys.words)" }

  private static let mark = "daybook secret 1 "

  private static func keyID(_ head: String) -> String? {
    head.hasPrefix(mark) ? String(head.dropFirst(mark.count)) : nil
  }

  private func key(_ id: String) throws(ProviderError) -> VaultKey {
    do throws(VaultKeys.Missing) {
      return try keys.key(id)
    } catch {
      switch error {
      case .gone: throw fault(.keyLost)
      case .outOfReach:
        throw .localFailure(
          Failure(
            code: "key_out_of_reach",
            message: "the key to what is kept to sign in is out of reach",
            hint: "unlock the desktop's secret service, or sign in again here with"
              + " 'daybook accounts login'"))
      }
    }
  }

  private func path(_ account: AccountID) -> String { "\(folder)/\(account.raw).secret" }
  private func lockPath(_ account: AccountID) -> String { "\(folder)/\(account.raw).lock" }

  private func fault(_ reason: SignInFault.Reason) -> ProviderError {
    .signInNeeded(RemotePlace(folder), by: .after(SignInFault(by: "", reason)))
  }

  private func unreadable(_ path: String) -> ProviderError {
    .localFailure(
      Failure(
        code: "secrets_unreadable", message: "\(path) cannot be read: \(SecretFiles.reason)",
        hint: "check who may read the file and its folder"))
  }

  private func unwritable(_ path: String) -> ProviderError {
    .localFailure(
      Failure(
        code: "cannot_write", message: "\(path) cannot be written: \(SecretFiles.reason)",
        hint: "check who may write the file and its folder"))
  }
}
