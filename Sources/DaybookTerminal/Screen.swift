import CNcurses
import DaybookTUI

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The glass: shows grids, each with one write, and leaves the terminal as it found it, however the
/// program ends.
///
/// Nothing is written before the first `show`, which takes over the terminal and paints in one go.
@MainActor
package final class Screen {
  package let features: TerminalFeatures
  private let device: TerminalDevice
  private var painter: Painter
  private var shown: Grid?
  private var title: String?
  private var isOpen = false
  /// The window's own title is put aside, once, to come back at the end.
  private var hasTitleAside = false
  /// Whether the terminal said that it can hold back a picture until it is complete (mode 2026).
  private var holdsBack = false
  private var wantsBackground = false
  /// Answers that may still come.
  private var questions = 0

  package init(_ terminal: Terminal, theme: Theme) {
    device = terminal.device
    features = terminal.features
    painter = Painter(features: features, theme: theme)
  }

  /// The terminal's size in cells, asked anew.
  package var size: (columns: Int, rows: Int) { device.size }

  package var theme: Theme {
    get { painter.theme }
    set {
      guard newValue != painter.theme else { return }
      painter.theme = newValue
      shown = nil
    }
  }

  /// Makes the terminal show this picture and bear this title, with one write. Returns the bytes
  /// that took.
  @discardableResult
  package func show(_ grid: Grid, title: String) -> Int {
    let isRenamed = title != self.title
    self.title = title
    var bytes: [UInt8] = []
    if !isOpen {
      bytes += open()
    } else if isRenamed {
      bytes += titleSequence.utf8
    }
    let picture = painter.paint(from: shown, to: grid)
    shown = grid
    if !picture.isEmpty {
      if holdsBack { bytes += "\u{1B}[?2026h".utf8 }
      bytes += picture
      if holdsBack { bytes += "\u{1B}[?2026l".utf8 }
    }
    if wantsBackground, features.isModern {
      wantsBackground = false
      questions += 1
      bytes += "\u{1B}]11;?\u{1B}\\".utf8
    }
    if !bytes.isEmpty { write(bytes) }
    return bytes.count
  }

  /// Forgets what is shown: the next picture is painted whole.
  package func redraw() {
    shown = nil
    painter.forget()
  }

  /// Asks for the terminal's background with the next picture. The answer, if one comes, is
  /// `TerminalNews.background`; nobody waits for it.
  package func askBackground() {
    wantsBackground = true
  }

  private var titleSequence: String {
    guard let title, features.isModern else { return "" }
    let harmless = title.unicodeScalars.filter {
      $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value)
    }
    return "\u{1B}]2;\(String(String.UnicodeScalarView(harmless)))\u{1B}\\"
  }

  /// Sends bytes that show nothing, such as a copied text. False when the terminal is gone.
  package func send(_ bytes: [UInt8]) -> Bool {
    write(bytes)
  }

  @discardableResult
  private func write(_ bytes: [UInt8]) -> Bool {
    TerminalBytes.write(bytes, to: TerminalDevice.output)
  }

  /// Takes note of what concerns the screen itself.
  func note(_ heard: Heard) {
    switch heard {
    case .output(.mode(2026, let isKnown)):
      holdsBack = isKnown
      questions -= 1
    case .output(.background): questions -= 1
    case .signal(SIGCONT): reclaim()
    default: break
    }
  }
}

/// Taking over and giving back.
extension Screen {
  private func open() -> [UInt8] {
    let isFirst = !hasTitleAside
    isOpen = true
    device.makeRaw(farewell: farewell)
    var text = features.alternateScreen.enter
    if features.isModern {
      if isFirst { text += "\u{1B}[22;2t" }
      hasTitleAside = true
      // Mouse with drags and large coordinates, marked pastes, focus.
      text += "\u{1B}[?1002;1006;2004;1004h"
    }
    // Without wrapping, no glyph of surprising width can push anything to the next line.
    text += "\u{1B}[?25l\u{1B}[?7l" + titleSequence
    if features.isModern {
      questions += 1
      text += "\u{1B}[?2026$p"
    }
    painter.forget()
    return Array(text.utf8)
  }

  private var farewell: [UInt8] {
    var text = features.isModern ? "\u{1B}[?2026l\u{1B}[?1002;1006;2004;1004l\u{1B}[23;2t" : ""
    if features.scrolls { text += "\u{1B}[r" }
    text += "\u{1B}[m\u{1B}[?7h\u{1B}[?25h" + features.alternateScreen.leave
    // Without a screen of our own the shell goes on below the picture.
    if features.alternateScreen.leave.isEmpty { text += "\u{1B}[\(device.size.rows);1H\r\n" }
    return Array(text.utf8)
  }

  /// Takes the terminal again with the next `show`, after somebody stopped the process without
  /// asking it: the shell has changed the settings since.
  private func reclaim() {
    guard isOpen else { return }
    isOpen = false
    shown = nil
  }

  /// Gives the terminal back. The next `show` takes it again.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    shown = nil
    hasTitleAside = false
    write(farewell)
    awaitAnswers()
    device.restore()
  }

  /// An answer that comes after we have left would be typed into the shell.
  private func awaitAnswers() {
    var buffer = [UInt8](repeating: 0, count: 256)
    for _ in 0..<4 where questions > 0 {
      var ready = pollfd(fd: TerminalDevice.input, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 40) == 1, ready.revents & Int16(POLLIN) != 0 else { return }
      let count = read(TerminalDevice.input, &buffer, buffer.count)
      guard count > 0 else { return }
      questions -= buffer[..<count].count { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "y") }
    }
  }

  /// Gives the terminal back, stops as Ctrl-Z does, and takes the terminal again with the next
  /// `show` when the shell says so.
  package func suspend() {
    close()
    terminal_stop()
  }
}
