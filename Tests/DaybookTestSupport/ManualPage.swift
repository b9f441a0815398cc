import Foundation
package import Testing

/// A page in `docs/` that lists what the code has: it drifts, and a test fails.
package struct ManualPage {
  private let name: String
  private let path: String

  package init(_ name: String) {
    self.name = name
    path =
      URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("docs/\(name)").path
  }

  package var text: String {
    get throws { try String(contentsOfFile: path, encoding: .utf8) }
  }

  /// `DAYBOOK_RECORD=1` writes the page instead of comparing; a rewritten one is reviewed.
  package func expect(
    _ wanted: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    if ProcessInfo.processInfo.environment["DAYBOOK_RECORD"] == "1" {
      try Data(wanted.utf8).write(to: URL(fileURLWithPath: path))
      return
    }
    let written = (try? text)?.split(separator: "\n", omittingEmptySubsequences: false) ?? []
    let lines = wanted.split(separator: "\n", omittingEmptySubsequences: false)
    let first = (0..<max(lines.count, written.count)).first { index in
      index >= lines.count || index >= written.count || lines[index] != written[index]
    }
    #expect(
      first == nil,
      "docs/\(name) is not what the code has from line \((first ?? 0) + 1) on; DAYBOOK_RECORD=1 writes it anew",
      sourceLocation: sourceLocation)
  }

  /// A table of Markdown; a bar inside a cell would end it.
  package static func table(_ rows: [[String]]) -> String {
    guard let head = rows.first else { return "" }
    let lines = [head, head.map { _ in "---" }] + rows.dropFirst()
    return lines.map { cells in
      "| " + cells.map { $0.replacingOccurrences(of: "|", with: "\\|") }.joined(separator: " | ")
        + " |"
    }.joined(separator: "\n")
  }
}
