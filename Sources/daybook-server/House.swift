import DaybookCore
import DaybookServer
import DaybookStore
import DaybookWorld

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The folder of a server of several people: the index of who they are, a store for each of them, and
/// what the server proves itself with. For its owner only.
struct House: Sendable {
  let folder: String

  /// - Throws: `CommandError` where the folder cannot be made, or others may look into it.
  init(_ path: String, in environment: [String: String]) throws {
    guard !path.isEmpty else { throw CommandError.usage("--users wants a folder.") }
    var folder = Home.expanded(path, home: Home.folder(environment))
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    for path in [folder, folder + "/stores"] {
      guard OwnFiles.makeFolder(path) else {
        throw CommandError.failed(
          "cannot_write", "\(path) cannot be made: \(String(cString: strerror(errno)))",
          hint: "Check who may write the folder above it.")
      }
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & 0o077 == 0 else {
        throw CommandError.failed(
          "folder_open", "\(path) may be looked into by others than its owner.",
          hint: "Say 'chmod 700 \(path)'.")
      }
    }
    self.folder = folder
  }

  func index() throws -> UserIndex { try UserIndex.open(at: folder + "/users.sqlite") }

  /// Signs access tokens; without it everybody signs in again.
  var signingKey: String { folder + "/signing-key" }

  /// Of whoever runs the server.
  var tokenFile: String { folder + "/server-token" }

  /// - Parameter user: an id.
  func store(of user: String) -> String { folder + "/stores/\(user).sqlite" }

  /// Erases somebody's store, and whatever lies beside it under its name.
  func erase(_ user: String) {
    guard User.isID(user) else { return }
    for name in OwnFiles.names(in: folder + "/stores") where name.hasPrefix(user + ".") {
      House.remove(folder + "/stores/" + name)
    }
  }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    for name in OwnFiles.names(in: path) { remove(path + "/" + name) }
    rmdir(path)
  }
}
