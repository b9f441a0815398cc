#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program in a terminal: keys go in, and every byte that comes out bears its time.
///
/// Nothing is drawn while the clock runs; the terminal's questions are answered at once.
final class TerminalSession {
  /// Bytes that came in one read, and when.
  struct Chunk {
    let time: Int
    let bytes: [UInt8]
  }

  /// When the program was started.
  let began: Int
  let process: Int32
  private let terminal: Int32
  private var hasEnded = false
  private var answers = TerminalAnswers()
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)

  init(
    _ command: [String], environment: [String], rows: UInt16 = 24, columns: UInt16 = 80,
    holdsBack: Bool = false
  ) throws(BenchError) {
    answers.holdsBack = holdsBack
    var ours: Int32 = -1
    var theirs: Int32 = -1
    var name = [CChar](repeating: 0, count: 128)
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&ours, &theirs, &name, nil, &size) == 0 else {
      throw BenchError("The system gave no terminal.")
    }
    terminal = ours
    // Ours only until the program has opened it.
    defer { close(theirs) }
    _ = fcntl(ours, F_SETFD, FD_CLOEXEC)
    _ = fcntl(theirs, F_SETFD, FD_CLOEXEC)
    let path = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    began = Stopwatch.now()
    process = try Spawn.start(command, environment: environment, streams: .terminal(path))
  }

  /// Types these bytes; the time they were sent.
  @discardableResult
  func type(_ text: String) -> Int {
    let time = Stopwatch.now()
    send(Array(text.utf8))
    return time
  }

  /// What comes until nothing has for `quiet` milliseconds; the first may take up to `first`.
  func output(quiet: Int = 50, first: Int) -> [Chunk] {
    var chunks: [Chunk] = []
    while let chunk = next(within: chunks.isEmpty ? first : quiet) { chunks.append(chunk) }
    return chunks
  }

  /// Everything that comes in so many milliseconds.
  func output(during milliseconds: Int) -> [Chunk] {
    let end = Stopwatch.now() + milliseconds * 1_000_000
    var chunks: [Chunk] = []
    while !hasEnded {
      let left = (end - Stopwatch.now() + 999_999) / 1_000_000
      guard left > 0 else { break }
      if let chunk = next(within: left) { chunks.append(chunk) }
    }
    return chunks
  }

  /// Leaves the program with these keys, or ends it where it stays.
  func end(_ keys: String) {
    type(keys)
    _ = output(quiet: 30, first: 150)
    for signal in [0, SIGTERM, SIGKILL] {
      if signal != 0 { kill(process, signal) }
      for _ in 0..<20 {
        if waitpid(process, nil, WNOHANG) == process {
          close(terminal)
          return
        }
        if next(within: 10) == nil { usleep(5000) }
      }
    }
    waitpid(process, nil, 0)
    close(terminal)
  }

  private func next(within milliseconds: Int) -> Chunk? {
    guard !hasEnded else { return nil }
    var asked = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
    guard poll(&asked, 1, Int32(milliseconds)) > 0 else { return nil }
    let count = read(terminal, &buffer, buffer.count)
    let time = Stopwatch.now()
    guard count > 0 else {
      hasEnded = true
      return nil
    }
    let bytes = Array(buffer[..<count])
    let answer = answers.answer(to: bytes)
    if !answer.isEmpty { send(answer) }
    return Chunk(time: time, bytes: bytes)
  }

  private func send(_ bytes: [UInt8]) {
    _ = bytes.withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
  }
}

extension [TerminalSession.Chunk] {
  var bytes: [UInt8] { flatMap(\.bytes) }
}
