internal import DaybookCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file as it was found: enough to tell without reading it whether it is still the same.
struct FoundFile: Hashable {
  /// Seen from the folder that was listed; of a single file its name.
  var name: String
  var path: String
  var size: Int
  var modified: Int
  var node: UInt64

  /// Of a file written just now it is never the same twice: it may be written again before the
  /// clock of the file system moves on.
  var fingerprint: String {
    "\(name)|\(size)|\(modified)|\(node)" + (isSettled ? "" : "|\(seen)")
  }
  /// When it was looked at, in nanoseconds.
  var seen: Int

  private var isSettled: Bool { seen - modified > 2_000_000_000 }
}

extension FoundFile {
  /// A link to a file that is not there.
  init(missing path: String, name: String) {
    self.init(name: name, path: path, size: 0, modified: 0, node: 0, seen: .max)
  }
}

/// The files under a path, without reading them.
enum FileListing {
  /// What stands at `path`, following symbolic links.
  enum Place {
    case file(FoundFile)
    case folder
    /// A pipe, a socket, a device: reading it might never end.
    case other
  }

  static func place(_ path: String, name: String) throws(ProviderError) -> Place {
    var status = stat()
    guard stat(path, &status) == 0 else { throw .unreadable(path: path, reason: reason()) }
    return place(path, name: name, status)
  }

  /// The same, when the system was asked already.
  static func place(_ path: String, name: String, _ status: stat) -> Place {
    if status.st_mode & S_IFMT == S_IFDIR { return .folder }
    guard status.st_mode & S_IFMT == S_IFREG else { return .other }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return .file(
      FoundFile(
        name: name, path: path, size: Int(status.st_size),
        modified: Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec),
        node: UInt64(status.st_ino), seen: nanoseconds()))
  }

  /// All `*.ics` under a folder at any depth in the order of their paths, hidden ones left out.
  static func calendars(in folder: String) throws(ProviderError) -> [FoundFile] {
    try FolderWalk(folder).files.sorted {
      $0.name.utf8.lexicographicallyPrecedes($1.name.utf8)
    }
  }

  static func names(in folder: String) throws(ProviderError) -> [String] {
    guard let directory = opendir(folder) else {
      throw .unreadable(path: folder, reason: reason())
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { text in
        text.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  /// Hands a file over in pieces.
  static func read(_ path: String, _ take: (UnsafeRawBufferPointer) -> Void)
    throws(ProviderError)
  {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .unreadable(path: path, reason: reason()) }
    defer { close(file) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      #if canImport(Darwin)
        let count = Darwin.read(file, buffer.baseAddress, buffer.count)
      #elseif canImport(Musl)
        let count = Musl.read(file, buffer.baseAddress, buffer.count)
      #else
        let count = Glibc.read(file, buffer.baseAddress, buffer.count)
      #endif
      if count == 0 { return }
      if count < 0 {
        if errno == EINTR { continue }
        throw .unreadable(path: path, reason: reason())
      }
      take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// What a path leads to when all links in it are followed; nil where that is nothing.
  static func target(of path: String) -> String? {
    guard let target = realpath(path, nil) else { return nil }
    defer { free(target) }
    return String(cString: target)
  }

  /// The first line of a small file, or nil.
  static func line(_ path: String) -> String? {
    guard case .file? = try? place(path, name: "") else { return nil }
    var bytes: [UInt8] = []
    do throws(ProviderError) {
      try read(path) { chunk in
        if bytes.count < 4096 { bytes.append(contentsOf: chunk) }
      }
    } catch { return nil }
    let line = bytes.prefix { $0 != 0x0a && $0 != 0x0d }
    let text = String(decoding: line, as: UTF8.self)[...].trimmed
    return text.isEmpty ? nil : text
  }

  private static func nanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int(time.tv_sec) * 1_000_000_000 + Int(time.tv_nsec)
  }

  static func reason() -> String {
    let number = errno
    return switch number {
    case ENOENT: "there is no such file or folder"
    case EACCES, EPERM: "it may not be read"
    default: String(cString: strerror(number))
    }
  }
}
