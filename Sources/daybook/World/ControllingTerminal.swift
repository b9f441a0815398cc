#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The terminal a command was started from, for what must reach it although output is redirected.
enum ControllingTerminal {
  /// Sends bytes that show nothing; false where there is no terminal.
  static func send(_ bytes: [UInt8]) -> Bool {
    let descriptor = open("/dev/tty", O_WRONLY | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return write(descriptor, bytes, bytes.count) == bytes.count
  }
}
