#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is piped into a command.
enum StandardInput {
  /// All of it.
  static func bytes() throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw CommandError.failed(
          "input_failed", "Standard input could not be read: \(String(cString: strerror(errno))).")
      }
      bytes += buffer[..<count]
    }
  }
}
