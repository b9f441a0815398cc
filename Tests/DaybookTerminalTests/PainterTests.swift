import DaybookTUI
import DaybookTerminal
import Testing

@Suite struct PainterTests {
  private static let theme = Theme.resolve(
    ThemeSource(name: "test", roles: ["error": .init(fg: "#ff0000", attributes: ["bold": true])])
  ) { _ in nil }.theme

  private func painter(_ depth: ColorDepth = .full, erases: Bool = true) -> Painter {
    Painter(
      features: TerminalFeatures(depth: depth, erasesWithBackground: erases),
      theme: PainterTests.theme)
  }

  private func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self).replacing("\u{1B}", with: "^")
  }

  private func grid(_ lines: String..., role: Role = .text) -> Grid {
    var grid = Grid(columns: 20, rows: lines.count)
    for (row, line) in lines.enumerated() { grid.write(line, row: row, as: role) }
    return grid
  }

  @Test func nothingNewCostsNothing() {
    var painter = painter()
    _ = painter.paint(from: nil, to: grid("abc"))
    #expect(painter.paint(from: grid("abc"), to: grid("abc")).isEmpty)
  }

  @Test func aFirstPictureNeedsNoClearing() {
    var painter = painter()
    #expect(text(painter.paint(from: nil, to: grid("abc", ""))) == "^[1H^[mabc^[K\n\r^[K")
  }

  @Test func aChangeIsOneJump() {
    var painter = painter()
    _ = painter.paint(from: nil, to: grid("abcdefgh", "x"))
    #expect(
      text(painter.paint(from: grid("abcdefgh", "x"), to: grid("abcdeXgh", "x"))) == "^[1;6HX")
  }

  @Test func looksChangeByTheShortestWay() {
    var painter = painter()
    var new = grid("ab")
    new.write("b", row: 0, column: 1, as: .error)
    new.write("c", row: 0, column: 2, as: .text)
    _ = painter.paint(from: nil, to: grid("a"))
    // The cursor still stands where the rest of the line was erased.
    #expect(text(painter.paint(from: grid("a"), to: new)) == "^[1;38;2;255;0;0mb^[mc")
  }

  @Test func afterADoubtfulGlyphThePlaceIsSaidAnew() {
    var painter = painter()
    _ = painter.paint(from: nil, to: grid(""))
    #expect(text(painter.paint(from: grid(""), to: grid("a👍b"))) == "a  \u{8}\u{8}👍^[4Gb")
    // Had the glyph spilled over, the letter behind would be hurt: it is painted again.
    #expect(text(painter.paint(from: grid("a👍b"), to: grid("axyb"))) == "\u{8}\u{8}\u{8}xyb")
  }

  @Test func blanksAreErasedWhereThatIsShorter() {
    var painter = painter()
    _ = painter.paint(from: nil, to: grid("abcdefghijklmnopq"))
    #expect(text(painter.paint(from: grid("abcdefghijklmnopq"), to: grid("a"))) == "^[2G^[K")
  }

  @Test func aTerminalThatErasesInBlackIsGivenBlanks() {
    let theme = Theme.resolve(
      ThemeSource(name: "blue", roles: ["text": .init(bg: "#0000ff")])
    ) { _ in nil }.theme
    var painter = Painter(
      features: TerminalFeatures(depth: .full, erasesWithBackground: false), theme: theme)
    let bytes = text(painter.paint(from: nil, to: grid("a")))
    #expect(!bytes.contains("^[K"))
    #expect(bytes.hasSuffix("a" + String(repeating: " ", count: 19)))
  }

  @Test func theCursorIsShownAndHidden() {
    var painter = painter()
    let plain = grid("abc")
    var withCursor = plain
    withCursor.showCursor(row: 0, column: 2)
    _ = painter.paint(from: nil, to: plain)
    #expect(text(painter.paint(from: plain, to: withCursor)).hasSuffix("^[?25h"))
    #expect(text(painter.paint(from: withCursor, to: plain)) == "^[?25l")
  }

  @Test func attributesThatTheTerminalLacksAreLeftOut() {
    var painter = Painter(
      features: TerminalFeatures(depth: .mono, attributes: []), theme: PainterTests.theme)
    #expect(!text(painter.paint(from: nil, to: grid("a", role: .error))).contains(";1"))
  }
}

