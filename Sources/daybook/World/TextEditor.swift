import Foundation

/// The person's own editor, on a text in a file that only they can read.
enum TextEditor {
  /// What became of `text`; nil where it was left as it was, or the editor failed.
  static func edit(_ text: String, environment: [String: String]) throws -> String? {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("daybook-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    defer { _ = try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("event.ics")
    try Data(text.utf8).write(to: file)
    let editor = environment["VISUAL"] ?? environment["EDITOR"] ?? "vi"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    // The name may hold arguments, as in `code -w`; the file's is passed beside it.
    process.arguments = ["-c", "\(editor) \"$1\"", "sh", file.path]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CommandError.failed(
        "editor_failed", "The editor “\(editor)” ended with an error; nothing was changed.")
    }
    let edited = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    return edited == text ? nil : edited
  }
}
