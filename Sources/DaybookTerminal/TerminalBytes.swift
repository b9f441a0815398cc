#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bytes on their way to a terminal.
enum TerminalBytes {
  /// All of them, in one call unless the terminal takes less at a time. False when it is gone.
  @discardableResult
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let rest = UnsafeRawBufferPointer(rebasing: buffer[done...])
        #if canImport(Glibc)
          let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
        #else
          let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
        #endif
        if count > 0 {
          done += count
        } else if errno == EAGAIN {
          // Whoever shares the terminal with us may have made it non-blocking.
          var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          if poll(&ready, 1, 1000) < 0, errno != EINTR { return false }
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }
}

/// The terminal of a command whose output may be a pipe.
package enum ControllingTerminal {
  /// Sends bytes to it; false when there is none.
  package static func send(_ bytes: [UInt8]) -> Bool {
    let terminal = open("/dev/tty", O_WRONLY | O_NOCTTY | O_CLOEXEC)
    guard terminal >= 0 else { return false }
    defer { close(terminal) }
    return TerminalBytes.write(bytes, to: terminal)
  }
}
