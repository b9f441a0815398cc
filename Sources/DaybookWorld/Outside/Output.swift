import DaybookCore
import DaybookTUI

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output and standard error, and how they want to be written to.
package struct Output: Sendable {
  /// Whether colours are welcome: a terminal reads along, and `NO_COLOR` is not set.
  package let isColoured: Bool

  /// Whether standard output is a terminal.
  package let isTerminal: Bool

  package init(environment: [String: String]) {
    isTerminal = isatty(STDOUT_FILENO) == 1
    isColoured =
      isTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
  }

  /// How many columns there are: the terminal's, else the customary ones.
  package var columns: Int {
    var size = winsize()
    guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  /// Writes `text` and a line feed to standard output, whole or not at all: a full disk or a
  /// closed pipe ends the program as it would end any other.
  package func print(_ text: String) throws {
    try Output.write(text + "\n", to: STDOUT_FILENO)
  }

  package func print(_ document: JSON, compact: Bool = false) throws {
    try print(document.text(compact: compact))
  }

  /// Writes bytes that are no lines: an exported calendar, a text for the clipboard.
  package func write(_ text: String) throws {
    try Output.write(text, to: STDOUT_FILENO)
  }

  /// One line on standard error: what failed, where, what to do.
  package func complain(_ error: some Explained) {
    complain(error.failure)
  }

  package func complain(_ failure: Failure) {
    guard let hint = failure.hint, let first = hint.first else { return complain(failure.message) }
    // A hint goes on where the sentence is open, and begins one where it is closed.
    let isOpen = failure.message.last.map { !".!?".contains($0) } ?? false
    let isWord = hint.dropFirst().first.map { $0.isLowercase || $0 == " " } ?? false
    let start =
      !isWord ? String(first) : isOpen ? first.lowercased() : first.uppercased()
    complain(failure.message + (isOpen ? "; " : " ") + start + hint.dropFirst())
  }

  package func complain(_ sentence: String) {
    let line = "daybook: " + VisibleText.line(sentence) + "\n"
    // Nothing can be told about an error channel that fails.
    _ = try? Output.write(line, to: STDERR_FILENO)
  }

  private static func write(_ text: String, to descriptor: Int32) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let sent = bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
      if sent < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        throw CommandError.failed(
          "output_failed", "The output could not be written: \(String(cString: strerror(errno)))")
      }
      bytes = bytes.dropFirst(sent)
    }
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int)
    -> Int
  {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes, count)
    #else
      Darwin.write(descriptor, bytes, count)
    #endif
  }
}

/// The few styles of plain output.
package enum Ink: String {
  case bold = "1"
  case dim = "2"
  case red = "31"
  case yellow = "33"
  case green = "32"
  case cyan = "36"
}

extension Output {
  /// `text` in `ink` where colours are welcome.
  package func styled(_ text: String, _ ink: Ink) -> String {
    isColoured ? "\u{1b}[\(ink.rawValue)m\(text)\u{1b}[0m" : text
  }

  /// Rows with their columns aligned; control characters become visible glyphs.
  package func table(_ rows: [[String]], rightAligned: Set<Int> = []) -> String {
    let clean = rows.map { $0.map(VisibleText.line) }
    let columns = clean.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      clean.map { column < $0.count ? TextWidth.of($0[column]) : 0 }.max() ?? 0
    }
    return clean.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - TextWidth.of(cell))
        let isLast = column == row.count - 1
        line += rightAligned.contains(column) ? padding + cell : isLast ? cell : cell + padding
        if !isLast { line += "  " }
      }
      while line.hasSuffix(" ") { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }
}