@Suite struct TerminalFeaturesTests {
  private func depth(_ environment: [String: String], colors: Int) -> ColorDepth {
    TerminalFeatures(relativeOfXterm: "xterm", environment).map { _ in } == nil
      ? .mono
      : TerminalFeatures(
        relativeOfXterm: environment["TERM"] ?? "", environment)?.depth ?? .mono
  }

  @Test func theDepthIsReadFromWhatTheTerminalSays() {
    #expect(depth(["TERM": "xterm-256color"], colors: 256) == .indexed)
    #expect(depth(["TERM": "xterm-256color", "COLORTERM": "truecolor"], colors: 256) == .full)
    #expect(depth(["TERM": "xterm-kitty-256color"], colors: 256) == .full)
    #expect(depth(["TERM": "xterm-16color"], colors: 16) == .sixteen)
    #expect(depth(["TERM": "xterm"], colors: 8) == .eight)
  }

  @Test func noColorMeansNone() {
    #expect(
      depth(["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], colors: 256)
        == .mono)
    #expect(depth(["TERM": "xterm-256color", "NO_COLOR": ""], colors: 256) == .indexed)
  }

  @Test func aLeftOverVariableDoesNotDeceive() {
    #expect(depth(["TERM": "screen-256color", "COLORTERM": "truecolor"], colors: 256) == .indexed)
    #expect(
      depth(["TERM": "screen-256color", "COLORTERM": "truecolor", "TMUX": "x"], colors: 256)
        == .full)
  }

  @Test func strangersAreRefused() {
    #expect(TerminalFeatures(relativeOfXterm: "adm3a", [:]) == nil ? true : false)
  }
}

@Suite struct ClipboardTests {
  private func sequence(_ text: String, _ environment: [String: String]) -> String? {
    Clipboard(environment: environment).terminalBytes(for: text).map {
      String(decoding: $0, as: UTF8.self).replacing("\u{1B}", with: "^").replacing(
        "\u{7}", with: "!")
    }
  }

  @Test func theTerminalIsAskedInBase64() {
    #expect(sequence("", ["TERM": "xterm"]) == "^]52;c;!")
    #expect(sequence("a", ["TERM": "xterm"]) == "^]52;c;YQ==!")
    #expect(sequence("ab", ["TERM": "xterm"]) == "^]52;c;YWI=!")
    #expect(sequence("Grüße", ["TERM": "xterm"]) == "^]52;c;R3LDvMOfZQ==!")
  }

  @Test func whatLiesBetweenIsToldToPassItOn() {
    #expect(
      sequence("a", ["TERM": "tmux-256color", "TMUX": "/tmp/x"])
        == "^]52;c;YQ==!^Ptmux;^^]52;c;YQ==!^\\")
    #expect(sequence("a", ["TERM": "screen"]) == "^P^]52;c;YQ==!^\\")
  }

  @Test func aTextThatIsTooLongIsNotSentToTheTerminal() {
    let environment = ["TERM": "xterm"]
    let most = Clipboard.mostEncoded / 4 * 3
    #expect(sequence(String(repeating: "a", count: most), environment) != nil)
    #expect(sequence(String(repeating: "a", count: most + 3), environment) == nil)
    #expect(sequence("a", ["TERM": "linux"]) == nil)
    #expect(sequence("a", [:]) == nil)
  }

  @Test @MainActor func theUsersCommandGetsTheTextAndNothingElseIsTried() async {
    let long = String(repeating: "0123456789", count: 50_000)
    let clipboard = Clipboard(
      command: "test $(wc -c) -eq 500000", environment: ["TERM": "xterm", "PATH": "/usr/bin:/bin"])
    var sent = 0
    let routes = await clipboard.copy(long) { _ in
      sent += 1
      return true
    }
    #expect(routes == [.command])
    #expect(sent == 0)
  }

  @Test @MainActor func aCommandThatFailsLeavesTheTerminal() async {
    let clipboard = Clipboard(command: "exit 1", environment: ["TERM": "xterm"])
    #expect(await clipboard.copy("a") { _ in true } == [.terminal])
    let silent = Clipboard(command: "", environment: ["TERM": "xterm"])
    #expect(await silent.copy("a") { _ in false } == [])
  }
}
