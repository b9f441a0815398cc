#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Folders and files that Daybook makes: for their owner only.
enum OwnFiles {
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a folder and those above it that are missing; false where that cannot be.
  @discardableResult
  static func makeFolder(_ path: String) -> Bool {
    if FileBytes.isFolder(path) { return true }
    let parent = folder(of: path)
    guard parent != path, makeFolder(parent) else { return false }
    return mkdir(path, 0o700) == 0 || errno == EEXIST
  }

  /// The names in a folder, in order; none where it cannot be read.
  static func names(in path: String) -> [String] {
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
  /// a link, and a file that is there keeps its mode.
  static func replace(_ path: String, with text: String) throws(CommandError) {
    makeFolder(folder(of: path))
    let target = real(path)
    let new = "\(target).new-\(getpid())"
    var status = stat()
    let mode = stat(target, &status) == 0 ? status.st_mode & 0o777 : 0o600
    let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(path) }
    fchmod(descriptor, mode)
    let bytes = Array(text.utf8)
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    let isSafe = written == bytes.count && fsync(descriptor) == 0
    close(descriptor)
    guard isSafe, rename(new, target) == 0 else {
      let error = failure(path)
      unlink(new)
      throw error
    }
  }

  private static func real(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func failure(_ path: String) -> CommandError {
    .failed(
      "cannot_write", "\(path) cannot be written: \(String(cString: strerror(errno)))",
      hint: "Check who may write the file and its folder.")
  }
}
