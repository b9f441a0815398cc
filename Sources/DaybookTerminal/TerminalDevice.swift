import CNcurses
import DaybookTUI

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The terminal as a device: its settings, its size, and bytes to it.
@MainActor
struct TerminalDevice {
  nonisolated static let input: Int32 = 0
  nonisolated static let output: Int32 = 1
  private let settings: termios

  /// Fails unless both input and output are a terminal.
  init() throws(TerminalError) {
    var settings = termios()
    guard isatty(TerminalDevice.input) == 1, isatty(TerminalDevice.output) == 1,
      tcgetattr(TerminalDevice.input, &settings) == 0
    else { throw .noTerminal }
    self.settings = settings
  }

  /// Every byte comes as it is typed and goes out as it is written. Until `restore`, whatever ends
  /// the process says `farewell` and puts the settings back.
  func makeRaw(farewell: [UInt8]) {
    var saved = settings
    farewell.withUnsafeBytes { bytes in
      terminal_guard(
        TerminalDevice.output, &saved, bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
        bytes.count)
    }
    var raw = settings
    cfmakeraw(&raw)
    _ = tcsetattr(TerminalDevice.input, TCSADRAIN, &raw)
  }

  /// What was typed and not read yet is dropped: late answers would land in the shell.
  func restore() {
    var saved = settings
    _ = tcsetattr(TerminalDevice.input, TCSAFLUSH, &saved)
    terminal_unguard()
  }

  /// Columns and rows; the customary ones when the terminal does not know.
  var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard ioctl(TerminalDevice.output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0,
      size.ws_row > 0
    else { return (80, 24) }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
