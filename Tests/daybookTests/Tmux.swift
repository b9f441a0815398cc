import Foundation
import Testing

/// The program in a real terminal: tmux, spoken to in control mode, so that waiting for the screen
/// is waiting for tmux to say that something was printed.
final class Tmux {
  private let process = Process()
  private let commands = Pipe()
  private let answers = Pipe()
  private let socket: String
  private var pending = Data()
  private let deadline: ContinuousClock.Instant

  struct Gone: Error, CustomStringConvertible {
    let wanted: String
    let screen: String
    var description: String { "never saw \(wanted); the last screen was:\n\(screen)" }
  }

  /// Starts `command` in a pane of this size. No wait goes on past `seconds` from here.
  init(
    _ command: String, columns: Int = 120, rows: Int = 36, environment: [String: String],
    seconds: Int = 60
  ) throws {
    socket = "daybook-test-\(UUID().uuidString.prefix(8))"
    deadline = .now + .seconds(seconds)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "tmux", "-L", socket, "-f", "/dev/null", "-C", "new-session", "-x", String(columns), "-y",
      String(rows), command,
    ]
    process.environment = environment.merging(["TERM": "xterm-256color"]) { $1 }
    process.standardInput = commands
    process.standardOutput = answers
    process.standardError = FileHandle.nullDevice
    try process.run()
    _ = try answer()
    _ = try tell("set-option -g set-clipboard on")
    _ = try tell("refresh-client -C \(columns)x\(rows)")
  }

  deinit {
    let end = Process()
    end.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    // The server ends with its last session. `kill-server` would be a signal, and a process that was
    // started from a thread of the tests takes none.
    end.arguments = ["tmux", "-L", socket, "kill-session"]
    end.standardOutput = FileHandle.nullDevice
    end.standardError = FileHandle.nullDevice
    // Where it has ended already there is nothing to end.
    if (try? end.run()) != nil { end.waitUntilExit() }
  }

  /// Types `keys`, each in tmux's spelling: `j`, `Enter`, `C-d`, `Escape`.
  func press(_ keys: String...) throws {
    for key in keys { _ = try tell("send-keys -- \(quoted(key))") }
  }

  /// Types text as it is.
  func type(_ text: String) throws {
    _ = try tell("send-keys -l -- \(quoted(text))")
  }

  /// The screen as text.
  func screen() throws -> String {
    try tell("capture-pane -p").joined(separator: "\n")
  }

  /// tmux's own clipboard, where OSC 52 ends up.
  func clipboard() throws -> String {
    try tell("show-buffer").joined(separator: "\n")
  }

  /// What tmux knows of the pane, in its own spelling: `#{alternate_on}`.
  func value(of format: String) throws -> String {
    try tell("display-message -p \(quoted(format))").joined(separator: "\n")
  }

  /// Waits until the program has ended, and tmux with it.
  func expectEnd() throws {
    while let line = nextLine() {
      if line.hasPrefix("%exit") { return }
    }
    throw Gone(wanted: "the program's end", screen: try screen())
  }

  /// Waits until the screen matches, and returns it.
  @discardableResult
  func expect(_ pattern: String) throws -> String {
    let expression = try Regex(pattern)
    while true {
      let shown = try screen()
      if shown.contains(expression) { return shown }
      guard try waitForOutput() else { throw Gone(wanted: pattern, screen: shown) }
    }
  }

  /// Sends one command and returns the lines of its answer.
  private func tell(_ command: String) throws -> [String] {
    try commands.fileHandleForWriting.write(contentsOf: Data((command + "\n").utf8))
    return try answer()
  }

  private func answer() throws -> [String] {
    var lines: [String]?
    while let line = nextLine() {
      if line.hasPrefix("%begin") {
        lines = []
      } else if line.hasPrefix("%end") || line.hasPrefix("%error"), let lines {
        return lines
      } else {
        if lines == nil, line.hasPrefix("%output") { sawOutput = true }
        lines?.append(line)
      }
    }
    throw Gone(wanted: "an answer from tmux", screen: "")
  }

  private var sawOutput = false

  /// Blocks until the pane has printed something since the last look; false when tmux is gone or
  /// the time is up.
  private func waitForOutput() throws -> Bool {
    if sawOutput {
      sawOutput = false
      return true
    }
    while let line = nextLine() {
      if line.hasPrefix("%output") { return true }
    }
    return false
  }

  private func nextLine() -> String? {
    while true {
      if let end = pending.firstIndex(of: 0x0a) {
        let line = pending[pending.startIndex..<end]
        pending = Data(pending[pending.index(after: end)...])
        return String(decoding: line, as: UTF8.self)
      }
      guard isReadable else { return nil }
      let more = answers.fileHandleForReading.availableData
      if more.isEmpty { return nil }
      pending.append(more)
    }
  }

  /// Waits for something to read, to the deadline and no longer. A test that waits here holds one
  /// of the few threads that tests run on, so nothing else could be counted on to wake it.
  private var isReadable: Bool {
    let left = ContinuousClock.now.duration(to: deadline).components.seconds
    var wanted = pollfd(
      fd: answers.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    return poll(&wanted, 1, Int32(max(0, left)) * 1000) > 0
  }

  private func quoted(_ text: String) -> String {
    "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
  }
}
