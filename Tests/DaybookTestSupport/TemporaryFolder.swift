import Foundation

/// A folder of a test's own, until it is removed.
package struct TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("daybook-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  /// Writes a file, and the folders it lies in, anew.
  package func write(_ name: String, _ text: String) throws {
    let url = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    // A new file each time, as editors and sync programs do it: it has another inode.
    try Data(text.utf8).write(to: url, options: .atomic)
  }

  package func delete(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path + "/" + name)
  }

  package func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path)
  }

  package func remove() {
    try? FileManager.default.removeItem(atPath: path)
  }
}
