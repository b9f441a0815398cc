import DaybookCore
import DaybookTerminal
import DaybookWorld
import Foundation

/// The person's own editor, on a text in a file that only they can read.
enum TextEditor {
  /// What became of `text`; nil where it was left as it was. Its file stays until it is removed:
  /// what somebody typed is not lost before it is stored.
  static func edit(_ text: String, environment: [String: String]) throws -> EditedText? {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("daybook-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    let file = folder.appendingPathComponent("event.ics")
    var isKept = false
    defer { if !isKept { _ = try? FileManager.default.removeItem(at: folder) } }
    try Data(text.utf8).write(to: file)
    let editor = command(environment)
    // The name may hold arguments, as in `code -w`; the file's is passed beside it.
    let arguments = ["-c", "\(editor) \"$1\"", "sh", file.path]
    guard ForegroundProgram.run("/bin/sh", arguments, environment: environment) == 0 else {
      throw CommandError.failed(
        "editor_failed", "The editor “\(editor)” ended with an error; nothing was changed.")
    }
    let edited = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    if edited == text { return nil }
    isKept = true
    return EditedText(text: edited, path: file.path)
  }

  /// A variable that is empty names no editor.
  static func command(_ environment: [String: String]) -> String {
    [environment["VISUAL"], environment["EDITOR"]].compactMap(\.self)
      .first { !$0.trimmed.isEmpty } ?? "vi"
  }
}

/// What somebody has typed, and the file that keeps it.
struct EditedText {
  let text: String
  let path: String

  /// Takes it away, once it is stored.
  func remove() {
    _ = try? FileManager.default.removeItem(atPath: OwnFiles.folder(of: path))
  }

  /// The same failure, with where the text is.
  func kept(_ failure: Failure) -> Failure {
    let place = "what you typed is in \(path)"
    return Failure(
      code: failure.code, message: failure.message,
      hint: failure.hint.map { "\($0); \(place)" } ?? place)
  }
}
