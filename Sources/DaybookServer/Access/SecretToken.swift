import DaybookCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A token that proves who somebody is; 256 bits that nobody can guess.
package struct SecretToken: Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  /// A new one.
  package static func make() -> SecretToken {
    var generator = SystemRandomNumberGenerator()
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    let bytes = (0..<43).map { _ in letters[Int(generator.next() & 63)] }
    return SecretToken(String(decoding: bytes, as: UTF8.self))
  }

  /// Compares in a time that tells nothing of where two differ.
  func isSame(as other: String) -> Bool {
    ConstantTime.areSame(other, text)
  }

  /// The token kept in a file for its owner only; a new one where there is none.
  ///
  /// - Throws: `TokenFileError` where the file cannot be made or read, or others may read it.
  package static func kept(at path: String) throws(TokenFileError) -> SecretToken {
    if let known = try read(path) { return known }
    let token = make()
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      // Another server may have made it in between.
      if errno == EEXIST, let known = try read(path) { return known }
      throw TokenFileError(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    let line = Array((token.text + "\n").utf8)
    guard line.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == line.count,
      fsync(descriptor) == 0
    else {
      let reason = String(cString: strerror(errno))
      unlink(path)
      throw TokenFileError(path: path, reason: reason)
    }
    return token
  }

  private static func read(_ path: String) throws(TokenFileError) -> SecretToken? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw TokenFileError(path: path, reason: String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & 0o077 == 0 else {
      throw TokenFileError(path: path, reason: "others than its owner may read it")
    }
    var bytes = [UInt8](repeating: 0, count: 256)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let text = String(decoding: bytes.prefix(max(0, count)).prefix { $0 > 0x20 }, as: UTF8.self)
    guard text.utf8.count >= 32 else {
      throw TokenFileError(path: path, reason: "it holds no token")
    }
    return SecretToken(text)
  }
}

/// Why a token cannot be kept.
package struct TokenFileError: Error {
  package let path: String
  package let reason: String
}
