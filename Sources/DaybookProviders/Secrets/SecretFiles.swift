#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Files that only their owner may read, each put in its place in one step.
enum SecretFiles {
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a folder, and those above it that are missing, for its owner alone.
  static func makeFolder(_ path: String) -> Bool {
    var status = stat()
    if stat(path, &status) == 0 { return status.st_mode & S_IFMT == S_IFDIR }
    let parent = folder(of: path)
    guard parent != path, makeFolder(parent) else { return false }
    return mkdir(path, 0o700) == 0 || errno == EEXIST
  }

  /// All of a file; nil where there is none. What cannot be read has its reason in `errno`.
  static func read(_ path: String, limit: Int = 1 << 20) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while bytes.count <= limit {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, &buffer, buffer.count)
      #else
        let count = Darwin.read(descriptor, &buffer, buffer.count)
      #endif
      if count < 0, errno == EINTR { continue }
      if count < 0 { return nil }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// Puts `bytes` in place of a file, and on the disk, before it returns.
  ///
  /// - Parameter isNew: leaves a file that is there already as it is, and says false.
  static func write(_ bytes: [UInt8], to path: String, isNew: Bool = false) -> Bool {
    guard makeFolder(folder(of: path)) else { return false }
    let draft = "\(path).new-\(getpid())-\(UInt32.random(in: 0 ... .max))"
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    let isWritten = writeAll(bytes, to: descriptor) && fsync(descriptor) == 0
    close(descriptor)
    // A link fails where the name is taken, as a renaming would not.
    let isPlaced = isWritten && (isNew ? link(draft, path) == 0 : rename(draft, path) == 0)
    let reason = errno
    if isNew || !isPlaced { unlink(draft) }
    if isPlaced { syncFolder(folder(of: path)) }
    errno = reason
    return isPlaced
  }

  static func remove(_ path: String) -> Bool {
    unlink(path) == 0 || errno == ENOENT
  }

  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      #if canImport(Glibc)
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      #else
        let count = rest.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
      #endif
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  private static func syncFolder(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// Why the last of these failed.
  static var reason: String { String(cString: strerror(errno)) }
}

extension SecretFiles {
  /// Whether the last reading failed because there is nothing.
  static var isMissing: Bool { errno == ENOENT || errno == ENOTDIR }
}
