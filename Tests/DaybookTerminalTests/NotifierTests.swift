import Testing

@testable import DaybookTerminal

/// What a terminal is sent to tell a text.
struct NotifierTests {
  private func sent(
    _ text: String, _ environment: [String: String], ringsOnly: Bool = false
  ) -> String {
    String(
      decoding: Notifier(ringsOnly: ringsOnly, environment: environment)
        .terminalBytes(for: text), as: UTF8.self)
  }

  @Test(
    arguments: [
      (["TERM": "xterm-kitty"], "\u{1B}]99;i=daybook:e=1;aW4gMTAgbWlu\u{1B}\\\u{7}"),
      (["TERM": "foot"], "\u{1B}]777;notify;Daybook;in 10 min\u{1B}\\\u{7}"),
      (
        ["TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"],
        "\u{1B}]777;notify;Daybook;in 10 min\u{1B}\\\u{7}"
      ),
      (["TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"], "\u{1B}]9;in 10 min\u{1B}\\\u{7}"),
      (["TERM": "xterm-256color"], "\u{7}"), (["TERM": "linux"], "\u{7}"), ([:], "\u{7}"),
      (["TERM": "xterm-kitty", "TMUX": "/tmp/s,1,0"], "\u{7}"),
      (["TERM": "foot", "STY": "1.pts"], "\u{7}"),
    ] as [([String: String], String)])
  func eachTerminalIsAskedItsWay(_ environment: [String: String], _ wanted: String) {
    #expect(sent("in 10 min", environment) == wanted)
  }

  @Test func whoWantsTheBellGetsNothingElse() {
    #expect(sent("in 10 min", ["TERM": "foot"], ringsOnly: true) == "\u{7}")
  }

  @Test func aTitleCannotEndTheRequest() {
    let hostile = "a\u{1B}\\b\u{7}c\u{9C}d;e\n" + String(repeating: "x", count: 10_000)
    let text = sent(hostile, ["TERM": "foot"])
    #expect(text.hasPrefix("\u{1B}]777;notify;Daybook;a\\bcd,exxx"))
    #expect(text.hasSuffix("\u{1B}\\\u{7}"))
    #expect(text.unicodeScalars.filter { $0.value < 0x20 || $0.value == 0x9C }.count == 3)
    #expect(text.utf8.count < 300)
  }

  @MainActor
  @Test func aCommandGetsTheTextAndTheTerminalNothing() async throws {
    var bytes: [UInt8] = []
    await Notifier(command: "grep -q '^in 10 min$'", environment: ["PATH": "/usr/bin:/bin"])
      .notify("in 10 min") {
        bytes += $0; return true
      }
    #expect(bytes.isEmpty)
  }

  @MainActor
  @Test func aCommandGetsNothingThatATerminalObeys() async throws {
    var bytes: [UInt8] = []
    await Notifier(
      command: "grep -qxF '[2Jab'", environment: ["PATH": "/usr/bin:/bin", "LANG": "C"]
    )
    .notify("\u{1B}[2Ja\u{7}b") {
      bytes += $0
      return true
    }
    #expect(bytes.isEmpty)
  }

  @MainActor
  @Test func whereTheCommandFailsTheBellRings() async throws {
    var bytes: [UInt8] = []
    await Notifier(command: "exit 3", environment: ["PATH": "/usr/bin:/bin"])
      .notify("in 10 min") {
        bytes += $0; return true
      }
    #expect(bytes == [7])
  }
}
