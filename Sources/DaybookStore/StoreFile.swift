#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The store's file and folder: made for their owner only, and set aside when damaged.
struct StoreFile: Sendable {
  let path: String

  /// Makes missing folders (0700) and the file (0600), so that no umask can open them to others.
  /// SQLite gives its companions (`-wal`, `-shm`) the mode of the file.
  func prepare() throws(StoreError) {
    try makeFolder(folder)
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor >= 0 {
      fchmod(descriptor, 0o600)
      close(descriptor)
    } else if errno != EEXIST {
      throw failure(errno)
    } else {
      try refuseOthers()
    }
  }

  /// What is no file is never opened: a pipe would be waited for, a device would be set aside.
  private func refuseOthers() throws(StoreError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(errno) }
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .cannotOpen(path: path, reason: "it is a folder")
    default: throw .cannotOpen(path: path, reason: "it is no file")
    }
    // SQLite would only say that it was unable.
    if access(path, R_OK) != 0 { throw .cannotOpen(path: path, reason: "it may not be read") }
  }

  /// Whether the disk has no room left for what SQLite keeps beside the file.
  var isDiskFull: Bool {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return false }
    return UInt64(status.f_bavail) * UInt64(status.f_frsize) < 65_536
  }

  /// Whether what is there can be no store: not empty, and without SQLite's header or shorter than
  /// that says. Costs one read.
  var isPlainlyDamaged: Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var header = [UInt8](repeating: 0, count: 100)
    let count = pread(descriptor, &header, 100, 0)
    if count == 0 { return false }
    guard count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
      return count > 0 && !isHalfWritten
    }
    func number(_ offset: Int, _ count: Int) -> Int {
      header[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }
    var status = stat()
    // The size in the header only counts when the last writer kept it (the file format, 1.3.7),
    // and pages that are still in the log need not be in the file.
    guard number(24, 4) == number(92, 4), access(path + "-wal", F_OK) != 0, !isHalfWritten,
      fstat(descriptor, &status) == 0
    else { return false }
    let pageSize = number(16, 2) == 1 ? 65_536 : number(16, 2)
    return Int(status.st_size) < number(28, 4) * pageSize
  }

  /// Whether a writer died on the way: SQLite takes back what it did by its journal.
  private var isHalfWritten: Bool { access(path + "-journal", F_OK) == 0 }

  /// Which file the path names now.
  var identity: Identity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
  }

  struct Identity: Hashable, Sendable {
    var device: UInt64
    var number: UInt64
  }

  /// Moves the file and its companions to a free name that begins with `….damaged-`, and says
  /// which; nil where it is no longer the file that was judged, as another process was first.
  func setAside(judged: Identity?) throws(StoreError) -> String? {
    let lock = open(folder, O_RDONLY | O_CLOEXEC)
    if lock >= 0 { flock(lock, LOCK_EX) }
    defer { if lock >= 0 { close(lock) } }
    guard let judged, identity == judged else { return nil }
    var aside = path + ".damaged-" + StoreFile.stamp()
    var attempt = 1
    while access(aside, F_OK) == 0 {
      attempt += 1
      aside = path + ".damaged-" + StoreFile.stamp() + "-\(attempt)"
    }
    guard rename(path, aside) == 0 else { throw failure(errno) }
    // A journal that stayed would be played into the new file.
    for suffix in ["-wal", "-shm", "-journal"] { rename(path + suffix, aside + suffix) }
    return aside
  }

  private var folder: String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private func makeFolder(_ folder: String) throws(StoreError) {
    if access(folder, F_OK) == 0 { return }
    if let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
      try makeFolder(String(folder[..<slash]))
    }
    if mkdir(folder, 0o700) != 0, errno != EEXIST { throw failure(errno) }
  }

  private func failure(_ code: Int32) -> StoreError {
    switch code {
    case EACCES, EPERM, EROFS: .readOnly(path: path)
    case ENOSPC, EDQUOT: .diskFull(path: path)
    default: .cannotOpen(path: path, reason: String(cString: strerror(code)))
    }
  }

  /// The time for a file's name, UTC: `20261119T083000Z`.
  private static func stamp() -> String {
    var seconds = time(nil)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, 32, "%Y%m%dT%H%M%SZ", &parts)
    return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
