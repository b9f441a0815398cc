internal import DaybookCore

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Goes through a folder and all that lies under it, hidden things left out: each folder once,
/// however many symbolic links lead there, and by its own path where it has one in there.
struct FolderWalk {
  /// Every `*.ics`, in the order in which they were come across.
  private(set) var files: [FoundFile] = []
  /// Every folder, the first one included.
  private(set) var folders: [String] = []
  /// Where links to files among `files` lead.
  private(set) var targets: [String] = []
  private var seen: Set<Node> = []
  /// Folders behind links, which have their turn when all others had theirs.
  private var links: [(path: String, prefix: String)] = []

  private struct Node: Hashable {
    var device: UInt64
    var number: UInt64

    init(_ status: stat) {
      device = UInt64(status.st_dev)
      number = UInt64(status.st_ino)
    }
  }

  init(_ folder: String) throws(ProviderError) {
    try enter(folder, prefix: "")
    var next = 0
    while next < links.count {
      try enter(links[next].path, prefix: links[next].prefix)
      next += 1
    }
  }

  private mutating func enter(_ folder: String, prefix: String) throws(ProviderError) {
    var status = stat()
    guard stat(folder, &status) == 0 else {
      throw .unreadable(path: folder, reason: FileListing.reason())
    }
    guard seen.insert(Node(status)).inserted else { return }
    folders.append(folder)
    for name in try FileListing.names(in: folder).sorted() {
      try look(at: folder + "/" + name, name: prefix + name)
    }
  }

  private mutating func look(at path: String, name: String) throws(ProviderError) {
    var own = stat()
    // Gone since its folder was read.
    guard lstat(path, &own) == 0 else { return }
    let isCalendar = name.lowercased().hasSuffix(".ics")
    let isLink = own.st_mode & S_IFMT == S_IFLNK
    do throws(ProviderError) {
      let place =
        isLink
        ? try FileListing.place(path, name: name)
        : FileListing.place(path, name: name, own)
      switch place {
      case .folder where isLink: links.append((path, name + "/"))
      case .folder: try enter(path, prefix: name + "/")
      case .file(let file) where isCalendar:
        files.append(file)
        if isLink, let target = FileListing.target(of: path) { targets.append(target) }
      case .file: break
      case .other: break
      }
    } catch {
      // A link to nowhere is a file that cannot be read, if it was to be one of ours.
      guard isLink else { throw error }
      if isCalendar { files.append(FoundFile(missing: path, name: name)) }
    }
  }
}
