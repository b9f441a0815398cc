#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Folders and files that Daybook makes: for their owner only.
package enum OwnFiles {
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a folder and those above it that are missing; false where that cannot be.
  @discardableResult
  package static func makeFolder(_ path: String) -> Bool {
    if FileBytes.isFolder(path) { return true }
    let parent = folder(of: path)
    guard parent != path, makeFolder(parent) else { return false }
    return mkdir(path, 0o700) == 0 || errno == EEXIST
  }

  /// The names in a folder, in order; none where it cannot be read.
  package static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Puts a text in place of a file in one step, so that nobody ever reads half of it. A link stays
  /// a link, and a file that is there keeps its mode. What is no file, a pipe or a device, is
  /// written to as it is.
  package static func replace(_ path: String, with text: String) throws(CommandError) {
    var status = stat()
    let isThere = stat(path, &status) == 0
    if isThere, status.st_mode & S_IFMT != S_IFREG { return try send(text, to: path) }
    guard makeFolder(folder(of: path)) else { throw failure(path) }
    let target = real(path)
    let new = "\(target).new-\(getpid())"
    let mode = isThere ? status.st_mode & 0o777 : 0o600
    let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    fchmod(descriptor, mode)
    let isSafe = isWritten(text, to: descriptor) && fsync(descriptor) == 0
    close(descriptor)
    guard isSafe, rename(new, target) == 0 else {
      let error = failure(path)
      unlink(new)
      throw error
    }
  }

  private static func send(_ text: String, to path: String) throws(CommandError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path) }
    let isSafe = isWritten(text, to: descriptor)
    let error = failure(path)
    close(descriptor)
    guard isSafe else { throw error }
  }

  private static func isWritten(_ text: String, to descriptor: Int32) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Where a path leads, links followed; the path itself where nothing is there.
  static func real(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func failure(_ path: String) -> CommandError {
    let reason = errno
    let isFull = reason == ENOSPC || reason == EDQUOT
    return .failed(
      isFull ? "disk_full" : "cannot_write",
      "\(path) cannot be written: \(String(cString: strerror(reason)))",
      hint: isFull
        ? "Free some space and try again." : "Check who may write the file and its folder.")
  }
}
