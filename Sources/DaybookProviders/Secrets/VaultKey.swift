internal import Crypto
import Foundation

/// The key that opens what is kept: 256 bits, never printed.
struct VaultKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  let symmetric: SymmetricKey
  /// Tells keys apart without giving them away.
  let id: String

  init() {
    self.init(SymmetricKey(size: .bits256))
  }

  /// Reads what `text` writes.
  init?(text: String) {
    guard let data = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)),
      data.count == 32
    else { return nil }
    self.init(SymmetricKey(data: data))
  }

  private init(_ key: SymmetricKey) {
    symmetric = key
    let digest = key.withUnsafeBytes { bytes in
      var hash = SHA256()
      hash.update(data: Data("daybook key".utf8))
      hash.update(bufferPointer: bytes)
      return hash.finalize()
    }
    id = digest.prefix(8).map { byte in
      let hex = String(byte, radix: 16)
      return hex.count < 2 ? "0" + hex : hex
    }.joined()
  }

  /// As it is laid down.
  var text: String { symmetric.withUnsafeBytes { Data($0).base64EncodedString() } }

  var description: String { "•••" }
  var debugDescription: String { "•••" }
}

/// Where a key may lie.
protocol KeyPlace: Sendable {
  /// As a person knows it.
  var words: String { get }
  func look() -> KeyFound
  /// False where it could not be laid down.
  func keep(_ key: VaultKey) -> Bool
}

enum KeyFound {
  case key(VaultKey)
  /// There is none here.
  case none
  /// Nobody can tell now.
  case unreachable
}

/// A file of the person's own, apart from what it opens and from the store.
struct KeyFile: KeyPlace {
  let path: String

  var words: String { path }

  func look() -> KeyFound {
    guard let bytes = SecretFiles.read(path, limit: 4096) else {
      return SecretFiles.isMissing ? .none : .unreachable
    }
    return VaultKey(text: String(decoding: bytes, as: UTF8.self)).map { .key($0) } ?? .none
  }

  /// Never in place of another key: what that opens would be lost.
  func keep(_ key: VaultKey) -> Bool {
    SecretFiles.write(Array((key.text + "\n").utf8), to: path, isNew: true)
  }
}
