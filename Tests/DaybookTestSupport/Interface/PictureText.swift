import Foundation
package import DaybookTUI
package import Testing

/// A screen as text: what it shows, and below that one letter a cell for what each cell is.
package enum PictureText {
  package static func text(of grid: Grid) -> String {
    let shown = (0..<grid.rows).map { row in
      var line = (0..<grid.columns).map { grid[row: row, column: $0].text }.joined()
      while line.last == " " { line.removeLast() }
      return line
    }
    var used: Set<Character> = []
    let roles = (0..<grid.rows).map { row in
      var line = (0..<grid.columns).map { column -> Character in
        let letter = Self.letter(of: grid[row: row, column: column].style)
        used.insert(letter)
        return letter
      }
      while line.last == "." { line.removeLast() }
      return String(line)
    }
    let key = Role.allCases.filter { used.contains(letters[$0] ?? "?") }
      .map { "\(letters[$0] ?? "?") \($0.name)" }.joined(separator: ", ")
    return (shown + [""] + roles + ["", key, ""]).joined(separator: "\n")
  }

  /// What a cell is: the role of its text, or of the ground where that says more.
  private static func letter(of style: Style) -> Character {
    let telling: Set<Role> = [.selection, .cursor, .range, .preview]
    if let ground = style.ground, telling.contains(ground) { return letters[ground] ?? "?" }
    return letters[style.role] ?? "?"
  }

  /// Plain text is a dot, all other roles have letters, in the order in which they are declared.
  private static let letters: [Role: Character] = {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-=/*%&@#~")
    var letters: [Role: Character] = [.text: "."]
    for (index, role) in Role.allCases.filter({ $0 != .text }).enumerated() {
      letters[role] = index < alphabet.count ? alphabet[index] : "?"
    }
    return letters
  }()
}

/// A recorded picture in the folder `Pictures` of a test target.
package struct PictureFile {
  private let path: String
  private let name: String

  package init(_ name: String, beside file: String) {
    self.name = name
    var folder = URL(fileURLWithPath: file).deletingLastPathComponent()
    if folder.lastPathComponent == "Screens" { folder.deleteLastPathComponent() }
    path = folder.appendingPathComponent("Pictures/\(name).txt").path
  }

  /// `DAYBOOK_RECORD=1` writes the picture instead of comparing; a rewritten one is reviewed.
  package func expect(_ text: String, sourceLocation: SourceLocation) throws {
    if ProcessInfo.processInfo.environment["DAYBOOK_RECORD"] == "1" {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return
    }
    let recorded = try? String(contentsOfFile: path, encoding: .utf8)
    let difference = Self.firstDifference(recorded ?? "", text)
    #expect(
      recorded == text, "\(name) looks different. \(difference)", sourceLocation: sourceLocation)
  }

  private static func firstDifference(_ old: String, _ new: String) -> String {
    let before = old.split(separator: "\n", omittingEmptySubsequences: false)
    let after = new.split(separator: "\n", omittingEmptySubsequences: false)
    for index in 0..<max(before.count, after.count) {
      let one = index < before.count ? before[index] : ""
      let other = index < after.count ? after[index] : ""
      if one != other { return "Line \(index + 1):\n  was \(one)\n  is  \(other)" }
    }
    return ""
  }
}
