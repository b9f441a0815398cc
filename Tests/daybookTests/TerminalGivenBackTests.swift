import Foundation
import Testing

/// However the interface ends, the shell gets its terminal back as it was.
struct TerminalGivenBackTests {
  /// The parts of a terminal that a program leaves behind when it forgets them.
  private static let modes = [
    "alternate_on", "cursor_flag", "mouse_any_flag", "mouse_sgr_flag", "keypad_flag",
    "keypad_cursor_flag", "insert_flag", "wrap_flag", "origin_flag",
  ]

  private static func modes(_ terminal: Tmux) throws -> [String: String] {
    let format = modes.map { "#{\($0)}" }.joined(separator: " ")
    let values = try terminal.value(of: format).split(
      separator: " ", omittingEmptySubsequences: false)
    return Dictionary(uniqueKeysWithValues: zip(modes, values.map(String.init)))
  }

  /// A shell that runs the interface, says how it ended and then repeats what is typed.
  private static let shell = """
    echo a shell was here
    stty -g >before
    echo ready; read go
    sh -c 'echo $$ >pid; exec "$0" --demo' "$DAYBOOK"
    echo ended with $?
    stty -g >after
    exec cat
    """

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, 0])
  func theTerminalIsGivenBack(_ signal: Int32) throws {
    let daybook = try Program()
    let script = try daybook.write("shell.sh", "cd \(daybook.folder.path)\n" + Self.shell)
    let terminal = try Tmux(
      "sh \(script)",
      environment: daybook.environment.merging(["DAYBOOK": Program.executable.path]) { $1 })
    try terminal.expect("ready")
    let before = try Self.modes(terminal)
    #expect(before["alternate_on"] == "0")
    try terminal.press("Enter")
    try terminal.expect("November")
    #expect(try terminal.value(of: "#{alternate_on}") == "1")

    if signal == 0 {
      try terminal.press("q")
    } else {
      let process = try String(contentsOfFile: daybook.folder.path + "/pid", encoding: .utf8)
      let number = try #require(pid_t(process.trimmingCharacters(in: .whitespacesAndNewlines)))
      try #require(kill(number, signal) == 0)
    }
    let screen = try terminal.expect("ended with \(signal == 0 ? 0 : 128 + signal)\\b")
    // What was there before is there again, and nothing of the interface.
    #expect(screen.hasPrefix("a shell was here"))
    #expect(!screen.contains("November"))
    #expect(try Self.modes(terminal) == before)
    // Once by the terminal's echo, once by cat.
    try terminal.type("echoed")
    try terminal.press("Enter")
    try terminal.expect("echoed\\s+echoed")
    let settings = try ["before", "after"].map {
      try String(contentsOfFile: daybook.folder.path + "/" + $0, encoding: .utf8)
    }
    #expect(settings[0] == settings[1])
  }
}
