import DaybookWorld

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is piped into a command.
enum StandardInput {
  /// A descriptor of all of it, closed at the end of the process.
  ///
  /// What comes through a pipe is laid down in a file without a name first: the store must not wait
  /// for a slow writer in the middle of a transaction, nor memory hold what may be of any length.
  static func file() throws -> Int32 {
    var status = stat()
    if fstat(STDIN_FILENO, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
      return STDIN_FILENO
    }
    let file = try temporaryFile()
    try eachPiece { piece in
      var rest = piece
      while !rest.isEmpty {
        let sent = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        if sent < 0, errno == EINTR { continue }
        guard sent > 0 else { throw failure("Standard input could not be laid down in a file") }
        rest = rest.dropFirst(sent)
      }
    }
    lseek(file, 0, SEEK_SET)
    return file
  }

  /// All of it as text, of at most `limit` bytes.
  static func text(limit: Int) throws -> String {
    var bytes: [UInt8] = []
    try eachPiece { piece in
      bytes += piece
      guard bytes.count <= limit else {
        throw CommandError.failed(
          "input_too_long", "Standard input is longer than \(limit / 1_000) KB.",
          hint: "Give the part with the times alone.")
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func eachPiece(_ take: (ArraySlice<UInt8>) throws -> Void) throws {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count == 0 { return }
      if count > 0 {
        try take(buffer[..<count])
      } else if errno != EINTR {
        throw failure("Standard input could not be read")
      }
    }
  }

  private static func temporaryFile() throws -> Int32 {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    var path = Array("\(folder.isEmpty ? "/tmp" : folder)/daybook-XXXXXX".utf8CString)
    let file = mkstemp(&path)
    guard file >= 0 else { throw failure("A temporary file could not be made") }
    unlink(path)
    return file
  }

  private static func failure(_ sentence: String) -> CommandError {
    .failed("input_failed", "\(sentence): \(String(cString: strerror(errno)))")
  }
}
