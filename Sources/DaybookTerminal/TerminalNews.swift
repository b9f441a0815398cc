import DaybookTUI

/// What a terminal has to tell.
package enum TerminalNews: Hashable, Sendable {
  case press(KeyPress)
  /// The terminal's background, after `Screen.askBackground`.
  case background(RGB)
  /// The window has another size now.
  case resized
  /// Somebody asked us to stop; `Screen.suspend()` does so.
  case stopWanted
  /// We were stopped and go on: time for `Screen.show`.
  case resumed
  /// The process shall end, with 128 and this signal's number.
  case endWanted(signal: Int32)
  /// The terminal is gone.
  case hungUp
}
